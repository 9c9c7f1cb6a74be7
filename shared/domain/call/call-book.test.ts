import { describe, expect, test } from 'vitest'
import * as e from '#shared/domain/testing/events.ts'
import { createCallBook, type CallBook } from './book-state.ts'
import type { Call } from './call.ts'
import { applyCallEvent } from './call-book.ts'
import type { CallEvent } from './call-event.ts'
import { outcomeOf, stageOf, type BookChange } from './transitions.ts'

function play(...events: CallEvent[]): { book: CallBook; call: Call; changes: BookChange[] } {
  const book = createCallBook()
  const changes = events.flatMap((event) => applyCallEvent(book, event))
  const call = changes.findLast((c) => c.kind === 'call-opened')?.call
  if (!call) throw new Error('no call was opened')
  return { book, call, changes }
}

const ends = (call: Call) => call.queueLegs.map((leg) => `${leg.area}:${leg.end ?? 'open'}`)

describe('the life of a call', () => {
  const life: [name: string, event: CallEvent, stage: string][] = [
    ['arrives', e.arrived(0), 'arrived'],
    ['is answered by the IVR', e.inIvr(1), 'in-ivr'],
    ['is led to a VDN', e.routed(5, '8001', '1'), 'in-ivr'],
    ['joins the queue', e.joined(5), 'queued'],
    ['rings a seat', e.rings(6, '1001'), 'ringing'],
    ['is not answered by it', e.noAnswer(14, '1001', 8000), 'queued'],
    ['rings another seat', e.rings(15, '1002'), 'ringing'],
    ['is answered', e.answered(17, '1002'), 'talking'],
    ['is held', { kind: 'call-held', at: e.t(20), callId: 's/1' }, 'held'],
    ['is resumed', { kind: 'call-resumed', at: e.t(24), callId: 's/1' }, 'talking'],
    ['hears the seat hang up', e.talkEnded(30, 'seat', '1002'), 'between'],
    ['ends', e.ended(30), 'ended'],
  ]
  life.forEach(([name, , stage], index) => {
    test(`a call that ${name} is ${stage}`, () => {
      expect(stageOf(play(...life.slice(0, index + 1).map(([, event]) => event)).call)).toBe(stage)
    })
  })

  test('keeps who rang, how long, and who answered', () => {
    const { call } = play(...life.map(([, event]) => event))
    expect(call).toMatchObject({ vdn: '8001', transferCode: '1', dialledNumber: '96777' })
    expect(call.queueLegs[0]?.rings).toEqual([
      { seat: { id: '1001', name: 'Seat 1001' }, at: e.t(6), rangMs: 8000 },
      { seat: { id: '1002', name: 'Seat 1002' }, at: e.t(15), rangMs: 2000, answered: true },
    ])
    expect(call.talkLegs[0]).toMatchObject({
      startedAt: e.t(17),
      endedAt: e.t(30),
      endedBy: 'seat',
      holds: [{ from: e.t(20), to: e.t(24) }],
    })
    expect(outcomeOf(call)).toEqual({ kind: 'answered', seat: { id: '1002', name: 'Seat 1002' }, area: 'repair' })
  })

  test('keeps who answered also where the switch first said that the queue was left', () => {
    const { call } = play(
      e.arrived(0),
      e.joined(5),
      e.rings(6, '1001'),
      e.rings(6, '1002'),
      e.left(8, 'answered'),
      e.answered(8, '1002'),
    )
    expect(call.queueLegs[0]?.rings).toEqual([
      { seat: { id: '1001', name: 'Seat 1001' }, at: e.t(6), rangMs: 2000 },
      { seat: { id: '1002', name: 'Seat 1002' }, at: e.t(6), rangMs: 2000, answered: true },
    ])
  })

  test('leaves nothing in the book when it is over', () => {
    const { book } = play(...life.map(([, event]) => event))
    expect([...book.calls.keys()]).toEqual([])
    expect(book.areas.get('repair')).toEqual([])
  })
})

