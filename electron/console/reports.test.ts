import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { Report, ReportKind, ReportRequest } from '#shared/ipc/journal-view.ts'
import { createJournalKit, lost, served, type JournalKit, type Run } from './test-kit.ts'

/**
 * A hand-made day and the same weekday a week before. The story's second 0 is 2027-01-15 16:00 in Shanghai, a Friday; the
 * day has begun 57,600 s before.
 */
let kit: JournalKit
beforeEach(() => {
  kit = createJournalKit()
})
afterEach(() => kit.end())

const week = 7 * 86_400
const hour = 3600
const day = { kind: 'day' as const, at: e.t(0) }

/** Waits ten seconds in `billing`, leaves by key. */
const flowsOut = (id: string, from: number, number: string): CallEvent[] => [
  e.arrived(from, id, number),
  e.joined(from, 'billing', id),
  e.left(from + 10, 'left-by-key', 'billing', id),
  e.ended(from + 11, id),
]

/**
 * 16:00 – 16:30 of the day: two answered after 8 s (limit 12 s), one lost after 30 s, one that left `billing` by key after
 * 10 s. 17:00: one answered in `complaint` after 8 s. A week before: one answered after 8 s.
 */
async function handMadeDay(): Promise<Run> {
  const before = await kit.start(-week)
  before.feed(e.picture(-week), ...served('s/0', 10 - week, '13800000009'))
  await before.die()
  const run = await kit.start(0)
  run.at(5)
  run.feed(e.picture(5), ...served('s/1', 10), ...served('s/2', 120, '13800002222'))
  run.feed(...lost('s/3', 300), ...flowsOut('s/4', 400, '13800001111'))
  run.at(391)
  await run.call('alerts.acknowledge', { alertIds: ['s/3'] })
  run.at(hour)
  run.feed(...served('s/5', hour, '13800003333', 'complaint'))
  run.at(hour + 200)
  return run
}

const ask = (run: Run, kind: ReportKind, change: Partial<ReportRequest> = {}): Promise<Report> =>
  run.ask('reports.run', { kind, window: day, dimension: { kind: 'total' }, profile: 'negative', ...change })

/** Rows in which anything stands, as objects. */
function rowsOf({ table }: Pick<Report, 'table'>): Record<string, string | number | null>[] {
  return table.rows
    .map((row) => Object.fromEntries(table.columns.map(({ key }, index) => [key, row[index] ?? null])))
    .filter((row) =>
      Object.entries(row).some(([key, value]) => key !== 'interval' && key !== 'date' && value !== 0 && value !== null),
    )
}
const headlineOf = ({ headline }: Report) => Object.fromEntries(headline.map(({ key, value }) => [key, value]))

