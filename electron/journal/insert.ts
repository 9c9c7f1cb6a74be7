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
  const lastOf = db.prepare(`SELECT max(id) AS id FROM ${table} WHERE id >= ? AND id < ?`)
  return (at, values) => {
    let key = keyAt(at)
    while (statement.run(key, ...values(timeOfKey(key))).changes === 0) {
      const from = keyAt(timeOfKey(key))
      key = Number(lastOf.get(from, keyAt(timeOfKey(key) + 1))?.['id'] ?? from) + 1
    }
    return key
  }
}
