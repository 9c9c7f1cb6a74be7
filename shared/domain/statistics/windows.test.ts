import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCalendar } from './calendar.ts'
import { daysOf, edgesOf, gapsIn, halfHoursOf, type Shift, type WindowSpec } from './windows.ts'

const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')
const utc = (time: string): number => Date.parse(time)
const threeShifts: Shift[] = [
  { name: 'early', start: '08:00' },
  { name: 'late', start: '16:00' },
  { name: 'night', start: '00:00' },
]
const edges = (spec: WindowSpec, zone: string, shifts: Shift[] = [], now = 0): [string, string] => {
  const { from, to } = edgesOf(spec, now, createCalendar(zone), shifts)
  return [iso(from), iso(to)]
}

describe('edges of a day', () => {
  const cases: [name: string, zone: string, at: string, from: string, to: string, halfHours: number][] = [
    ['Shanghai', 'Asia/Shanghai', '2026-11-20T06:00:00Z', '2026-11-19T16:00:00Z', '2026-11-20T16:00:00Z', 48],
    ['Berlin, 23 h', 'Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 46],
    ['Berlin, 25 h', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 50],
    [
      'São Paulo, a day without a midnight',
      'America/Sao_Paulo',
      '2018-11-04T12:00:00Z',
      '2018-11-04T03:00:00Z',
      '2018-11-05T02:00:00Z',
      46,
    ],
    [
      'São Paulo, 23:00 comes twice',
      'America/Sao_Paulo',
      '2018-02-18T02:30:00Z',
      '2018-02-17T02:00:00Z',
      '2018-02-18T03:00:00Z',
      50,
    ],
    [
      'Lord Howe, half an hour less',
      'Australia/Lord_Howe',
      '2026-10-04T00:00:00Z',
      '2026-10-03T13:30:00Z',
      '2026-10-04T13:00:00Z',
      47,
    ],
    [
      'Lord Howe, half an hour more',
      'Australia/Lord_Howe',
      '2026-04-05T00:00:00Z',
      '2026-04-04T13:00:00Z',
      '2026-04-05T13:30:00Z',
      49,
    ],
    ['Kathmandu', 'Asia/Kathmandu', '2026-11-20T00:00:00Z', '2026-11-19T18:15:00Z', '2026-11-20T18:15:00Z', 48],
    [
      'Apia, after a date left out',
      'Pacific/Apia',
      '2011-12-30T12:00:00Z',
      '2011-12-30T10:00:00Z',
      '2011-12-31T10:00:00Z',
      48,
    ],
  ]
  test.each(cases)('%s', (_name, zone, at, from, to, halfHours) => {
    expect(edges({ kind: 'day', at: utc(at) }, zone)).toEqual([from, to])
    expect(halfHoursOf(utc(at), createCalendar(zone))).toHaveLength(halfHours)
  })
})

describe('half-hours on days that clocks change', () => {
  const cases: [name: string, zone: string, at: string, from: string, to: string][] = [
    [
      'Berlin, 02:30 the first time',
      'Europe/Berlin',
      '2026-10-25T00:45:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:00:00Z',
    ],
    [
      'Berlin, 02:30 the second time',
      'Europe/Berlin',
      '2026-10-25T01:45:00Z',
      '2026-10-25T01:30:00Z',
      '2026-10-25T02:00:00Z',
    ],
    [
      'Berlin, 03:00 follows 01:59',
      'Europe/Berlin',
      '2026-03-29T01:00:00Z',
      '2026-03-29T01:00:00Z',
      '2026-03-29T01:30:00Z',
    ],
    [
      'Lord Howe, 01:30 the second time',
      'Australia/Lord_Howe',
      '2026-04-04T15:10:00Z',
      '2026-04-04T15:00:00Z',
      '2026-04-04T15:30:00Z',
    ],
    [
      'the last ms belongs to it',
      'Asia/Shanghai',
      '2026-11-20T00:29:59.999Z',
      '2026-11-20T00:00:00Z',
      '2026-11-20T00:30:00Z',
    ],
    [
      'the edge belongs to the next',
      'Asia/Shanghai',
      '2026-11-20T00:30:00Z',
      '2026-11-20T00:30:00Z',
      '2026-11-20T01:00:00Z',
    ],
  ]
  test.each(cases)('%s', (_name, zone, at, from, to) => {
    expect(edges({ kind: 'half-hour', at: utc(at) }, zone)).toEqual([from, to])
  })
})

describe('edges of the other windows', () => {
  const zone = 'Asia/Shanghai'
  test('a week begins on Monday, also for a Sunday', () => {
    const week = ['2026-11-15T16:00:00Z', '2026-11-22T16:00:00Z']
    expect(edges({ kind: 'week', at: utc('2026-11-22T15:59:59Z') }, zone)).toEqual(week)
    expect(edges({ kind: 'week', at: utc('2026-11-15T16:00:00Z') }, zone)).toEqual(week)
  })
  test('a week with a change of clocks has an hour more', () => {
    expect(edges({ kind: 'week', at: utc('2026-10-25T12:00:00Z') }, 'Europe/Berlin')).toEqual([
      '2026-10-18T22:00:00Z',
      '2026-10-25T23:00:00Z',
    ])
  })
  test('a week across the turn of the year', () => {
    expect(edges({ kind: 'week', at: utc('2027-01-01T00:00:00Z') }, zone)).toEqual([
      '2026-12-27T16:00:00Z',
      '2027-01-03T16:00:00Z',
    ])
  })
  test('December ends with the year', () => {
    expect(edges({ kind: 'month', at: utc('2026-12-31T15:59:59Z') }, zone)).toEqual([
      '2026-11-30T16:00:00Z',
      '2026-12-31T16:00:00Z',
    ])
  })
  test('October of Berlin begins in summer time and ends in winter time', () => {
    expect(edges({ kind: 'month', at: utc('2026-10-10T00:00:00Z') }, 'Europe/Berlin')).toEqual([
      '2026-09-30T22:00:00Z',
      '2026-10-31T23:00:00Z',
    ])
  })
  test('the last 15 minutes are the present one and the 14 before it', () => {
    expect(edges({ kind: 'last', minutes: 15 }, zone, [], utc('2026-11-20T06:32:10Z'))).toEqual([
      '2026-11-20T06:18:00Z',
      '2026-11-20T06:33:00Z',
    ])
  })
  test('a range is what it says', () => {
    expect(edges({ kind: 'range', from: 1000, to: 2000 }, zone)).toEqual([iso(1000), iso(2000)])
  })
})

describe('shifts', () => {
  const nightFirst: Shift[] = [
    { name: 'day', start: '07:30' },
    { name: 'night', start: '19:30' },
  ]
  const cases: [
    name: string,
    zone: string,
    shifts: Shift[],
    at: string,
    shift: string | undefined,
    from: string,
    to: string,
  ][] = [
    [
      'early',
      'Asia/Shanghai',
      threeShifts,
      '2026-11-20T00:00:00Z',
      'early',
      '2026-11-20T00:00:00Z',
      '2026-11-20T08:00:00Z',
    ],
    [
      'over midnight, before it',
      'Asia/Shanghai',
      nightFirst,
      '2026-11-20T15:00:00Z',
      'night',
      '2026-11-20T11:30:00Z',
      '2026-11-20T23:30:00Z',
    ],
    [
      'over midnight, after it',
      'Asia/Shanghai',
      nightFirst,
      '2026-11-20T18:00:00Z',
      'night',
      '2026-11-20T11:30:00Z',
      '2026-11-20T23:30:00Z',
    ],
    [
      'a night of nine hours',
      'Europe/Berlin',
      threeShifts,
      '2026-10-25T01:30:00Z',
      'night',
      '2026-10-24T22:00:00Z',
      '2026-10-25T07:00:00Z',
    ],
    [
      'a start that the clock leaves out is the first moment after',
      'Europe/Berlin',
      [
        { name: 'dawn', start: '02:30' },
        { name: 'day', start: '10:00' },
      ],
      '2026-03-29T01:00:00Z',
      'dawn',
      '2026-03-29T01:00:00Z',
      '2026-03-29T08:00:00Z',
    ],
    [
      'a start that comes twice is the first',
      'Europe/Berlin',
      [
        { name: 'dawn', start: '02:30' },
        { name: 'day', start: '10:00' },
      ],
      '2026-10-25T01:30:00Z',
      'dawn',
      '2026-10-25T00:30:00Z',
      '2026-10-25T09:00:00Z',
    ],
    [
      'a midnight that does not exist',
      'America/Sao_Paulo',
      threeShifts,
      '2018-11-04T03:00:00Z',
      'night',
      '2018-11-04T03:00:00Z',
      '2018-11-04T10:00:00Z',
    ],
    [
      'no plan: the day',
      'Asia/Shanghai',
      [],
      '2026-11-20T00:00:00Z',
      undefined,
      '2026-11-19T16:00:00Z',
      '2026-11-20T16:00:00Z',
    ],
    [
      'one shift lasts until it begins again',
      'Asia/Shanghai',
      [{ name: 'all', start: '08:00' }],
      '2026-11-20T23:59:00Z',
      'all',
      '2026-11-20T00:00:00Z',
      '2026-11-21T00:00:00Z',
    ],
  ]
  test.each(cases)('%s', (_name, zone, shifts, at, shift, from, to) => {
    const found = edgesOf({ kind: 'shift', at: utc(at) }, 0, createCalendar(zone), shifts)
    expect([found.shift, iso(found.from), iso(found.to)]).toEqual([shift, from, to])
  })
})

describe('laws of windows, at any time in any zone', () => {
  const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Asia/Kathmandu']
  const moments = fc.record({
    zone: fc.constantFrom(...zones),
    // Half of them within a day of a change of clocks somewhere.
    at: fc.oneof(
      fc.integer({ min: utc('2017-01-01T00:00:00Z'), max: utc('2027-12-31T00:00:00Z') }),
      fc
        .tuple(
          fc.constantFrom('2018-11-04', '2018-02-18', '2026-03-29', '2026-10-25', '2026-10-04', '2026-04-05'),
          fc.integer({ min: -86_400_000, max: 2 * 86_400_000 }),
        )
        .map(([date, shift]) => utc(`${date}T00:00:00Z`) + shift),
    ),
  })
  const plans = fc.uniqueArray(fc.integer({ min: 0, max: 95 }), { maxLength: 4 }).map((quarters) =>
    quarters.map((q, i) => ({
      name: `s${i}`,
      start: `${String(Math.floor(q / 4)).padStart(2, '0')}:${String((q % 4) * 15).padStart(2, '0')}`,
    })),
  )

  test('every kind of window holds its moment, and the next one begins where it ends', () => {
    fc.assert(
      fc.property(moments, plans, ({ zone, at }, plan) => {
        const calendar = createCalendar(zone)
        for (const kind of ['half-hour', 'day', 'shift', 'week', 'month'] as const) {
          const one = edgesOf({ kind, at }, 0, calendar, plan)
          expect(one.from).toBeLessThanOrEqual(at)
          expect(one.to).toBeGreaterThan(at)
          expect(edgesOf({ kind, at: one.to }, 0, calendar, plan).from).toBe(one.to)
          expect(edgesOf({ kind, at: one.to - 1 }, 0, calendar, plan)).toEqual(one)
          expect(edgesOf({ kind, at: one.from }, 0, calendar, plan)).toEqual(one)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('half-hours tile their day, and days their week and month', () => {
    fc.assert(
      fc.property(moments, ({ zone, at }) => {
        const calendar = createCalendar(zone)
        const tiles = (parts: { from: number; to: number }[], whole: { from: number; to: number }): void => {
          expect(parts[0]?.from).toBe(whole.from)
          expect(parts.at(-1)?.to).toBe(whole.to)
          for (const [i, part] of parts.entries()) if (i > 0) expect(part.from).toBe(parts[i - 1]?.to)
        }
        tiles(halfHoursOf(at, calendar), edgesOf({ kind: 'day', at }, 0, calendar))
        for (const kind of ['week', 'month'] as const) {
          const whole = edgesOf({ kind, at }, 0, calendar)
          const days = daysOf(whole, calendar)
          tiles(days, whole)
          if (kind === 'week') expect(days).toHaveLength(7)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('gaps of a window', () => {
  const window = { from: 100, to: 200 }
  const cases: [name: string, gaps: { from: number; to?: number }[], now: number, found: [number, number][]][] = [
    ['none', [], 300, []],
    ['cut at both edges', [{ from: 50, to: 250 }], 300, [[100, 200]]],
    [
      'outside',
      [
        { from: 10, to: 100 },
        { from: 200, to: 210 },
      ],
      300,
      [],
    ],
    ['one that lasts ends now', [{ from: 150 }], 170, [[150, 170]]],
    ['one that lasts ends with the window', [{ from: 150 }], 900, [[150, 200]]],
    [
      'those that overlap are one',
      [
        { from: 130, to: 150 },
        { from: 110, to: 140 },
        { from: 150, to: 155 },
      ],
      300,
      [[110, 155]],
    ],
  ]
  test.each(cases)('%s', (_name, gaps, now, found) => {
    expect(gapsIn(window, gaps, now)).toEqual(found.map(([from, to]) => ({ from, to })))
  })
})
