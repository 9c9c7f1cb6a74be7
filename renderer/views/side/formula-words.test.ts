import { describe, expect, test } from 'vitest'
import type { FigureName } from '#shared/domain/statistics/provenance.ts'
import type { ServiceLevelProfile } from '#shared/domain/statistics/service-level.ts'
import { createFormat } from '#renderer/i18n/format.ts'
import { createTexts, type Text } from '#renderer/i18n/text.ts'
import { sampleProvenance } from '#renderer/testing/sample-journal.ts'
import { countedIn, formulaInNumbers, formulaInWords, valueText } from './formula-words.ts'

const textOf = (language: 'zh' | 'en'): Text => {
  const texts = createTexts(language)
  return { t: (key, values) => texts.t(key, values ?? {}), language, ...createFormat(language, 'Asia/Shanghai') }
}
const ask = (figure: FigureName, profile: ServiceLevelProfile = 'negative') => sampleProvenance({ figure, profile })

describe('the worked example in words and numbers', () => {
  const cases: [figure: FigureName, profile: ServiceLevelProfile, zh: string, en: string, numbers: string][] = [
    ['service-level', 'negative', '20 秒内接通 ÷ 呼入', 'answered within 20 s ÷ offered', '70 ÷ 100 = 70.0%'],
    [
      'service-level',
      'ignore-early-abandons',
      '20 秒内接通 ÷ （呼入 − 20 秒内放弃）',
      'answered within 20 s ÷ (offered − abandoned within 20 s)',
      '70 ÷ (100 − 10) = 77.8%',
    ],
    [
      'service-level',
      'positive',
      '（20 秒内接通 + 20 秒内放弃） ÷ 呼入',
      '(answered within 20 s + abandoned within 20 s) ÷ offered',
      '(70 + 10) ÷ 100 = 80.0%',
    ],
    ['service-level', 'answered-only', '20 秒内接通 ÷ 接通', 'answered within 20 s ÷ answered', '70 ÷ 90 = 77.8%'],
    [
      'service-level',
      'accepted',
      '20 秒内接通 ÷ （接通 + 放弃 + 转出 + 拆线）',
      'answered within 20 s ÷ (answered + abandoned + flowed out + cleared)',
      '70 ÷ (90 + 10 + 0 + 0) = 70.0%',
    ],
    [
      'abandon-rate',
      'negative',
      '（放弃 − 短时放弃） ÷ （呼入 − 短时放弃）',
      '(abandoned − short abandons) ÷ (offered − short abandons)',
      '(10 − 4) ÷ (100 − 4) = 6.3%',
    ],
    [
      'average-speed-of-answer',
      'negative',
      '接通者的等待之和 ÷ 接通',
      'waits of the answered, added up ÷ answered',
      '1,820 s ÷ 90 = 20.222 s (00:20)',
    ],
    [
      'p90-wait',
      'negative',
      '已结束等待的来电按等待由短到长排列，取第 90% 位',
      'calls whose wait is over, sorted by their wait: the one at 90 %',
      '100 waits, number 90: 21 s (00:21)',
    ],
    [
      'longest-wait',
      'negative',
      '已结束等待的来电中最长的一次等待',
      'the longest wait of: calls whose wait is over',
      '100 waits: 21 s (00:21)',
    ],
    ['offered', 'negative', '呼入的通数', 'number of calls: offered', '100'],
  ]
  test.each(cases)('%s, %s', (figure, profile, zh, en, numbers) => {
    const found = ask(figure, profile)
    expect(formulaInWords(found, textOf('zh'))).toBe(zh)
    expect(formulaInWords(found, textOf('en'))).toBe(en)
    expect(formulaInNumbers(found, textOf('en'))).toBe(numbers)
  })
})

test('a limit that is not the same everywhere is said so', () => {
  const found = { ...ask('service-level'), thresholdSeconds: 'per-area' as const }
  expect(formulaInWords(found, textOf('en'))).toBe('answered within the area’s limit ÷ offered')
})

test('nothing out of nothing is no number', () => {
  expect(valueText({ unit: 'pct' }, textOf('en'))).toBe('–')
})

test.each([
  ['service-level', 'negative', 'answered-in-time', 'above'],
  ['service-level', 'negative', 'answered-late', 'below-only'],
  ['service-level', 'ignore-early-abandons', 'abandoned-in-time', 'not'],
  ['service-level', 'positive', 'abandoned-in-time', 'above'],
  ['service-level', 'answered-only', 'abandoned-late', 'not'],
  ['abandon-rate', 'negative', 'abandoned-short', 'not'],
  ['average-speed-of-answer', 'negative', 'answered-late', 'counted'],
  ['average-speed-of-answer', 'negative', 'abandoned-late', 'not'],
  ['answered', 'negative', 'answered-late', 'counted'],
  ['answered', 'negative', 'open', 'not'],
  ['average-handling-time', 'negative', 'answered-late', 'not'],
] as const)('%s (%s): %s is %s', (figure, profile, part, counted) => {
  expect(countedIn(ask(figure, profile).formula, part)).toBe(counted)
})
