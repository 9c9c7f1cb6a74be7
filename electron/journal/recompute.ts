import type { DatabaseSync } from 'node:sqlite'
import { joinCallId, rowsOf } from './call-rows.ts'
import { createCallSums } from './call-sums.ts'
import { day, periodOf, periodStart, type Grid } from './grid.ts'
import type { Recomputed } from './journal.ts'
import { createLegSums } from './leg-sums.ts'
import type { Meta } from './meta.ts'
import { readRecord, type CallRowRead } from './read-calls.ts'
import { keyAt, timeOfKey } from './times.ts'
import { areasIn, createWords, readWords } from './words.ts'
import { createWorkSums } from './work-sums.ts'

/**
 * Counts everything anew: the legs from the calls, the sums from the legs, a day at a time so that writing goes on in
 * between. What is wrong is put right and reported.
 */
export type Recompute = {
  /** True while there is more to do. In a transaction of its own. */
  step(): boolean
  result(): Recomputed
}

const mostDifferences = 200
const slackMs = 86_400_000

export function createRecompute(db: DatabaseSync, grid: Grid, meta: Meta): Recompute {
  const words = createWords(db)
  const texts = readWords(db)
  const legSums = createLegSums(db, grid)
  const callSums = createCallSums(db, grid)
  const work = createWorkSums(db, grid, areasIn(db))
  const differences: Recomputed['differences'] = []
  let rows = 0
  let more = 0
  const edge = (sql: string): number | undefined => {
    const value = db.prepare(sql).get()?.['value']
    return value === null || value === undefined ? undefined : Number(value)
  }
  const keys = ['call', 'leg', 'seat_span'].flatMap((table) =>
    ['min', 'max'].map((which) => edge(`SELECT ${which}(id) AS value FROM ${table}`)),
  )
  const periods = ['leg_sum', 'work', 'call_sum'].flatMap((table) =>
    [0, 1, 2].flatMap((kind) =>
      ['min', 'max'].map((which) =>
        edge(`SELECT ${which}(period) AS value FROM ${table} WHERE kind = ${kind} AND grain = ${day}`),
      ),
    ),
  )
  const days = [
    ...keys.flatMap((key) => (key === undefined ? [] : [periodOf(day, timeOfKey(key), grid)])),
    ...periods.flatMap((period) => period ?? []),
  ]
  const purged = meta.number('purgedUntil') ?? 0
  // What lies before the purge is not complete, and is in no sum.
  let next =
    days.length === 0
      ? 0
      : Math.max(
          periodOf(day, purged, grid),
          days.reduce((a, b) => Math.min(a, b)),
        )
  const end = days.length === 0 ? 0 : days.reduce((a, b) => Math.max(a, b)) + 1

  const calls = db.prepare('SELECT * FROM call WHERE id >= ? AND id < ?')
  const legs = db.prepare(
    `SELECT id, call, area, vdn, class, end, wait_ms, seat FROM leg
     WHERE id >= ? AND id < ? AND call >= ? AND call < ? ORDER BY call, id`,
  )
  const removeLeg = db.prepare('DELETE FROM leg WHERE id = ?')
  const insertLeg = db.prepare(
    `INSERT INTO leg (id, call, area, vdn, class, end, wait_ms, seat) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING`,
  )

  function differ(what: string, was: number, is: number): void {
    if (differences.length < mostDifferences) differences.push({ what, was, is })
    else more += 1
  }

  function checkLegs(from: number, to: number): void {
    const found = new Map<number, { id: number; text: string }[]>()
    const range = [keyAt(timeOfKey(from) - slackMs), keyAt(timeOfKey(to) + slackMs), from, to]
    for (const row of legs.iterate(...range)) {
      const call = Number(row['call'])
      const text = legText(row['area'], row['vdn'], row['class'], row['end'], row['wait_ms'], row['seat'])
      const list = found.get(call)
      if (list) list.push({ id: Number(row['id']), text })
      else found.set(call, [{ id: Number(row['id']), text }])
    }
    for (const row of calls.all(from, to) as unknown as CallRowRead[]) {
      const record = readRecord(row, texts)
      const classId = record.listing ? words.idOf(record.listing.classId) : 0
      const right = rowsOf(record, classId, words).legs
      const were = found.get(row.id) ?? []
      found.delete(row.id)
      rows += right.length
      const expected = right.map((leg) => legText(leg.area, leg.vdn, leg.classId, leg.end, leg.waitMs, leg.seat))
      if (sameLegs(expected, were)) continue
      differ(`legs of ${joinCallId(texts.text(row.source), row.key)}`, were.length, right.length)
      for (const { id } of were) removeLeg.run(id)
      for (const leg of right) {
        let key = keyAt(leg.at)
        const values = [row.id, leg.area, leg.vdn, leg.classId, leg.end, leg.waitMs, leg.seat]
        while (insertLeg.run(key, ...values).changes === 0) key += 1
      }
    }
    for (const orphans of found.values()) {
      differ('legs without a call', orphans.length, 0)
      for (const { id } of orphans) removeLeg.run(id)
    }
  }

  const name = (part: number): string => texts.text(part)

  function recountSums(from: number, to: number): void {
    for (const [what, derived] of [
      ['legs', legSums],
      ['work', work],
      ['calls', callSums],
    ] as const) {
      const counted = derived.recount(from, to)
      rows += counted.rows
      for (const { at, kind, parts, was, is } of counted.differences)
        differ(`${what} ${kind} of ${parts.map(name).join(', ')} from ${new Date(at).toISOString()}`, was, is)
    }
  }

  return {
    step() {
      if (next >= end) return false
      db.exec('BEGIN IMMEDIATE')
      try {
        const [start, to] = [periodStart(day, next, grid), periodStart(day, next + 1, grid)]
        const from = Math.max(start, purged)
        // A leg may begin on the day after its call: it is counted in the step of that day, when its call was checked.
        if (from < to) checkLegs(keyAt(from), keyAt(to))
        recountSums(start, to)
        db.exec('COMMIT')
      } catch (error) {
        words.forget()
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
      next += 1
      return next < end
    },
    result: () => ({
      rows,
      differences: more > 0 ? [...differences, { what: 'more', was: more, is: 0 }] : differences,
    }),
  }
}

const legText = (...values: unknown[]): string => values.join(',')

function sameLegs(expected: string[], were: { text: string }[]): boolean {
  if (expected.length !== were.length) return false
  const sorted = [...expected].sort()
  return were
    .map(({ text }) => text)
    .sort()
    .every((text, i) => text === sorted[i])
}
