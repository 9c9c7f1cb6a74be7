import { describe, expect, test } from 'vitest'
import { createSiteTime } from '#shared/domain/dial/site-time.ts'
import * as e from '#shared/domain/testing/events.ts'
import { alsoMatchedLimit, compileList, emptyLookup } from './compile.ts'
import type { CallerHistory, CallFacts, Condition, Match, PriorityClass, PriorityRule } from './rule.ts'

const siteTime = createSiteTime('Asia/Shanghai')
const nobody: CallerHistory = { countCalls: () => 0 }
const threeCalls: CallerHistory = { countCalls: () => 3 }
/** A Sunday at two in the night. */
const sunday2am = Date.parse('2026-11-22T02:00:00+08:00')

const facts = (change: Partial<CallFacts> = {}): CallFacts => ({
  arrivedAt: sunday2am,
  callerNumber: '13800001111',
  dialledNumber: '96777',
  transferCode: '1',
  vdn: '8001',
  areas: ['repair'],
  ...change,
})
const matchOf = (rules: PriorityRule[], call = facts(), callers = nobody): Match | undefined =>
  compileList(e.listOf(...rules), siteTime).match(call, callers)
const number = (text: string): Condition => ({ kind: 'caller-number', number: text })
const prefix = (text: string): Condition => ({ kind: 'caller-prefix', prefix: text })
const vdn = (text: string): Condition => ({ kind: 'vdn', vdn: text })
const list = (...numbers: string[]): Condition => ({ kind: 'caller-list', numbers })
const range = (from: string, to: string): Condition => ({ kind: 'caller-range', from, to })
const repeat = (calls: number): Condition => ({ kind: 'repeat-caller', calls, minutes: 30 })
const code: Condition = { kind: 'transfer-code', code: '1' }
const area: Condition = { kind: 'queue-area', area: 'repair' }
const dialled: Condition = { kind: 'dialled-number', number: '96777' }
const withheld: Condition = { kind: 'caller-withheld' }
const not = (of: Condition): Condition => ({ kind: 'not', of })
const all = (...of: Condition[]): Condition => ({ kind: 'all', of })
const any = (...of: Condition[]): Condition => ({ kind: 'any', of })

