import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Dimension } from '#shared/ipc/journal-view.ts'
import type { CallRecord } from '#shared/domain/journal/call-record.ts'
import { addHandling, noHandling, seatWorkOf, type Handling } from '#shared/domain/statistics/handling.ts'
import { tallyFromRows, type TallyRow } from '#shared/domain/statistics/tally.ts'
import type { Tally } from '#shared/domain/statistics/tally.ts'
import { openJournalHere, type JournalHere } from './here.ts'
import { waitOf } from './call-rows.ts'
import { eventsIn, anyRecord, inFolder, withJournal } from './testing.ts'

const anyRecords = fc
  .integer({ min: 1, max: 12 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => anyRecord(`switch/${i}.1`))))

const day = { from: Date.UTC(2027, 2, 27), to: Date.UTC(2027, 2, 29, 2) }
const dimensions: Dimension[] = [
  { kind: 'total' },
  { kind: 'area', area: 'repair' },
  { kind: 'area', area: '报修' },
  { kind: 'vdn', vdn: '7001' },
  { kind: 'class', classId: 'repair' },
  { kind: 'seat', seatId: 'PJSIP/1001' },
]

/** Counted without any data base. */
function rowsOf(records: CallRecord[], dimension: Dimension, from: number, to: number): TallyRow[] {
  return records.flatMap(({ call, listing, legVdns }) =>
    call.queueLegs.flatMap((leg, i) => {
      const vdn = (legVdns ? legVdns[i] : call.vdn) || undefined
      const waitMs = waitOf(leg)
      const counts =
        leg.enteredAt >= from &&
        leg.enteredAt < to &&
        (dimension.kind === 'total' ||
          (dimension.kind === 'area' && leg.area === dimension.area) ||
          (dimension.kind === 'vdn' && vdn === dimension.vdn) ||
          (dimension.kind === 'class' && listing?.classId === dimension.classId))
      const end = leg.end ?? 'unknown'
      return counts ? [{ end, waitSeconds: Math.ceil(waitMs / 1000), count: 1, sumMs: waitMs, maxMs: waitMs }] : []
    }),
  )
}

const plain = ({ offered, ends, answered, abandoned, other }: Tally) => ({
  offered,
  ends,
  waits: [answered, abandoned, other].map(({ count, sumMs, bins }) => ({
    count,
    sumMs,
    bins: [...bins].map(([second, { count: of, maxMs }]) => [second, of, maxMs] as const).sort(([a], [b]) => a - b),
  })),
})

async function tally(journal: JournalHere, dimension: Dimension, from: number, to: number): Promise<TallyRow[]> {
  const [group] = await journal.ask({ kind: 'tallies', dimension, buckets: [{ from, to }] })
  return (group?.areas ?? []).flatMap(({ rows }) => rows)
}

function handlingOf(records: CallRecord[], from: number, to: number): Handling {
  const sum = noHandling()
  for (const { call } of records)
    for (const { at, work } of seatWorkOf(call)) if (at >= from && at < to) addHandling(sum, work)
  return sum
}

