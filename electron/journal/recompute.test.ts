import { DatabaseSync } from 'node:sqlite'
import path from 'node:path'
import { expect, test } from 'vitest'
import { fillDay, t, withJournal } from './testing.ts'

/** What the recomputation finds when somebody, or a fault, changed what is derived; and that it puts it right. */

const spoilers: [name: string, sql: string, found: RegExp][] = [
  [
    'a sum that counts too much',
    'UPDATE leg_sum SET sums = (SELECT sums FROM leg_sum WHERE area <> 0 ORDER BY length(sums) DESC LIMIT 1)',
    /^legs/,
  ],
  ['a sum that is missing', 'DELETE FROM leg_sum WHERE grain = 1', /^legs/],
  ['a sum that cannot be read', "UPDATE leg_sum SET sums = x'ff'", /^legs/],
  ['a sum of nothing', 'INSERT INTO leg_sum SELECT kind, grain, period, 90 + area, part, sums FROM leg_sum', /^legs/],
  ['work that is missing', 'DELETE FROM work', /^work/],
  ['calls that are counted wrongly', 'UPDATE call_sum SET sums = zeroblob(15)', /^calls/],
  ['a leg that is missing', 'DELETE FROM leg WHERE id = (SELECT min(id) FROM leg)', /^legs of/],
  ['a leg that is another', 'UPDATE leg SET wait_ms = wait_ms + 1', /^legs of/],
  [
    'a leg without a call',
    'INSERT INTO leg SELECT id + 1000000, call + 7, area, vdn, class, end, wait_ms, seat FROM leg',
    /^legs without a call/,
  ],
]

test.each(spoilers)('finds %s, puts it right and says so', (_name, sql, found) =>
  withJournal(async (journal, folder) => {
    await fillDay(journal)
    journal.record({ kind: 'seat', span: { seatId: '1', areas: ['bank'], doing: 'busy', from: t(0), to: t(7000) } })
    const ask = { dimension: { kind: 'total' as const }, buckets: [{ from: t(-86_400), to: t(86_400) }] }
    const all = async () => [
      await journal.ask({ kind: 'tallies', ...ask }),
      await journal.ask({ kind: 'handling', ...ask }),
      await journal.ask({ kind: 'outcomes', dimension: ask.dimension, from: t(-86_400), to: t(86_400) }),
    ]
    const right = await all()
    expect((await journal.recompute()).differences).toEqual([])

    const db = new DatabaseSync(path.join(folder, 'journal.sqlite'))
    db.exec(sql)
    db.close()
    const { differences } = await journal.recompute()
    expect(differences.some(({ what }) => found.test(what))).toBe(true)
    expect(await all()).toEqual(right)
    expect((await journal.recompute()).differences).toEqual([])
  }),
)

test('says how much it looked at, and nothing about an empty journal', () =>
  withJournal(async (journal) => {
    expect(await journal.recompute()).toEqual({ rows: 0, differences: [] })
    await fillDay(journal)
    expect((await journal.recompute()).rows).toBeGreaterThan(10)
  }))
