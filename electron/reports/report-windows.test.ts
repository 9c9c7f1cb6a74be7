import { describe, expect, test } from 'vitest'
import { createCalendar } from '#shared/domain/statistics/calendar.ts'
import type { ReportRequest, WindowSpec } from '#shared/ipc/journal-view.ts'
import { compareWindowOf, rowsOf, windowOf, windowOfSaved } from './report-windows.ts'

const at = (time: string): number => Date.parse(time)
const siteOf = (now: string, zone = 'Asia/Shanghai') => ({ now: at(now), calendar: createCalendar(zone), shifts: [] })
const china = siteOf('2026-11-20T10:30:00+08:00')
const text = (window: { from: number; to: number } | undefined): string[] =>
  window ? [new Date(window.from).toISOString(), new Date(window.to).toISOString()] : []

describe('what a report is laid against', () => {
  const request = (window: WindowSpec, compare?: ReportRequest['compare']): ReportRequest => ({
    kind: 'day',
    window,
    dimension: { kind: 'total' },
    profile: 'negative',
    ...(compare && { compare }),
  })
  const day: WindowSpec = { kind: 'day', at: china.now }

  test.each<[name: string, window: WindowSpec, compare: ReportRequest['compare'], from: string, to: string]>([
    ['yesterday', day, 'before', '2026-11-18T16:00:00.000Z', '2026-11-19T16:00:00.000Z'],
    ['the same weekday', day, 'week-before', '2026-11-12T16:00:00.000Z', '2026-11-13T16:00:00.000Z'],
    [
      'the month before',
      { kind: 'month', at: china.now },
      'before',
      '2026-09-30T16:00:00.000Z',
      '2026-10-31T16:00:00.000Z',
    ],
    [
      'the week before',
      { kind: 'week', at: china.now },
      'before',
      '2026-11-08T16:00:00.000Z',
      '2026-11-15T16:00:00.000Z',
    ],
    [
      'as long before a free range',
      { kind: 'range', from: at('2026-11-20T08:00:00Z'), to: at('2026-11-20T11:00:00Z') },
      'before',
      '2026-11-20T05:00:00.000Z',
      '2026-11-20T08:00:00.000Z',
    ],
    [
      'the same hours a week before',
      { kind: 'range', from: at('2026-11-20T08:00:05Z'), to: at('2026-11-20T11:00:00Z') },
      'week-before',
      '2026-11-13T08:00:05.000Z',
      '2026-11-13T11:00:00.000Z',
    ],
  ])('%s', (_name, window, compare, from, to) => {
    expect(text(compareWindowOf(request(window, compare), china))).toEqual([from, to])
  })

  test('nothing, when nothing is asked', () => {
    expect(compareWindowOf(request(day), china)).toBeUndefined()
  })

  test('a week before the clocks changed it was the same time by the clock', () => {
    const berlin = siteOf('2027-03-28T12:00:00+02:00', 'Europe/Berlin')
    const found = compareWindowOf(request({ kind: 'day', at: berlin.now }, 'week-before'), berlin)
    expect(text(found)).toEqual(['2027-03-20T23:00:00.000Z', '2027-03-21T23:00:00.000Z'])
    const range: WindowSpec = {
      kind: 'range',
      from: at('2027-03-28T10:00:00+02:00'),
      to: at('2027-03-28T11:00:00+02:00'),
    }
    expect(text(compareWindowOf(request(range, 'week-before'), berlin))).toEqual([
      '2027-03-21T09:00:00.000Z',
      '2027-03-21T10:00:00.000Z',
    ])
  })
})

describe('rows', () => {
  test.each([
    ['2026-11-20T12:00:00+08:00', 'Asia/Shanghai', 48, '00:00', '23:30'],
    ['2027-03-28T12:00:00+02:00', 'Europe/Berlin', 46, '00:00', '23:30'],
    ['2026-10-25T12:00:00+01:00', 'Europe/Berlin', 50, '00:00', '23:30'],
  ])('half-hours tile the day of %s', (now, zone, count, first, last) => {
    const site = siteOf(now, zone)
    const window = windowOf({ kind: 'day', at: site.now }, site)
    const rows = rowsOf(window, 'half-hours', site.calendar)
    expect([rows.length, rows[0]?.label, rows.at(-1)?.label]).toEqual([count, first, last])
    expect([rows[0]?.from, rows.at(-1)?.to]).toEqual([window.from, window.to])
    for (const [index, row] of rows.entries()) if (index > 0) expect(row.from).toBe(rows[index - 1]?.to)
  })

  test('a window over midnight names the days', () => {
    const window = { from: at('2026-11-20T23:15:00+08:00'), to: at('2026-11-21T00:30:00+08:00') }
    expect(rowsOf(window, 'half-hours', china.calendar).map(({ label }) => label)).toEqual([
      '2026-11-20 23:15',
      '2026-11-20 23:30',
      '2026-11-21 00:00',
    ])
  })

  test('days and months', () => {
    const window = windowOf({ kind: 'month', at: china.now }, china)
    expect(rowsOf(window, 'days', china.calendar)).toHaveLength(30)
    const years = { from: at('2025-01-01T00:00:00+08:00'), to: at('2026-02-01T00:00:00+08:00') }
    const months = rowsOf(years, 'months', china.calendar).map(({ label }) => label)
    expect([months.length, months[0], months.at(-1)]).toEqual([13, '2025-01', '2026-01'])
  })
})

test.each([
  ['today', '2026-11-19T16:00:00.000Z'],
  ['yesterday', '2026-11-18T16:00:00.000Z'],
  ['last-week', '2026-11-08T16:00:00.000Z'],
  ['last-month', '2026-09-30T16:00:00.000Z'],
  ['last-shift', '2026-11-19T12:00:00.000Z'],
] as const)('%s, as a saved report means it', (window, from) => {
  const shifts = [
    { name: '白班', start: '08:00' },
    { name: '夜班', start: '20:00' },
  ]
  const site = { ...china, shifts: window === 'last-shift' ? shifts : [] }
  expect(text(windowOf(windowOfSaved(window, site), site))[0]).toBe(from)
})
