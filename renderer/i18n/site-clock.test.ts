import { expect, test } from 'vitest'
import { fromSiteTime, toSiteTime, type SiteClock } from './site-clock.ts'

const clock = (timeZone: string, aheadMs = 0): SiteClock => ({ timeZone, aheadMs })

test.each([
  ['Shanghai', clock('Asia/Shanghai'), '2026-11-20T14:32', '2026-11-20T06:32:00.000Z'],
  ['a zone of half hours', clock('Australia/Lord_Howe'), '2026-07-01T10:00', '2026-06-30T23:30:00.000Z'],
  ['the hour before the clock goes forward', clock('Europe/Berlin'), '2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
  ['the hour after it', clock('Europe/Berlin'), '2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
  [
    'an hour that the clock shows twice: the first',
    clock('Europe/Berlin'),
    '2026-10-25T02:30',
    '2026-10-25T00:30:00.000Z',
  ],
  [
    'a wall clock that was set an hour ahead',
    clock('Asia/Shanghai', 3_600_000),
    '2026-11-20T14:32',
    '2026-11-20T05:32:00.000Z',
  ],
])('%s, there and back', (_, site, text, iso) => {
  expect(new Date(fromSiteTime(text, site) ?? 0).toISOString()).toBe(iso)
  expect(toSiteTime(Date.parse(iso), site)).toBe(text)
})

test('a time that the clock skips is the one after the change', () => {
  const at = fromSiteTime('2026-03-29T02:30', clock('Europe/Berlin'))
  expect(new Date(at ?? 0).toISOString()).toBe('2026-03-29T01:30:00.000Z')
})

test.each(['', '2026-11-20', 'tomorrow', '2026-11-20T14:32:10'])('%j is no time', (text) => {
  expect(fromSiteTime(text, clock('Asia/Shanghai'))).toBeUndefined()
})
