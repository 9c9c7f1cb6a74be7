import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultDialPlan } from '#shared/domain/dial/dial-plan.ts'
import { createSiteTime } from '#shared/domain/dial/site-time.ts'
import * as e from '#shared/domain/testing/events.ts'
import { compileList } from './compile.ts'
import { findFindings } from './findings.ts'
import type { Condition, ListDocument, PriorityRule } from './rule.ts'

const document = (...rules: PriorityRule[]): ListDocument => ({
  dial: defaultDialPlan,
  classes: [
    {
      id: 'repair',
      name: { zh: '抢修', en: 'Repair' },
      severity: 'P1',
      colour: 'red',
      shape: 'octagon',
      sound: 'severity',
    },
  ],
  rules,
})
const rule = (id: string, condition: Condition, change: Partial<PriorityRule> = {}): PriorityRule =>
  e.rule(id, { condition, severity: 'P2', ...change })
const kindsOf = (...rules: PriorityRule[]): Record<string, string[]> =>
  Object.fromEntries(
    [...findFindings(document(...rules), '2026-11-24')].map(([id, all]) => [id, all.map((f) => f.kind)]),
  )

const number = (text: string): Condition => ({ kind: 'caller-number', number: text })
const prefix = (text: string): Condition => ({ kind: 'caller-prefix', prefix: text })
const range = (from: string, to: string): Condition => ({ kind: 'caller-range', from, to })
const list = (...numbers: string[]): Condition => ({ kind: 'caller-list', numbers })
const vdn: Condition = { kind: 'vdn', vdn: '8001' }

describe('what is noticed about rules', () => {
  const cases: [name: string, rules: PriorityRule[], found: Record<string, string[]>][] = [
    ['nothing about rules of their own', [rule('a', number('13800001111')), rule('b', vdn)], {}],
    [
      'the same number written in two ways',
      [rule('a', number('13800001111')), rule('b', number('+86 138-0000-1111'))],
      { b: ['duplicate'] },
    ],
    [
      'a number whose prefix is of higher severity never wins',
      [rule('a', prefix('0755'), { severity: 'P1' }), rule('b', number('0755 2688 4100'))],
      { b: ['never-wins'] },
    ],
    [
      'a number apart from its weaker prefix is no fault',
      [rule('a', prefix('0755')), rule('b', number('075526884100'))],
      {},
    ],
    [
      'a rule that is off does not stand in the way',
      [rule('a', prefix('0755'), { severity: 'P1', enabled: false }), rule('b', number('075526884100'))],
      {},
    ],
    [
      'nor one that holds at other hours',
      [
        rule('a', prefix('0755'), { severity: 'P1', hours: [{ days: [1], from: '08:00', to: '18:00' }] }),
        rule('b', number('075526884100')),
      ],
      {},
    ],
    [
      'hours within hours are covered, also over midnight',
      [
        rule('a', vdn, { severity: 'P1', hours: [{ days: [1, 2], from: '20:00', to: '08:00' }] }),
        rule('b', vdn, { hours: [{ days: [2], from: '01:00', to: '07:00' }] }),
      ],
      { b: ['never-wins'] },
    ],
    [
      'a condition with one part more is covered by the part',
      [rule('a', vdn, { severity: 'P1' }), rule('b', { kind: 'all', of: [vdn, prefix('138')] })],
      { b: ['never-wins'] },
    ],
    [
      'an any is covered only when each branch is',
      [
        rule('a', vdn, { severity: 'P1' }),
        rule('b', { kind: 'any', of: [vdn, { kind: 'vdn', vdn: '8002' }] }),
        rule('c', { kind: 'any', of: [vdn, { kind: 'all', of: [vdn, prefix('138')] }] }),
      ],
      { c: ['never-wins'] },
    ],
    [
      'a list all of whose numbers a stronger list has never wins',
      [rule('a', list('13800001111', '13800002222'), { severity: 'P1' }), rule('b', list('013800001111'))],
      { b: ['never-wins'] },
    ],
    [
      'lists that share numbers overlap',
      [rule('a', list('13800001111', '13800002222')), rule('b', list('13800002222', '13800003333'))],
      { b: ['overlaps'] },
    ],
    [
      'ranges that cross overlap',
      [rule('a', range('13800001000', '13800001999')), rule('b', range('13800001900', '13800002999'))],
      { b: ['overlaps'] },
    ],
    [
      'a rule whose stronger one began before today never wins from now on',
      [rule('a', vdn, { severity: 'P1', validFrom: '2026-11-01' }), rule('b', vdn)],
      { b: ['never-wins'] },
    ],
    [
      'a rule whose stronger one begins tomorrow wins until then',
      [rule('a', vdn, { severity: 'P1', validFrom: '2026-11-25' }), rule('b', vdn)],
      {},
    ],
    [
      'a rule whose stronger one ends some day wins after it',
      [rule('a', vdn, { severity: 'P1', validTo: '2026-12-01' }), rule('b', vdn)],
      {},
    ],
    [
      'a range between two groups that a prefix stands for is not covered by it',
      [rule('a', prefix('+861'), { severity: 'P1' }), rule('b', range('01062345678', '02062345678'))],
      {},
    ],
    [
      'fewer repeats in more minutes cover',
      [
        rule('a', { kind: 'repeat-caller', calls: 2, minutes: 60 }, { severity: 'P1' }),
        rule('b', { kind: 'repeat-caller', calls: 3, minutes: 30 }),
        rule('c', { kind: 'repeat-caller', calls: 3, minutes: 90 }),
      ],
      { b: ['never-wins'] },
    ],
    [
      'an expired rule is said to be, and stands in nobody’s way',
      [rule('a', vdn, { severity: 'P1', validTo: '2026-11-23' }), rule('b', vdn)],
      { a: ['expired'] },
    ],
    ['the last day of a rule is not expired', [rule('a', vdn, { validTo: '2026-11-24' })], {}],
    ['a number that is none here', [rule('a', number('1380000111'))], { a: ['unusual-number'] }],
    [
      'an error is said, and the rule is not compared',
      [rule('a', vdn), rule('b', { ...vdn, vdn: '' })],
      { b: ['error'] },
    ],
  ]
  test.each(cases)('%s', (_name, rules, found) => {
    expect(kindsOf(...rules)).toEqual(found)
  })

  test('the shared numbers of two ranges are counted', () => {
    const found = findFindings(
      document(rule('a', range('13800001000', '13800001999')), rule('b', range('13800001900', '13800002999'))),
      '2026-11-24',
    )
    expect(found.get('b')).toEqual([{ kind: 'overlaps', with: 'Rule a', withId: 'a', count: 100 }])
  })
})

