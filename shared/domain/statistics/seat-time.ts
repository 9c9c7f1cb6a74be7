import type { CallEvent, SeatState } from '#shared/domain/call/call-event.ts'
import type { Window } from './series.ts'

/**
 * How seats spend their time, from what the switch says of them. A seat in several areas is one person: its time counts
 * once, in the state that takes most of them. While the switch is out of sight no time is counted.
 */
export type SeatClock = {
  /** State by area. */
  areas: Map<string, SeatState>
  /** What the seat does now, since when; missing while paused, away or unknown. */
  doing?: SeatDoing
  since: number
  /** The conversation that it began last, and when: whose the wrap-up is. */
  last?: SpanOf
  lastAt?: number
}
export type SeatDoing = 'busy' | 'wrap-up' | 'available'

/** A time that a seat spent in one way; what a journal has to keep for occupancy and wrap-up to come out again. */
export type SeatSpan = Window & { seatId: string; doing: SeatDoing; areas: string[]; of?: SpanOf }
export type SpanOf = { area?: string; vdn?: string; classId?: string }

export type SeatClocks = Map<string, SeatClock>

/** From busiest to least. */
const order: SeatState[] = ['talking', 'held', 'wrap-up', 'ringing', 'free', 'paused', 'unavailable', 'unknown']

function doingOf(areas: Map<string, SeatState>): SeatDoing | undefined {
  const states = new Set(areas.values())
  switch (order.find((state) => states.has(state))) {
    case 'talking':
    case 'held':
      return 'busy'
    case 'wrap-up':
      return 'wrap-up'
    case 'ringing':
    case 'free':
      return 'available'
    default:
      return undefined
  }
}

/** Follows one event; answers the spans that it ended. Events that say nothing of seats end none. */
export function followSeats(clocks: SeatClocks, event: CallEvent): SeatSpan[] {
  switch (event.kind) {
    case 'seat-changed': {
      const { id, area, state } = event.seat
      return change(clocks, id, event.at, (areas) => areas.set(area, state))
    }
    case 'seat-removed':
      return change(clocks, event.seatId, event.at, (areas) => areas.delete(event.area))
    case 'picture-taken': {
      const seen = new Map<string, Map<string, SeatState>>()
      for (const { id, area, state } of event.picture.seats)
        seen.set(id, (seen.get(id) ?? new Map<string, SeatState>()).set(area, state))
      return [...new Set([...clocks.keys(), ...seen.keys()])].flatMap((id) =>
        change(clocks, id, event.at, (areas) => {
          areas.clear()
          for (const [area, state] of seen.get(id) ?? []) areas.set(area, state)
        }),
      )
    }
    case 'sight-lost':
      return [...clocks.keys()].flatMap((id) => change(clocks, id, event.at, (areas) => areas.clear()))
    default:
      return []
  }
}

function change(
  clocks: SeatClocks,
  seatId: string,
  at: number,
  apply: (areas: Map<string, SeatState>) => void,
): SeatSpan[] {
  const clock = clocks.get(seatId) ?? { areas: new Map<string, SeatState>(), since: at }
  clocks.set(seatId, clock)
  const span = spanOf(seatId, clock, at)
  const members = memberKey(clock.areas)
  apply(clock.areas)
  const doing = doingOf(clock.areas)
  const same = doing === clock.doing && memberKey(clock.areas) === members
  if (clock.areas.size === 0) clocks.delete(seatId)
  if (same) return []
  if (doing === undefined) delete clock.doing
  else clock.doing = doing
  clock.since = at
  return span ? [span] : []
}

const memberKey = (areas: Map<string, SeatState>): string => [...areas.keys()].sort().join('\n')

function spanOf(seatId: string, { areas, doing, since, last }: SeatClock, to: number): SeatSpan | undefined {
  if (doing === undefined || to <= since) return undefined
  const span: SeatSpan = { seatId, doing, from: since, to, areas: [...areas.keys()] }
  if (doing === 'wrap-up' && last) span.of = last
  return span
}

/** What seats are doing now, as spans that end now. */
export const runningSpans = (clocks: SeatClocks, now: number): SeatSpan[] =>
  [...clocks].flatMap(([id, clock]) => spanOf(id, clock, now) ?? [])
