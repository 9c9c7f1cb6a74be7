import type { Clock, Log } from '#electron/console/ports.ts'
import type { Gap } from '#shared/domain/journal/call-record.ts'
import type { ConsoleProblem, NotKeptCause } from '#shared/ipc/view.ts'
import type { WriterReport } from './writer.ts'
import type { FileState } from './writer-parts.ts'

/** How the journal is: what every screen must say about it, and what could not be kept. */
export type Health = {
  hear(report: WriterReport): void
  /** The writing thread died. */
  died(): void
  /**
   * `where`: there was no more room to wait in, or the file refused them for a reason of their own. Of messages of the switch
   * no figure is made: they leave no gap.
   */
  drop(count: number, where: 'waiting' | 'file' | 'raw'): void
  /** Once entries are kept again: the time of those that were not. */
  takeGap(): Gap | undefined
  dropped(): number
  file(): FileState
  /** When the run before this one was last heard of; `otherwise` when the writer has seen no file yet. */
  before(otherwise: number | undefined): number | undefined
  /** `oldest`: since when the oldest entry waits. */
  problems(oldest: number | undefined): ConsoleProblem[]
}

/** A writer that has not written for so long is as good as none. */
const slowMs = 15_000

export function createHealth(clock: Clock, log: Log): Health {
  let file: FileState = { bytes: 0, calls: 0 }
  let failing: { cause: NotKeptCause; detail: string; at: number } | undefined
  let before: number | undefined
  let opened = false
  let setAside: Extract<ConsoleProblem, { kind: 'journal-set-aside' }> | undefined
  let dropped = 0
  /** Until entries are kept again. */
  const said = new Set<string>()
  let span: { from: number; to: number } | undefined

  function drop(count: number, where: 'waiting' | 'file' | 'raw'): void {
    if (count === 0) return
    if (!said.has(where)) log.error('journal entries dropped', { where, count })
    said.add(where)
    dropped += count
    if (where === 'raw') return
    const now = clock.now()
    span = { from: span?.from ?? now, to: now + 1 }
  }

  return {
    drop,
    hear(report) {
      switch (report.kind) {
        case 'kept':
          drop(report.refused, 'file')
          if (report.refusedRaw > 0) drop(report.refusedRaw, 'raw')
          else said.delete('raw')
          file = report.state
          failing = undefined
          return
        case 'well':
          file = report.state
          failing = undefined
          return
        case 'opened':
          file = report.state
          if (!opened) before = report.before
          opened = true
          return
        case 'failing':
          if (failing?.detail !== report.detail) log.error('journal not kept', { detail: report.detail })
          failing = { cause: report.cause, detail: report.detail, at: failing?.at ?? clock.now() }
          return
        case 'newer':
          log.error('journal of a newer program left alone', { version: report.version })
          failing = { cause: 'newer', detail: String(report.version), at: clock.now() }
          return
        case 'set-aside':
          log.error('journal set aside', { file: report.file })
          before ??= report.before
          setAside = { kind: 'journal-set-aside', file: report.file, at: clock.now() }
      }
    },
    died() {
      failing ??= { cause: 'stopped', detail: '', at: clock.now() }
    },
    takeGap() {
      if (!span || failing) return undefined
      const gap: Gap = { ...span, switchId: '', why: 'journal-not-kept' }
      span = undefined
      said.delete('waiting')
      said.delete('file')
      return gap
    },
    dropped: () => dropped,
    file: () => file,
    before: (otherwise) => (opened ? before : otherwise),
    problems(oldest) {
      const slow =
        oldest !== undefined && clock.now() - oldest > slowMs
          ? { cause: 'slow' as const, detail: '', at: oldest }
          : undefined
      const why = failing ?? slow
      const notKept: ConsoleProblem[] = why
        ? [{ kind: 'journal-not-kept', cause: why.cause, detail: why.detail, dropped, at: why.at }]
        : []
      return setAside ? [setAside, ...notKept] : notKept
    },
  }
}
