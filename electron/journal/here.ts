import { randomUUID } from 'node:crypto'
import type { NotKeptCause } from '#shared/ipc/view.ts'
import { createBacklog } from './backlog.ts'
import type { Journal, Retention } from './journal.ts'
import { JournalFault } from './journal.ts'
import { toRecovered } from './open-journal.ts'
import { createReader } from './reader.ts'
import { gridOf } from './grid.ts'
import { createWriter, type WriterReport } from './writer.ts'
import { createImport, type FileState } from './writer-parts.ts'

/**
 * The same journal without threads or timers, for tests and tools: what is recorded is in the file when anything is asked
 * or `flush` is called, and everything happens in the order of the calls.
 */
export type HereOptions = {
  folder: string
  timeZone?: string
  retention?: Retention
  durable?: boolean
  now: () => number
}
export type JournalHere = Journal & {
  /** As often as there is something to tidy. */
  tidy(): void
  reports: WriterReport[]
}

export const generous: Retention = { days: 3660, megabytes: 1_000_000, rawDays: 60 }

export function openJournalHere(options: HereOptions): JournalHere {
  const { folder, now, timeZone = 'UTC', retention = generous, durable = true } = options
  const reports: WriterReport[] = []
  const backlog = createBacklog()
  let file: FileState = { bytes: 0, calls: 0 }
  let dropped = 0
  let failing: { cause: NotKeptCause; detail: string } | undefined
  let before: number | undefined
  let opened = false
  const writer = createWriter(
    { folder, run: randomUUID(), grid: gridOf(timeZone, now()), retention, durable },
    (report) => {
      reports.push(report)
      if (report.kind === 'kept') {
        backlog.kept(report.seq)
        dropped += report.refused + report.refusedRaw
      }
      if (report.kind === 'failing') failing = report
      if (report.kind === 'newer') failing = { cause: 'newer', detail: String(report.version) }
      if (report.kind === 'kept' || report.kind === 'well' || report.kind === 'opened') file = report.state
      if (report.kind === 'kept' || report.kind === 'well') failing = undefined
      if (report.kind === 'opened') {
        if (!opened) before = report.before
        opened = true
        reader.reopen()
      }
      if (report.kind === 'set-aside') before ??= report.before
    },
  )
  const reader = createReader(folder)

  function commit(): void {
    backlog.cut(now())
    for (const chunk of backlog.send(Infinity)) writer.take(chunk)
    while (writer.commit(now()) === 'more');
  }

  return {
    reports,
    record(entry) {
      if (!backlog.add(entry)) dropped += 1
    },
    async recover(since) {
      commit()
      const found = reader.recover(since)
      return toRecovered(found, opened ? before : found.lastAt)
    },
    async ask(query) {
      commit()
      return reader.ask(query)
    },
    state: () => ({ ...file, waiting: backlog.waiting().entries, waitingMs: 0, dropped }),
    problems: () =>
      failing ? [{ kind: 'journal-not-kept', cause: failing.cause, detail: failing.detail, dropped, at: now() }] : [],
    retain: (next) => writer.retain(next),
    async recompute() {
      commit()
      for (;;) {
        const result = writer.recompute()
        if (result !== 'more') return result
      }
    },
    async applyImport(plan) {
      const work = createImport(plan)
      for (;;) {
        const result = writer.applyImport(work)
        if (result !== 'more') return result
      }
    },
    async flush() {
      commit()
      if (failing) throw new JournalFault('unavailable', failing.detail)
    },
    tidy() {
      commit()
      while (writer.tidy(now()));
    },
    async stop() {
      commit()
      writer.close()
      reader.close()
    },
  }
}
