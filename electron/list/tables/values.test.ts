import { describe, expect, test } from 'vitest'
import type { PriorityClass, WeeklyHours } from '#shared/domain/priority/rule.ts'
import { guardApostrophe, guardFormula, unguard } from './formula-guard.ts'
import { looksLikeHeader, suggestFields } from './header-words.ts'
import { columnName } from './limits.ts'
import { classFinder, classNamer, readDate, readHours, writeHours } from './values.ts'
import { findEnabled, findKind, findSeverity, findSound } from './words.ts'

test.each<[text: string, date: string | null | undefined]>([
  ['2026-11-24', '2026-11-24'],
  ['2026/1/4', '2026-01-04'],
  ['2026.11.24', '2026-11-24'],
  ['２０２６年11月24日', '2026-11-24'],
  ['20261124', '2026-11-24'],
  ['2026-11-24 00:00', '2026-11-24'],
  ['', null],
  ['长期', null],
  ['2026-11-24 08:00', undefined],
  ['24/11/2026', undefined],
  ['soon', undefined],
])('a date: %s', (text, date) => {
  expect(readDate(text)).toBe(date)
})

const week = [1, 2, 3, 4, 5, 6, 7]
const office = { from: '08:00', to: '18:00' }
test.each<[text: string, hours: WeeklyHours[] | undefined]>([
  ['一-五 08:00-18:00', [{ days: [1, 2, 3, 4, 5], ...office }]],
  [
    '周一至周五 8:00－18:00；周六 09:00-12:00',
    [
      { days: [1, 2, 3, 4, 5], ...office },
      { days: [6], from: '09:00', to: '12:00' },
    ],
  ],
  ['一三五 08:00~18:00', [{ days: [1, 3, 5], ...office }]],
  ['周末 00:00-24:00', [{ days: [6, 7], from: '00:00', to: '24:00' }]],
  ['Mon-Fri 08:00-18:00', [{ days: [1, 2, 3, 4, 5], ...office }]],
  ['Monday, Wednesday 08:00-18:00', [{ days: [1, 3], ...office }]],
  ['Sat-Mon 22:00-06:00', [{ days: [1, 6, 7], from: '22:00', to: '06:00' }]],
  ['1-5 08:00-18:00', [{ days: [1, 2, 3, 4, 5], ...office }]],
  ['08:00-18:00', [{ days: week, ...office }]],
  ['每天 08:00-18:00', [{ days: week, ...office }]],
  ['', []],
  ['全天', []],
  ['24/7', []],
  ['Mon-Fri', undefined],
  ['Mon-Fry 08:00-18:00', undefined],
  ['Mon 08:00-25:00', undefined],
  ['Mon 8-18', undefined],
  ['08:00-18:00; '.repeat(15), undefined],
])('hours: %s', (text, hours) => {
  expect(readHours(text)).toEqual(hours)
})

test('hours are written in the language', () => {
  const hours = [
    { days: [5, 1, 2, 3, 4], ...office },
    { days: [6, 7], from: '22:00', to: '06:00' },
    { days: [1, 3], from: '00:00', to: '24:00' },
  ]
  expect(writeHours(hours, 'zh')).toBe('一-五 08:00-18:00; 六,日 22:00-06:00; 一,三 00:00-24:00')
  expect(writeHours(hours, 'en')).toBe('Mon-Fri 08:00-18:00; Sat,Sun 22:00-06:00; Mon,Wed 00:00-24:00')
})

