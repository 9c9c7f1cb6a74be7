import { parentPort, workerData } from 'node:worker_threads'
import { createDeskHost } from './desk-host.ts'
import type { DeskData, FromDesk, ToDesk } from './protocol.ts'

/** The thread of the list's desk (see desk-host.ts). What is thrown here ends it; the keeper starts another one. */
const port = parentPort
if (port) {
  const host = createDeskHost(
    {
      ...(workerData as DeskData),
      // What is kept for years is dated by the wall clock.
      now: Date.now,
      later: (ms, run) => void setTimeout(run, ms),
    },
    (message: FromDesk) => port.postMessage(message),
  )
  port.on('message', (message: ToDesk) => {
    host.receive(message)
    if (message.t === 'stop') port.close()
  })
}
