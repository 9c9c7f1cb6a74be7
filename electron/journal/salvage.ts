import { DatabaseSync } from 'node:sqlite'
import type { JournalEntry } from './journal.ts'
import { createMeta } from './meta.ts'
import { openRows, toOpenEntry } from './read-recovery.ts'
import { timeOfKey } from './times.ts'
import { readWords } from './words.ts'

/** `before`: when the run before was last heard of. */
export type Salvaged = { entries: JournalEntry[]; before?: number }

/**
 * The lost callers without an outcome, out of a file that was set aside; as many as can be read, and none if none can. The
 * time that was in it becomes a gap: what a figure counts of it is gone.
 */
export function salvage(file: string, now: number): Salvaged {
  let db: DatabaseSync | undefined
  const saved: JournalEntry[] = []
  const salvaged: Salvaged = { entries: saved }
  try {
    db = new DatabaseSync(file, { readOnly: true })
    const before = createMeta(db).number('lastAt')
    if (before !== undefined) salvaged.before = before
    const oldest = db.prepare('SELECT min(id) AS id FROM call').get()?.['id'] ?? undefined
    const from = oldest === undefined ? before : timeOfKey(Number(oldest))
    if (from !== undefined && from < now)
      saved.push({ kind: 'gap', gap: { from, to: now, switchId: '', why: 'journal-set-aside' } })
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
  return salvaged
}
