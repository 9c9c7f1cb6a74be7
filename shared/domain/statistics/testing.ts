import { createCallBook } from '#shared/domain/call/book-state.ts'
import { applyCallEvent } from '#shared/domain/call/call-book.ts'
import type { Call } from '#shared/domain/call/call.ts'
import type { CallEvent, SeatState } from '#shared/domain/call/call-event.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { SeatSpan } from './seat-time.ts'
import {
  countCall,
  countChange,
  countSeats,
  createStatistics,
  forgetOld,
  type FinishedCall,
  type Statistics,
  type StatisticsSettings,
} from './statistics.ts'

/** For tests: counts events as the core does, and keeps every call as a journal would. */
export type Counted = {
  statistics: Statistics
  calls: Map<string, Call[]>
  spans: SeatSpan[]
  finished: Map<Call, FinishedCall>
}

export type ClassOf = (call: Call) => string | undefined

export function countEvents(
  events: readonly CallEvent[],
  settings: StatisticsSettings,
  classOf: ClassOf = () => undefined,
  after: (call: Call) => void = () => undefined,
): Counted {
  const book = createCallBook()
  const counted: Counted = { statistics: createStatistics(), calls: new Map(), spans: [], finished: new Map() }
  for (const event of events) {
    for (const change of applyCallEvent(book, event)) {
      countChange(counted.statistics, change, settings)
      if (change.kind === 'call-opened')
        counted.calls.set(change.call.id, [...(counted.calls.get(change.call.id) ?? []), change.call])
      if (change.kind !== 'call' && change.kind !== 'call-ended') continue
      const finished = countCall(counted.statistics, change.call, classOf(change.call), settings)
      if (finished) counted.finished.set(change.call, finished)
      after(change.call)
    }
    if (event.kind === 'picture-taken') forgetOld(counted.statistics, event.at, settings)
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

/** One caller of a story. */
export type Line = {
  /** Site time of entering. */
  enters: string
  area: string
  waits: number
  ends: 'answered' | 'abandoned' | 'left-by-key' | 'cleared'
  /** After an answer. */
  talks?: number
  holds?: number
  vdn?: string
}

export function story(lines: Line[], zone: string): CallEvent[] {
  return lines.flatMap((line, i) => lineEvents(line, `s/${i}`, zone)).sort((a, b) => a.at - b.at)
}

export function lineEvents(line: Line, id: string, zone: string): CallEvent[] {
  const from = at(`${line.enters}${zone}`)
  const left = from + line.waits
  const begins = [
    e.arrived(from, id),
    ...(line.vdn === undefined ? [] : [e.routed(from, line.vdn, undefined, id)]),
    e.joined(from, line.area, id),
  ]
  switch (line.ends) {
    case 'answered': {
      const over = left + (line.talks ?? 0)
      const hold = line.holds ?? 0
      const held: CallEvent[] =
        hold > 0
          ? [
              { kind: 'call-held', at: e.t(over - hold - 1), callId: id },
              { kind: 'call-resumed', at: e.t(over - 1), callId: id },
            ]
          : []
      const answer = e.answered(left, '1001', line.area, id)
      return [...begins, answer, ...held, e.talkEnded(over, 'caller', '1001', id), e.ended(over, id)]
    }
    case 'abandoned':
      return [...begins, e.callerHungUp(left, id), e.left(left, 'undecided', line.area, id), e.ended(left, id)]
    case 'left-by-key':
      return [...begins, e.left(left, 'left-by-key', line.area, id), e.ended(left + 1, id)]
    case 'cleared':
      return [...begins, e.ended(left, id)]
  }
}