describe('a condition', () => {
  test.each<[condition: Condition, call: Partial<CallFacts>, matches: boolean]>([
    [number('+86 138 0000 1111'), {}, true],
    [number('１３８００００１１１１'), { callerNumber: '013800001111' }, true],
    [number('1380000111'), {}, false],
    [number('26884100'), { callerNumber: '075526884100' }, true],
    [number('0755-26884100'), { callerNumber: '26884100' }, true],
    [number('8001'), { callerNumber: '8001' }, true],
    [number(' - '), { callerNumber: '' }, false],
    [prefix('138'), {}, true],
    [prefix('+86138'), {}, true],
    [prefix('139'), {}, false],
    [prefix('138*'), {}, false],
    [prefix('13.0'), {}, false],
    [prefix('2688'), { callerNumber: '075526884100' }, true],
    [prefix('1'), { callerNumber: '' }, false],
    [range('13800001000', '13800001999'), {}, true],
    [range('13800001111', '13800001111'), {}, true],
    [range('13800001112', '13800001999'), {}, false],
    [range('13800001999', '13800001000'), {}, false],
    [range('1380000', '13800001999'), {}, false],
    [range('26884100', '26884199'), { callerNumber: '+86 755 26884150' }, true],
    [range('8001', '8099'), { callerNumber: '8050' }, true],
    [range('8001', '8099'), { callerNumber: '080500' }, false],
    [range('+442079460000', '+442079469999'), { callerNumber: '00442079460958' }, true],
    [range('+442079460000', '+442079469999'), { callerNumber: '0442079460958' }, false],
    [not(number(' - ')), { callerNumber: '' }, true],
    [list('13900000000', '+86 13800001111'), {}, true],
    [list('13900000000'), {}, false],
    [list(''), { callerNumber: '' }, false],
    [withheld, {}, false],
    [withheld, { callerNumber: '' }, true],
    [dialled, {}, true],
    [dialled, { dialledNumber: '0755-96777' }, true],
    [{ kind: 'dialled-number', number: '95598' }, {}, false],
    [code, {}, true],
    [{ kind: 'transfer-code', code: '１' }, {}, true],
    [{ kind: 'transfer-code', code: '2' }, {}, false],
    [vdn('8001'), {}, true],
    [vdn('８００１'), {}, true],
    [vdn('8002'), {}, false],
    [area, {}, true],
    [area, { areas: ['billing', 'repair'] }, true],
    [area, { areas: [] }, false],
    [all(prefix('138'), vdn('8001')), {}, true],
    [all(prefix('138'), vdn('8002')), {}, false],
    [all(list('13800001111'), not(vdn('8002'))), {}, true],
    [any(prefix('139'), vdn('8001')), {}, true],
    [any(prefix('139'), vdn('8002')), {}, false],
    [not(vdn('8002')), {}, true],
    [not(vdn('8001')), {}, false],
    [not(withheld), { callerNumber: '' }, false],
    [all(any(number('110'), all(code, area)), not(any(withheld, vdn('8002')))), {}, true],
  ])('%j on a call with %j matches: %s', (condition, call, matches) => {
    expect(matchOf([e.rule('a', { condition })], facts(call)) !== undefined).toBe(matches)
  })

  test.each<[calls: number, callerNumber: string, matches: boolean]>([
    [3, '13800001111', true],
    [4, '13800001111', false],
    [2, '', false],
  ])('of at least %s calls, by %j who called three times, matches: %s', (calls, callerNumber, matches) => {
    const found = matchOf([e.rule('a', { condition: repeat(calls) })], facts({ callerNumber }), threeCalls)
    expect(found !== undefined).toBe(matches)
  })

  test('asks for repeats within its minutes before the arrival, both ends included', () => {
    const asked: unknown[] = []
    const callers: CallerHistory = { countCalls: (...input) => asked.push(input) }
    matchOf([e.rule('a', { condition: repeat(2) })], facts(), callers)
    expect(asked).toEqual([['13800001111', sunday2am - 30 * 60_000, sunday2am]])
  })

  test('of a disabled rule lists nothing', () => {
    expect(matchOf([e.rule('a', { enabled: false })])).toBeUndefined()
  })
})

describe('the reason', () => {
  test.each<[name: string, condition: Condition, because: unknown]>([
    ['a condition as it was typed', number('+86 138 0000 1111'), number('+86 138 0000 1111')],
    ['a number list as its count', list('13800001111', '110'), { kind: 'caller-list', count: 2 }],
    ['repeats with what was counted', repeat(2), { kind: 'repeat-caller', calls: 2, minutes: 30, counted: 3 }],
    ['all parts', all(code, vdn('8001')), { kind: 'all', of: [code, vdn('8001')] }],
    ['of several branches the narrowest that holds', any(area, vdn('8001'), number('110')), vdn('8001')],
    ['what did not hold by its kind', not(list('110')), { kind: 'not', of: 'caller-list' }],
    [
      'parts within parts',
      all(any(list('110', '13800001111'), withheld), not(vdn('8002'))),
      {
        kind: 'all',
        of: [
          { kind: 'caller-list', count: 2 },
          { kind: 'not', of: 'vdn' },
        ],
      },
    ],
  ])('names %s', (_name, condition, because) => {
    expect(matchOf([e.rule('a', { condition })], facts(), threeCalls)?.because).toEqual(because)
  })

  test('is that of the call at hand, also when the rule was met in two ways before', () => {
    const lookup = compileList(e.listOf(e.rule('a', { condition: any(vdn('8001'), code) })), siteTime)
    lookup.match(facts(), nobody)
    expect(lookup.match(facts({ vdn: '8002' }), nobody)?.because).toEqual(code)
  })
})

