import { describe, expect, test } from 'vitest'
import { createCalendar } from '#shared/domain/statistics/calendar.ts'
import type { StoredReport } from '#shared/settings/journal-schema.ts'
import { dueReports } from './report-schedule.ts'

const at = (time: string): number => Date.parse(time)
const stored = (
  change: Partial<StoredReport> = {},
  schedule: Partial<NonNullable<StoredReport['schedule']>> = {},
): StoredReport => ({
  id: 'r1',
  name: '日报',
  request: { kind: 'day', window: 'yesterday', dimension: { kind: 'total' }, profile: 'negative' },
  schedule: { days: [1, 2, 3, 4, 5, 6, 7], at: '08:00', folder: '/reports', format: 'csv', ...schedule },
  savedAt: at('2026-11-01T00:00:00+08:00'),
  ...change,
})
const due = (report: StoredReport, now: string, zone = 'Asia/Shanghai', offset = 0): boolean =>
  dueReports([report], at(now) - offset, offset, createCalendar(zone)).length === 1
const ran = (time: string): Partial<StoredReport> => ({ lastRun: { at: at(time), file: 'x' } })

describe('a report that is written by the clock', () => {
  test.each<[name: string, report: StoredReport, now: string, is: boolean]>([
    ['before its time', stored(), '2026-11-20T07:59:59+08:00', false],
    ['at its time', stored(), '2026-11-20T08:00:00+08:00', true],
    ['later that day, when the console was off', stored(), '2026-11-20T23:00:00+08:00', true],
    ['once a day', stored(ran('2026-11-20T08:00:01+08:00')), '2026-11-20T08:00:02+08:00', false],
    ['again the next day', stored(ran('2026-11-20T08:00:01+08:00')), '2026-11-21T08:00:00+08:00', true],
    ['not for a day that is over', stored(ran('2026-11-18T08:00:01+08:00')), '2026-11-20T00:10:00+08:00', false],
    [
      'not at once when it is saved after its time',
      stored({ savedAt: at('2026-11-20T09:00:00+08:00') }),
      '2026-11-20T09:00:01+08:00',
      false,
    ],
    ['not on another weekday', stored({}, { days: [1] }), '2026-11-20T08:00:00+08:00', false],
    ['on its weekday', stored({}, { days: [5] }), '2026-11-20T08:00:00+08:00', true],
  ])('%s', (_name, report, now, is) => {
    expect(due(report, now)).toBe(is)
  })

  test('one without a schedule is never due', () => {
    const { schedule: _schedule, ...report } = stored()
    expect(due(report, '2026-11-20T08:00:00+08:00')).toBe(false)
  })

  test('a time that the day does not have is the first moment after it', () => {
    const report = stored({}, { at: '02:30' }) // clocks go from 02:00 to 03:00
    expect(due(report, '2027-03-28T01:59:59+01:00', 'Europe/Berlin')).toBe(false)
    expect(due(report, '2027-03-28T03:00:00+02:00', 'Europe/Berlin')).toBe(true)
  })

  test('a time that the day has twice is the first one, and not the second', () => {
    const report = stored({}, { at: '02:30' })
    expect(due(report, '2026-10-25T02:30:00+02:00', 'Europe/Berlin')).toBe(false) // saved later
    const early = { ...report, savedAt: 0 }
    expect(due(early, '2026-10-25T02:30:00+02:00', 'Europe/Berlin')).toBe(true)
    const done = { ...early, ...ran('2026-10-25T02:30:01+02:00') }
    expect(due(done, '2026-10-25T02:30:00+01:00', 'Europe/Berlin')).toBe(false)
  })

  test('a wall clock that was set is followed, and nothing is written twice', () => {
    const hour = 3_600_000
    const site = createCalendar('Asia/Shanghai')
    // The console's own clock is an hour behind the wall.
    const shifted = {
      ...site,
      dateOf: (t: number) => site.dateOf(t + hour),
      timeOn: (t: number, m: number) => site.timeOn(t + hour, m) - hour,
    }
    const isDue = (report: StoredReport, wall: string): boolean =>
      dueReports([report], at(wall) - hour, hour, shifted).length === 1
    expect(isDue(stored(), '2026-11-20T07:59:59+08:00')).toBe(false)
    expect(isDue(stored(), '2026-11-20T08:00:00+08:00')).toBe(true)
    expect(isDue(stored(ran('2026-11-20T08:00:01+08:00')), '2026-11-20T08:00:02+08:00')).toBe(false)
  })
})
