import type { Clock, Log } from '#electron/console/ports.ts'
import type { Gap } from '#shared/domain/journal/call-record.ts'
import type { ConsoleProblem } from '#shared/ipc/view.ts'
import type { WriterReport } from './writer.ts'
import type { FileState } from './writer-parts.ts'

/** How the journal is: what every screen must say about it, and what could not be kept. */
export type Health = {
  hear(report: WriterReport): void
  /** The writing thread died. */
  died(): void
  /** `where`: there was no more room to wait in, or the file refused them for a reason of their own. */
  drop(count: number, where: 'waiting' | 'file'): void
  /** Once entries are kept again: the time of those that were not. */
  takeGap(): Gap | undefined
  dropped(): number
  file(): FileState
  /** When the run before this one was last there: what the file says is this run's own, as soon as it has written. Undefined: no file yet. */
  lastRun(): { lastAt?: number } | undefined
  /** `oldest`: since when the oldest entry waits. */
  problems(oldest: number | undefined): ConsoleProblem[]
}

/** A writer that has not written for so long is as good as none. */
const slowMs = 15_000

export function createHealth(clock: Clock, log: Log): Health {
  let file: FileState = { bytes: 0, calls: 0 }
  let failing: { detail: string; at: number } | undefined
  let setAside: Extract<ConsoleProblem, { kind: 'journal-set-aside' }> | undefined
  let dropped = 0
  let lastRun: { lastAt?: number } | undefined
  let span: { from: number; to: number } | undefined

  function drop(count: number, where: 'waiting' | 'file'): void {
    if (count === 0) return
    if (!span) log.error('journal entries dropped', { where, count })
    dropped += count
    const now = clock.now()
    span = { from: span?.from ?? now, to: now + 1 }
  }

  return {
    drop,
    hear(report) {
      switch (report.kind) {
        case 'kept':
          drop(report.refused, 'file')
          file = report.state
          failing = undefined
          return
        case 'well':
          file = report.state
          failing = undefined
          return
        case 'opened':
          lastRun ??= report.lastAt === undefined ? {} : { lastAt: report.lastAt }
          file = report.state
          return
        case 'failing':
          if (failing?.detail !== report.detail) log.error('journal not kept', { detail: report.detail })
          failing = { detail: report.detail, at: failing?.at ?? clock.now() }
          return
        case 'newer':
          log.error('journal of a newer program left alone', { version: report.version })
          failing = { detail: `newer:${report.version}`, at: clock.now() }
          return
        case 'set-aside':
          log.error('journal set aside', { file: report.file })
          setAside = { kind: 'journal-set-aside', file: report.file, at: clock.now() }
      }
    },
    died() {
      failing ??= { detail: 'the thread ended', at: clock.now() }
    },
    takeGap() {
      if (!span || failing) return undefined
      const gap: Gap = { ...span, switchId: '', why: 'journal-not-kept' }
      span = undefined
      return gap
    },
    dropped: () => dropped,
    file: () => file,
    lastRun: () => lastRun,
    problems(oldest) {
      const slow = oldest !== undefined && clock.now() - oldest > slowMs ? { detail: 'slow', at: oldest } : undefined
      const why = failing ?? slow
      const notKept: ConsoleProblem[] = why
        ? [{ kind: 'journal-not-kept', detail: why.detail, dropped, at: why.at }]
        : []
      return setAside ? [setAside, ...notKept] : notKept
    },
  }
}
