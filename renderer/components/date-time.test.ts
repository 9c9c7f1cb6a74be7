import { describe, expect, test } from 'vitest'
import { asClock, asDateTime, isDateTime } from './date-time.ts'

describe('a typed day and time', () => {
  test.each([
    ['as it is shown', '2026-11-24 08:30', '2026-11-24T08:30'],
    ['as the calendar gives it', '2026-11-24T08:30', '2026-11-24T08:30'],
    ['with slashes and a short hour', '2026/11/4 8:30', '2026-11-04T08:30'],
    ['in digits only', '20261124 0830', '2026-11-24T08:30'],
    ['with a colon as Chinese keyboards write it', '2026-11-24 8：30', '2026-11-24T08:30'],
    ['in Chinese', '2026年11月24日 8时30分', '2026-11-24T08:30'],
    ['a day alone: its first minute', ' 2026-11-24 ', '2026-11-24T00:00'],
  ])('is read %s', (_, typed, read) => {
    expect(asDateTime(typed)).toBe(read)
    expect(isDateTime(asDateTime(typed))).toBe(true)
  })

  test.each([
    ['a day that the month does not have', '2026-11-31 08:30'],
    ['an hour that the day does not have', '2026-11-24 25:00'],
    ['a month too many', '2026-13-01T08:30'],
    ['half of it', '2026-11-24 8'],
    ['words', 'Tuesday'],
    ['nothing', ''],
  ])('is none: %s', (_, typed) => {
    expect(isDateTime(asDateTime(typed))).toBe(false)
  })
})

test.each([
  ['8:30', '08:30'],
  ['08：30', '08:30'],
  ['2359', '23:59'],
  ['24:00', undefined],
  ['8:60', undefined],
  ['8', undefined],
])('the time of the day %s is %s', (typed, read) => {
  expect(asClock(typed)).toBe(read)
})
