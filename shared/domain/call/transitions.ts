import type { Call, CallOutcome, CallStage, QueueLeg, TalkLeg } from './call.ts'
import type { CallBook } from './book-state.ts'
import type { CallEvent, LegEnd, TalkEndedBy } from './call-event.ts'

/** What an event changed. `leg-ended` comes when the reason is known, which may be a moment after the caller left the line. */
export type BookChange =
  | { kind: 'call-opened'; call: Call }
  | { kind: 'call'; call: Call }
  | { kind: 'leg-opened'; call: Call; leg: QueueLeg }
  | { kind: 'leg-left'; call: Call; leg: QueueLeg }
  | { kind: 'leg-ended'; call: Call; leg: QueueLeg; was?: LegEnd }
  | { kind: 'leg-moved'; call: Call; leg: QueueLeg; wasEnteredAt: number }
  | { kind: 'call-ended'; call: Call }
  | { kind: 'seats' }
  | { kind: 'areas' }

/** An undecided leg whose call ends within this time without a word from the caller's leg was given up. */
const hangupFollowsLeaveMs = 1000
const rememberEnded = 4096

export function newCall(event: Extract<CallEvent, { callId: string }>): Call {
  const arrived = event.kind === 'call-arrived'
  return {
    id: event.callId,
    arrivedAt: event.at,
    caller: arrived ? event.caller : { number: '', name: '' },
    dialledNumber: arrived ? event.dialledNumber : '',
    wrongCodes: [],
    answeredSinceRouted: false,
    inIvr: false,
    queueLegs: [],
    talkLegs: [],
    transfers: [],
    callerHungUp: false,
    seenInMiddle: !arrived,
  }
}

/** The leg in which the call waits now. */
export function openLeg(call: Call): QueueLeg | undefined {
  const leg = call.queueLegs.at(-1)
  return leg && leg.endedAt === undefined ? leg : undefined
}

export function openTalk(call: Call): TalkLeg | undefined {
  const talk = call.talkLegs.at(-1)
  return talk && talk.endedAt === undefined ? talk : undefined
}

export function endTalk(talk: TalkLeg, at: number, by: TalkEndedBy): void {
  talk.endedAt = at
  talk.endedBy = by
  const hold = talk.holds.at(-1)
  if (hold && hold.to === undefined) hold.to = at
}

/**
 * Takes the call out of the line and, when `end` is known, closes the leg. An end of `unknown` may be corrected once by a
 * message that comes late; the time at which the caller left stays the first one seen.
 */
export function endLeg(
  book: CallBook,
  call: Call,
  leg: QueueLeg,
  at: number,
  end: LegEnd | undefined,
  changes: BookChange[],
): void {
  if (leg.endedAt === undefined) {
    leg.endedAt = at
    const line = book.areas.get(leg.area)
    const index = line?.indexOf(call.id) ?? -1
    if (index >= 0) line?.splice(index, 1)
    changes.push({ kind: 'leg-left', call, leg })
  }
  if (end === undefined || leg.end === end) return
  const was = leg.end
  leg.end = end
  if (end !== 'answered') for (const r of leg.rings) r.rangMs ??= Math.max(0, at - r.at)
  changes.push(was === undefined ? { kind: 'leg-ended', call, leg } : { kind: 'leg-ended', call, leg, was })
}

export function endCall(book: CallBook, call: Call, at: number, changes: BookChange[]): void {
  const leg = call.queueLegs.at(-1)
  if (leg && leg.end === undefined) {
    if (leg.endedAt === undefined)
      endLeg(book, call, leg, at, call.callerHungUp ? 'abandoned' : 'switch-cleared', changes)
    else endLeg(book, call, leg, at, endBySilence(call, at), changes)
  }
  const talk = openTalk(call)
  if (talk) endTalk(talk, at, call.callerHungUp ? 'caller' : 'unknown')
  closeCall(book, call, at, changes)
}

/**
 * Why a caller left a queue when the switch never said so and the call is over at `at`: a caller who gives up hangs up in
 * the same moment; one who is still there a second later was sent away by the queue.
 */
export function endBySilence(call: Call, at: number): 'abandoned' | 'timed-out' {
  const leftAt = call.queueLegs.at(-1)?.endedAt ?? at
  return at - leftAt <= hangupFollowsLeaveMs ? 'abandoned' : 'timed-out'
}

export function closeCall(book: CallBook, call: Call, at: number, changes: BookChange[]): void {
  call.inIvr = false
  call.endedAt = at
  book.calls.delete(call.id)
  book.recentlyEnded.add(call.id)
  if (book.recentlyEnded.size > rememberEnded) {
    for (const oldest of book.recentlyEnded) {
      book.recentlyEnded.delete(oldest)
      break
    }
  }
  changes.push({ kind: 'call-ended', call })
}

/** Where the call is in its life; derived, never stored. */
export function stageOf(call: Call): CallStage {
  if (call.endedAt !== undefined) return 'ended'
  const leg = openLeg(call)
  if (leg) return leg.rings.some((r) => r.rangMs === undefined) ? 'ringing' : 'queued'
  const talk = openTalk(call)
  if (talk) return talk.holds.some((h) => h.to === undefined) ? 'held' : 'talking'
  if (call.inIvr) return 'in-ivr'
  return call.queueLegs.length + call.talkLegs.length > 0 ? 'between' : 'arrived'
}

/** What became of a call: the last thing that decided it. For a live call, what it would be if it ended now. */
export function outcomeOf(call: Call): CallOutcome {
  const talk = call.talkLegs.at(-1)
  const leg = call.queueLegs.at(-1)
  if (talk && (!leg || talk.startedAt >= (leg.endedAt ?? Infinity))) {
    return talk.area === undefined
      ? { kind: 'answered', seat: talk.seat }
      : { kind: 'answered', seat: talk.seat, area: talk.area }
  }
  if (!leg) return call.seenInMiddle ? { kind: 'unknown' } : { kind: 'left-in-ivr' }
  const waitedMs = Math.max(0, (leg.endedAt ?? leg.enteredAt) - leg.enteredAt)
  if (leg.end === 'abandoned') return { kind: 'abandoned', area: leg.area, waitedMs }
  if (leg.end === undefined || leg.end === 'unknown' || leg.end === 'answered') return { kind: 'unknown' }
  return { kind: 'lost', end: leg.end, area: leg.area }
}
