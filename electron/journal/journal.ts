import type {
  Action,
  AlertChange,
  CallRecord,
  Gap,
  JournalEvent,
  LinkChange,
} from '#shared/domain/journal/call-record.ts'
import type { SeatSpan } from '#shared/domain/statistics/seat-time.ts'
import type { ConsoleProblem } from '#shared/ipc/view.ts'
import type { ImportPlan } from './import-match.ts'
import type { Query, QueryAnswer } from './queries.ts'

/**
 * The journal as the rest of the console has it. `record…` never waits and never throws: entries are gathered and written by a thread of their own,
 * four times a second. Reading is another thread's.
 */
export interface Journal {
  record(entry: JournalEntry): void
  /**
   * Everything that is needed to go on where the last run stopped: entries since `since`, in order, and the open recovery
   * entries from before. Rejects with a JournalFault when nothing can be read just now.
   */
  recover(since: number): Promise<Recovered>
  /** Asks a reading thread; queries and their answers: queries.ts. Rejects with a JournalFault. */
  ask<Q extends Query>(query: Q): Promise<QueryAnswer<Q>>
  state(): JournalState
  problems(): ConsoleProblem[]
  /** Other limits from now on; what is too much goes in small steps. */
  retain(retention: Retention): void
  /** Counts everything anew from the calls, puts right what is wrong and says what was. Rejects with a JournalFault. */
  recompute(): Promise<Recomputed>
  /** Writes what `ask({ kind: 'plan-import' … })` found missing. Planned twice, applied twice: counted once. */
  applyImport(plan: ImportPlan): Promise<{ calls: number }>
  /** Resolves when everything recorded so far is on the disk, or was refused. Never while the disk stays full. */
  flush(): Promise<void>
  stop(): Promise<void>
}

export type JournalEntry =
  | JournalEvent
  | { kind: 'call'; record: CallRecord }
  | { kind: 'alert'; change: AlertChange }
  | { kind: 'link'; change: LinkChange }
  | { kind: 'gap'; gap: Gap }
  | { kind: 'action'; action: Action }
  /** A time that a seat spent, as the live figures counted it. */
  | { kind: 'seat'; span: SeatSpan }
  /** Messages of the switch about one call, as they came. */
  | { kind: 'raw'; at: number; callId: string; text: string }

export type Recovered = {
  /** Lines (`toJournalEvent` makes events of them): a day of them would take too long to be parsed in one go. */
  events: Iterable<string>
  /** Time of the last entry of the last run, or when it last said that it was there; missing in a new journal. */
  lastAt?: number
  /** Lost callers without an outcome from before `since`, with their alert's history. */
  open: { record: CallRecord; changes: AlertChange[] }[]
}

export type JournalState = {
  bytes: number
  /** Of the oldest call, also an imported one. */
  oldestAt?: number
  /** Since when events are recorded. */
  recordedFrom?: number
  calls: number
  /** Entries that wait to be written, and for how long the oldest has. */
  waiting: number
  waitingMs: number
  /** Entries that could not be kept since the start. */
  dropped: number
  lastPurge?: { at: number; calls: number; events: number }
}

/** `days`: calls and everything about them. `rawDays`: the switch's messages, and the events that a restart plays back (never less than two days). */
export type Retention = { days: number; megabytes: number; rawDays: number; rawMegabytes?: number }

export type Recomputed = { rows: number; differences: { what: string; was: number; is: number }[] }

/** Why a question has no answer. `unavailable`: there is no journal that can be read just now. */
export class JournalFault extends Error {
  readonly kind: 'unavailable' | 'stopped' | 'failed'
  constructor(kind: JournalFault['kind'], detail: string) {
    super(detail)
    this.name = 'JournalFault'
    this.kind = kind
  }
}

export { toJournalEvent } from './lines.ts'
export type { Query, QueryAnswer } from './queries.ts'
