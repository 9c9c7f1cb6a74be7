import { createCallBook } from '#shared/domain/call/book-state.ts'
import { applyCallEvent } from '#shared/domain/call/call-book.ts'
import type { Call } from '#shared/domain/call/call.ts'
import type { CallEvent, SeatState } from '#shared/domain/call/call-event.ts'
import type { SeatSpan } from './seat-time.ts'
import {
  countCall,
  countChange,
  countSeats,
  createStatistics,
  type Statistics,
  type StatisticsSettings,
} from './statistics.ts'

/** For tests: counts events as the core does, and keeps every call as a journal would. */
export type Counted = { statistics: Statistics; calls: Map<string, Call[]>; spans: SeatSpan[] }

export type ClassOf = (call: Call) => string | undefined

export function countEvents(
  events: readonly CallEvent[],
  settings: StatisticsSettings,
  classOf: ClassOf = () => undefined,
  after: (call: Call) => void = () => undefined,
): Counted {
  const book = createCallBook()
  const counted: Counted = { statistics: createStatistics(), calls: new Map(), spans: [] }
  for (const event of events) {
    for (const change of applyCallEvent(book, event)) {
      countChange(counted.statistics, change, settings)
      if (change.kind === 'call-opened')
        counted.calls.set(change.call.id, [...(counted.calls.get(change.call.id) ?? []), change.call])
      if (change.kind !== 'call' && change.kind !== 'call-ended') continue
      countCall(counted.statistics, change.call, classOf(change.call), settings)
      after(change.call)
    }
    counted.spans.push(...countSeats(counted.statistics, event, settings))
  }
  return counted
}

/** Seconds of the event builders' story, for a time of the world. */
export const at = (time: string): number => (Date.parse(time) - 1_800_000_000_000) / 1000

export const seatIs = (time: number, id: string, state: SeatState, area = 'repair'): CallEvent => ({
  kind: 'seat-changed',
  at: 1_800_000_000_000 + time * 1000,
  seat: { id, name: `Seat ${id}`, area, state },
})
