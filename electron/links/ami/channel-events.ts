import type { SeatRef, TalkEndedBy } from '#shared/domain/call/call-event.ts'
import { callerOf, dialledOf, isLocal } from './caller.ts'
import { field, keyOf, words, type AmiMessage } from './message.ts'
import { answered, callerLeg } from './queue-events.ts'
import { seatOfChannel } from './seats.ts'
import { addCall, emit, endTalk, forgetCall, say, wentOn, type SeenCall, type Sight } from './sight.ts'

/** What the switch says of channels: calls that come and go, who hangs up, who talks in which bridge, transfers. */

const channelKey = keyOf('Channel')
const stateKey = keyOf('ChannelState')
const numberKey = keyOf('CallerIDNum')
const nameKey = keyOf('CallerIDName')
const contextKey = keyOf('Context')
const extenKey = keyOf('Exten')
const uniqueidKey = keyOf('Uniqueid')
const linkedidKey = keyOf('Linkedid')
const bridgeKey = keyOf('BridgeUniqueid')
const resultKey = keyOf('Result')
const extensionKey = keyOf('Extension')
const transfererKey = keyOf('TransfererUniqueid')
const transfereeKey = keyOf('TransfereeUniqueid')
const origTransfererKey = keyOf('OrigTransfererUniqueid')
const secondTransfererConnectedKey = keyOf('SecondTransfererConnectedLineNum')
const targetChannelKey = keyOf('TransferTargetChannel')
const targetNumberKey = keyOf('TransferTargetCallerIDNum')
const targetUniqueidKey = keyOf('TransferTargetUniqueid')

/** AST_STATE_RING: it calls the switch. What the switch calls itself begins Down. */
const ringsIn = '4'

/**
 * A call is somebody who calls the switch from outside: not a leg that the switch makes, not a phone of a seat, not one
 * that dials in the context of the seats' phones (a supervisor who listens in). Such a channel is remembered without a
 * word: should it join a queue, it is a caller like any other.
 */
export function appeared(sight: Sight, message: AmiMessage): void {
  sight.seesChannels = true
  const channel = field(message, channelKey)
  const state = field(message, stateKey)
  const number = field(message, numberKey)
  const name = field(message, nameKey)
  const context = field(message, contextKey)
  const exten = field(message, extenKey)
  const uid = field(message, uniqueidKey)
  const linkedid = field(message, linkedidKey)
  const ofSeat = seatOfChannel(sight.seats, channel) !== undefined
  if (ofSeat && context !== '' && sight.innerContexts.size < 100) sight.innerContexts.add(context)
  if (uid === '' || uid !== linkedid || state !== ringsIn || isLocal(channel) || sight.legs.has(uid)) return
  const call = addCall(
    sight,
    { uid, caller: callerOf(number, name), dialledNumber: dialledOf(exten), arrivedAt: sight.at, said: false },
    linkedid,
  )
  if (!ofSeat && !sight.innerContexts.has(context)) say(sight, call)
}

/** Newstate, of which only "Up" gets here. Answered by the switch is not answered by a seat. */
export function wentUp(sight: Sight, message: AmiMessage): void {
  sight.seesChannels = true
  const call = callerLeg(sight, field(message, uniqueidKey))
  if (!call?.said || call.inIvr || call.waiting || call.talk || call.left !== undefined || call.lastArea !== undefined)
    return
  call.inIvr = true
  emit(sight, call, { kind: 'ivr-entered', at: sight.at, callId: call.id })
}

export function hangupAsked(sight: Sight, message: AmiMessage): void {
  sight.seesChannels = true
  const uid = field(message, uniqueidKey)
  const leg = sight.legs.get(uid)
  if (!leg) return
  const { call } = leg
  if (call.uid !== uid) {
    if (call.talk?.uid === uid) call.talk.by ??= 'seat'
    return
  }
  if (call.talk) call.talk.by ??= 'caller'
  if (call.hungUp) return
  call.hungUp = true
  if (call.said) emit(sight, call, { kind: 'caller-hung-up', at: sight.at, callId: call.id })
}

/** The switch (a command, a shutdown) asks for the hang-up, or clears up after the other leg's. */
export function clearAsked(sight: Sight, message: AmiMessage): void {
  const uid = field(message, uniqueidKey)
  const leg = sight.legs.get(uid)
  if (!leg) return
  const { call } = leg
  if (call.talk && (call.uid === uid || call.talk.uid === uid)) call.talk.by ??= 'unknown'
  if (call.uid === uid && call.waiting) call.cleared = true
}

export function hungUp(sight: Sight, message: AmiMessage): void {
  sight.seesChannels = true
  const uid = field(message, uniqueidKey)
  const leg = sight.legs.get(uid)
  if (!leg) return
  const { call } = leg
  if (call.uid === uid) return endCall(sight, call)
  sight.legs.delete(uid)
  if (call.talk?.uid === uid && !call.talk.local) endTalk(sight, call, whoEnded(call))
}

function endCall(sight: Sight, call: SeenCall): void {
  if (call.said) {
    wentOn(sight, call)
    endTalk(sight, call, whoEnded(call))
    emit(sight, call, { kind: 'call-ended', at: sight.at, callId: call.id })
  }
  forgetCall(sight, call)
}