describe('any calls', () => {
  test('come back exactly as they were written', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecords, (records) =>
        withJournal(async (journal) => {
          for (const record of records) journal.record({ kind: 'call', record })
          for (const record of records) {
            const trail = await journal.ask({ kind: 'trail', callId: record.call.id })
            expect(trail?.record).toEqual(record)
          }
        }),
      ),
      { numRuns: 60 },
    )
  })

  test('give the same counts in whatever batches and windows, also after being written twice', async () => {
    const edge = fc.integer({ min: day.from, max: day.to })
    await fc.assert(
      fc.asyncProperty(
        anyRecords,
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        fc.tuple(edge, edge),
        fc.constantFrom('UTC', 'Asia/Kathmandu'),
        (records, cuts, [a, b], timeZone) =>
          withJournal(
            async (journal) => {
              for (const [i, record] of records.entries()) {
                journal.record({ kind: 'call', record: { ...record, listing: { ...other } } })
                if (cuts[i]) await journal.flush()
              }
              for (const record of records) journal.record({ kind: 'call', record })
              const [from, to] = [Math.min(a, b), Math.max(a, b)]
              for (const dimension of dimensions.filter(({ kind }) => kind !== 'seat')) {
                const found = await tally(journal, dimension, from, to)
                expect(plain(tallyFromRows(found))).toEqual(plain(tallyFromRows(rowsOf(records, dimension, from, to))))
              }
              const [worked] = await journal.ask({
                kind: 'handling',
                dimension: { kind: 'total' },
                buckets: [{ from, to }],
              })
              expect(worked?.handling).toEqual(handlingOf(records, from, to))
              expect(journal.state().calls).toBe(records.length)
              expect((await journal.recompute()).differences).toEqual([])
            },
            { timeZone },
          ),
      ),
      { numRuns: 40 },
    )
  })

  test('give windows that add up: the day is the sum of any cut of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRecords,
        fc.array(fc.integer({ min: day.from, max: day.to }), { maxLength: 6 }),
        (records, cuts) =>
          withJournal(async (journal) => {
            for (const record of records) journal.record({ kind: 'call', record })
            const edges = [day.from, ...cuts.sort((a, b) => a - b), day.to]
            const buckets = edges.slice(1).map((to, i) => ({ from: edges[i] ?? 0, to, group: 7 }))
            for (const dimension of dimensions) {
              const [whole] = await journal.ask({ kind: 'tallies', dimension, buckets: [day] })
              const [pieces] = await journal.ask({ kind: 'tallies', dimension, buckets })
              const byName = (areas: { area: string }[] = []) => [...areas].sort((x, y) => (x.area < y.area ? -1 : 1))
              expect(byName(pieces?.areas)).toEqual(byName(whole?.areas))
              const [once] = await journal.ask({ kind: 'handling', dimension, buckets: [day] })
              const [cut] = await journal.ask({ kind: 'handling', dimension, buckets })
              expect(cut?.handling).toEqual(once?.handling)
            }
          }),
      ),
      { numRuns: 30 },
    )
  })
})

const other = { ruleId: 'x', ruleName: 'x', classId: 'other', severity: 'P3' as const, listVersion: 1 }

test('a restart finds every event and decision since a time, in order, exactly as recorded', async () => {
  const at = fc.integer({ min: 1_800_000_000_000, max: 1_800_000_100_000 })
  const entry = fc.oneof(
    fc.tuple(at, fc.constantFrom('s/1', 's/2')).map(([time, callId]) => ({
      kind: 'event' as const,
      event: {
        kind: 'call-arrived' as const,
        at: time,
        callId,
        caller: { number: '1\n|2', name: '张' },
        dialledNumber: '',
      },
    })),
    at.map((time) => ({
      kind: 'decision' as const,
      decision: { kind: 'acknowledged' as const, at: time, alertId: 's/1', by: 'a|b' },
    })),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(entry, fc.boolean()), { maxLength: 30 }), at, (entries, since) =>
      inFolder(async (folder) => {
        const journal = openJournalHere({ folder, durable: false, now: () => 0 })
        for (const [one, cut] of entries) {
          journal.record(one)
          if (cut) await journal.flush()
        }
        await journal.stop()
        const next = openJournalHere({ folder, durable: false, now: () => 0 })
        const recovered = await next.recover(since)
        const timeOf = (one: (typeof entries)[number][0]): number =>
          one.kind === 'event' ? one.event.at : one.decision.at
        expect(eventsIn(recovered)).toEqual(entries.map(([one]) => one).filter((one) => timeOf(one) >= since))
        expect(recovered.lastAt).toBe(entries.length === 0 ? undefined : timeOf(entries.at(-1)?.[0] ?? never()))
        await next.stop()
      }),
    ),
    { numRuns: 40 },
  )
})

const never = (): never => {
  throw new Error('unreachable')
}
