import type { CallEvent } from '#shared/domain/call/call-event.ts'
import {
  appeared,
  attendedTransferred,
  blindTransferred,
  bridged,
  clearAsked,
  hangupAsked,
  held,
  hungUp,
  unbridged,
  wentUp,
} from './channel-events.ts'
import { field, keyOf, words, type AmiMessage } from './message.ts'
import {
  called,
  callerLeg,
  completed,
  connected,
  gaveUp,
  joined,
  left,
  notAnswered,
  queueStatus,
  reachVdn,
} from './queue-events.ts'
import { recorded, recordingStarted, recordingVariable } from './recording.ts'
import { putSeat, removeSeat, seatKeyOf, seatOf } from './seats.ts'
import { emit, wentOn, type Sight } from './sight.ts'
import { queueStatusVariable, routedByUserEvent, routedOnEvent } from './vdn-source.ts'

/**
 * Messages of a switch → what happened, in the words of the trade. Does no input or output and asks no clock: the same
 * messages give the same events.
 *
 * What it relies on, measured on Asterisk 16 and 22 (recordings in e2e/asterisk): messages of one call's own thread come
 * in order (join, leave, AgentConnect; abandon, leave; nothing after its Hangup); those of other threads (device states,
 * hang-up requests, bridges) come between them in any order.
 */
export function translate(sight: Sight, message: AmiMessage, at: number, out: CallEvent[]): void {
  const handle = handlers.get(message.name)
  if (handle === undefined) return
  sight.at = at
  sight.out = out
  handle(sight, message)
}

const handlers = new Map<string, (sight: Sight, message: AmiMessage) => void>([
  ['Newchannel', appeared],
  ['Newstate', wentUp],
  ['Hangup', hungUp],
  ['HangupRequest', hangupAsked],
  ['SoftHangupRequest', clearAsked],
  ['Hold', held],
  ['Unhold', held],
  ['BridgeEnter', bridged],
  ['BridgeLeave', unbridged],
  ['BlindTransfer', blindTransferred],
  ['AttendedTransfer', attendedTransferred],
  ['QueueCallerJoin', joined],
  ['QueueCallerAbandon', gaveUp],
  ['QueueCallerLeave', left],
  ['AgentCalled', called],
  ['AgentRingNoAnswer', notAnswered],
  ['AgentDump', notAnswered],
  ['AgentConnect', connected],
  ['AgentComplete', completed],
  ['QueueMemberStatus', seatChanged],
  ['QueueMemberAdded', seatChanged],
  ['QueueMemberPause', seatChanged],
  ['QueueMemberRemoved', seatRemoved],
  ['UserEvent', userEvent],
  ['VarSet', variableSet],
  ['Newexten', dialplanStep],
  ['MixMonitorStart', recordingStarted],
  ['Reload', reloaded],
])

const uniqueidKey = keyOf('Uniqueid')
const userEventKey = keyOf('UserEvent')
const codeKey = keyOf('Code')
const queueKey = keyOf('Queue')
const statusKey = keyOf('Status')
const variableKey = keyOf('Variable')
const valueKey = keyOf('Value')
const extensionKey = keyOf('Extension')

/** The event of the reference dialplan (docs) for a code that leads nowhere. */
const refusedEvent = 'IVRInvalidCode'

function userEvent(sight: Sight, message: AmiMessage): void {
  const call = callerLeg(sight, field(message, uniqueidKey))
  if (!call) return
  const event = words(field(message, userEventKey))
  wentOn(sight, call)
  if (event === refusedEvent) {
    emit(sight, call, { kind: 'code-refused', at: sight.at, callId: call.id, code: field(message, codeKey) })
    return
  }
  const routed = routedByUserEvent(sight.plan, event, message) ?? routedOnEvent(sight.plan, message)
  if (routed) reachVdn(sight, call, routed)
  message.cursor = 0
  const status = field(message, statusKey)
  if (status !== '') queueStatus(sight, call, status, words(field(message, queueKey)))
}

function variableSet(sight: Sight, message: AmiMessage): void {
  const uid = field(message, uniqueidKey)
  const name = field(message, variableKey)
  const value = field(message, valueKey)
  if (name === recordingVariable) return recorded(sight, uid, value)
  const call = callerLeg(sight, uid)
  if (!call) return
  if (name === queueStatusVariable) return queueStatus(sight, call, value)
  const names = sight.plan.varSet
  if (name === names?.code) call.keyed = value
  else if (name === names?.vdn && value !== '') {
    wentOn(sight, call)
    const vdn = words(value)
    reachVdn(sight, call, call.keyed === undefined ? { vdn } : { vdn, code: call.keyed })
  }
}

/** Only steps in the context whose extensions are the VDNs get here; `q`, `h` and their like are no VDN. */
function dialplanStep(sight: Sight, message: AmiMessage): void {
  const call = callerLeg(sight, field(message, uniqueidKey))
  const vdn = field(message, extensionKey)
  if (!call || !/^[0-9*#+]+$/.test(vdn) || call.vdn === vdn) return
  wentOn(sight, call)
  reachVdn(sight, call, { vdn })
}

/** Queues and members may be others now; calls and counters stay. */
function reloaded(sight: Sight): void {
  sight.wantsPicture = true
}

function seatChanged(sight: Sight, message: AmiMessage): void {
  const { seat, stateInterface } = seatOf(message)
  if (seat.id === '' || seat.area === '' || !putSeat(sight.seats, seat, stateInterface)) return
  sight.moved?.seats.add(seatKeyOf(seat.id, seat.area))
  sight.out.push({ kind: 'seat-changed', at: sight.at, seat })
}

function seatRemoved(sight: Sight, message: AmiMessage): void {
  const { seat } = seatOf(message)
  if (!removeSeat(sight.seats, seat.id, seat.area)) return
  sight.moved?.seats.add(seatKeyOf(seat.id, seat.area))
  sight.out.push({ kind: 'seat-removed', at: sight.at, seatId: seat.id, area: seat.area })
}