const whoEnded = (call: SeenCall): TalkEndedBy => call.talk?.by ?? (call.hungUp ? 'caller' : 'unknown')

/** Only the seat's hold is one: then the caller hears music. */
export function held(sight: Sight, message: AmiMessage): void {
  const hold = message.name === 'Hold'
  const leg = sight.legs.get(field(message, uniqueidKey))
  const talk = leg?.call.talk
  if (!leg || !talk || leg.seat?.id !== talk.seat.id || talk.held === hold) return
  talk.held = hold
  emit(sight, leg.call, { kind: hold ? 'call-held' : 'call-resumed', at: sight.at, callId: leg.call.id })
}

/**
 * AgentConnect tells of answers. Bridges tell what it does not: a caller who was transferred to a seat, who dialled one
 * directly, or whose AgentConnect was lost.
 */
export function bridged(sight: Sight, message: AmiMessage): void {
  sight.seesChannels = true
  const id = field(message, bridgeKey)
  const channel = field(message, channelKey)
  const uid = field(message, uniqueidKey)
  const leg = sight.legs.get(uid)
  const call = leg && !leg.seat && leg.call.said ? leg.call : undefined
  const seat = call ? undefined : (leg?.seat ?? seatOfChannel(sight.seats, channel))
  if (id === '' || (!call && !seat)) return
  const bridge = sight.bridges.get(id) ?? {}
  if (sight.bridges.size > 10_000) sight.bridges.clear()
  sight.bridges.set(id, bridge)
  if (call) bridge.call = call
  if (seat) bridge.seat ??= { ref: seat, uid }
  if (bridge.call && bridge.seat) meet(sight, bridge.call, bridge.seat, id)
}

function meet(sight: Sight, call: SeenCall, seat: { ref: SeatRef; uid: string }, bridge: string): void {
  if (call.talk) {
    if (call.talk.seat.id === seat.ref.id) {
      call.talk.bridge = bridge
      if (!call.talk.local) call.talk.uid = seat.uid
    }
    return
  }
  const area = call.left ?? call.undecided?.area ?? call.waiting?.area ?? call.lastArea ?? ''
  answered(sight, call, area)
  startTalk(sight, call, { seat: seat.ref, area, uid: seat.uid, bridge })
}

function startTalk(
  sight: Sight,
  call: SeenCall,
  talk: { seat: SeatRef; area: string; uid: string; bridge?: string },
): void {
  const { seat, area } = talk
  call.talk = { ...talk, local: false, held: false }
  emit(sight, call, { kind: 'seat-answered', at: sight.at, callId: call.id, area, seat })
}

export function unbridged(sight: Sight, message: AmiMessage): void {
  sight.seesChannels = true
  const id = field(message, bridgeKey)
  const bridge = sight.bridges.get(id)
  if (!bridge) return
  const exten = field(message, extenKey)
  const uid = field(message, uniqueidKey)
  const { call } = bridge
  const ofCaller = call !== undefined && uid === call.uid
  if (ofCaller) delete bridge.call
  if (bridge.seat?.uid === uid) delete bridge.seat
  if (!bridge.call && !bridge.seat) sight.bridges.delete(id)
  const talk = call?.talk
  if (!call || !talk || talk.local || talk.bridge !== id || (!ofCaller && talk.uid !== uid)) return
  const by = talk.by ?? (call.hungUp ? 'caller' : ofCaller ? 'transfer' : 'unknown')
  endTalk(sight, call, by)
  if (by === 'transfer') call.movedTo = exten // nobody hung up: somebody sent the caller elsewhere
}

export function blindTransferred(sight: Sight, message: AmiMessage): void {
  if (field(message, resultKey) !== 'Success') return
  const transferer = field(message, transfererKey)
  const transferee = field(message, transfereeKey)
  const call = callerLeg(sight, transferee) ?? sight.legs.get(transferer)?.call
  if (call) transferred(sight, call, 'blind', words(field(message, extensionKey)))
}

/** The seat talked with somebody else first and then left the two alone. */
export function attendedTransferred(sight: Sight, message: AmiMessage): void {
  if (field(message, resultKey) !== 'Success') return
  const transferer = field(message, origTransfererKey)
  const connected = field(message, secondTransfererConnectedKey)
  const call = callerLeg(sight, field(message, transfereeKey)) ?? sight.legs.get(transferer)?.call
  if (!call) return
  const channel = field(message, targetChannelKey)
  const number = field(message, targetNumberKey)
  const uid = field(message, targetUniqueidKey)
  const seat = channel === '' ? undefined : seatOfChannel(sight.seats, channel)
  if (call.talk && seat && call.talk.seat.id === seat.id) {
    // The bridge told it first.
    delete call.movedTo
    emit(sight, call, {
      kind: 'call-transferred',
      at: sight.at,
      callId: call.id,
      how: 'attended',
      to: number || connected,
    })
    return
  }
  transferred(sight, call, 'attended', number || connected)
  if (seat) startTalk(sight, call, { seat, area: call.lastArea ?? '', uid })
}

function transferred(sight: Sight, call: SeenCall, how: 'blind' | 'attended', to: string): void {
  delete call.movedTo
  emit(sight, call, { kind: 'call-transferred', at: sight.at, callId: call.id, how, to })
  endTalk(sight, call, 'transfer')
}
