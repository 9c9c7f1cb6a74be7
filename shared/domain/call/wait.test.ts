import { describe, expect, test } from 'vitest'
import * as e from '#shared/domain/testing/events.ts'
import { createCallBook } from './book-state.ts'
import { applyCallEvent } from './call-book.ts'
import type { CallEvent } from './call-event.ts'
import { currentWait } from './wait.ts'

function waitAfter(...events: CallEvent[]) {
  const book = createCallBook()
  const opened = [e.arrived(0), ...events]
    .flatMap((event) => applyCallEvent(book, event))
    .find((c) => c.kind === 'call-opened')
  if (!opened) throw new Error('no call')
  const { legs, since, endedAt } = currentWait(opened.call)
  return { areas: legs.map((leg) => leg.area), since, endedAt }
}
const overflow = [e.joined(5), e.left(65, 'undecided'), e.joined(68, 'overflow')]

describe('the wait of a caller', () => {
  const cases: [name: string, events: CallEvent[], areas: string[], since: number, endedAt: number | undefined][] = [
    ['begins with the arrival while in no queue', [e.inIvr(1)], [], 0, undefined],
    ['begins with the first queue', [e.joined(5)], ['repair'], 5, undefined],
    ['goes on between two queues', [e.joined(5), e.left(65, 'undecided')], ['repair'], 5, undefined],
    ['goes on in the queue it overflowed to', overflow, ['repair', 'overflow'], 5, undefined],
    ['ends with the answer there', [...overflow, e.answered(80, '1', 'overflow')], ['repair', 'overflow'], 5, 80],
    [
      'begins anew when a seat sends the call on',
      [e.joined(5), e.answered(9), e.joined(30, 'billing')],
      ['billing'],
      30,
      undefined,
    ],
    ['ends when the caller gives up', [e.joined(5), e.callerHungUp(9), e.ended(9)], ['repair'], 5, 9],
    ['ends in the IVR with the call', [e.inIvr(1), e.callerHungUp(4), e.ended(4)], [], 0, 4],
  ]
  test.each(cases)('%s', (_name, events, areas, since, endedAt) => {
    expect(waitAfter(...events)).toEqual({
      areas,
      since: e.t(since),
      endedAt: endedAt === undefined ? undefined : e.t(endedAt),
    })
  })
})
