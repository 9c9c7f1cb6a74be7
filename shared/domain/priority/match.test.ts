import { describe, expect, test } from 'vitest'
import { createCallBook } from '#shared/domain/call/book-state.ts'
import type { Call } from '#shared/domain/call/call.ts'
import { applyCallEvent } from '#shared/domain/call/call-book.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import * as e from '#shared/domain/testing/events.ts'
import { createMatcher } from './match.ts'
import type { Condition, PriorityRule } from './rule.ts'

function callAfter(...events: CallEvent[]): Call {
  const book = createCallBook()
  for (const event of events) applyCallEvent(book, event)
  const call = book.calls.get('s/1')
  if (!call) throw new Error('the call is over')
  return call
}
const call = callAfter(e.arrived(0, 's/1', '13800001111', '96777'), e.routed(3, '8001', '1'), e.joined(4))
const matchOf = (one: Call, ...rules: PriorityRule[]) => createMatcher(e.listOf(...rules))(one)

describe('a condition', () => {
  const cases: [condition: Condition, matches: boolean][] = [
    [{ kind: 'caller-number', number: '13800001111' }, true],
    [{ kind: 'caller-number', number: '1380000111' }, false],
    [{ kind: 'caller-prefix', prefix: '138' }, true],
    [{ kind: 'caller-prefix', prefix: '139' }, false],
    [{ kind: 'dialled-number', number: '96777' }, true],
    [{ kind: 'dialled-number', number: '95598' }, false],
    [{ kind: 'transfer-code', code: '1' }, true],
    [{ kind: 'transfer-code', code: '' }, false],
    [{ kind: 'vdn', vdn: '8001' }, true],
    [{ kind: 'vdn', vdn: '8002' }, false],
    [{ kind: 'queue-area', area: 'repair' }, true],
    [{ kind: 'queue-area', area: 'billing' }, false],
  ]
  test.each(cases)('%j matches: %s', (condition, matches) => {
    expect(matchOf(call, e.rule('a', { condition }))?.because).toEqual(matches ? condition : undefined)
  })

  test('a disabled rule lists nothing', () => {
    expect(matchOf(call, e.rule('a', { enabled: false }))).toBeUndefined()
  })

  test('a call that overflowed from an area still counts for it', () => {
    const overflowed = callAfter(e.arrived(0), e.joined(1), e.left(60, 'undecided'), e.joined(60, 'overflow'))
    expect(matchOf(overflowed, e.rule('a'))?.ruleId).toBe('a')
  })

  test('a call that a seat sent on does not count for the area it came from', () => {
    const sentOn = callAfter(e.arrived(0), e.joined(1), e.answered(5), e.joined(9, 'billing'))
    expect(matchOf(sentOn, e.rule('a'))).toBeUndefined()
  })
})

describe('a call that a seat sent on', () => {
  const repair = e.rule('vdn', { condition: { kind: 'vdn', vdn: '8001' } })
  const code = e.rule('code', { condition: { kind: 'transfer-code', code: '1' } })
  const answered = [e.arrived(0), e.routed(1, '8001', '1'), e.joined(1), e.answered(5)]

  test('no longer counts for the VDN and the code that led to the first answer', () => {
    const sentOn = callAfter(...answered, e.joined(9, 'billing'))
    expect(matchOf(sentOn, repair, code)).toBeUndefined()
  })

  test('counts for the VDN it is sent to, and not for the old code', () => {
    const sentOn = callAfter(...answered, e.routed(9, '8001'), e.joined(9, 'repair'))
    expect(matchOf(sentOn, code, repair)).toMatchObject({ ruleId: 'vdn', alsoMatched: [] })
  })

  test('that overflowed before any answer keeps its VDN and code', () => {
    const overflowed = callAfter(
      e.arrived(0),
      e.routed(1, '8001', '1'),
      e.joined(1),
      e.left(60, 'undecided'),
      e.joined(60, 'overflow'),
    )
    expect(matchOf(overflowed, repair, code)?.alsoMatched).toEqual(['Rule code'])
  })
})

describe('the order of strength', () => {
  const number: Condition = { kind: 'caller-number', number: '13800001111' }
  const prefix = (text: string): Condition => ({ kind: 'caller-prefix', prefix: text })
  const cases: [name: string, strong: Partial<PriorityRule>, weak: Partial<PriorityRule>][] = [
    ['severity before everything', { severity: 'P1' }, { severity: 'P2', condition: number }],
    ['exact number before prefix', { condition: number }, { condition: prefix('1380000') }],
    ['longer prefix before shorter', { condition: prefix('1380') }, { condition: prefix('138') }],
    ['prefix before VDN', { condition: prefix('1') }, { condition: { kind: 'vdn', vdn: '8001' } }],
    [
      'VDN before transfer code',
      { condition: { kind: 'vdn', vdn: '8001' } },
      { condition: { kind: 'transfer-code', code: '1' } },
    ],
    ['transfer code before area', { condition: { kind: 'transfer-code', code: '1' } }, {}],
    ['area before dialled number', {}, { condition: { kind: 'dialled-number', number: '96777' } }],
  ]
  test.each(cases)('%s', (_name, strong, weak) => {
    const won = matchOf(call, e.rule('weak', weak), e.rule('strong', strong))
    expect(won).toMatchObject({ ruleId: 'strong', alsoMatched: ['Rule weak'] })
  })

  test('between equals the admin’s order decides', () => {
    expect(matchOf(call, e.rule('first'), e.rule('second'))?.ruleId).toBe('first')
  })
})