describe('words', () => {
  test.each<[text: string, found: unknown, expected: string | undefined]>([
    ['P1', findSeverity('P1'), 'P1'],
    ['ｐ２', findSeverity('ｐ２'), 'P2'],
    ['一级', findSeverity('一级'), 'P1'],
    ['紧急', findSeverity('紧急'), 'P1'],
    ['Level 3', findSeverity('Level 3'), 'P3'],
    ['四级', findSeverity('四级'), undefined],
    ['启用', findEnabled('启用'), 'yes'],
    ['TRUE', findEnabled('TRUE'), 'yes'],
    ['停用', findEnabled('停用'), 'no'],
    ['0', findEnabled('0'), 'no'],
    ['maybe', findEnabled('maybe'), undefined],
    ['主叫前缀', findKind('主叫前缀'), 'caller-prefix'],
    ['Caller prefix', findKind('Caller prefix'), 'caller-prefix'],
    ['主叫前缀（号码开头）', findKind('主叫前缀（号码开头）'), 'caller-prefix'],
    ['虚拟分机号（VDN）', findKind('虚拟分机号（VDN）'), 'vdn'],
    ['vdn', findKind('vdn'), 'vdn'],
    ['constructor', findKind('constructor'), undefined],
    ['静音', findSound('静音'), 'silent'],
    ['as class', findSound('as class'), 'class'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected)
  })
})

describe('headers', () => {
  test.each<[header: string[], fields: string[]]>([
    [
      ['规则编号', '名称', '类别', '级别', '条件类型', '条件', '启用', '生效日期', '失效日期', '每周时段', '备注'],
      [
        'id',
        'name',
        'class',
        'severity',
        'condition-kind',
        'condition',
        'enabled',
        'valid-from',
        'valid-to',
        'hours',
        'note',
      ],
    ],
    [
      ['Customer Name', 'Phone_Number*', 'Start Date', 'End date', 'Remarks', 'colour'],
      ['name', 'condition', 'valid-from', 'valid-to', 'note', 'ignore'],
    ],
    [
      ['序号', '单位名称', '电话号码（必填）'],
      ['ignore', 'name', 'condition'],
    ],
    [
      ['电话', '条件', '手机'],
      ['ignore', 'condition', 'ignore'],
    ],
    [
      ['', '  ', 'toString'],
      ['ignore', 'ignore', 'ignore'],
    ],
  ])('%j', (header, fields) => {
    expect(suggestFields(header)).toEqual(fields)
  })

  test('a row with a number in it heads no table', () => {
    expect(looksLikeHeader(['名称', '电话'])).toBe(true)
    expect(looksLikeHeader(['名称', '13800001111'])).toBe(false)
    expect(looksLikeHeader(['市人民医院', '长期'])).toBe(false)
  })
})

describe('classes', () => {
  const named = (id: string, zh: string, en: string): PriorityClass => ({
    id,
    name: { zh, en },
    severity: 'P2',
    colour: 'red',
    shape: 'circle',
    sound: 'severity',
  })
  const classes = [named('a', '重要用户', 'Key customer'), named('b', '媒体', 'Key customer'), named('c', 'a', '')]

  test('by id, by a name in either language, never by a name that two have', () => {
    const find = classFinder(classes)
    expect(['a', ' 重要用户', '媒体', 'key customer', 'B', 'x'].map(find)).toEqual([
      'a',
      'a',
      'b',
      undefined,
      'b',
      undefined,
    ])
  })

  test('are written so that they are found again', () => {
    expect(['a', 'b', 'c'].map(classNamer(classes, 'zh'))).toEqual(['重要用户', '媒体', 'c'])
    expect(['a', 'b', 'c'].map(classNamer(classes, 'en'))).toEqual(['a', 'b', 'c'])
  })
})

describe('cells that a spreadsheet would run', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+8613800001111', "'+8613800001111"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['＝1', "'＝1"],
    ['＋86', "'＋86"],
    ["'=1", "''=1"],
    ["''+1", "'''+1"],
    ["'quoted'", "'quoted'"],
    ['1+1=2', '1+1=2'],
    ['', ''],
  ])('%j', (text, guarded) => {
    expect(guardFormula(text)).toBe(guarded)
    expect(unguard(guarded)).toBe(text)
    expect(unguard(guardApostrophe(text))).toBe(text)
  })
})

test('columns are named as in a spreadsheet', () => {
  expect([0, 25, 26, 51, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'ZZ', 'AAA'])
})
