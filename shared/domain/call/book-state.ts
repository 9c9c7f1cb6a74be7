import type { Call } from './call.ts'
import type { Seat } from './call-event.ts'

/**
 * The call book: every live call, and who waits where. Built from CallEvents alone, and deterministic: the same events
 * give the same book. `applyCallEvent` changes it in place (thousands of events a second) and answers what changed; it
 * does no input or output and asks no clock.
 *
 * It keeps live calls only. The ids of the last calls that ended are remembered, so that a late or doubled message does
 * not bring a call back.
 */
export type CallBook = {
  calls: Map<string, Call>
  /** Waiting calls of each area, first in line first. Every area the switch has is here, also empty ones. */
  areas: Map<string, string[]>
  /** Key: `seatKey`. */
  seats: Map<string, Seat>
  recentlyEnded: Set<string>
}

export const createCallBook = (): CallBook => ({
  calls: new Map(),
  areas: new Map(),
  seats: new Map(),
  recentlyEnded: new Set(),
})

/** A person who serves two areas is two entries: the state is theirs, the membership the area's. */
export const seatKey = (seatId: string, area: string): string => `${seatId}\n${area}`
