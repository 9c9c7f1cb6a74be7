import { describe, expect, test } from 'vitest'
import * as e from '#shared/domain/testing/events.ts'
import { createCallBook, type CallBook } from './book-state.ts'
import { applyCallEvent } from './call-book.ts'
import type { CallEvent, PictureCall } from './call-event.ts'
import type { BookChange } from './transitions.ts'

const seen = (callId: string, change: Partial<PictureCall> = {}): PictureCall => ({
  callId,
  caller: { number: '13800001111', name: '' },
  dialledNumber: '96777',
  ageMs: 30_000,
  ...change,
})
const waiting = (waitedMs: number, area = 'repair', position = 1) => ({ area, position, waitedMs })

function play(...events: CallEvent[]): { book: CallBook; changes: BookChange[] } {
  const book = createCallBook()
  return { book, changes: events.flatMap((event) => applyCallEvent(book, event)) }
}
const legsOf = (changes: BookChange[], id: string) =>
  changes.flatMap((c) => (c.kind === 'leg-ended' && c.call.id === id ? [`${c.leg.area}:${c.leg.end}`] : []))

describe('the full picture of the switch', () => {
  test('adds calls that the book did not know, with the switch’s own wait', () => {
    const { book } = play(
      e.picture(100, { calls: [seen('s/9', { waiting: waiting(12_000), vdn: '8001', code: '1' })] }),
    )
    expect(book.calls.get('s/9')).toMatchObject({
      seenInMiddle: true,
      vdn: '8001',
      transferCode: '1',
      queueLegs: [{ area: 'repair', enteredAt: e.t(88) }],
    })
  })

  test('shows areas that nobody waits in', () => {
    expect([...play(e.picture(0, { areas: [{ area: 'billing' }] })).book.areas]).toEqual([['billing', []]])
  })

  test('a call that is not listed any more ended, and its end is unknown', () => {
    const { book, changes } = play(e.arrived(0), e.joined(1), e.sightLost(5), e.picture(60))
    expect(book.calls.size).toBe(0)
    expect(legsOf(changes, 's/1')).toEqual(['repair:unknown'])
  })

  test('a caller known to have hung up is an abandon even if the rest was missed', () => {
    const { changes } = play(e.arrived(0), e.joined(1), e.callerHungUp(4), e.picture(60))
    expect(legsOf(changes, 's/1')).toEqual(['repair:abandoned'])
  })

  test('a caller who waits on keeps the wait that the book has measured', () => {
    const { book } = play(e.joined(0), e.picture(10, { calls: [seen('s/1', { waiting: waiting(9000) })] }))
    expect(book.calls.get('s/1')?.queueLegs[0]?.enteredAt).toBe(e.t(0))
  })

  test('a wait that differs by more than its rounding is corrected by the switch’s', () => {
    const { book, changes } = play(e.joined(0), e.picture(10, { calls: [seen('s/1', { waiting: waiting(40_000) })] }))
    expect(book.calls.get('s/1')?.queueLegs[0]?.enteredAt).toBe(e.t(-30))
    expect(changes.some((c) => c.kind === 'leg-moved' && c.wasEnteredAt === e.t(0))).toBe(true)
  })

  test('a caller who talks by now was answered meanwhile', () => {
    const talking = { seat: { id: '1001', name: 'Seat 1001' }, area: 'repair' }
    const { book, changes } = play(e.joined(0), e.sightLost(2), e.picture(30, { calls: [seen('s/1', { talking })] }))
    expect(legsOf(changes, 's/1')).toEqual(['repair:answered'])
    expect(book.calls.get('s/1')?.talkLegs).toMatchObject([{ seat: { id: '1001' } }])
  })

  test('a caller who waits in another area left the first one unseen', () => {
    const { book, changes } = play(
      e.joined(0),
      e.picture(70, { areas: [{ area: 'repair' }], calls: [seen('s/1', { waiting: waiting(5000, 'overflow') })] }),
    )
    expect(legsOf(changes, 's/1')).toEqual(['repair:unknown'])
    expect(book.areas.get('repair')).toEqual([])
    expect(book.areas.get('overflow')).toEqual(['s/1'])
  })

  test('the switch’s order of the line replaces the book’s', () => {
    const { book } = play(
      e.joined(0, 'repair', 's/1'),
      e.joined(1, 'repair', 's/2'),
      e.picture(9, {
        calls: [
          seen('s/1', { waiting: waiting(9000, 'repair', 2) }),
          seen('s/2', { waiting: waiting(8000, 'repair', 1) }),
        ],
      }),
    )
    expect(book.areas.get('repair')).toEqual(['s/2', 's/1'])
  })

  test('an area that the switch no longer has goes, unless somebody waits in it', () => {
    const { book } = play(
      e.picture(0, { areas: [{ area: 'old' }, { area: 'new' }] }),
      e.joined(1, 'busy', 'other/1'),
      e.picture(9, { areas: [{ area: 'new' }] }),
    )
    expect([...book.areas.keys()].sort()).toEqual(['busy', 'new'])
  })

  test('calls of another switch are left alone', () => {
    const { book } = play(e.joined(0, 'repair', 'other/1'), e.picture(9))
    expect(book.calls.has('other/1')).toBe(true)
    expect(book.areas.get('repair')).toEqual(['other/1'])
  })

  test('the same picture twice changes nothing the second time', () => {
    const once = e.picture(9, {
      calls: [seen('s/1', { waiting: waiting(8000), ringing: [{ id: '1001', name: 'A' }] })],
    })
    const { book } = play(once)
    const before = structuredClone(book)
    applyCallEvent(book, once)
    expect(book).toEqual(before)
  })
})
