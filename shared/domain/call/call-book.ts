import type { Call, QueueLeg, TalkLeg } from './call.ts'
import { seatKey, type CallBook } from './book-state.ts'
import type { CallEvent } from './call-event.ts'
import { applyPicture } from './picture.ts'
import { noteRecording } from './recording.ts'
import { endBySilence, endCall, endLeg, endTalk, newCall, openLeg, openTalk, type BookChange } from './transitions.ts'

/** Applies one event; answers the calls and legs that it touched, in the order in which they changed. */
export function applyCallEvent(book: CallBook, event: CallEvent): BookChange[] {
  switch (event.kind) {
    case 'picture-taken':
      return applyPicture(book, event)
    case 'sight-lost':
      return []
    case 'seat-changed':
      book.seats.set(seatKey(event.seat.id, event.seat.area), event.seat)
      return [{ kind: 'seats' }]
    case 'seat-removed':
      return book.seats.delete(seatKey(event.seatId, event.area)) ? [{ kind: 'seats' }] : []
    default:
      return applyToCall(book, event)
  }
}

type OneCallEvent = Extract<CallEvent, { callId: string }>

function applyToCall(book: CallBook, event: OneCallEvent): BookChange[] {
  const changes: BookChange[] = []
  let call = book.calls.get(event.callId)
  if (!call) {
    if (book.recentlyEnded.has(event.callId) || event.kind === 'call-ended') return changes
    call = newCall(event)
    book.calls.set(call.id, call)
    changes.push({ kind: 'call-opened', call })
  }
  change(book, call, event, changes)
  changes.push({ kind: 'call', call })
  return changes
}

function change(book: CallBook, call: Call, event: OneCallEvent, changes: BookChange[]): void {
  switch (event.kind) {
    case 'call-arrived':
      call.caller = event.caller
      call.dialledNumber = event.dialledNumber
      return
    case 'ivr-entered':
      call.inIvr = true
      return
    case 'code-refused':
      call.wrongCodes.push(event.code)
      return
    case 'vdn-reached':
      decide(call, 'timed-out', changes)
      call.vdn = event.vdn
      if (event.code !== undefined) call.transferCode = event.code
      else if (call.answeredSinceRouted) delete call.transferCode
      call.answeredSinceRouted = false
      return
    case 'queue-joined':
      return joinQueue(book, call, event, changes)
    case 'queue-left':
      return leaveQueue(book, call, event, changes)
    case 'seat-ringing':
      return ring(call, event)
    case 'ring-no-answer':
      return stopRinging(call, event)
    case 'seat-answered':
      return answer(book, call, event, changes)
    case 'call-recorded':
      return noteRecording(call, event.reference)
    case 'call-held':
      openTalk(call)?.holds.push({ from: event.at })
      return
    case 'call-resumed': {
      const hold = openTalk(call)?.holds.at(-1)
      if (hold && hold.to === undefined) hold.to = event.at
      return
    }
    case 'talk-ended':
      return finishTalk(call, event)
    case 'call-transferred':
      call.transfers.push({ at: event.at, how: event.how, to: event.to })
      return
    case 'caller-hung-up':
      call.callerHungUp = true
      decide(call, endBySilence(call, event.at), changes)
      return
    case 'call-ended':
      return endCall(book, call, event.at, changes)
  }
}

function joinQueue(
  book: CallBook,
  call: Call,
  event: Extract<CallEvent, { kind: 'queue-joined' }>,
  changes: BookChange[],
): void {
  const open = openLeg(call)
  if (open?.area === event.area) return // said twice
  decide(call, 'timed-out', changes)
  if (open) endLeg(book, call, open, event.at, 'unknown', changes) // its leave was never said; a later one may still tell
  const talk = openTalk(call)
  if (talk) endTalk(talk, event.at, 'transfer')
  call.inIvr = false
  const leg: QueueLeg = { area: event.area, enteredAt: event.at, rings: [] }
  if (event.position !== undefined) leg.joinPosition = event.position
  if (event.priority !== undefined) leg.priority = event.priority
  call.queueLegs.push(leg)
  const line = lineOf(book, event.area)
  const index = event.position === undefined ? line.length : Math.min(Math.max(event.position - 1, 0), line.length)
  line.splice(index, 0, call.id)
  changes.push({ kind: 'leg-opened', call, leg })
}

