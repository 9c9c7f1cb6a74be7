import { describe, expect, test } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import * as e from '#shared/domain/testing/events.ts'
import { followSeats, runningSpans, type SeatClocks } from './seat-time.ts'
import { seatIs } from './testing.ts'

/** Spans in seconds of the story: `doing from–to areas`. */
function follow(...events: CallEvent[]): { ended: string[]; running: (now: number) => string[] } {
  const clocks: SeatClocks = new Map()
  const say = (spans: ReturnType<typeof followSeats>): string[] =>
    spans.map(
      ({ doing, from, to, areas }) => `${doing} ${(from - e.t(0)) / 1000}–${(to - e.t(0)) / 1000} ${areas.join('+')}`,
    )
  const ended = say(events.flatMap((event) => followSeats(clocks, event)))
  return { ended, running: (now) => say(runningSpans(clocks, e.t(now))) }
}
const removed = (at: number, area: string): CallEvent => ({ kind: 'seat-removed', at: e.t(at), seatId: '1', area })
const member = (area: string) => ({ id: '1', name: '', area, state: 'free' as const })

describe('how a seat spends its time', () => {
  test('free, in talk, on hold, in wrap-up, paused', () => {
    const { ended, running } = follow(
      seatIs(0, '1', 'free'),
      seatIs(10, '1', 'ringing'), // still to be had
      seatIs(15, '1', 'talking'),
      seatIs(20, '1', 'held'), // still busy
      seatIs(30, '1', 'wrap-up'),
      seatIs(35, '1', 'paused'), // counts for nothing
      seatIs(90, '1', 'free'),
    )
    expect(ended).toEqual(['available 0–15 repair', 'busy 15–30 repair', 'wrap-up 30–35 repair'])
    expect(running(100)).toEqual(['available 90–100 repair'])
  })

  test('a seat in two areas is one person, in the state that takes most of them', () => {
    const { ended } = follow(
      seatIs(0, '1', 'free', 'repair'),
      seatIs(0, '1', 'free', 'billing'),
      seatIs(10, '1', 'paused', 'billing'), // in one of them only
      seatIs(20, '1', 'talking', 'repair'),
      seatIs(50, '1', 'unavailable', 'repair'),
    )
    expect(ended).toEqual(['available 0–20 repair+billing', 'busy 20–50 repair+billing'])
  })

  test('a seat that joins or leaves an area begins a new span', () => {
    const { ended } = follow(
      seatIs(0, '1', 'free', 'repair'),
      seatIs(10, '1', 'free', 'billing'),
      removed(30, 'repair'),
      removed(40, 'billing'),
    )
    expect(ended).toEqual(['available 0–10 repair', 'available 10–30 repair+billing', 'available 30–40 billing'])
  })

  test('no time passes while the switch is out of sight', () => {
    const { ended, running } = follow(
      seatIs(0, '1', 'free'),
      e.sightLost(10),
      e.picture(60, { seats: [member('repair')] }),
    )
    expect(ended).toEqual(['available 0–10 repair'])
    expect(running(70)).toEqual(['available 60–70 repair'])
  })

  test('a picture that says nothing new ends nothing, and one without the seat ends its time', () => {
    const { ended, running } = follow(
      seatIs(0, '1', 'free'),
      e.picture(10, { seats: [member('repair')] }),
      e.picture(20, { seats: [] }),
    )
    expect(ended).toEqual(['available 0–20 repair'])
    expect(running(30)).toEqual([])
  })
})
