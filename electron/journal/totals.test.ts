import { expect, test } from 'vitest'
import { figuresFrom } from '#shared/domain/statistics/figures.ts'
import { tallyFromRows } from '#shared/domain/statistics/tally.ts'
import { alert, fillDay, t, withJournal } from './testing.ts'

/** Totals and lists over windows, on a handful of calls whose answers can be counted on fingers. */

const day = { from: t(-100), to: t(10_000) }

test("seats' work is counted in the window in which it began, their time where it passed", () =>
  withJournal(async (journal) => {
    await fillDay(journal)
    const span = { seatId: 'PJSIP/1002', areas: ['bank', 'repair'] }
    journal.record({ kind: 'seat', span: { ...span, doing: 'available', from: t(0), to: t(9000) } })
    journal.record({
      kind: 'seat',
      span: { ...span, doing: 'wrap-up', from: t(400), to: t(430), of: { area: 'bank', vdn: '7001' } },
    })
    const handling = async (dimension: Parameters<typeof ask>[0], from: number, to: number) =>
      (await ask(dimension, from, to))[0]?.handling
    const ask = (
      dimension:
        | { kind: 'total' }
        | { kind: 'area'; area: string }
        | { kind: 'seat'; seatId: string }
        | { kind: 'vdn'; vdn: string },
      from: number,
      to: number,
    ) => journal.ask({ kind: 'handling', dimension, buckets: [{ from: t(from), to: t(to) }] })
    expect(await handling({ kind: 'seat', seatId: 'PJSIP/1002' }, 350, 500)).toMatchObject({
      answers: 1,
      talkMs: 20_000,
      availableMs: 150_000,
      busyMs: 30_000,
      wrapUpMs: 30_000,
    })
    expect(await handling({ kind: 'area', area: 'repair' }, 350, 500)).toMatchObject({
      answers: 0,
      busyMs: 30_000,
      wrapUpMs: 0,
    })
    expect(await handling({ kind: 'vdn', vdn: '7001' }, 0, 9000)).toMatchObject({
      answers: 1,
      wrapUpMs: 30_000,
      busyMs: 0,
    })
    expect(await handling({ kind: 'total' }, 0, 9000)).toMatchObject({ answers: 4, availableMs: 9_000_000 })
    const seats = await journal.ask({ kind: 'seats', ...day })
    expect(Object.fromEntries(seats.map(({ seat: one, handling: { answers } }) => [one.name, answers]))).toEqual({
      'Seat 1001': 2,
      'Seat 1002': 1,
      'Seat 1003': 1,
    })
    expect((await journal.recompute()).differences).toEqual([])
  }))

test('outcomes are counted by arrival, whatever the edges of the window', () =>
  withJournal(async (journal) => {
    await fillDay(journal)
    const count = async (
      dimension: { kind: 'total' } | { kind: 'area'; area: string } | { kind: 'seat'; seatId: string },
      to: number,
    ) =>
      Object.fromEntries(
        (await journal.ask({ kind: 'outcomes', dimension, from: t(-7200), to: t(to) }))
          .filter(({ calls }) => calls > 0)
          .map(({ outcome, calls, listed, imported }) => [outcome, [calls, listed, imported]]),
      )
    expect(await count({ kind: 'total' }, 7200)).toEqual({
      answered: [3, 1, 0],
      abandoned: [1, 1, 0],
      'left-in-ivr': [1, 0, 1],
    })
    expect(await count({ kind: 'total' }, 300)).toEqual({ answered: [2, 1, 0], abandoned: [1, 1, 0] })
    expect(await count({ kind: 'area', area: 'repair' }, 7200)).toEqual({ answered: [3, 1, 0], abandoned: [1, 1, 0] })
    expect(await count({ kind: 'seat', seatId: 'PJSIP/1002' }, 7200)).toEqual({ answered: [1, 0, 0] })
  }))

test.each([86_400, 86_400 * 100])('who calls most is on top, in a window of %i s', (seconds) =>
  withJournal(async (journal) => {
    await fillDay(journal)
    const window = { from: t(-10), to: t(seconds) }
    const top = await journal.ask({ kind: 'top-callers', dimension: { kind: 'total' }, ...window, limit: 5 })
    expect(top).toEqual([
      { number: '13800001111', calls: 3, answered: 1, abandoned: 1, listed: 2, lastAt: t(400) },
      { number: '075512341111', calls: 1, answered: 1, abandoned: 0, listed: 0, lastAt: t(100) },
    ])
  }),
)