describe('the order of strength', () => {
  test.each<[name: string, strong: Partial<PriorityRule>, weak: Partial<PriorityRule>]>([
    [
      'severity before everything',
      { severity: 'P1', condition: dialled },
      { severity: 'P2', condition: number('13800001111') },
    ],
    ['P2 before P3', { severity: 'P2' }, { severity: 'P3' }],
    ['exact number before number list', { condition: number('13800001111') }, { condition: list('13800001111') }],
    [
      'number list before range',
      { condition: list('13800001111') },
      { condition: range('13800001111', '13800001111') },
    ],
    ['range before prefix', { condition: range('13000000000', '13999999999') }, { condition: prefix('13800001111') }],
    ['longer prefix before shorter', { condition: prefix('1380') }, { condition: prefix('138') }],
    ['a prefix is as long as what it is compared by', { condition: prefix('1380') }, { condition: prefix('+86 138') }],
    ['prefix before repeat caller', { condition: prefix('1') }, { condition: repeat(2) }],
    ['repeat caller before VDN', { condition: repeat(2) }, { condition: vdn('8001') }],
    ['VDN before transfer code', { condition: vdn('8001') }, { condition: code }],
    ['transfer code before area', { condition: code }, { condition: area }],
    ['area before dialled number', { condition: area }, { condition: dialled }],
    ['dialled number before what is not so', { condition: dialled }, { condition: not(withheld) }],
    ['two conditions before one', { condition: all(vdn('8001'), area) }, { condition: vdn('8001') }],
    ['three conditions before two', { condition: all(code, area, dialled) }, { condition: all(code, area) }],
    [
      'a longer prefix before a shorter one with much else',
      { condition: prefix('1380') },
      { condition: all(prefix('138'), ...Array.from({ length: 19 }, () => area)) },
    ],
    ['`all` is as narrow as its narrowest part', { condition: all(dialled, vdn('8001')) }, { condition: code }],
    [
      '`any` is only as narrow as its widest part',
      { condition: code },
      { condition: any(number('13800001111'), area) },
    ],
  ])('%s', (_name, strong, weak) => {
    const won = matchOf([e.rule('weak', weak), e.rule('strong', strong)], facts(), threeCalls)
    expect(won).toMatchObject({ ruleId: 'strong', alsoMatched: ['Rule weak'] })
  })

  test('withheld before repeat caller and VDN', () => {
    const rules = [e.rule('vdn', { condition: vdn('8001') }), e.rule('withheld', { condition: withheld })]
    expect(matchOf(rules, facts({ callerNumber: '' }))?.alsoMatched).toEqual(['Rule vdn'])
  })

  test('between equals the admin’s order decides', () => {
    expect(matchOf([e.rule('first'), e.rule('second')])?.ruleId).toBe('first')
  })

  test('of many that match the strongest are named, each once', () => {
    const rules = Array.from({ length: 60 }, (_, i) =>
      e.rule(`${i}`, {
        severity: i < 30 ? 'P3' : 'P2',
        condition: i % 2 ? area : any(all(vdn('8001'), area), all(vdn('8001'), dialled)),
      }),
    )
    const found = matchOf(rules)
    const strongest = [...rules]
      .sort((a, b) => (a.severity < b.severity ? -1 : a.severity > b.severity ? 1 : 0))
      .filter((one) => one.severity === 'P2')
    const branches = strongest.filter((one) => one.condition.kind === 'any').map((one) => one.name)
    const areas = strongest.filter((one) => one.condition.kind === 'queue-area').map((one) => one.name)
    expect([found?.ruleName, ...(found?.alsoMatched ?? [])]).toEqual(
      [...branches, ...areas].slice(0, alsoMatchedLimit + 1),
    )
  })
})

test('of many in one place as many are named as can be', () => {
  expect(matchOf(Array.from({ length: 30 }, (_, i) => e.rule(`${i}`)))?.alsoMatched).toHaveLength(alsoMatchedLimit)
})

