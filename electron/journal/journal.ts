import type {
  Action,
  AlertChange,
  CallRecord,
  Gap,
  JournalEvent,
  LinkChange,
} from '#shared/domain/journal/call-record.ts'
import type { ConsoleProblem } from '#shared/ipc/view.ts'

/**
 * The journal as the rest of the console has it. `record…` never waits and never throws: entries are gathered and written by a thread of their own,
 * four times a second. Reading is another thread's.
 */
export interface Journal {
  record(entry: JournalEntry): void
  /** Everything that is needed to go on where the last run stopped: entries since `since`, in order, and the open recovery entries from before. */
  recover(since: number): Promise<Recovered>
  /** Asks the reading thread; queries and their answers: queries.ts. */
  ask<Q extends Query>(query: Q): Promise<QueryAnswer<Q>>
  state(): JournalState
  problems(): ConsoleProblem[]
  /** Resolves when everything recorded so far is on the disk. */
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
  /** Messages of the switch about one call, as they came. */
  | { kind: 'raw'; at: number; callId: string; text: string }

export type Recovered = {
  events: JournalEvent[]
  /** Time of the last entry of the last run; missing in a new journal. */
  lastAt?: number
  /** Lost callers without an outcome from before `since`, with their alert's history. */
  open: { record: CallRecord; changes: AlertChange[] }[]
}

export type JournalState = {
  bytes: number
  oldestAt?: number
  calls: number
  /** Entries that wait to be written, and for how long the oldest has. */
  waiting: number
  waitingMs: number
  /** Entries that could not be kept since the start. */
  dropped: number
  lastPurge?: { at: number; calls: number; events: number }
}

export type { Query, QueryAnswer } from './queries.ts'
import type { Query, QueryAnswer } from './queries.ts'