test('an alarm that is raised anew has a response of its own', () =>
  withJournal(async (journal) => {
    for (const change of [
      alert('s/1', 0, 'raised', { severity: 'P2' }),
      alert('s/1', 4, 'acknowledged'),
      alert('s/1', 10, 'stronger'),
      alert('s/1', 12.5, 'acknowledged'),
      alert('s/1', 20, 'answered'),
      alert('s/2', 5, 'raised'),
    ])
      journal.record({ kind: 'alert', change })
    const { alerts } = await journal.ask({ kind: 'responses', ...day, limit: 10 })
    expect(
      alerts.map(({ alertId, raisedAt, acknowledgedAt }) => [
        alertId,
        raisedAt - t(0),
        (acknowledgedAt ?? 0) - raisedAt,
      ]),
    ).toEqual([
      ['s/1', 0, 4000],
      ['s/2', 5000, -t(5)],
      ['s/1', 10_000, 2500],
    ])
    const times = await journal.ask({ kind: 'response-times', ...day })
    expect(times).toEqual([
      {
        classId: 'repair',
        severity: 'P2',
        raised: 1,
        acknowledged: [{ waitSeconds: 4, count: 1, sumMs: 4000, maxMs: 4000 }],
      },
      {
        classId: 'repair',
        severity: 'P1',
        raised: 2,
        acknowledged: [{ waitSeconds: 3, count: 1, sumMs: 2500, maxMs: 2500 }],
      },
    ])
  }))

test('the calls of a day are given to a dry run, oldest first, in pieces', () =>
  withJournal(async (journal) => {
    await fillDay(journal)
    const first = await journal.ask({ kind: 'facts', ...day, after: null, limit: 3 })
    const second = await journal.ask({ kind: 'facts', ...day, after: first.next, limit: 3 })
    expect([...first.calls, ...second.calls].map(({ callId, areas, listed }) => [callId, areas, listed])).toEqual([
      ['switch/a', ['repair'], true],
      ['switch/b', ['repair'], false],
      ['switch/c', ['repair'], true],
      ['practice/d', ['repair', 'bank'], false],
      ['switch/e', [], false],
    ])
    expect(second.next).toBeNull()
    const count = (from: number, to: number) =>
      journal.ask({ kind: 'count-calls', number: '13800001111', from: t(from), to: t(to) })
    expect(await Promise.all([count(0, 400), count(1, 400), count(0, 399), count(500, 600)])).toEqual([3, 2, 2, 0])
  }))

test('parts that have legs are named', () =>
  withJournal(async (journal) => {
    await fillDay(journal)
    const names = (of: 'areas' | 'vdns' | 'classes') => journal.ask({ kind: 'parts', of, ...day })
    expect([await names('areas'), await names('vdns'), await names('classes')]).toEqual([
      ['bank', 'repair'],
      ['7001'],
      ['repair'],
    ])
  }))

test('links, actions and what was imported are there again', () =>
  withJournal(async (journal) => {
    await fillDay(journal)
    const change = { at: t(5), switchId: 'switch', state: 'waiting', detail: 'closed' }
    journal.record({ kind: 'link', change })
    expect(await journal.ask({ kind: 'links', ...day, limit: 5 })).toEqual([change])
    expect(await journal.ask({ kind: 'actions', ...day, limit: 5 })).toEqual([])
    expect(await journal.ask({ kind: 'imported', ...day })).toBe(1)
  }))

test('figures come ready made, the same as from the tallies, with what still lives', () =>
  withJournal(async (journal) => {
    await fillDay(journal)
    const dimension = { kind: 'total' as const }
    const buckets = [
      { from: t(-100), to: t(150) },
      { from: t(150), to: t(5000) },
    ]
    const limits = { thresholdMs: 15_000, shortAbandonMs: 5000 }
    const rules = { profile: 'negative' as const, limits: { byArea: {}, others: limits } }
    const live = [
      { group: 1, slices: [{ area: 'bank', rows: [{ end: null, waitSeconds: 0, count: 2, sumMs: 0, maxMs: 0 }] }] },
    ]
    const made = await journal.ask({ kind: 'figures', dimension, buckets, exact: true, rules, handling: true, live })
    expect(made.groups.map(({ figures: { offered, open } }) => [offered, open])).toEqual([
      [2, 0],
      [5, 2],
    ])
    const tallies = await journal.ask({ kind: 'tallies', dimension, buckets: [day], exact: true })
    const [worked] = await journal.ask({ kind: 'handling', dimension, buckets: [day] })
    const slices = (tallies[0]?.areas ?? []).map(({ area, rows }) => ({ area, tally: tallyFromRows(rows) }))
    const { whole } = await journal.ask({
      kind: 'figures',
      dimension,
      buckets: [day],
      exact: true,
      rules,
      handling: true,
    })
    expect(whole).toEqual(figuresFrom({ slices, ...worked }, { profile: 'negative', limits: () => limits }))
  }))
