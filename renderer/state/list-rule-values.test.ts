import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ConditionView } from '#shared/ipc/list-view.ts'
import { ruleInputSchema } from '#shared/ipc/list-contract.ts'
import { sampleRule } from '#renderer/testing/sample-list.ts'
import {
  keptCondition,
  newNode,
  newValues,
  numbersInOneCommand,
  ruleOf,
  sameRule,
  valuesOf,
  wholeInputOf,
  type RuleValues,
} from './list-rule-values.ts'

const text = fc.stringMatching(/^[0-9]{3,11}$/)
const simple: fc.Arbitrary<ConditionView> = fc.oneof(
  text.map((number): ConditionView => ({ kind: 'caller-number', number })),
  text.map((prefix): ConditionView => ({ kind: 'caller-prefix', prefix })),
  fc.tuple(text, text).map(([from, to]): ConditionView => ({ kind: 'caller-range', from, to })),
  fc.constant<ConditionView>({ kind: 'caller-withheld' }),
  text.map((number): ConditionView => ({ kind: 'dialled-number', number })),
  text.map((code): ConditionView => ({ kind: 'transfer-code', code })),
  text.map((vdn): ConditionView => ({ kind: 'vdn', vdn })),
  text.map((area): ConditionView => ({ kind: 'queue-area', area })),
  fc
    .tuple(fc.integer({ min: 2, max: 50 }), fc.integer({ min: 1, max: 1440 }))
    .map(([calls, minutes]): ConditionView => ({ kind: 'repeat-caller', calls, minutes })),
)
const condition = fc.letrec<{ tree: ConditionView }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    simple,
    fc
      .array(tie('tree'), { minLength: 1, maxLength: 4 })
      .chain((of) => fc.constantFrom<'all' | 'any'>('all', 'any').map((kind): ConditionView => ({ kind, of }))),
    tie('tree').map((of): ConditionView => ({ kind: 'not', of })),
  ),
})).tree

test('what the form makes of a stored rule without touching it is that rule', () => {
  fc.assert(
    fc.property(condition, fc.boolean(), (tree, enabled) => {
      const rule = sampleRule('a', { condition: tree, enabled, validFrom: '2026-11-01' })
      const made = ruleOf('a', valuesOf(rule))
      expect(made.ok && made.send).toEqual({ rule: { ...rule, condition: keptCondition(tree) }, numbers: [] })
    }),
  )
})

test('the console takes every rule that the form lets through', () => {
  fc.assert(
    fc.property(condition, (tree) => {
      const made = ruleOf('a', valuesOf(sampleRule('a', { condition: tree })))
      expect(ruleInputSchema.safeParse(made.ok && made.send.rule).success).toBe(true)
    }),
  )
})

const filled: RuleValues = { ...newValues({ id: 'repair', severity: 'P1' }), name: 'x' }
const withNode = (changes: Partial<ReturnType<typeof newNode>>): RuleValues => ({
  ...filled,
  condition: { ...newNode(), ...changes },
})
test.each<[name: string, values: RuleValues, field: string, code: string]>([
  ['no name', { ...filled, name: ' ', condition: { ...newNode('vdn'), vdn: '1' } }, 'name', 'missing'],
  ['no number', filled, 'number', 'missing'],
  ['half a range', withNode({ kind: 'caller-range', from: '1' }), 'number', 'missing'],
  ['an empty list', withNode({ kind: 'caller-list' }), 'number', 'list-empty'],
  ['one call', withNode({ kind: 'repeat-caller', calls: '1' }), 'number', 'repeat-limits'],
  ['words for minutes', withNode({ kind: 'repeat-caller', minutes: 'ten' }), 'number', 'repeat-limits'],
  ['an empty group', withNode({ kind: 'all' }), 'condition', 'missing'],
  [
    'an end before the begin',
    { ...withNode({ kind: 'vdn', vdn: '1' }), validFrom: '2026-11-02', validTo: '2026-11-01' },
    'valid-to',
    'dates-reversed',
  ],
  [
    'hours without days',
    { ...withNode({ kind: 'vdn', vdn: '1' }), hours: [{ days: [], from: '08:00', to: '18:00' }] },
    'hours',
    'not-hours',
  ],
  [
    'hours that no clock has',
    { ...withNode({ kind: 'vdn', vdn: '1' }), hours: [{ days: [1], from: '25:00', to: '18:00' }] },
    'hours',
    'not-hours',
  ],
])('%s is found before anything is sent', (_, values, field, code) => {
  const made = ruleOf('a', values)
  expect(made.ok ? [] : made.issues).toMatchObject([{ field, code }])
})

describe('a number list', () => {
  const many = (count: number): string[] => Array.from({ length: count }, (_, at) => `${13_000_000_000 + at}`)
  const stored = sampleRule('a', { condition: { kind: 'caller-list', numbers: ['1'], count: 90_000 } })

  test('that is stored goes as what is added and removed', () => {
    const values = valuesOf(stored)
    const condition = { ...values.condition, list: { ...values.condition.list, added: ['2'], removed: ['1'] } }
    const made = ruleOf('a', { ...values, condition })
    expect(made.ok && made.send.rule.condition).toEqual({ kind: 'caller-list', numbers: null })
    expect(made.ok && made.send.numbers).toEqual([{ add: ['2'], remove: ['1'] }])
  })

  test('that is new goes with the rule, as far as one command carries, and the rest in pieces', () => {
    const numbers = many(12_000)
    const made = ruleOf('a', withNode({ kind: 'caller-list', list: { added: numbers, removed: [] } }))
    if (!made.ok || made.send.rule.condition.kind !== 'caller-list') throw new Error('not a list')
    const sent = [...(made.send.rule.condition.numbers ?? []), ...made.send.numbers.flatMap(({ add }) => add)]
    expect(sent).toEqual(numbers)
    expect(made.send.numbers.map(({ add }) => add.length)).toEqual([numbersInOneCommand, 2000])
  })

  test('that this screen saw only a part of cannot be put back', () => {
    expect(wholeInputOf(stored)).toBeUndefined()
    const whole = sampleRule('a', { condition: { kind: 'not', of: { kind: 'caller-list', numbers: ['1'], count: 1 } } })
    expect(wholeInputOf(whole)?.condition).toEqual({ kind: 'not', of: { kind: 'caller-list', numbers: ['1'] } })
  })
})

test('two rules are the same when they say the same, whatever the order of their fields', () => {
  const rule = sampleRule('a')
  const turned = Object.fromEntries(Object.entries(rule).reverse()) as typeof rule
  expect(sameRule(rule, turned)).toBe(true)
  expect(sameRule(rule, { ...rule, note: 'x' })).toBe(false)
})
