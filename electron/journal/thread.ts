import { constants, setPriority } from 'node:os'
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { JournalFault } from './journal.ts'
import type { Answered, FromReader, FromWriter, ThreadData, ToReader, ToWriter } from './messages.ts'
import type { TalliesQuery } from './queries.ts'
import { createPace, noPace } from './pace.ts'
import { createReader } from './reader.ts'
import { detailOf } from './schema.ts'
import { createImport, type Import } from './writer-parts.ts'
import { createWriter } from './writer.ts'

/**
 * The program of the journal's threads. The writer gathers chunks for a quarter of a second and commits them together;
 * when the disk refuses, it waits longer each time, up to half a minute. Between commits it tidies and recomputes in small
 * steps. A reader answers one question after the other. Both end when they are told to, or with the process.
 */
const commitEveryMs = 250
const retryMs = [1000, 2000, 5000, 10_000, 30_000]
const tidyEveryMs = 30_000
const tidyAgainMs = 200
const betweenStepsMs = 5

function runWriter(port: MessagePort, data: Extract<ThreadData, { role: 'writer' }>): void {
  const say = (message: FromWriter): void => port.postMessage(message)
  const { pace, begin } = createPace({ rest: 1.5, freeMs: 0 })
  const writer = createWriter(data.options, say, pace)
  let { now } = data
  let failures = 0
  let commitTimer: NodeJS.Timeout | undefined

  function commit(): void {
    clearTimeout(commitTimer)
    commitTimer = undefined
    begin()
    switch (writer.commit(now)) {
      case 'done':
        failures = 0
        return
      case 'more':
        failures = 0
        return plan(0)
      case 'failing':
        plan(retryMs[Math.min(failures, retryMs.length - 1)] ?? 0)
        failures += 1
        return
      case 'newer':
        return
    }
  }

  function plan(ms: number): void {
    commitTimer ??= setTimeout(commit, ms)
  }

  function tidy(): void {
    const more = writer.isFailing() ? false : writer.tidy(now)
    if (writer.isFailing()) plan(retryMs[0] ?? 0)
    setTimeout(tidy, more ? tidyAgainMs : tidyEveryMs).unref()
  }

  function recompute(id: number): void {
    answer(say, id, () => {
      const result = writer.recompute()
      if (result !== 'more') return result
      setTimeout(recompute, betweenStepsMs, id)
      return 'later'
    })
  }

  function apply(id: number, plan: Import): void {
    answer(say, id, () => {
      const result = writer.applyImport(plan)
      if (result !== 'more') return result
      setTimeout(apply, betweenStepsMs, id, plan)
      return 'later'
    })
  }

  port.on('message', (message: ToWriter) => {
    now = Math.max(now, message.now)
    switch (message.kind) {
      case 'chunk':
        writer.take(message.chunk)
        return plan(commitEveryMs)
      case 'hurry':
        return writer.isFailing() ? undefined : commit()
      case 'alive':
        if (!writer.isFailing()) writer.alive(now)
        return writer.isFailing() ? plan(retryMs[0] ?? 0) : undefined
      case 'retain':
        return writer.retain(message.retention)
      case 'suspect':
        return writer.suspect(now)
      case 'recompute':
        return recompute(message.id)
      case 'import':
        return apply(message.id, createImport(message.plan))
      case 'stop':
        while (writer.commit(now) === 'more');
        writer.close()
        say({ kind: 'stopped' })
        clearTimeout(commitTimer)
        return port.close()
    }
  })
  commit()
  setTimeout(tidy, tidyAgainMs).unref()
}

function runReader(port: MessagePort, folder: string, givesWay: boolean): void {
  const say = (message: FromReader): void => port.postMessage(message)
  const { pace, begin } = createPace({ rest: 2, freeMs: 80 })
  const reader = createReader(folder, givesWay ? pace : noPace)
  const tallies = (id: number, query: TalliesQuery): void => {
    try {
      const value = reader.pack(query)
      port.postMessage({ kind: 'answer', id, value } satisfies FromReader, [value.data.buffer])
    } catch (error) {
      fault(say, id, error)
    }
  }
  const recover = (id: number, since: number): void => {
    try {
      const value = reader.recover(since)
      const moved = value.blocks.map(({ buffer }) => buffer)
      port.postMessage({ kind: 'answer', id, value } satisfies FromReader, moved)
    } catch (error) {
      fault(say, id, error)
    }
  }
  port.on('message', (message: ToReader) => {
    switch (message.kind) {
      case 'ask':
        begin()
        return message.query.kind === 'tallies'
          ? tallies(message.id, message.query)
          : answer(say, message.id, () => reader.ask(message.query))
      case 'recover':
        return recover(message.id, message.since)
      case 'reopen':
        return reader.reopen()
      case 'stop':
        reader.close()
        say({ kind: 'stopped' })
        return port.close()
    }
  })
}

function answer(say: (message: Answered) => void, id: number, run: () => unknown): void {
  try {
    const value = run()
    if (value !== 'later') say({ kind: 'answer', id, value })
  } catch (error) {
    fault(say, id, error)
  }
}

function fault(say: (message: Answered) => void, id: number, error: unknown): void {
  const kind = error instanceof JournalFault ? error.kind : 'failed'
  const damaged = (error as { damaged?: boolean }).damaged === true
  say({ kind: 'fault', id, fault: kind, detail: detailOf(error), damaged })
}

/**
 * Where each thread has a priority of its own, a long report gives way to the live path. Elsewhere this would slow down the
 * whole program, so it is left alone.
 */
function giveWay(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(constants.priority.PRIORITY_LOW)
  } catch {
    // Not allowed: then it runs as the others do.
  }
}

if (parentPort) {
  const data = workerData as ThreadData
  if (data.role === 'reader' && data.givesWay) giveWay()
  if (data.role === 'writer') runWriter(parentPort, data)
  else runReader(parentPort, data.folder, data.givesWay)
}
