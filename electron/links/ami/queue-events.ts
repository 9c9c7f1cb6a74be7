import type { LegEnd } from '#shared/domain/call/call-event.ts'
import { callerOf, isLocal } from './caller.ts'
import { field, hasField, keyOf, words, type AmiMessage } from './message.ts'
import { memberOf } from './seats.ts'
import { addCall, addLeg, emit, endTalk, leaveQueue, say, wentOn, type SeenCall, type Sight } from './sight.ts'
import { routedOnEvent, type Routed } from './vdn-source.ts'

/** What app_queue says of callers and of the seats that it calls for them. */

const channelKey = keyOf('Channel')
const numberKey = keyOf('CallerIDNum')
const nameKey = keyOf('CallerIDName')
const uniqueidKey = keyOf('Uniqueid')
const linkedidKey = keyOf('Linkedid')
const destChannelKey = keyOf('DestChannel')
const destUniqueidKey = keyOf('DestUniqueid')
const queueKey = keyOf('Queue')
const positionKey = keyOf('Position')
const interfaceKey = keyOf('Interface')
const ringTimeKey = keyOf('RingTime')
const reasonKey = keyOf('Reason')

/** The call whose caller this channel is. */
export function callerLeg(sight: Sight, uid: string): SeenCall | undefined {
  const leg = sight.legs.get(uid)
  return leg && leg.seat === undefined ? leg.call : undefined
}

export function joined(sight: Sight, message: AmiMessage): void {
  const channel = field(message, channelKey)
  const caller = callerOf(field(message, numberKey), field(message, nameKey))
  const uid = field(message, uniqueidKey)
  const linkedid = field(message, linkedidKey)
  const routed = routedOnEvent(sight.plan, message)
  message.cursor = 0
  const area = words(field(message, queueKey))
  if (uid === '' || area === '') return
  const call = callerLeg(sight, uid) ?? joiningCall(sight, channel, uid, linkedid, caller)
  if (!call.said) say(sight, call)
  else if (caller.number !== '' && caller.number !== call.caller.number && call.uid === uid) {
    call.caller = caller
    say(sight, call)
  }
  wentOn(sight, call)
  if (routed) reachVdn(sight, call, routed)
  if (call.talk) endTalk(sight, call, 'transfer')
  if (call.waiting && call.waiting.area !== area) leaveQueue(sight, call, call.waiting.area, 'unknown')
  delete call.undecided
  call.cleared = false
  const position = Number(field(message, positionKey)) || 1
  call.waiting = { area, joinedAt: sight.at, position, gaveUp: false }
  call.lastArea = area
  call.ringing = []
  emit(sight, call, { kind: 'queue-joined', at: sight.at, callId: call.id, area, position })
}

/** A caller who was not seen arriving: nothing of class call is seen, or it came from a colleague's phone. */
function joiningCall(
  sight: Sight,
  channel: string,
  uid: string,
  linkedid: string,
  caller: SeenCall['caller'],
): SeenCall {
  const parent = sight.calls.get(`${sight.switchId}/${linkedid}`)
  if (parent && isLocal(channel)) {
    addLeg(sight, uid, parent) // the queue runs in a Local channel of the caller's call
    return parent
  }
  return addCall(sight, { uid, caller, dialledNumber: '', arrivedAt: sight.at, said: false }, linkedid)
}

/**
 * The switch says this for callers who gave up and also for a queue that timed out, has no seats left, or was emptied:
 * only the caller's own hang-up request before it tells them apart.
 */
export function gaveUp(sight: Sight, message: AmiMessage): void {
  const call = callerLeg(sight, field(message, uniqueidKey))
  const area = words(field(message, queueKey))
  if (call?.waiting?.area === area) call.waiting.gaveUp = true
}

export function left(sight: Sight, message: AmiMessage): void {
  const call = callerLeg(sight, field(message, uniqueidKey))
  const area = words(field(message, queueKey))
  if (!call?.waiting || call.waiting.area !== area) return
  const { gaveUp: said } = call.waiting
  delete call.waiting
  call.ringing = []
  if (!said) {
    call.left = area // answered, nearly always: AgentConnect follows
    sight.leaving.add(call)
    sight.moved?.calls.add(call.id)
    return
  }
  if (call.hungUp) leaveQueue(sight, call, area, 'abandoned')
  else if (call.cleared) leaveQueue(sight, call, area, 'switch-cleared')
  else {
    call.undecided = { area, bare: false }
    leaveQueue(sight, call, area, 'undecided')
    if (!sight.seesChannels) sight.wantsPicture = true
  }
}

/** AgentConnect did not follow in time: whoever counts the waiting must not wait for it. */
export function flushLeaving(sight: Sight): void {
  for (const call of sight.leaving) {
    if (call.left === undefined) continue
    call.undecided = { area: call.left, bare: true }
    leaveQueue(sight, call, call.left, 'undecided')
    delete call.left
    if (!sight.seesChannels) sight.wantsPicture = true
  }
  sight.leaving.clear()
}

export function called(sight: Sight, message: AmiMessage): void {
  const call = callerLeg(sight, field(message, uniqueidKey))
  if (!call) return
  const uid = field(message, destUniqueidKey)
  const area = words(field(message, queueKey))
  const seat = memberOf(message)
  if (uid !== '') addLeg(sight, uid, call, seat)
  call.ringing.push({ seat, at: sight.at })
  emit(sight, call, { kind: 'seat-ringing', at: sight.at, callId: call.id, area, seat })
}