describe('a report on a hand-made day', () => {
  test('the day, by half-hours, against the same weekday', async () => {
    const report = await ask(await handMadeDay(), 'day', { compare: 'week-before' })
    expect(report.window).toEqual({ from: e.t(-16 * hour), to: e.t(8 * hour) })
    expect(report.compareWindow).toEqual({ from: e.t(-16 * hour - week), to: e.t(8 * hour - week) })
    expect(report.table.rows).toHaveLength(35) // until now
    expect(rowsOf(report)).toEqual([
      {
        interval: '16:00',
        offered: 4,
        answered: 2,
        answeredInTime: 2,
        abandoned: 1,
        shortAbandons: 0,
        abandonRatePct: 25,
        flowedOut: 1,
        cleared: 0,
        unknown: 0,
        averageSpeedOfAnswerMs: 8000,
        longestWaitMs: 30_000,
        serviceLevelPct: 50,
      },
      {
        interval: '17:00',
        offered: 1,
        answered: 1,
        answeredInTime: 1,
        abandoned: 0,
        shortAbandons: 0,
        abandonRatePct: 0,
        flowedOut: 0,
        cleared: 0,
        unknown: 0,
        averageSpeedOfAnswerMs: 8000,
        longestWaitMs: 8000,
        serviceLevelPct: 100,
      },
    ])
    expect(report.headline.map(({ key, value, compare }) => [key, value, compare])).toEqual([
      ['offered', 5, 1],
      ['answered', 3, 1],
      ['abandoned', 1, 0],
      ['abandonRatePct', 20, 0],
      ['serviceLevelPct', 60, 100],
      ['averageSpeedOfAnswerMs', 8000, 8000],
      ['longestWaitMs', 30_000, 8000],
    ])
    expect(report.compareTable?.rows.filter((row) => row[1] === 1).map((row) => row[0])).toEqual(['16:00'])
  })

  test('a day that is not over is laid against as much of the other one; its table shows the whole', async () => {
    const first = await kit.start(-week)
    first.feed(e.picture(-week), ...served('s/early', 10 - week), ...served('s/later', 2 * hour - week))
    await first.die()
    const run = await kit.start(hour)
    run.feed(e.picture(0), ...served('s/now', 600))
    const report = await ask(run, 'day', { compare: 'week-before' })
    expect(report.comparedUntil).toBe(e.t(hour - week))
    expect(report.headline.find(({ key }) => key === 'offered')).toMatchObject({ value: 1, compare: 1 })
    expect(report.compareTable?.rows.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(2)
    const over = await ask(run, 'day', { compare: 'week-before', window: { kind: 'day', at: e.t(-86_400) } })
    expect(over).not.toHaveProperty('comparedUntil')
  })

  test('a call that lives is in it', async () => {
    const run = await handMadeDay()
    run.feed(e.arrived(hour + 210, 's/9'), e.joined(hour + 211, 'billing', 's/9'))
    expect(headlineOf(await ask(run, 'day'))).toMatchObject({ offered: 6, answered: 3 })
  })

  test('under another profile', async () => {
    expect(headlineOf(await ask(await handMadeDay(), 'day', { profile: 'answered-only' })).serviceLevelPct).toBe(100)
  })

  test('of one area, of one class', async () => {
    const run = await handMadeDay()
    expect(headlineOf(await ask(run, 'day', { dimension: { kind: 'area', area: 'repair' } })).offered).toBe(3)
    expect(headlineOf(await ask(run, 'day', { dimension: { kind: 'class', classId: 'complaint' } })).offered).toBe(1)
  })

  test('waits: average and percentile to the millisecond', async () => {
    const report = await ask(await handMadeDay(), 'waits')
    expect(rowsOf(report)[0]).toEqual({
      interval: '16:00',
      offered: 4,
      answered: 2,
      averageSpeedOfAnswerMs: 8000,
      averageWaitMs: (8000 + 8000 + 30_000 + 10_000) / 4,
      p90WaitMs: 30_000,
      longestWaitMs: 30_000,
    })
  })

  test('the service level beside its norm', async () => {
    const report = await ask(await handMadeDay(), 'service-level')
    expect(report.norm).toBe('eighty-twenty')
    expect(rowsOf({ table: report.table }).slice(-1)).toEqual([
      { interval: '17:00', offered: 1, answered: 1, answeredInTime: 1, serviceLevelPct: 100, normPct: 80 },
    ])
  })

  test('outcomes', async () => {
    const report = await ask(await handMadeDay(), 'outcomes')
    expect(report.table.rows).toEqual([
      ['answered', 3, 60],
      ['abandoned', 1, 20],
      ['lost', 1, 20],
      ['left-in-ivr', 0, 0],
      ['unknown', 0, 0],
    ])
    expect(headlineOf(report)).toEqual({ calls: 5, listed: 4 })
  })

  test('weekday and hour', async () => {
    const report = await ask(await handMadeDay(), 'heat-map', { window: { kind: 'week', at: e.t(0) } })
    expect(report.table.columns.map(({ key }) => key)).toEqual([
      'weekday',
      ...Array.from({ length: 24 }, (_, h) => String(h)),
    ])
    expect(report.table.rows.map((row) => row[0])).toEqual(['1', '2', '3', '4', '5', '6', '7'])
    const friday = report.table.rows[4] ?? []
    expect([friday[17], friday[18], friday[1]]).toEqual([4, 1, 0])
    expect(headlineOf(report)).toEqual({ offered: 5 })
  })

  test('seats', async () => {
    const report = await ask(await handMadeDay(), 'seats')
    expect(rowsOf(report)).toEqual([
      {
        seat: 'Seat 1001',
        answered: 3,
        noAnswers: 0,
        talkMs: 180_000,
        holdMs: 0,
        wrapUpMs: 0,
        averageTalkMs: 60_000,
        averageHandlingMs: 60_000,
        occupancyPct: null,
      },
    ])
  })

  test('classes, and how many of the lost were dealt with', async () => {
    const run = await handMadeDay()
    const rows = async () =>
      rowsOf(await ask(run, 'classes')).map((row) => [row['class'], row['offered'], row['lost'], row['recoveredPct']])
    expect(await rows()).toEqual([
      ['complaint', 1, 0, null],
      ['key-customer', 0, 0, null],
      ['repair', 3, 1, 0],
    ])
    await run.call('recovery.setOutcome', { callId: 's/3', outcome: 'called-back', note: '' })
    expect(await rows()).toEqual([
      ['complaint', 1, 0, null],
      ['key-customer', 0, 0, null],
      ['repair', 3, 1, 100],
    ])
  })

  test('of the lost, those of another day are not counted, also when they are dealt with in this one', async () => {
    const run = await handMadeDay()
    await run.call('recovery.setOutcome', { callId: 's/3', outcome: 'called-back', note: '' })
    const before = await ask(run, 'classes', { window: { kind: 'range', from: e.t(-3600), to: e.t(0) } })
    expect(before.table.rows).toEqual([])
    const after = await ask(run, 'classes', { window: { kind: 'range', from: e.t(hour), to: e.t(2 * hour) } })
    expect(headlineOf(after)).toMatchObject({ lost: 0 })
  })

  test.each([
    ['seats', { kind: 'area', area: 'repair' }],
    ['classes', { kind: 'vdn', vdn: '8001' }],
    ['response-times', { kind: 'seat', seatId: '1001' }],
  ] as const)('%s are made of everything, and say so, where they cannot be made of a part', async (kind, dimension) => {
    const run = await handMadeDay()
    const report = await ask(run, kind, { dimension })
    expect(report.request.dimension).toEqual({ kind: 'total' })
    expect(report.table).toEqual((await ask(run, kind)).table)
  })

  test('a call that lives is in one hour of the heat map, once', async () => {
    const run = await handMadeDay()
    run.feed(e.arrived(hour + 500, 's/live', '13800007777'), e.joined(hour + 501, 'repair', 's/live'))
    const report = await ask(run, 'heat-map', { window: { kind: 'week', at: e.t(0) } })
    expect(headlineOf(report)).toEqual({ offered: 6 })
    expect(report.table.rows[4]?.[18]).toBe(2)
  })

  test('who calls most', async () => {
    const report = await ask(await handMadeDay(), 'top-callers')
    expect(report.table.rows).toEqual([
      ['13800001111', 3, 1, 1, 2, e.t(400)],
      ['13800003333', 1, 1, 0, 1, e.t(hour)],
      ['13800002222', 1, 1, 0, 1, e.t(120)],
    ])
  })

  test('how long alarms waited for somebody', async () => {
    const report = await ask(await handMadeDay(), 'response-times')
    expect(report.table.rows).toEqual([
      ['P1', 3, 1, 90_000, 90_000, 90_000],
      ['P2', 1, 0, null, null, null],
      ['P3', 0, 0, null, null, null],
    ])
    expect(headlineOf(report)).toMatchObject({ raised: 4, acknowledged: 1, averageMs: 90_000 })
  })

  test('times that were not seen are in it', async () => {
    const { gaps } = await ask(await handMadeDay(), 'day')
    expect(gaps).toEqual([{ from: e.t(-16 * hour), to: e.t(5) }])
  })

  test('a window without calls has no rows', async () => {
    const run = await handMadeDay()
    for (const kind of ['day', 'outcomes', 'heat-map', 'seats', 'classes', 'top-callers', 'response-times'] as const)
      expect((await ask(run, kind, { window: { kind: 'day', at: e.t(-3 * 86_400) } })).table.rows).toEqual([])
  })
})

test('the sheet says of the time before the first record that nothing was recorded', async () => {
  const run = await kit.start(0)
  run.feed(e.picture(0), ...served('s/1', 10))
  const sheet = await run.ask('handover.sheet', { from: e.t(-hour), to: e.t(hour) })
  expect(sheet.gaps).toEqual([{ from: e.t(-hour), to: e.t(0), why: 'not-recorded' }])
})

test('the sheet for whoever takes over', async () => {
  const run = await handMadeDay()
  run.feed(e.arrived(hour + 100, 's/9', '13800009999'), e.joined(hour + 101, 'repair', 's/9'))
  const sheet = await run.ask('handover.sheet', { from: e.t(-8 * hour), to: e.t(hour + 300) })
  expect(sheet.imported).toBe(0)
  expect(sheet).toMatchObject({
    openAlerts: [
      { callId: 's/1', severity: 'P1' },
      { callId: 's/2', severity: 'P1' },
      { callId: 's/9', severity: 'P1', callerNumber: '13800009999' },
      { callId: 's/5', severity: 'P2' },
    ],
    recovery: [{ callId: 's/3', waitMs: 30_000 }],
    gaps: [{ from: e.t(-8 * hour), to: e.t(5), why: 'console-off' }],
    notable: [{ callId: 's/3' }],
    figures: { offered: 6, answered: 3, abandoned: 1, serviceLevelPct: 50, longestWaitMs: 30_000 },
  })
})
