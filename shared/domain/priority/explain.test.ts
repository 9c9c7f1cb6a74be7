import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSiteTime } from '#shared/domain/dial/site-time.ts'
import * as e from '#shared/domain/testing/events.ts'
import { compileList } from './compile.ts'
import { tryCall } from './explain.ts'
import type { TryInput } from './list-answers.ts'
import type { CallFacts, Condition, PriorityRule } from './rule.ts'

const siteTime = createSiteTime('Asia/Shanghai')
/** "What would +86 755 2688 4100 dialling 96777, keying 1, at 02:00 on Sunday match?" */
const call = (change: Partial<TryInput> = {}): TryInput => ({
  callerNumber: '+86 755 2688 4100',
  dialledNumber: '96777',
  transferCode: '1',
  vdn: '',
  area: '',
  at: Date.parse('2026-11-22T02:00:00+08:00'),
  callsBefore: 0,
  ...change,
})
const rule = (id: string, condition: Condition, change: Partial<PriorityRule> = {}): PriorityRule =>
  e.rule(id, { condition, severity: 'P2', ...change })
const tried = (rules: PriorityRule[], input = call(), learned?: { vdn?: string; area?: string }) =>
  tryCall(e.listOf(...rules), input, siteTime, learned)
const prefix: Condition = { kind: 'caller-prefix', prefix: '0755' }
const code: Condition = { kind: 'transfer-code', code: '1' }
const hospital: Condition = { kind: 'caller-list', numbers: ['26884100', '26884101'] }

describe('a call that somebody describes', () => {
  test('is answered with the rule that wins, and what in the call made it', () => {
    expect(tried([rule('code', code), rule('hospital', hospital)]).winner).toEqual({
      ruleId: 'hospital',
      name: 'Rule hospital',
      classId: 'repair',
      severity: 'P2',
      because: { kind: 'caller-list', count: 2 },
    })
  })

  test('is answered with why each of the others lost, strongest first, and then with what was kept out', () => {
    const { others } = tried(
      [
        rule('wider', code),
        rule('weaker', hospital, { severity: 'P3' }),
        rule('later', hospital),
        rule('off', hospital, { severity: 'P1', enabled: false }),
        rule('tomorrow', prefix, { validFrom: '2026-11-23' }),
        rule('yesterday', prefix, { validTo: '2026-11-21' }),
        rule('by day', prefix, { hours: [{ days: [7], from: '08:00', to: '18:00' }] }),
        rule('elsewhere', { kind: 'caller-prefix', prefix: '020' }, { severity: 'P1' }),
        rule('first', hospital, { hours: [{ days: [6], from: '22:00', to: '06:00' }] }),
      ].sort((a, b) => Number(b.id === 'first') - Number(a.id === 'first')),
    )
    expect(others.map(({ ruleId, why }) => `${ruleId}: ${why}`)).toEqual([
      'later: later-in-list',
      'wider: wider-condition',
      'weaker: lower-severity',
      'off: disabled',
      'tomorrow: not-yet-valid',
      'yesterday: no-longer-valid',
      'by day: outside-hours',
    ])
  })

  test('that nothing matches has no winner, and no others', () => {
    expect(tried([rule('a', { kind: 'caller-withheld' })])).toMatchObject({ others: [] })
    expect(tried([rule('a', { kind: 'caller-withheld' })]).winner).toBeUndefined()
  })

  test('says how the caller was understood', () => {
    expect(tried([]).caller).toEqual({ key: '075526884100', kind: 'fixed' })
    expect(tried([], call({ callerNumber: ' ' })).caller).toEqual({ key: '', kind: 'withheld' })
    expect(tried([], call({ callerNumber: '1380000' })).caller.kind).toBe('odd')
  })

  test('goes where calls with its code went, unless somebody says where', () => {
    const learned = { vdn: '8001', area: 'repair' }
    expect(tried([], call(), learned).used).toEqual({ vdn: '8001', area: 'repair', learned: true })
    expect(tried([], call({ vdn: '8009' }), learned).used).toEqual({ vdn: '8009', area: 'repair', learned: true })
    expect(tried([], call({ vdn: '8009', area: 'x' }), learned).used).toEqual({
      vdn: '8009',
      area: 'x',
      learned: false,
    })
    expect(tried([], call({ transferCode: '' }), learned).used).toEqual({ learned: false })
    expect(tried([e.rule('area')], call(), learned).winner?.ruleId).toBe('area')
  })

  test.each<[callsBefore: number, wins: boolean]>([
    [1, false],
    [2, true],
  ])('by somebody who called %s times before is the third: %s', (callsBefore, wins) => {
    const rules = [rule('again', { kind: 'repeat-caller', calls: 3, minutes: 30 })]
    expect(tried(rules, call({ callsBefore })).winner !== undefined).toBe(wins)
    expect(tried(rules, call({ callsBefore, callerNumber: '' })).winner).toBeUndefined()
  })

  test('names no more others than anybody reads', () => {
    const rules = Array.from({ length: 80 }, (_, i) => rule(String(i), hospital, { enabled: i < 40 }))
    const { others } = tried(rules)
    expect(others).toHaveLength(50)
    expect(others.filter(({ why }) => why === 'disabled')).toHaveLength(11)
  })
})

test('the winner of a try is the winner of the call itself', () => {
  const condition = fc.constantFrom<Condition>(
    prefix,
    code,
    hospital,
    { kind: 'not', of: code },
    { kind: 'vdn', vdn: '8001' },
  )
  const anyRule = fc.record({
    condition,
    severity: fc.constantFrom('P1' as const, 'P2' as const),
    enabled: fc.boolean(),
    validFrom: fc.constantFrom(null, '2026-11-23'),
    sound: fc.constant('class' as const),
  })
  fc.assert(
    fc.property(
      fc.array(anyRule, { maxLength: 12 }),
      fc.constantFrom('26884100', '13800001111', ''),
      (parts, number) => {
        const list = e.listOf(...parts.map((part, i) => e.rule(String(i), part)))
        const input = call({ callerNumber: number, vdn: '8001' })
        const facts: CallFacts = {
          arrivedAt: input.at,
          callerNumber: number,
          dialledNumber: '96777',
          transferCode: '1',
          vdn: '8001',
          areas: [],
        }
        const match = compileList(list, siteTime).match(facts, { countCalls: () => 1 })
        const { winner, others } = tryCall(list, input, siteTime)
        expect(winner?.ruleId).toBe(match?.ruleId)
        expect(winner?.because).toEqual(match?.because)
        const lost = others.filter(({ why }) => !['disabled', 'not-yet-valid'].includes(why))
        expect(lost.map(({ name }) => name)).toEqual(match?.alsoMatched ?? [])
      },
    ),
  )
})
