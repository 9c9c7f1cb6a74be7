import { describe, expect, test } from 'vitest'
import type { Condition, ConditionKind } from '#shared/domain/priority/rule.ts'
import { readCondition, readUnnamedCondition, writeCondition } from './condition-text.ts'

const list = (...numbers: string[]): Condition => ({ kind: 'caller-list', numbers })
const vdn: Condition = { kind: 'vdn', vdn: '8001' }
const notLocal: Condition = { kind: 'not', of: { kind: 'caller-prefix', prefix: '0755' } }

describe('what people write', () => {
  const cases: [kind: ConditionKind, text: string, condition: Condition][] = [
    ['caller-number', '+86 755-2688 4100', { kind: 'caller-number', number: '+86 755-2688 4100' }],
    ['caller-prefix', '07552688', { kind: 'caller-prefix', prefix: '07552688' }],
    ['caller-range', '13800000000–13800009999', { kind: 'caller-range', from: '13800000000', to: '13800009999' }],
    ['caller-range', '13800000000 - 13800009999', { kind: 'caller-range', from: '13800000000', to: '13800009999' }],
    ['caller-range', '13800000000-13800009999', { kind: 'caller-range', from: '13800000000', to: '13800009999' }],
    ['caller-range', '13800000000至13800009999', { kind: 'caller-range', from: '13800000000', to: '13800009999' }],
    ['caller-range', '13800000000～13800009999', { kind: 'caller-range', from: '13800000000', to: '13800009999' }],
    [
      'caller-range',
      '0755-26880000 to 0755-26889999',
      { kind: 'caller-range', from: '0755-26880000', to: '0755-26889999' },
    ],
    ['caller-list', '13800001111, 13800002222', list('13800001111', '13800002222')],
    ['caller-list', '13800001111、95598\n110', list('13800001111', '95598', '110')],
    ['caller-list', '13800001111 13800002222', list('13800001111', '13800002222')],
    ['caller-list', '0755 2688 4100, 138 0000 1111', list('0755 2688 4100', '138 0000 1111')],
    ['caller-list', '"2688 4100", 110', list('2688 4100', '110')],
    ['caller-withheld', '', { kind: 'caller-withheld' }],
    ['caller-withheld', '匿名', { kind: 'caller-withheld' }],
    ['dialled-number', '96777', { kind: 'dialled-number', number: '96777' }],
    ['transfer-code', '1', { kind: 'transfer-code', code: '1' }],
    ['queue-area', '抢修', { kind: 'queue-area', area: '抢修' }],
    ['repeat-caller', '3/30', { kind: 'repeat-caller', calls: 3, minutes: 30 }],
    ['repeat-caller', '3 次 / 30 分钟', { kind: 'repeat-caller', calls: 3, minutes: 30 }],
    ['all', 'all(vdn 8001; not(caller-prefix 0755))', { kind: 'all', of: [vdn, notLocal] }],
    ['all', '全部（VDN 8001；不是（主叫前缀 0755））', { kind: 'all', of: [vdn, notLocal] }],
    ['any', 'ANY ( vdn 8001 ; withheld )', { kind: 'any', of: [vdn, { kind: 'caller-withheld' }] }],
    ['any', 'any(vdn "a;b)"; list 110, 120)', { kind: 'any', of: [{ kind: 'vdn', vdn: 'a;b)' }, list('110', '120')] }],
    ['vdn', 'all(x)', { kind: 'vdn', vdn: 'all(x)' }],
  ]
  test.each(cases)('%s: %s', (kind, text, condition) => {
    expect(readCondition(kind, text)).toEqual({ ok: true, value: condition })
  })

  test('without a kind, a composite says its own', () => {
    expect(readUnnamedCondition('caller-number', 'not(vdn 8001)')).toEqual({
      ok: true,
      value: { kind: 'not', of: vdn },
    })
    expect(readUnnamedCondition('vdn', '8001')).toEqual({ ok: true, value: vdn })
  })
})

describe('what cannot be understood is said', () => {
  const cases: [kind: ConditionKind, text: string, code: string, value?: string][] = [
    ['caller-number', '', 'missing'],
    ['caller-number', '1'.repeat(41), 'not-a-number', '1'.repeat(41)],
    ['caller-range', '13800000000', 'not-a-number', '13800000000'],
    ['caller-range', '1 – 2 – 3', 'not-a-number', '1 – 2 – 3'],
    ['caller-list', ' , ; ', 'list-empty'],
    ['caller-list', '2688 4100', 'not-a-number', '2688 4100'],
    ['repeat-caller', '30 分钟内', 'repeat-limits', '30 分钟内'],
    ['repeat-caller', '1/30', 'repeat-limits', '1/30'],
    ['repeat-caller', '3/9999', 'repeat-limits', '3/9999'],
    ['all', 'vdn 8001', 'unknown-word', 'vdn 8001'],
    ['all', 'any(vdn 8001)', 'unknown-word', 'any(vdn 8001)'],
    ['all', 'all(vdn 8001', 'unknown-word', 'all(vdn 8001'],
    ['all', 'all()', 'unknown-word', 'all()'],
    ['all', 'all(8001)', 'unknown-word', '8001'],
    ['not', 'not(vdn 1; vdn 2)', 'unknown-word', 'not(vdn 1; vdn 2)'],
    ['not', 'not(not(not(not(vdn 1))))', 'too-deep', 'not(vdn 1)'],
    ['any', `any(${'vdn 1; '.repeat(21)})`, 'too-deep', `any(${'vdn 1; '.repeat(21)})`.slice(0, 100)],
  ]
  test.each(cases)('%s: %s', (kind, text, code, value) => {
    expect(readCondition(kind, text)).toEqual({ ok: false, error: value === undefined ? { code } : { code, value } })
  })

  test('brackets without end or number cost no time and no stack', () => {
    const deep = 'not('.repeat(8000)
    expect(readCondition('not', deep)).toMatchObject({ ok: false })
    expect(readCondition('not', `${deep}vdn 1${')'.repeat(8000)}`)).toMatchObject({
      ok: false,
      error: { code: 'too-deep' },
    })
  })
})

describe('what is written', () => {
  test('in both languages', () => {
    const condition: Condition = { kind: 'all', of: [vdn, notLocal, list('110', '0755 2688')] }
    expect(writeCondition(condition, 'en')).toEqual([
      'all(vdn 8001; not(caller-prefix 0755); caller-list 110, "0755 2688")',
    ])
    expect(writeCondition(condition, 'zh')).toEqual([
      '同时符合(VDN 8001; 不符合(主叫前缀 0755); 号码名单 110, "0755 2688")',
    ])
  })

  test('a long number list goes on in further cells, none longer than a person can look at, none lost', () => {
    const numbers = Array.from({ length: 1000 }, (_, index) => String(13_800_000_000 + index))
    const [first = '', ...further] = writeCondition({ kind: 'not', of: list(...numbers) }, 'en')
    const cells = [first.slice('not(caller-list '.length, -1), ...further]
    expect(cells.length).toBe(4)
    expect(Math.max(...cells.map((cell) => cell.length))).toBeLessThanOrEqual(4000)
    expect(cells.flatMap((cell) => cell.split(', '))).toEqual(numbers)
  })
})
