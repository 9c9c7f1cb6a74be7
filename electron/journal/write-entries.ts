import type { DatabaseSync } from 'node:sqlite'
import type { CallRecord, Decision } from '#shared/domain/journal/call-record.ts'
import { createCallSums } from './call-sums.ts'
import { insertInto } from './insert.ts'
import type { JournalEntry } from './journal.ts'
import type { Grid } from './grid.ts'
import { createLegSums } from './leg-sums.ts'
import { areasIn, createWords } from './words.ts'
import { createAlertWriter } from './write-alerts.ts'
import { createCallWriter } from './write-calls.ts'
import { createSpanWriter } from './write-spans.ts'
import { createWorkSums } from './work-sums.ts'

/**
 * Turns entries into rows, inside the transaction that the caller opened. A call that is written again (a restart, an
 * import) replaces what is there, so that nothing is counted twice. After a rollback the caller calls `forget`.
 */
export type EntryWriter = {
  write(entry: Exclude<JournalEntry, { kind: 'raw' | 'event' | 'decision' }>): void
  /** An import that knows more of a call than was seen. */
  complete(record: CallRecord): void
  /** Who a caller is a duplicate of, which the change of the alert does not say. */
  decided(decision: Decision): void
  /** Takes a call and all that was counted of it away. */
  removeCall(id: number): void
  /** Before the commit: the sums of what was written. */
  finish(): void
  /** How many calls more than before, since `finish` was last called. */
  newCalls(): number
  forget(): void
}

export function createEntryWriter(db: DatabaseSync, grid: Grid): EntryWriter {
  const words = createWords(db)
  const sums = createLegSums(db, grid)
  const callSums = createCallSums(db, grid)
  let areas = areasIn(db)
  const work = createWorkSums(db, grid, (word) => areas(word))
  const calls = createCallWriter(db, words, { sums, work, callSums })
  const writeSpan = createSpanWriter(db, (name) => words.idOf(name), work)
  const insertLink = insertInto(db, 'link_change', 'id, source, state, detail')
  const insertGap = insertInto(db, 'gap', 'id, to_at, source, why')
  const insertAction = insertInto(db, 'action', 'id, by, role, command, target, result')
  const alerts = createAlertWriter(db, (name) => words.idOf(name))

  return {
    write(entry) {
      switch (entry.kind) {
        case 'call':
          return calls.write(entry.record)
        case 'alert':
          return alerts.write(entry.change)
        case 'link': {
          const { at, switchId, state, detail } = entry.change
          insertLink(at, () => [words.idOf(switchId), state, detail])
          return
        }
        case 'gap': {
          const { from, to, switchId, why } = entry.gap
          insertGap(from, () => [Math.round(to), words.idOf(switchId), why])
          return
        }
        case 'action': {
          const { at, by, role, command, target, result } = entry.action
          insertAction(at, () => [words.idOf(by), words.idOf(role), words.idOf(command), target, result])
          return
        }
        case 'seat':
          return writeSpan(entry.span)
      }
    },
    complete: (record) => calls.write(record, true),
    decided(decision) {
      if (decision.kind === 'outcome' && decision.duplicateOf !== undefined)
        alerts.other(decision.alertId, decision.duplicateOf)
    },
    removeCall: calls.remove,
    finish() {
      sums.write()
      work.write()
      callSums.write()
    },
    newCalls: calls.taken,
    forget() {
      words.forget()
      sums.forget()
      work.forget()
      callSums.forget()
      areas = areasIn(db)
      calls.forget()
    },
  }
}
