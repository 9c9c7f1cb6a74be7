import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { keyAt, timeOfKey } from './times.ts'

export type Value = string | number | null

/** Inserts under the first free key of that time; answers the key. */
export function insertInto(
  db: DatabaseSync,
  table: string,
  columns: string,
): (at: number, values: (keyTime: number) => Value[]) => number {
  const places = columns.split(',').map(() => '?')
  const statement: StatementSync = db.prepare(
    `INSERT INTO ${table} (${columns}) VALUES (${places.join(', ')}) ON CONFLICT (id) DO NOTHING`,
  )
  return (at, values) => {
    let key = keyAt(at)
    let keyTime = timeOfKey(key)
    let row = values(keyTime)
    while (statement.run(key, ...row).changes === 0) {
      key += 1
      if (timeOfKey(key) === keyTime) continue
      keyTime = timeOfKey(key)
      row = values(keyTime)
    }
    return key
  }
}
