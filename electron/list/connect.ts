import { existsSync } from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { createDeskHost, type HostOptions } from './desk-host.ts'
import type { DeskData, FromDesk, ToDesk } from './protocol.ts'

/** The two ways to a desk: in a thread of its own, or in this one. */
export type Connection = {
  post(message: ToDesk): void
  /** Ends it without asking; a desk that was asked to stop has ended already. */
  end(): Promise<void>
}
export type Connect = (onMessage: (message: FromDesk) => void, onEnd: (error: unknown) => void) => Connection

/** An import of the largest file that is accepted needs a fifth of it. */
const heapMb = 1536

export function connectThread(data: DeskData, file: string = findWorker(import.meta.dirname)): Connect {
  return (onMessage, onEnd) => {
    const worker = new Worker(file, {
      name: 'list',
      workerData: data,
      // None of the flags of whoever started this process.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    })
    let failed: unknown
    worker.on('message', onMessage)
    worker.on('messageerror', (error) => (failed = error))
    worker.on('error', (error) => (failed = error))
    worker.on('exit', (code) => onEnd(failed ?? code))
    return {
      post: (message) => worker.postMessage(message),
      end: async () => void (await worker.terminate()),
    }
  }
}

/** Of the source, or of the built program: beside what is built, or one folder up from a shared part of it. */
export function findWorker(folder: string): string {
  const places = ['worker.ts', 'list-worker.js', path.join('..', 'list-worker.js')].map((name) =>
    path.join(folder, name),
  )
  return places.find((place) => existsSync(place)) ?? path.join(folder, 'list-worker.js')
}

export function connectHere(options: HostOptions): Connect {
  return (onMessage) => {
    const host = createDeskHost(options, onMessage)
    return { post: (message) => host.receive(message), end: () => Promise.resolve() }
  }
}