/** `RingTime` is ms here (and seconds in AgentConnect). A seat that refuses (486) shows as having rung for 0 ms. */
export function notAnswered(sight: Sight, message: AmiMessage): void {
  const call = callerLeg(sight, field(message, uniqueidKey))
  if (!call) return
  const area = words(field(message, queueKey))
  const seat = memberOf(message)
  const ring = call.ringing.find((r) => r.seat.id === seat.id)
  const told = hasField(message, ringTimeKey) ? Number(field(message, ringTimeKey)) : sight.at - (ring?.at ?? sight.at)
  const rangMs = Number.isFinite(told) ? Math.max(0, told) : 0
  call.ringing = call.ringing.filter((r) => r.seat.id !== seat.id)
  emit(sight, call, { kind: 'ring-no-answer', at: sight.at, callId: call.id, area, seat, rangMs })
}

export function connected(sight: Sight, message: AmiMessage): void {
  const call = callerLeg(sight, field(message, uniqueidKey))
  if (!call) return
  const channel = field(message, destChannelKey)
  const uid = field(message, destUniqueidKey)
  const area = words(field(message, queueKey))
  const seat = memberOf(message)
  if (uid !== '' && !sight.legs.has(uid)) addLeg(sight, uid, call, seat)
  if (call.talk && call.talk.seat.id !== seat.id) endTalk(sight, call, 'transfer')
  answered(sight, call, area)
  if (call.talk) return
  call.talk = { seat, area, uid, local: isLocal(channel), held: false }
  emit(sight, call, { kind: 'seat-answered', at: sight.at, callId: call.id, area, seat })
}

/** Ends the queue leg that this answer explains; the answer itself follows at once. */
export function answered(sight: Sight, call: SeenCall, area: string): void {
  const open = call.left === area || call.undecided?.area === area || call.waiting?.area === area
  if (!open) return
  delete call.left
  delete call.undecided
  delete call.waiting
  call.ringing = []
  sight.leaving.delete(call)
  leaveQueue(sight, call, area, 'answered')
}

/**
 * Comes late and wrong after AMI Redirect (then the talk has ended before, with another seat talking now), and sometimes
 * without the seat's or even the caller's channel. It ends the talk only when it is about the one that is on.
 */
export function completed(sight: Sight, message: AmiMessage): void {
  const uid = field(message, uniqueidKey)
  const area = words(field(message, queueKey))
  const seatId = words(field(message, interfaceKey))
  const reason = field(message, reasonKey)
  const call = uid === '' ? talkingWith(sight, area, seatId) : callerLeg(sight, uid)
  if (!call) return
  if (!sight.seesChannels) sight.wantsPicture = true
  if (call.talk && call.talk.area === area && call.talk.seat.id === seatId) {
    endTalk(
      sight,
      call,
      call.talk.by ?? (reason === 'agent' ? 'seat' : reason === 'caller' || reason === 'transfer' ? reason : 'unknown'),
    )
  } else if (reason !== 'transfer' && !call.talk && !call.waiting) delete call.movedTo // nobody sent it anywhere
}

function talkingWith(sight: Sight, area: string, seatId: string): SeenCall | undefined {
  for (const call of sight.calls.values()) {
    if (call.talk?.seat.id === seatId && call.talk.area === area) return call
  }
  return undefined
}

/** What QUEUESTATUS says, when a call came out of a queue without an answer. CONTINUE follows an answered call. */
const endsByStatus = new Map<string, LegEnd>([
  ['TIMEOUT', 'timed-out'],
  ['FULL', 'queue-full'],
  ['JOINEMPTY', 'no-agents'],
  ['JOINUNAVAIL', 'no-agents'],
  ['LEAVEEMPTY', 'no-agents'],
  ['LEAVEUNAVAIL', 'no-agents'],
  ['WITHDRAW', 'switch-cleared'],
])

/** `area` is missing when only the variable was seen. */
export function queueStatus(sight: Sight, call: SeenCall, status: string, area?: string): void {
  const end = endsByStatus.get(status)
  if (end === undefined) return
  const open = call.undecided
  if (open && (area === undefined || area === open.area)) {
    delete call.undecided
    leaveQueue(sight, call, open.area, end)
    return
  }
  if (area === undefined || area === '' || call.waiting || open) return
  if (status !== 'FULL' && status !== 'JOINEMPTY' && status !== 'JOINUNAVAIL') return
  // Turned away at the door: app_queue says nothing of it, but somebody wanted to be answered here.
  call.lastArea = area
  emit(sight, call, { kind: 'queue-joined', at: sight.at, callId: call.id, area })
  leaveQueue(sight, call, area, end)
}

export function reachVdn(sight: Sight, call: SeenCall, routed: Routed): void {
  const { vdn, code } = routed
  if (call.vdn === vdn && (code === undefined || code === call.code)) return
  call.vdn = vdn
  if (code !== undefined) call.code = code
  const event = { kind: 'vdn-reached', at: sight.at, callId: call.id, vdn } as const
  emit(sight, call, code === undefined ? event : { ...event, code })
}
