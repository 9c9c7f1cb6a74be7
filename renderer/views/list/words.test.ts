import { describe, expect, test } from 'vitest'
import type { ConditionView } from '#shared/ipc/list-view.ts'
import { createFormat } from '#renderer/i18n/format.ts'
import { createTexts, type Language, type Text } from '#renderer/i18n/text.ts'
import { asDay } from './DateInput.tsx'
import { conditionWords } from './condition-words.ts'
import { asTime } from './HoursEditor.tsx'
import { pastedNumbers } from './number-lines.ts'
import { siteFields, siteMoment } from './site-time.ts'
import { daysWords, validityWords } from './time-words.ts'

const textIn = (language: Language): Text => {
  const texts = createTexts(language)
  return { t: (key, values) => texts.t(key, values ?? {}), language, ...createFormat(language, 'Asia/Shanghai') }
}
const zh = textIn('zh')
const en = textIn('en')
const names = { area: (area: string) => `<${area}>` }

test.each<[condition: ConditionView, zh: string, en: string]>([
  [
    { kind: 'caller-list', numbers: ['1'], count: 100_000 },
    '主叫号码在名单中（100,000 个）',
    'caller is in the list (100,000)',
  ],
  [
    { kind: 'repeat-caller', calls: 3, minutes: 30 },
    '同一主叫 30 分钟内第 3 次及以上来电',
    'call 3 or later within 30 minutes',
  ],
  [
    {
      kind: 'all',
      of: [
        { kind: 'queue-area', area: 'repair' },
        { kind: 'any', of: [{ kind: 'vdn', vdn: '8001' }, { kind: 'caller-withheld' }] },
        { kind: 'not', of: { kind: 'caller-prefix', prefix: '0755 26' } },
      ],
    },
    '排队区域为 <repair>，且（VDN 为 8001，或主叫号码未显示），且不符合（主叫号码以 0755 26 开头）',
    'queue area is <repair>, and (VDN is 8001, or caller is withheld), and not (caller begins with 0755 26)',
  ],
])('a condition reads as a sentence: %j', (condition, chinese, english) => {
  expect(conditionWords(condition, zh, names)).toBe(chinese)
  expect(conditionWords(condition, en, names)).toBe(english)
})

test.each<[days: number[], zh: string, en: string]>([
  [[1, 2, 3, 4, 5], '周一至周五', 'Mon–Fri'],
  [[6, 7], '周六、周日', 'Sat, Sun'],
  [[1, 2, 3, 5], '周一至周三、周五', 'Mon–Wed, Fri'],
  [[7, 1, 2, 3, 4, 5, 6], '每天', 'every day'],
])('days of the week %j', (days, chinese, english) => {
  expect([daysWords(days, zh), daysWords(days, en)]).toEqual([chinese, english])
})

test('validity says dates and hours, the next day by name', () => {
  const hours = [{ days: [6], from: '22:00', to: '06:00' }]
  expect(validityWords({ validFrom: null, validTo: null, hours: [] }, zh)).toBe('始终')
  expect(validityWords({ validFrom: null, validTo: '2027-12-31', hours }, zh)).toBe(
    '至 2027-12-31，周六 22:00–次日 06:00',
  )
  expect(validityWords({ validFrom: '2026-11-01', validTo: null, hours: [] }, en)).toBe('from 2026-11-01')
})

describe('what people type', () => {
  test.each([
    ['20261130', '2026-11-30'],
    ['2026/1/3', '2026-01-03'],
    ['2026年11月30日', '2026-11-30'],
    ['soon', 'soon'],
    ['', ''],
  ])('the day %j is %j', (typed, day) => expect(asDay(typed)).toBe(day))

  test.each([
    ['830', '08:30'],
    ['8', '08:00'],
    ['2200', '22:00'],
    ['08:30', '08:30'],
    ['noon', 'noon'],
  ])('the time %j is %j', (typed, time) => expect(asTime(typed)).toBe(time))

  test('numbers are pasted one a line or between signs, once each, as they were written', () => {
    const long = '9'.repeat(41)
    const pasted = pastedNumbers(
      ` 0755-2688 4100\r\n１３８００１３５２０７，0755-2688 4100；96777\t${long}`,
      new Set(['96777']),
    )
    expect(pasted).toEqual({ numbers: ['0755-2688 4100', '１３８００１３５２０７'], duplicates: 2, tooLong: [long] })
  })
})

describe('the time of the site', () => {
  test.each([
    ['Asia/Shanghai', '2026-11-22', '02:00', Date.UTC(2026, 10, 21, 18)],
    ['Europe/Berlin', '2026-07-01', '12:00', Date.UTC(2026, 6, 1, 10)],
    ['Europe/Berlin', '2026-10-25', '12:00', Date.UTC(2026, 9, 25, 11)],
    ['America/New_York', '2026-03-08', '12:00', Date.UTC(2026, 2, 8, 16)],
  ])('in %s, %s %s is that moment and back', (zone, date, time, at) => {
    expect(siteMoment(date, time, zone)).toBe(at)
    expect(siteFields(at, zone)).toEqual({ date, time })
  })

  test.each([
    ['2026-11-22', '24:00'],
    ['2026-13-01', '02:00'],
    ['', '02:00'],
  ])('%j %j is no moment', (date, time) => expect(siteMoment(date, time, 'Asia/Shanghai')).toBeUndefined())
})