describe('how a queue leg ends', () => {
  const cases: [name: string, events: CallEvent[], expected: string[]][] = [
    [
      'the caller hangs up: abandoned',
      [e.joined(0), e.callerHungUp(9), e.left(9, 'undecided'), e.ended(9)],
      ['repair:abandoned'],
    ],
    [
      'the hang-up is told after the leave: abandoned',
      [e.joined(0), e.left(9, 'undecided'), e.callerHungUp(9), e.ended(9)],
      ['repair:abandoned'],
    ],
    [
      'nobody says who hung up, but the call ends at once: abandoned',
      [e.joined(0), e.left(9, 'undecided'), e.ended(9.2)],
      ['repair:abandoned'],
    ],
    [
      'the call goes to another queue: overflow, not an abandon',
      [e.joined(0), e.left(60, 'undecided'), e.joined(60, 'overflow')],
      ['repair:timed-out', 'overflow:open'],
    ],
    [
      'the call is led to another VDN first: overflow',
      [e.joined(0), e.left(60, 'undecided'), e.routed(60, '8009')],
      ['repair:timed-out'],
    ],
    [
      'the queue times out and a message is played until the switch hangs up',
      [e.joined(0), e.left(60, 'undecided'), e.ended(66)],
      ['repair:timed-out'],
    ],
    [
      'the caller hangs up while hearing that message: the queue had timed out',
      [e.joined(0), e.left(60, 'undecided'), e.callerHungUp(62), e.ended(62)],
      ['repair:timed-out'],
    ],
    ['the switch says why', [e.joined(0), e.left(3, 'no-agents')], ['repair:no-agents']],
    ['the call ends without any word about the queue: cleared', [e.joined(0), e.ended(5)], ['repair:switch-cleared']],
    [
      'a join elsewhere comes before the leave: the leave still tells',
      [e.joined(0), e.joined(60, 'overflow'), e.left(60, 'undecided')],
      ['repair:timed-out', 'overflow:open'],
    ],
    [
      'answered, then sent on by the seat: two legs, both answered',
      [e.joined(0), e.answered(5), e.joined(9, 'billing'), e.answered(12, '1005', 'billing')],
      ['repair:answered', 'billing:answered'],
    ],
    ['the same join twice is one leg', [e.joined(0), e.joined(0)], ['repair:open']],
    [
      'a leave of a queue it never joined changes nothing',
      [e.joined(0), e.left(4, 'abandoned', 'billing')],
      ['repair:open'],
    ],
    [
      'the leave comes before the answer, undecided: answered',
      [e.joined(0), e.left(5, 'undecided'), e.answered(5)],
      ['repair:answered'],
    ],
  ]
  test.each(cases)('%s', (_name, events, expected) => {
    expect(ends(play(e.arrived(0), ...events).call)).toEqual(expected)
  })

  test('the wait of a leg ends when the caller left the line, not when the reason became known', () => {
    const { call } = play(e.arrived(0), e.joined(0), e.left(60, 'undecided'), e.routed(63, '8009'))
    expect(call.queueLegs[0]?.endedAt).toBe(e.t(60))
  })

  test('a second answer by the same seat does not open a second talk', () => {
    expect(play(e.arrived(0), e.joined(0), e.answered(5), e.answered(5)).call.talkLegs).toHaveLength(1)
  })

  test('a transfer ends the first talk as a transfer', () => {
    const { call } = play(
      e.arrived(0),
      e.joined(0),
      e.answered(5),
      e.talkEnded(9, 'transfer'),
      e.joined(9, 'billing'),
      e.answered(12, '1005', 'billing'),
    )
    expect(call.talkLegs.map((talk) => [talk.seat.id, talk.endedBy])).toEqual([
      ['1001', 'transfer'],
      ['1005', undefined],
    ])
  })

  test('a late end of the first talk does not end the second', () => {
    const { call } = play(
      e.arrived(0),
      e.joined(0),
      e.answered(5),
      e.joined(9, 'billing'),
      e.answered(12, '1005', 'billing'),
      e.talkEnded(20, 'caller', '1001'),
    )
    expect(call.talkLegs[1]?.endedAt).toBeUndefined()
  })
})

describe('what happens outside queues', () => {
  test('a caller who leaves in the IVR has that outcome', () => {
    expect(outcomeOf(play(e.arrived(0), e.inIvr(1), e.callerHungUp(4), e.ended(4)).call)).toEqual({
      kind: 'left-in-ivr',
    })
  })

  test('wrong codes are kept', () => {
    const refused: CallEvent = { kind: 'code-refused', at: e.t(3), callId: 's/1', code: '77' }
    expect(play(e.arrived(0), refused).call.wrongCodes).toEqual(['77'])
  })

  test('a call first seen in the middle is opened and says so', () => {
    expect(play(e.joined(5)).call).toMatchObject({ seenInMiddle: true, caller: { number: '' } })
  })

  test('a message that comes after the end does not bring the call back', () => {
    const { book } = play(e.arrived(0), e.joined(1), e.ended(9), e.talkEnded(9, 'caller'), e.joined(9))
    expect(book.calls.size).toBe(0)
  })
})

describe('the line of an area', () => {
  test('callers stand where the switch puts them', () => {
    const { book } = play(
      e.joined(0, 'repair', 's/1', 1),
      e.joined(1, 'repair', 's/2', 2),
      e.joined(2, 'repair', 's/3', 1),
    )
    expect(book.areas.get('repair')).toEqual(['s/3', 's/1', 's/2'])
  })

  test('callers move up when one leaves', () => {
    const { book } = play(
      e.joined(0, 'repair', 's/1'),
      e.joined(1, 'repair', 's/2'),
      e.answered(5, '1001', 'repair', 's/1'),
    )
    expect(book.areas.get('repair')).toEqual(['s/2'])
  })
})
