import { describe, expect, test } from 'vitest'
import * as e from '#shared/domain/testing/events.ts'
import { checkRule } from './check-rule.ts'
import type { Condition, PriorityRule } from './rule.ts'

const classes = new Set(['repair'])
const said = (change: Partial<PriorityRule>): string[] =>
  checkRule(e.rule('a', change), classes).map(({ field, code, value }) =>
    [field, code, value].filter(Boolean).join(' '),
  )
const by = (condition: Condition): Partial<PriorityRule> => ({ condition })
const number = (text: string): Condition => ({ kind: 'caller-number', number: text })
const prefix = (text: string): Condition => ({ kind: 'caller-prefix', prefix: text })
const range = (from: string, to: string): Condition => ({ kind: 'caller-range', from, to })
const list = (...numbers: string[]): Condition => ({ kind: 'caller-list', numbers })
const not = (of: Condition): Condition => ({ kind: 'not', of })
const vdn: Condition = { kind: 'vdn', vdn: '8001' }

describe('a rule', () => {
  test.each<[name: string, change: Partial<PriorityRule>, issues: string[]]>([
    ['that is right', {}, []],
    ['without an id', { id: ' ' }, ['id missing']],
    ['without a name', { name: '' }, ['name missing']],
    ['with an endless name', { name: 'x'.repeat(101) }, [`name too-long ${'x'.repeat(59)}…`]],
    ['without a class', { classId: '' }, ['class missing']],
    ['of a class that is not there', { classId: 'media' }, ['class unknown-class media']],
    ['without a number', by(number('')), ['number missing']],
    ['with a number as people write them', by(number('＋86 （0755）2688-4100 转 12')), []],
    ['with a name for a number', by(number('the mayor')), ['number not-a-number the mayor']],
    [
      'with two numbers in one cell',
      by(number('13800001111、13800002222')),
      ['number not-a-number 13800001111、13800002222'],
    ],
    ['with a number longer than numbers are', by(number('1'.repeat(17))), [`number not-a-number ${'1'.repeat(17)}`]],
    ['with an endless number', by(number('1'.repeat(41))), [`number too-long ${'1'.repeat(41)}`]],
    ['with a prefix', by(prefix('0755-2688')), []],
    ['with an international prefix', by(prefix('+')), []],
    ['with a star in its prefix', by(prefix('138*')), ['number not-a-prefix 138*']],
    ['with a regular expression for a prefix', by(prefix('^1(3|5)\\d{9}$')), ['number not-a-prefix ^1(3|5)\\d{9}$']],
    ['with a dot for any digit', by(prefix('138.*')), ['number not-a-prefix 138.*']],
    ['with a question mark', by(prefix('138????')), ['number not-a-prefix 138????']],
    ['with an empty prefix', by(prefix('')), ['number missing']],
    ['with a range', by(range('13800000000', '+86 138 9999 9999')), []],
    ['with a range of extensions', by(range('8001', '8099')), []],
    ['with a range the wrong way round', by(range('8099', '8001')), ['number range-reversed 8099 – 8001']],
    ['with ends of two lengths', by(range('800', '8099')), ['number range-lengths 800 – 8099']],
    ['with a range from a local to a whole number', by(range('26884100', '075526884199')), []],
    ['with half a range', by(range('8001', '')), ['number missing']],
    ['with an empty list', by(list()), ['number list-empty']],
    ['with faults in its list', by(list('110', 'x', '', '13800001111')), ['number not-a-number x', 'number missing']],
    [
      'with ever so many faults in its list',
      by(list(...Array.from({ length: 500 }, () => 'x'))),
      Array.from({ length: 20 }, () => 'number not-a-number x'),
    ],
    [
      'with too many numbers',
      by(list(...Array.from({ length: 100_001 }, () => '1'))),
      ['number too-many-numbers 100001'],
    ],
    ['with two lists', by({ kind: 'any', of: [list('1'), not(list('2'))] }), ['condition two-lists']],
    [
      'with a number for what was dialled that is none',
      by({ kind: 'dialled-number', number: 'hotline' }),
      ['number not-a-number hotline'],
    ],
    ['without a code', by({ kind: 'transfer-code', code: '' }), ['condition missing']],
    [
      'with an endless code',
      by({ kind: 'transfer-code', code: '1'.repeat(33) }),
      [`condition too-long ${'1'.repeat(33)}`],
    ],
    ['without a VDN', by({ kind: 'vdn', vdn: ' ' }), ['condition missing']],
    ['without an area', by({ kind: 'queue-area', area: '' }), ['condition missing']],
    ['for one call', by({ kind: 'repeat-caller', calls: 1, minutes: 10 }), ['condition repeat-limits 1 / 10']],
    ['for too many calls', by({ kind: 'repeat-caller', calls: 51, minutes: 10 }), ['condition repeat-limits 51 / 10']],
    [
      'for more than a day',
      by({ kind: 'repeat-caller', calls: 3, minutes: 1441 }),
      ['condition repeat-limits 3 / 1441'],
    ],
    ['for half a minute', by({ kind: 'repeat-caller', calls: 3, minutes: 0.5 }), ['condition repeat-limits 3 / 0.5']],
    ['four deep', by(not(not(not(vdn)))), []],
    ['five deep', by(not(not(not(not(vdn))))), ['condition too-deep']],
    ['of no parts', by({ kind: 'all', of: [] }), ['condition missing']],
    ['of too many parts', by({ kind: 'all', of: Array.from({ length: 21 }, () => vdn) }), ['condition too-deep']],
    ['with a fault in one part', by({ kind: 'all', of: [vdn, not(prefix('1*'))] }), ['number not-a-prefix 1*']],
    ['for one day', { validFrom: '2028-02-29', validTo: '2028-02-29' }, []],
    ['from a day that is not there', { validFrom: '2026-02-29' }, ['valid-from not-a-date 2026-02-29']],
    ['until no day', { validTo: 'soon' }, ['valid-to not-a-date soon']],
    [
      'with its days the wrong way round',
      { validFrom: '2026-12-01', validTo: '2026-11-30' },
      ['valid-to dates-reversed 2026-12-01 – 2026-11-30'],
    ],
    ['with hours over midnight', { hours: [{ days: [1, 7], from: '22:00', to: '06:00' }] }, []],
    ['until midnight', { hours: [{ days: [1], from: '08:00', to: '24:00' }] }, []],
    [
      'from midnight of the next day',
      { hours: [{ days: [1], from: '24:00', to: '06:00' }] },
      ['hours not-hours 24:00–06:00'],
    ],
    ['at twenty-five o’clock', { hours: [{ days: [1], from: '25:00', to: '06:00' }] }, ['hours not-hours 25:00–06:00']],
    ['on an eighth day', { hours: [{ days: [8], from: '08:00', to: '09:00' }] }, ['hours not-hours 08:00–09:00']],
    ['on no day', { hours: [{ days: [], from: '08:00', to: '09:00' }] }, ['hours not-hours 08:00–09:00']],
    [
      'with more hours than anybody reads',
      { hours: Array.from({ length: 15 }, () => ({ days: [1], from: '08:00', to: '09:00' })) },
      ['hours not-hours'],
    ],
    ['with an endless owner', { owner: 'x'.repeat(101) }, [`owner too-long ${'x'.repeat(59)}…`]],
    ['with an endless note', { note: 'x'.repeat(1001) }, [`note too-long ${'x'.repeat(59)}…`]],
    ['with an endless handling', { handling: 'x'.repeat(1001) }, [`handling too-long ${'x'.repeat(59)}…`]],
    ['with an endless ladder', { ladder: 'x'.repeat(101) }, [`ladder too-long ${'x'.repeat(59)}…`]],
    ['that silences a P1', { severity: 'P1', sound: 'silent' }, ['sound silent-p1']],
    ['that silences a P2', { severity: 'P2', sound: 'silent' }, []],
  ])('%s', (_name, change, issues) => {
    expect(said(change)).toEqual(issues)
  })

  test('is checked with the dial plan of its list', () => {
    const rule = e.rule('a', { condition: range('26884100', '075526884199') })
    expect(checkRule(rule, classes)).toEqual([])
    expect(checkRule(rule, classes, { country: 'CN', areaCode: '' })).toEqual([
      { field: 'number', code: 'range-lengths', value: '26884100 – 075526884199' },
    ])
  })
})