/** Conditions in which much meets, so that covering is common. */
const anyCondition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(number('13800001111'), number('075526884100'), number('8001')),
    fc.constantFrom(prefix('138'), prefix('0755'), prefix('+86'), prefix('13800001')),
    fc.constantFrom(range('13800001000', '13800001999'), range('13800001100', '13800001200')),
    fc.constantFrom(list('13800001111', '075526884100'), list('13800001111')),
    fc.constantFrom<Condition>(vdn, { kind: 'vdn', vdn: '8002' }, { kind: 'caller-withheld' }),
    fc.record({ kind: fc.constant('all' as const), of: fc.array(tie('condition'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ kind: fc.constant('any' as const), of: fc.array(tie('condition'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ kind: fc.constant('not' as const), of: tie('condition') }),
  ),
})).condition

test('a rule that is said never to win never wins, whatever calls', () => {
  const anyRule = fc.record({
    condition: anyCondition,
    severity: fc.constantFrom('P1' as const, 'P2' as const, 'P3' as const),
    hours: fc.constantFrom<PriorityRule['hours']>([], [{ days: [1, 2, 3], from: '00:00', to: '24:00' }]),
  })
  const anyFacts = fc.record({
    arrivedAt: fc.integer({ min: 0, max: 14 }).map((days) => e.t(days * 86_400)),
    callerNumber: fc.constantFrom('', '13800001111', '13800001150', '075526884100', '8001', '13900000000'),
    dialledNumber: fc.constant('96777'),
    vdn: fc.constantFrom('8001', '8002'),
    areas: fc.constant<string[]>([]),
  })
  const siteTime = createSiteTime('Asia/Shanghai')
  let said = 0
  fc.assert(
    fc.property(
      fc.array(anyRule, { minLength: 2, maxLength: 6 }),
      fc.array(anyFacts, { minLength: 12 }),
      (parts, calls) => {
        const rules = parts.map((part, i) => rule(String(i), part.condition, part))
        const found = findFindings(document(...rules), '2026-11-24')
        const lookup = compileList({ ...document(...rules), version: 1 }, siteTime)
        for (const facts of calls) {
          const winner = lookup.match(facts, { countCalls: () => 0 })
          const findings = winner ? (found.get(winner.ruleId) ?? []) : []
          said += found.size
          expect(findings.filter(({ kind }) => kind === 'never-wins' || kind === 'duplicate')).toEqual([])
        }
      },
    ),
    { numRuns: 400 },
  )
  expect(said).toBeGreaterThan(100)
})
