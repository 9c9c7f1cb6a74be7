import { describe, expect, test } from 'vitest'
import { createFormat, durationText } from './format.ts'

test.each([
  [0, '00:00'],
  [26, '00:26'],
  [-15, '−00:15'],
  [725, '12:05'],
  [-3723, '−1:02:03'],
])('%d seconds read %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text)
})

describe('formats', () => {
  const zh = createFormat('zh', 'Asia/Shanghai')
  const now = Date.UTC(2026, 10, 20, 6, 32, 7)

  test('what is kept for years is dated with its year, alike in both languages', () => {
    expect([zh.dateTime(now), createFormat('en', 'Asia/Shanghai').dateTime(now)]).toEqual([
      '2026-11-20 14:32',
      '2026-11-20 14:32',
    ])
  })

  test('times are in the time zone of the site', () => {
    expect(zh.time(now)).toBe('14:32:07')
    expect(createFormat('en', 'Asia/Shanghai').minute(now)).toBe('14:32')
    expect(createFormat('en', 'Asia/Shanghai', 3_600_000).minute(now)).toBe('15:32')
  })

  test('midnight is 00:00, not 24:00', () => {
    expect(zh.minute(Date.UTC(2026, 10, 20, 16, 0))).toBe('00:00')
  })

  test('another day is named', () => {
    expect(zh.moment(now - 86_400_000, now)).toBe('11月19日 14:32:07')
    expect(zh.moment(now, now)).toBe('14:32:07')
  })

  test('nothing out of nothing is not a rate', () => {
    expect(zh.percent(undefined)).toBe('–')
    expect(zh.percent(86.394)).toBe('86.4%')
  })
})
