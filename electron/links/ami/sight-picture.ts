import type { CallEvent, PictureCall, Seat, SwitchPicture } from '#shared/domain/call/call-event.ts'
import type { Seen, SeenRow } from './picture.ts'
import { createSeatBook, putSeat } from './seats.ts'
import { addCall, addLeg, createSight, forgetCall, type SeenCall, type Sight } from './sight.ts'

/**
 * Brings the sight and a picture together, which never show the same moment: events that happened before the picture may
 * come after it, and the other way round.
 *
 * `load`: after connecting, the sight becomes what the picture shows; the messages held meanwhile are translated after.
 * `correct`: while events stream, the picture is right about calls of which nothing was heard since it was asked for,
 * and the sight is right about the others.
 */
export function load(sight: Sight, seen: Seen, at: number): SwitchPicture {
  const fresh = createSight(sight.switchId, sight.plan)
  Object.assign(sight, { ...fresh, seesChannels: sight.seesChannels, innerContexts: sight.innerContexts })
  for (const { seat, stateInterface } of seen.seats) putSeat(sight.seats, seat, stateInterface)
  for (const row of seen.calls) adopt(sight, row, at)
  return { calls: seen.calls.map((row) => row.call), areas: seen.areas, seats: seen.seats.map((s) => s.seat) }
}

/** Answers the corrected picture; events for calls that ended without a word go to `out` and come before it. */
export function correct(sight: Sight, seen: Seen, at: number, out: CallEvent[]): SwitchPicture {
  const moved = sight.moved ?? { calls: new Set<string>(), seats: new Set<string>() }
  sight.moved = undefined
  const calls: PictureCall[] = []
  const listed = new Set<string>()
  for (const row of seen.calls) {
    const known = knownCall(sight, row)
    const id = known?.id ?? row.call.callId
    if (moved.calls.has(id) || (known && !known.said && !row.call.waiting)) continue
    listed.add(id)
    calls.push({ ...row.call, callId: id })
    if (!known || differs(known, row.call)) readopt(sight, known, row, at)
  }
  for (const call of [...sight.calls.values()]) {
    if (!call.said || listed.has(call.id)) continue
    if (moved.calls.has(call.id) || (!seen.sawChannels && call.talk)) calls.push(beliefOf(call, at, seen))
    else lose(sight, call, seen, at, out)
  }
  return { calls, areas: seen.areas, seats: correctSeats(sight, seen, moved.seats) }
}

/**
 * Somebody waits in a queue who was not heard joining it: not in this picture's time, and not known to wait there. The
 * first picture of a session needs no such look: who waits before the login is not heard.
 */
export function waitsUnheard(sight: Sight, seen: Seen): boolean {
  return seen.calls.some((row) => {
    if (!row.call.waiting) return false
    const known = knownCall(sight, row)
    if (sight.moved?.calls.has(known?.id ?? row.call.callId)) return false
    return known?.waiting?.area !== row.call.waiting.area
  })
}

const knownCall = (sight: Sight, row: SeenRow): SeenCall | undefined => {
  const leg = sight.legs.get(row.uid)
  return leg && !leg.seat ? leg.call : undefined
}

const differs = (call: SeenCall, row: PictureCall): boolean =>
  !call.said || call.waiting?.area !== row.waiting?.area || call.talk?.seat.id !== row.talking?.seat.id

function readopt(sight: Sight, known: SeenCall | undefined, row: SeenRow, at: number): void {
  if (known) forgetCall(sight, known)
  const call = adopt(sight, row, at)
  if (known?.vdn !== undefined) call.vdn ??= known.vdn
  if (known?.code !== undefined) call.code ??= known.code
  if (known?.recording !== undefined) call.recording ??= known.recording
  if (known?.lastArea !== undefined) call.lastArea ??= known.lastArea
}

function adopt(sight: Sight, row: SeenRow, at: number): SeenCall {
  const { uid, call: seen } = row
  const linkedid = seen.callId.slice(sight.switchId.length + 1)
  const call = addCall(
    sight,
    { uid, caller: seen.caller, dialledNumber: seen.dialledNumber, arrivedAt: at - seen.ageMs, said: true },
    linkedid,
  )
  call.inIvr = true // it is not new: a later "Up" says nothing
  if (seen.vdn !== undefined) call.vdn = seen.vdn
  if (seen.code !== undefined) call.code = seen.code
  if (seen.recording !== undefined) call.recording = seen.recording
  for (const leg of row.legs) addLeg(sight, leg.uid, call, leg.seat)
  call.ringing = (seen.ringing ?? []).map((seat) => ({ seat, at }))
  if (seen.waiting) {
    const { area, position, waitedMs, priority } = seen.waiting
    call.waiting = { area, position, joinedAt: at - waitedMs, gaveUp: false }
    if (priority !== undefined) call.waiting.priority = priority
    call.lastArea = area
  }
  if (seen.talking && row.talk) {
    const { seat, area = '' } = seen.talking
    call.talk = { seat, area, held: false, ...row.talk }
    if (area !== '') call.lastArea = area
    sight.bridges.set(row.talk.bridge, { call, seat: { ref: seat, uid: row.talk.uid } })
  }
  return call
}

/** The call as the events since the picture was asked for have it. */
function beliefOf(call: SeenCall, at: number, seen: Seen): PictureCall {
  const { id: callId, caller, dialledNumber } = call
  const belief: PictureCall = { callId, caller, dialledNumber, ageMs: at - call.arrivedAt }
  if (call.vdn !== undefined) belief.vdn = call.vdn
  if (call.code !== undefined) belief.code = call.code
  if (call.recording) belief.recording = call.recording
  if (call.waiting) {
    const { area, joinedAt } = call.waiting
    // It joined behind everybody whom the picture lists, unless the picture lists it too.
    const listed = seen.calls.find((row) => row.uid === call.uid)?.call.waiting
    const behind = seen.calls.filter((row) => row.call.waiting?.area === area).length + call.waiting.position
    belief.waiting = { area, position: listed?.area === area ? listed.position : behind, waitedMs: at - joinedAt }
    const priority = listed?.priority ?? call.waiting.priority
    if (priority !== undefined) belief.waiting.priority = priority
    if (call.ringing.length > 0) belief.ringing = call.ringing.map((r) => r.seat)
  }
  if (call.talk) {
    const { seat, area } = call.talk
    belief.talking = area === '' ? { seat } : { seat, area }
  }
  return belief
}

/**
 * The switch does not know the call any more. Where channels are seen, its Hangup was lost: the picture says all there is
 * to say. Where they are not (right for class agent only), this is how calls end.
 */
function lose(sight: Sight, call: SeenCall, seen: Seen, at: number, out: CallEvent[]): void {
  if (!sight.seesChannels && seen.sawChannels) {
    if (call.undecided && !call.undecided.bare) out.push({ kind: 'caller-hung-up', at, callId: call.id })
    out.push({ kind: 'call-ended', at, callId: call.id })
  }
  forgetCall(sight, call)
}

function correctSeats(sight: Sight, seen: Seen, moved: Set<string>): Seat[] {
  const before = sight.seats
  sight.seats = createSeatBook()
  sight.seats.byDevice = before.byDevice
  for (const { seat, stateInterface } of seen.seats) {
    if (!moved.has(`${seat.id}\n${seat.area}`)) putSeat(sight.seats, seat, stateInterface)
  }
  for (const key of moved) {
    const seat = before.seats.get(key)
    if (seat) putSeat(sight.seats, seat, '')
  }
  return [...sight.seats.seats.values()]
}