function leaveQueue(
  book: CallBook,
  call: Call,
  event: Extract<CallEvent, { kind: 'queue-left' }>,
  changes: BookChange[],
): void {
  const leg = call.queueLegs.findLast((l) => l.area === event.area && (l.end === undefined || l.end === 'unknown'))
  if (!leg) return
  if (event.end === 'undecided') {
    if (call.callerHungUp) endLeg(book, call, leg, event.at, 'abandoned', changes)
    else if (leg !== call.queueLegs.at(-1))
      endLeg(book, call, leg, event.at, 'timed-out', changes) // it already waits elsewhere
    else endLeg(book, call, leg, event.at, undefined, changes)
    return
  }
  endLeg(book, call, leg, event.at, event.end, changes)
}

/** Says why a call left its queue, where the switch left that open. A call that goes on elsewhere did not give up. */
function decide(call: Call, end: 'abandoned' | 'timed-out', changes: BookChange[]): void {
  const leg = call.queueLegs.at(-1)
  if (!leg || leg.endedAt === undefined || leg.end !== undefined) return
  leg.end = end
  changes.push({ kind: 'leg-ended', call, leg })
}

function ring(call: Call, event: Extract<CallEvent, { kind: 'seat-ringing' }>): void {
  const leg = openLeg(call)
  if (!leg || leg.area !== event.area) return
  if (leg.rings.some((r) => r.seat.id === event.seat.id && r.rangMs === undefined)) return
  leg.rings.push({ seat: event.seat, at: event.at })
}

function stopRinging(call: Call, event: Extract<CallEvent, { kind: 'ring-no-answer' }>): void {
  const leg = call.queueLegs.findLast((l) => l.area === event.area)
  const ring = leg?.rings.findLast((r) => r.seat.id === event.seat.id && r.rangMs === undefined)
  if (ring) ring.rangMs = event.rangMs
  else leg?.rings.push({ seat: event.seat, at: event.at - event.rangMs, rangMs: event.rangMs })
}

function answer(
  book: CallBook,
  call: Call,
  event: Extract<CallEvent, { kind: 'seat-answered' }>,
  changes: BookChange[],
): void {
  const current = openTalk(call)
  if (current?.seat.id === event.seat.id) return // said twice
  if (current) endTalk(current, event.at, 'transfer')
  // A switch may say that the queue was left, and why, before it says who answered.
  const open = new Set([undefined, 'unknown', 'answered'])
  const leg = call.queueLegs.findLast(({ area, end }) => area === event.area && open.has(end))
  if (leg) {
    for (const r of leg.rings) {
      if (r.rangMs !== undefined) continue
      r.rangMs = Math.max(0, event.at - r.at)
      if (r.seat.id === event.seat.id) r.answered = true
    }
    endLeg(book, call, leg, event.at, 'answered', changes)
  }
  call.inIvr = false
  call.answeredSinceRouted = true
  const talk: TalkLeg = { seat: event.seat, area: event.area, startedAt: event.at, holds: [] }
  call.talkLegs.push(talk)
}

function finishTalk(call: Call, event: Extract<CallEvent, { kind: 'talk-ended' }>): void {
  const talk = openTalk(call)
  if (!talk || (event.seat && talk.seat.id !== event.seat.id)) return // late: that seat's talk ended before
  endTalk(talk, event.at, event.by)
}

function lineOf(book: CallBook, area: string): string[] {
  let line = book.areas.get(area)
  if (!line) {
    line = []
    book.areas.set(area, line)
  }
  return line
}
