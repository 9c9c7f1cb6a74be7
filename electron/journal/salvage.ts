import { DatabaseSync } from 'node:sqlite'
import type { JournalEntry } from './journal.ts'
import { openRows, toOpenEntry } from './read-recovery.ts'
import { readWords } from './words.ts'

/** The lost callers without an outcome, out of a file that was set aside; as many as can be read, and none if none can. */
export function salvage(file: string): JournalEntry[] {
  let db: DatabaseSync | undefined
  const saved: JournalEntry[] = []
  try {
    db = new DatabaseSync(file, { readOnly: true })
    const words = readWords(db)
    for (const row of openRows(db)) {
      try {
        const { record, changes } = toOpenEntry(db, words, row)
        saved.push({ kind: 'call', record }, ...changes.map((change) => ({ kind: 'alert' as const, change })))
      } catch {
        // This one stands where the damage is.
      }
    }
  } catch {
    // Damaged where the list itself stands.
  }
  try {
    db?.close()
  } catch {
    // Nothing more to be had from it.
  }
  return saved
}
