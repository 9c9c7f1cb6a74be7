import type { Call } from '#shared/domain/call/call.ts'

/** The work of seats with callers: conversations by the time at which they began, seat time by when it passed. Times in ms. */
export type Handling = {
  /** Conversations begun. */
  answers: number
  /** Conversations that are over; only of these the length is known. */
  handled: number
  /** From answer to end, without the holds. */
  talkMs: number
  holdMs: number
  wrapUpMs: number
  /** A seat rang, and stopped ringing while the caller still waited. */
  ringNoAnswers: number
  /** Seat time in talk, hold or wrap-up, and seat time free or ringing: what occupancy is made of. */
  busyMs: number
  availableMs: number
}

export const noHandling = (): Handling => ({
  answers: 0,
  handled: 0,
  talkMs: 0,
  holdMs: 0,
  wrapUpMs: 0,
  ringNoAnswers: 0,
  busyMs: 0,
  availableMs: 0,
})

export function addHandling(sum: Handling, other: Handling, sign: 1 | -1 = 1): void {
  sum.answers += sign * other.answers
  sum.handled += sign * other.handled
  sum.talkMs += sign * other.talkMs
  sum.holdMs += sign * other.holdMs
  sum.wrapUpMs += sign * other.wrapUpMs
  sum.ringNoAnswers += sign * other.ringNoAnswers
  sum.busyMs += sign * other.busyMs
  sum.availableMs += sign * other.availableMs
}

/** What one call gave one seat to do, at one time. `leg`: the queue visit that it belongs to, as an index. */
export type SeatWork = { seatId: string; at: number; area?: string; leg?: number; work: Handling }

/** The conversations and the unanswered rings of a call, from its legs alone: the same for a live call and a recorded one. */
export function seatWorkOf(call: Call): SeatWork[] {
  const found: SeatWork[] = []
  for (const talk of call.talkLegs) {
    const work: SeatWork = { seatId: talk.seat.id, at: talk.startedAt, work: { ...noHandling(), answers: 1 } }
    if (talk.area !== undefined) work.area = talk.area
    const leg = call.queueLegs.findLastIndex((one) => one.end === 'answered' && one.enteredAt <= talk.startedAt)
    if (leg >= 0) work.leg = leg
    if (talk.endedAt !== undefined) {
      const { endedAt } = talk
      const holdMs = talk.holds.reduce((sum, { from, to }) => sum + Math.max(0, (to ?? endedAt) - from), 0)
      work.work.handled = 1
      work.work.holdMs = holdMs
      work.work.talkMs = Math.max(0, endedAt - talk.startedAt - holdMs)
    }
    found.push(work)
  }
  call.queueLegs.forEach((leg, index) => {
    for (const ring of leg.rings) {
      if (ring.rangMs === undefined || ring.answered) continue
      // A seat that rings until the leg ends missed nothing: the caller gave up, or another seat was quicker.
      if (leg.endedAt !== undefined && ring.at + ring.rangMs >= leg.endedAt) continue
      const work = { ...noHandling(), ringNoAnswers: 1 }
      found.push({ seatId: ring.seat.id, at: ring.at, area: leg.area, leg: index, work })
    }
  })
  return found
}
