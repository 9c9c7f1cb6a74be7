import type { DatabaseSync } from 'node:sqlite'
import { joinCallId, rowsOf } from './call-rows.ts'
import { createCallSums } from './call-sums.ts'
import type { Recomputed } from './journal.ts'
import type { Meta } from './meta.ts'
import { readRecord, type CallRowRead } from './read-calls.ts'
import { byClass, byVdn, createSums } from './sums.ts'
import { keyAt, slotOf, slotStart, timeOfKey } from './times.ts'
import { areasIn, createWords, readWords } from './words.ts'
import { createWorkSums, workKinds } from './work-sums.ts'

/**
 * Counts everything anew: the legs from the calls, the sums from the legs, half a day at a time so that writing goes on in
 * between. What is wrong is put right and reported.
 */
export type Recompute = {
  /** True while there is more to do. In a transaction of its own. */
  step(): boolean
  result(): Recomputed
}

const slotsPerStep = 24
const mostDifferences = 200
const slackMs = 86_400_000

export function createRecompute(db: DatabaseSync, phase: number, meta: Meta): Recompute {
  const words = createWords(db)
  const texts = readWords(db)
  const sums = createSums(db, phase)
  const callSums = createCallSums(db, phase)
  const work = createWorkSums(db, phase, areasIn(db))
  const differences: Recomputed['differences'] = []
  let rows = 0
  let more = 0
  const edge = (sql: string): number | undefined => {
    const value = db.prepare(sql).get()?.['value']
    return value === null || value === undefined ? undefined : Number(value)
  }
  const times = [
    edge('SELECT min(id) AS value FROM call'),
    edge('SELECT min(id) AS value FROM leg'),
    edge('SELECT max(id) AS value FROM call'),
    edge('SELECT max(id) AS value FROM leg'),
    edge('SELECT min(id) AS value FROM seat_span'),
    edge('SELECT max(id) AS value FROM seat_span'),
  ].flatMap((key) => (key === undefined ? [] : [slotOf(timeOfKey(key), phase)]))
  const slots = [
    ...[byClass, byVdn].flatMap((kind) =>
      ['min', 'max'].map((which) => edge(`SELECT ${which}(slot) AS value FROM sum WHERE kind = ${kind}`)),
    ),
    ...['min', 'max'].map((which) => edge(`SELECT ${which}(slot) AS value FROM work WHERE kind = ${workKinds.all}`)),
    ...['min', 'max'].map((which) => edge(`SELECT ${which}(slot) AS value FROM call_sum WHERE kind = 0`)),
  ].flatMap((slot) => (slot === undefined ? [] : [slot]))
  const all = [...times, ...slots]
  const purged = meta.number('purgedUntil') ?? 0
  // What lies before the purge is not complete, and is in no sum.
  let next =
    all.length === 0
      ? 0
      : Math.max(
          slotOf(purged, phase),
          all.reduce((a, b) => Math.min(a, b)),
        )
  const end = all.length === 0 ? 0 : all.reduce((a, b) => Math.max(a, b)) + 1

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

  return {
    step() {
      if (next >= end) return false
      const to = Math.min(end, next + slotsPerStep)
      db.exec('BEGIN IMMEDIATE')
      try {
        const from = Math.max(slotStart(next, phase), purged)
        if (from < slotStart(to, phase)) checkLegs(keyAt(from), keyAt(slotStart(to, phase)))
        // A leg may begin in the next half-hours after its call: those are counted in the step to which they belong, after
        // the legs of all earlier calls were checked.
        const done = sums.recount(next, to)
        rows += done.rows
        for (const { slot, kind, area, part, was, is } of done.differences) {
          const of = kind === byClass ? 'class' : 'VDN'
          const when = new Date(slotStart(slot, phase)).toISOString()
          differ(`sum of ${when}, area ${texts.text(area)}, ${of} ${texts.text(part)}`, was, is)
        }
        for (const [what, derived] of [
          ['work', work],
          ['calls', callSums],
        ] as const) {
          const counted = derived.recount(next, to)
          rows += counted.rows
          for (const { slot, kind, part, was, is } of counted.differences) {
            const of = Object.entries(workKinds).find(([, one]) => one === kind)?.[0] ?? ''
            differ(`${what} of ${new Date(slotStart(slot, phase)).toISOString()}, ${of} ${texts.text(part)}`, was, is)
          }
        }
        db.exec('COMMIT')
      } catch (error) {
        words.forget()
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
      next = to
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
