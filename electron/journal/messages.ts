import type { Chunk } from './commit.ts'
import type { ImportPlan } from './import-match.ts'
import type { JournalFault, Retention } from './journal.ts'
import type { Query } from './queries.ts'
import type { WriterReport } from './writer.ts'
import type { WriterOptions } from './writer-parts.ts'

/** What the main thread and its two kinds of helpers say to each other. `now`: the console's clock; threads have none. */
/** `givesWay`: it answers long questions, and may take its time. */
export type ThreadData = (
  | { role: 'writer'; options: WriterOptions }
  | { role: 'reader'; folder: string; givesWay: boolean }
) & {
  now: number
}

export type ToWriter =
  | { kind: 'chunk'; chunk: Chunk; now: number }
  /** Somebody waits for what was sent. */
  | { kind: 'hurry'; now: number }
  | { kind: 'alive'; now: number }
  | { kind: 'retain'; retention: Retention; now: number }
  | { kind: 'suspect'; now: number }
  | { kind: 'recompute'; id: number; now: number }
  | { kind: 'import'; id: number; plan: ImportPlan; now: number }
  | { kind: 'stop'; now: number }

export type ToReader =
  | { kind: 'ask'; id: number; query: Query }
  | { kind: 'recover'; id: number; since: number }
  | { kind: 'reopen' }
  | { kind: 'stop' }

export type Answered =
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'fault'; id: number; fault: JournalFault['kind']; detail: string; damaged: boolean }

export type FromWriter = WriterReport | Answered | { kind: 'stopped' }
export type FromReader = Answered | { kind: 'stopped' }
