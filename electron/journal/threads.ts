import { Worker } from 'node:worker_threads'
import type { Clock, Log } from '#electron/console/ports.ts'
import { JournalFault } from './journal.ts'
import type { Answered, ThreadData } from './messages.ts'
import { detailOf } from './schema.ts'
import { findThreadFile } from './thread-file.ts'

/**
 * One helper thread. A writer is started at once, and again when it dies, later each time; one that only answers starts
 * when it is asked. Questions that were open then are answered with a
 * fault; what else must be said again is up to `onStart`.
 */
export type Helper<To> = {
  post(message: To): void
  ask<T>(make: (id: number) => To): Promise<T>
  stop(message: To): Promise<void>
  /** For tests: the thread dies as it would by a fault of its own. */
  kill(): Promise<void>
}

type HelperOptions<From> = {
  data: () => ThreadData
  /** Where the threads' program is; found by itself. */
  program?: string | undefined
  clock: Clock
  log: Log
  /** Starts when it is first asked, and after its death when it is asked next. */
  whenAsked?: true
  onStart: () => void
  onDeath: () => void
  onMessage: (message: Exclude<From, Answered | { kind: 'stopped' }>) => void
  onDamage: () => void
}

const againMs = [100, 500, 2000, 5000, 10_000]
/** A thread that lived this long did not die of how it was started. */
const livedMs = 30_000
const stopWithinMs = 10_000

export function startHelper<To extends { kind: string }, From extends { kind: string }>(
  options: HelperOptions<From>,
): Helper<To> {
  const { clock, log } = options
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (fault: JournalFault) => void }>()
  let worker: Worker | undefined
  let cancelStart: (() => void) | undefined
  let deaths = 0
  let startedAt = 0
  let lastId = 0
  let stopping: (() => void) | undefined
  let stopped = false

  function start(): void {
    startedAt = clock.now()
    try {
      worker = startThread(options.data(), options.program ?? findThreadFile())
    } catch (error) {
      log.error('journal thread cannot be started', { detail: detailOf(error) })
      return again()
    }
    const started = worker
    started.on('message', hear)
    started.on('error', (error) => log.error('journal thread failed', { detail: detailOf(error) }))
    started.on('exit', () => died(started))
    options.onStart()
  }

  function again(): void {
    deaths = clock.now() - startedAt > livedMs ? 1 : deaths + 1
    options.onDeath()
    if (!options.whenAsked) cancelStart = clock.after(againMs[Math.min(deaths, againMs.length) - 1] ?? 0, start)
  }

  function died(which: Worker): void {
    if (worker !== which) return
    worker = undefined
    const faults = [...open.values()]
    open.clear()
    for (const { reject } of faults) reject(new JournalFault(stopped ? 'stopped' : 'unavailable', 'the thread ended'))
    stopping?.()
    if (!stopped) again()
  }

  function hear(message: From | Answered | { kind: 'stopped' }): void {
    const { kind } = message
    if (kind === 'stopped') return
    if (kind !== 'answer' && kind !== 'fault') {
      options.onMessage(message as Exclude<From, Answered | { kind: 'stopped' }>)
      return
    }
    const answered = message as Answered
    const asked = open.get(answered.id)
    open.delete(answered.id)
    if (answered.kind === 'answer') asked?.resolve(answered.value)
    else {
      asked?.reject(new JournalFault(answered.fault, answered.detail))
      if (answered.damaged) options.onDamage()
    }
  }

  if (!options.whenAsked) start()

  return {
    post: (message) => worker?.postMessage(message),
    ask<T>(make: (id: number) => To) {
      return new Promise<T>((resolve, reject) => {
        if (!worker && !stopped && options.whenAsked) start()
        if (stopped || !worker) {
          reject(new JournalFault(stopped ? 'stopped' : 'unavailable', 'the thread is not running'))
          return
        }
        lastId += 1
        open.set(lastId, { resolve: resolve as (value: unknown) => void, reject })
        worker.postMessage(make(lastId))
      })
    },
    async stop(message) {
      stopped = true
      cancelStart?.()
      const running = worker
      if (!running) return
      running.ref()
      running.postMessage(message)
      const ended = new Promise<void>((resolve) => (stopping = resolve))
      const cancel = clock.after(stopWithinMs, () => void running.terminate())
      await ended
      cancel()
    },
    async kill() {
      await worker?.terminate()
    },
  }
}

function startThread(data: ThreadData, program: string): Worker {
  const thread = new Worker(program, {
    workerData: data,
    name: `journal-${data.role}`,
    // A tool's own flags (a test runner's loader) are none of the thread's business.
    execArgv: [],
  })
  // The console's life does not depend on its journal.
  thread.unref()
  return thread
}
