import type { Call, QueueLeg, Ring } from './call.ts'
import { seatKey, type CallBook } from './book-state.ts'
import type { CallEvent, PictureCall, SwitchPicture } from './call-event.ts'
import { noteRecording } from './recording.ts'
import { closeCall, endLeg, endTalk, openLeg, openTalk, type BookChange } from './transitions.ts'

type PictureTaken = Extract<CallEvent, { kind: 'picture-taken' }>

/** The switch counts waits in whole seconds, and its answer takes a moment: less than this is no difference. */
const waitToleranceMs = 2500

/**
 * Makes the book equal to the switch's full picture. Calls that the picture does not list ended while nobody looked:
 * their open legs end `unknown`, unless they were said to be answered. Calls it lists that the book does not know are
 * added with the switch's own wait. Only calls of this switch are touched.
 */
export function applyPicture(book: CallBook, event: PictureTaken): BookChange[] {
  const changes: BookChange[] = []
  const { picture, switchId, at } = event
  const prefix = `${switchId}/`
  const listed = new Map(picture.calls.map((c) => [c.callId, c]))
  for (const call of [...book.calls.values()]) {
    if (call.id.startsWith(prefix) && !listed.has(call.id)) loseCall(book, call, at, changes)
  }
  for (const seen of picture.calls) meetCall(book, seen, at, changes)
  rebuildLines(book, prefix, picture.calls)
  keepAreas(book, picture)
  book.seats = new Map(picture.seats.map((seat) => [seatKey(seat.id, seat.area), seat]))
  changes.push({ kind: 'areas' }, { kind: 'seats' })
  return changes
}

/** Areas that the switch has, and those in which somebody still waits. */
function keepAreas(book: CallBook, picture: SwitchPicture): void {
  const listed = new Set(picture.areas.map(({ area }) => area))
  for (const [area, line] of book.areas) if (line.length === 0 && !listed.has(area)) book.areas.delete(area)
  for (const area of listed) if (!book.areas.has(area)) book.areas.set(area, [])
}

function loseCall(book: CallBook, call: Call, at: number, changes: BookChange[]): void {
  const leg = call.queueLegs.at(-1)
  if (leg && leg.end === undefined) endLeg(book, call, leg, at, call.callerHungUp ? 'abandoned' : 'unknown', changes)
  const talk = openTalk(call)
  if (talk) endTalk(talk, at, 'unknown')
  closeCall(book, call, at, changes)
}

function meetCall(book: CallBook, seen: PictureCall, at: number, changes: BookChange[]): void {
  let call = book.calls.get(seen.callId)
  if (!call) {
    call = {
      id: seen.callId,
      arrivedAt: at - seen.ageMs,
      caller: seen.caller,
      dialledNumber: seen.dialledNumber,
      wrongCodes: [],
      answeredSinceRouted: false,
      inIvr: false,
      queueLegs: [],
      talkLegs: [],
      transfers: [],
      callerHungUp: false,
      seenInMiddle: true,
    }
    book.calls.set(call.id, call)
    book.recentlyEnded.delete(call.id) // the switch says that it lives
    changes.push({ kind: 'call-opened', call })
  }
  if (call.caller.number === '' && seen.caller.number !== '') call.caller = seen.caller
  if (call.dialledNumber === '') call.dialledNumber = seen.dialledNumber
  if (seen.code !== undefined) call.transferCode = seen.code
  if (seen.vdn !== undefined) call.vdn = seen.vdn
  if (seen.recording !== undefined) noteRecording(call, seen.recording)
  meetLeg(book, call, seen, at, changes)
  meetTalk(call, seen, at)
  call.inIvr = !seen.waiting && !seen.talking && call.queueLegs.length === 0 && call.talkLegs.length === 0
  changes.push({ kind: 'call', call })
}

function meetLeg(book: CallBook, call: Call, seen: PictureCall, at: number, changes: BookChange[]): void {
  const open = openLeg(call)
  const { waiting } = seen
  const last = call.queueLegs.at(-1)
  if (!waiting || (open && open.area !== waiting.area)) {
    // It left that queue while nobody looked. When a seat talks with it now, it was answered, at some time before this.
    if (last && last.end === undefined) endLeg(book, call, last, at, seen.talking ? 'answered' : 'unknown', changes)
    if (!waiting) return
  }
  const enteredAt = at - waiting.waitedMs
  if (open && open.area === waiting.area) {
    if (Math.abs(open.enteredAt - enteredAt) > waitToleranceMs) {
      const wasEnteredAt = open.enteredAt
      open.enteredAt = enteredAt
      changes.push({ kind: 'leg-moved', call, leg: open, wasEnteredAt })
    }
    if (waiting.priority !== undefined) open.priority = waiting.priority
    meetRings(open.rings, seen, at)
    return
  }
  const leg: QueueLeg = { area: waiting.area, enteredAt, joinPosition: waiting.position, rings: [] }
  if (waiting.priority !== undefined) leg.priority = waiting.priority
  meetRings(leg.rings, seen, at)
  call.queueLegs.push(leg)
  changes.push({ kind: 'leg-opened', call, leg })
}

function meetRings(rings: Ring[], seen: PictureCall, at: number): void {
  const ringing = new Set(seen.ringing?.map((s) => s.id))
  for (const ring of rings)
    if (ring.rangMs === undefined && !ringing.has(ring.seat.id)) ring.rangMs = Math.max(0, at - ring.at)
  for (const seat of seen.ringing ?? []) {
    if (!rings.some((r) => r.seat.id === seat.id && r.rangMs === undefined)) rings.push({ seat, at })
  }
}

function meetTalk(call: Call, seen: PictureCall, at: number): void {
  const talk = openTalk(call)
  if (talk && talk.seat.id === seen.talking?.seat.id) return
  if (talk) endTalk(talk, at, 'unknown')
  if (!seen.talking) return
  call.answeredSinceRouted = true
  const { seat, area } = seen.talking
  call.talkLegs.push(area === undefined ? { seat, startedAt: at, holds: [] } : { seat, area, startedAt: at, holds: [] })
}

/** The switch's positions are right: lines of its calls are laid anew, in that order. */
function rebuildLines(book: CallBook, prefix: string, calls: PictureCall[]): void {
  for (const [area, line] of book.areas) {
    book.areas.set(
      area,
      line.filter((id) => !id.startsWith(prefix)),
    )
  }
  const waiting = calls.flatMap((c) => (c.waiting ? [{ id: c.callId, ...c.waiting }] : []))
  waiting.sort((a, b) => a.position - b.position)
  for (const { id, area } of waiting) {
    const line = book.areas.get(area)
    if (line) line.push(id)
    else book.areas.set(area, [id])
  }
}
