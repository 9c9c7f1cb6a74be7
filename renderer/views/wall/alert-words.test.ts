import { expect, test } from 'vitest'
import type { Because } from '#shared/domain/priority/rule.ts'
import { createFormat } from '#renderer/i18n/format.ts'
import { createTexts, type Language, type Text } from '#renderer/i18n/text.ts'
import { becauseWords, createNames } from './alert-words.ts'

function textOf(language: Language): Text {
  const texts = createTexts(language)
  return { t: (key, values) => texts.t(key, values ?? {}), language, ...createFormat(language, 'Asia/Shanghai') }
}

const whys: [because: Because, zh: string, en: string][] = [
  [{ kind: 'caller-number', number: '13800135207' }, '主叫号码为 138 0013 5207', 'caller is 138 0013 5207'],
  [{ kind: 'caller-prefix', prefix: '07552688' }, '主叫号码以 07552688 开头', 'caller begins with 07552688'],
  [
    { kind: 'caller-range', from: '075526884100', to: '075526884199' },
    '主叫号码在 0755 2688 4100 至 0755 2688 4199 之间',
    'caller is from 0755 2688 4100 to 0755 2688 4199',
  ],
  [{ kind: 'caller-list', count: 98_213 }, '主叫号码在名单中（98,213 个号码）', 'caller is in a list of 98,213'],
  [{ kind: 'caller-withheld' }, '主叫号码未显示', 'number is withheld'],
  [{ kind: 'dialled-number', number: '96777' }, '被叫号码为 96777', 'dialled number is 96777'],
  [{ kind: 'transfer-code', code: '1' }, '转接号为 1', 'transfer code is 1'],
  [{ kind: 'vdn', vdn: '8001' }, 'VDN 为 8001', 'VDN is 8001'],
  [{ kind: 'queue-area', area: 'repair' }, '排队区域为 repair', 'queue area is repair'],
  [
    { kind: 'repeat-caller', calls: 3, minutes: 30, counted: 4 },
    '30 分钟内第 4 次来电',
    'this caller’s call no. 4 within 30 min',
  ],
  [
    {
      kind: 'all',
      of: [{ kind: 'caller-withheld' }, { kind: 'vdn', vdn: '8001' }],
    },
    '主叫号码未显示 且 VDN 为 8001',
    'number is withheld, and VDN is 8001',
  ],
]

test.each(whys)('$kind in Chinese and in English', (because, zh, en) => {
  for (const [language, words] of [
    ['zh', zh],
    ['en', en],
  ] as const) {
    expect(becauseWords(because, textOf(language), createNames([], [], language))).toBe(words)
  }
})

test('what does not hold is named by its kind', () => {
  const words = becauseWords({ kind: 'not', of: 'vdn' }, textOf('zh'), createNames([], [], 'zh'))
  expect(words).toMatch(/^不符合“.+”条件$/)
})