describe('a rule with days and hours', () => {
  const night = { days: [6], from: '22:00', to: '06:00' } // Saturday night, until Sunday morning
  test.each<[name: string, change: Partial<PriorityRule>, at: string, matches: boolean]>([
    ['on its first day', { validFrom: '2026-11-22' }, '2026-11-22T00:00', true],
    ['the moment before', { validFrom: '2026-11-22' }, '2026-11-21T23:59', false],
    ['on its last day', { validTo: '2026-11-22' }, '2026-11-22T23:59', true],
    ['the moment after', { validTo: '2026-11-22' }, '2026-11-23T00:00', false],
    ['in the night that begins on its day', { hours: [night] }, '2026-11-21T22:00', true],
    ['in the night after its day', { hours: [night] }, '2026-11-22T05:59', true],
    ['when that night is over', { hours: [night] }, '2026-11-22T06:00', false],
    ['in the night before its day', { hours: [night] }, '2026-11-21T05:59', false],
    ['on Monday morning, after a Sunday night', { hours: [{ ...night, days: [7] }] }, '2026-11-23T02:00', true],
    ['until midnight', { hours: [{ days: [7], from: '08:00', to: '24:00' }] }, '2026-11-22T23:59', true],
    ['after midnight', { hours: [{ days: [7], from: '08:00', to: '24:00' }] }, '2026-11-23T00:00', false],
    ['round the clock from eight', { hours: [{ days: [7], from: '08:00', to: '08:00' }] }, '2026-11-23T07:59', true],
    [
      'in the second of its hours',
      { hours: [night, { days: [3], from: '08:00', to: '09:00' }] },
      '2026-11-25T08:30',
      true,
    ],
  ])('%s', (_name, change, at, matches) => {
    const call = facts({ arrivedAt: Date.parse(`${at}:00+08:00`) })
    expect(matchOf([e.rule('a', change)], call) !== undefined).toBe(matches)
  })

  test('gives way to a weaker one outside its hours', () => {
    const rules = [
      e.rule('strong', { hours: [{ days: [1], from: '08:00', to: '18:00' }] }),
      e.rule('weak', { severity: 'P3' }),
    ]
    expect(matchOf(rules)).toMatchObject({ ruleId: 'weak', alsoMatched: [] })
  })
})

describe('what the rule says to do', () => {
  test.each<[rule: Partial<PriorityRule>, ofClass: PriorityClass['sound'], sound: Match['sound']]>([
    [{ severity: 'P1', sound: 'class' }, 'severity', 'p1'],
    [{ severity: 'P2', sound: 'class' }, 'severity', 'p2'],
    [{ severity: 'P3', sound: 'class' }, 'p2', 'p2'],
    [{ severity: 'P3', sound: 'severity' }, 'p1', 'p3'],
    [{ severity: 'P3', sound: 'p1' }, 'silent', 'p1'],
    [{ severity: 'P3', sound: 'silent' }, 'p1', 'silent'],
    [{ severity: 'P2', sound: 'class' }, 'silent', 'silent'],
    [{ severity: 'P1', sound: 'class' }, 'silent', 'p1'],
    [{ severity: 'P1', sound: 'silent' }, 'p3', 'p1'],
  ])('%j in a class that sounds %j sounds %j', (rule, ofClass, sound) => {
    const classes = [e.priorityClass('repair', { sound: ofClass })]
    const lookup = compileList({ ...e.listOf(e.rule('a', rule)), classes }, siteTime)
    expect(lookup.match(facts(), nobody)?.sound).toBe(sound)
  })

  test('comes with the match, and the version of the list', () => {
    const rule = e.rule('a', { ladder: 'night', handling: 'Ask for the street' })
    const lookup = compileList({ ...e.listOf(rule), version: 42 }, siteTime)
    expect(lookup.match(facts(), nobody)).toMatchObject({
      ladder: 'night',
      handling: 'Ask for the street',
      listVersion: 42,
    })
  })
})

test('a list that is not loaded yet lists nothing', () => {
  expect(emptyLookup.match(facts(), nobody)).toBeUndefined()
})
