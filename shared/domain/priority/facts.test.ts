import { describe, expect, test } from 'vitest'
import { createCallBook } from '#shared/domain/call/book-state.ts'
import { applyCallEvent } from '#shared/domain/call/call-book.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import * as e from '#shared/domain/testing/events.ts'
import { factsOf } from './facts.ts'
import type { CallFacts } from './rule.ts'

function factsAfter(...events: CallEvent[]): CallFacts {
  const book = createCallBook()
  for (const event of events) applyCallEvent(book, event)
  const call = book.calls.get('s/1')
  if (!call) throw new Error('the call is over')
  return factsOf(call)
}
const routed = [e.arrived(0), e.routed(1, '8001', '1'), e.joined(1)]
const caller = { arrivedAt: e.t(0), callerNumber: '13800001111', dialledNumber: '96777' }

describe('what rules look at of a call', () => {
  test.each<[name: string, events: CallEvent[], facts: CallFacts]>([
    ['that just arrived', [e.arrived(0)], { ...caller, areas: [] }],
    ['that waits', routed, { ...caller, vdn: '8001', transferCode: '1', areas: ['repair'] }],
    [
      'that overflowed: every area of the wait',
      [...routed, e.left(60, 'undecided'), e.joined(60, 'overflow')],
      { ...caller, vdn: '8001', transferCode: '1', areas: ['repair', 'overflow'] },
    ],
    [
      'that a seat sent on: where it goes, not where it came from',
      [...routed, e.answered(5), e.joined(9, 'billing')],
      { ...caller, areas: ['billing'] },
    ],
    [
      'that a seat sent to a VDN: that VDN, and no code',
      [...routed, e.answered(5), e.routed(9, '8002'), e.joined(9, 'billing')],
      { ...caller, vdn: '8002', areas: ['billing'] },
    ],
    [
      'that came back to an area: it is named once',
      [...routed, e.left(60, 'undecided'), e.joined(60, 'overflow'), e.left(90, 'timed-out', 'overflow'), e.joined(90)],
      { ...caller, vdn: '8001', transferCode: '1', areas: ['repair', 'overflow'] },
    ],
  ])('%s', (_name, events, facts) => {
    expect(factsAfter(...events)).toEqual(facts)
  })
})
