import type { RawData, WebSocket } from 'ws'
import { z } from 'zod'
import type { Caller } from '#electron/console/running.ts'
import type { Registrar } from '#electron/ipc/registrar.ts'
import type { EventName } from '#shared/ipc/contract.ts'

/**
 * One screen on a WebSocket, with a session of its own. It owns the calls under way and what is kept for a screen that reads too slowly: such a screen
 * is sent nothing until it has caught up, and then only the newest event of each kind. The newest `console.changed` does
 * not fit onto what it has, so that it asks for the snapshot. A screen that does not catch up is dropped.
 */
export type Client = {
  send(name: EventName, text: string): void
  /** Its rights changed: what was kept for it may be more than it may see now. It is told so and asks anew. */
  forget(): void
  ping(): void
  end(): void
}

export type ClientLimits = {
  behindBytes: number
  caughtUpBytes: number
  hopelessBytes: number
  behindForMs: number
  lookEveryMs: number
  callsUnderWay: number
}

export const clientLimits: ClientLimits = {
  behindBytes: 1024 * 1024,
  caughtUpBytes: 64 * 1024,
  hopelessBytes: 16 * 1024 * 1024,
  behindForMs: 30_000,
  lookEveryMs: 250,
  callsUnderWay: 32,
}

const missedPings = 2
const goingAway = 1001
const unsupported = 1003
const badFrame = 1008

const frameSchema = z.object({
  t: z.literal('call'),
  id: z.number().int(),
  name: z.string().max(200),
  input: z.unknown(),
})

export function createClient(
  socket: WebSocket,
  registrar: Registrar,
  caller: () => Caller,
  limits: ClientLimits,
): Client {
  const missed = new Map<EventName, string>()
  let behindSince: number | undefined
  let look: NodeJS.Timeout | undefined
  let underWay = 0
  let unanswered = 0

  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (isBinary) return socket.close(unsupported, 'text only')
    const frame = parseFrame(data)
    if (!frame) return socket.close(badFrame, 'bad frame')
    return void answer(frame)
  })
  socket.on('pong', () => (unanswered = 0))
  socket.on('close', () => clearInterval(look))
  // ws closes the socket itself after an error (too large, not UTF-8, reset); without a listener it would end the process.
  socket.on('error', () => undefined)

  async function answer({ id, name, input }: z.infer<typeof frameSchema>): Promise<void> {
    underWay += 1
    if (underWay >= limits.callsUnderWay) socket.pause()
    const result = await registrar.run(name, input, caller())
    underWay -= 1
    if (socket.isPaused && underWay < limits.callsUnderWay) socket.resume()
    if (socket.bufferedAmount > limits.hopelessBytes) return socket.terminate()
    socket.send(JSON.stringify({ t: 'result', id, result }))
  }

  function catchUp(): void {
    if (behindSince === undefined) return
    if (socket.bufferedAmount <= limits.caughtUpBytes) {
      behindSince = undefined
      clearInterval(look)
      for (const text of missed.values()) socket.send(text)
      missed.clear()
    } else if (performance.now() - behindSince > limits.behindForMs) {
      socket.terminate()
    }
  }

  return {
    send(name, text) {
      if (socket.readyState !== socket.OPEN) return
      if (behindSince === undefined && socket.bufferedAmount <= limits.behindBytes) return socket.send(text)
      missed.set(name, text)
      if (behindSince !== undefined) return
      behindSince = performance.now()
      look = setInterval(catchUp, limits.lookEveryMs)
    },
    forget: () => missed.clear(),
    ping() {
      if (unanswered >= missedPings) return socket.terminate()
      unanswered += 1
      if (socket.readyState === socket.OPEN) socket.ping()
    },
    end: () => socket.close(goingAway, 'console stops'),
  }
}

function parseFrame(data: RawData): z.infer<typeof frameSchema> | undefined {
  try {
    return frameSchema.safeParse(JSON.parse(data.toString())).data
  } catch {
    return undefined
  }
}
