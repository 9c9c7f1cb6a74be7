import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSiteTime } from './site-time.ts'

const zones = ['Asia/Shanghai', 'UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Sao_Paulo']

/** The same by the calendar of the platform, one moment at a time. */
function plainly(timeZone: string, at: number): { day: string; weekday: number; minute: number } {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)
  const [day = '', time = ''] = text.split(' ')
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return { day, weekday: new Date(`${day}T00:00:00Z`).getUTCDay() || 7, minute: hour * 60 + minute }
}

describe('the site’s time', () => {
  test.each<[name: string, zone: string, at: string, day: string, weekday: number, minute: number]>([
    ['a Sunday at two in the night', 'Asia/Shanghai', '2026-11-21T18:00:00Z', '2026-11-22', 7, 120],
    ['the last minute of a Monday', 'Asia/Shanghai', '2026-11-23T15:59:59.999Z', '2026-11-23', 1, 1439],
    ['midnight', 'Asia/Shanghai', '2026-11-23T16:00:00Z', '2026-11-24', 2, 0],
    ['before clocks go forward', 'America/New_York', '2026-03-08T06:59:59Z', '2026-03-08', 7, 119],
    ['after clocks went forward', 'America/New_York', '2026-03-08T07:00:00Z', '2026-03-08', 7, 180],
    ['the hour that comes twice, first', 'America/New_York', '2026-11-01T05:30:00Z', '2026-11-01', 7, 90],
    ['the hour that comes twice, again', 'America/New_York', '2026-11-01T06:30:00Z', '2026-11-01', 7, 90],
    ['a change by half an hour', 'Australia/Lord_Howe', '2026-10-03T15:30:00Z', '2026-10-04', 7, 150],
  ])('%s', (_name, zone, at, day, weekday, minute) => {
    expect(createSiteTime(zone)(Date.parse(at))).toEqual({ day, weekday, minute })
  })

  test('is what the platform’s calendar says, at any time in any zone', () => {
    const times = new Map(zones.map((zone) => [zone, createSiteTime(zone)]))
    const at = fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2037-12-31') })
    fc.assert(
      fc.property(fc.constantFrom(...zones), at, (zone, moment) => {
        expect(times.get(zone)?.(moment)).toEqual(plainly(zone, moment))
      }),
    )
  })
})
