import { channelFields, closeChannel, mediaReport, setVariable, step } from './channel.ts'
import { setTrunkDevice } from './devices.ts'
import { goToVdn } from './ivr.ts'
import type { Call, Pbx, Talk } from './pbx.ts'
import { abandonQueue, dropLegs } from './queue-app.ts'
import {
  agentLeaves,
  agentLegEnds,
  blindTransferEvent,
  bridgeEnds,
  callerLeaves,
  clearPeers,
  completeLate,
  completeTalk,
  endPlans,
} from './talk.ts'
import { unixSecond } from './wire.ts'
import type { Field } from './wire.ts'

/** How calls end, and how they are moved. The order of the events is that of the recordings. */

function hangupRequest(pbx: Pbx, call: Call): void {
  const cause: Field[] = call.moved ? [['Cause', 16]] : []
  pbx.emit('HangupRequest', 'call', [...channelFields(call.channel), ...cause])
}

const softHangup = (pbx: Pbx, call: Call, cause: number): void =>
  pbx.emit('SoftHangupRequest', 'call', [...channelFields(call.channel), ['Cause', cause]])

/** Only context vdn has an extension h. */
function lastStep(pbx: Pbx, { channel, queueStatus }: Call): void {
  if (channel.context !== 'vdn') return
  step(pbx, channel, 'h', 1, 'NoOp', `end of VDN call ${channel.variables.get('QNAME') ?? ''} ${queueStatus}`)
  channel.priority = 2
}

function forget(pbx: Pbx, call: Call, cause: number, cleared = false): void {
  call.ended = true
  call.ivr.cancel()
  call.cancelPatience()
  for (const cancel of call.cancels) cancel()
  call.cancels = []
  pbx.calls.delete(call.id)
  closeChannel(pbx, call.channel, cause)
  setTrunkDevice(pbx)
  pbx.facts.ended(call.id, pbx.timeline.wall(), cleared)
}

export function callerHangsUp(pbx: Pbx, call: Call): void {
  if (call.ended) return
  if (call.talk) return callerEndsTalk(pbx, call, call.talk)
  mediaReport(pbx, call.channel, undefined)
  hangupRequest(pbx, call)
  completeLate(pbx, call)
  const rings = call.entry ? abandonQueue(pbx, call.entry, 'abandoned') : []
  softHangup(pbx, call, 16)
  lastStep(pbx, call)
  forget(pbx, call, 0)
  dropLegs(pbx, rings, 0)
  records(pbx, call)
  pbx.people.gone(call)
}

function callerEndsTalk(pbx: Pbx, call: Call, talk: Talk): void {
  endPlans(talk)
  mediaReport(pbx, call.channel, talk.leg)
  hangupRequest(pbx, call)
  completeLate(pbx, call)
  completeTalk(pbx, call, talk, 'caller')
  clearPeers(pbx, call, talk)
  callerLeaves(pbx, call, talk)
  softHangup(pbx, call, 16)
  lastStep(pbx, call)
  agentLeaves(pbx, talk)
  bridgeEnds(pbx, talk)
  call.talk = undefined
  forget(pbx, call, 16)
  agentLegEnds(pbx, talk, true)
  records(pbx, call)
  pbx.people.gone(call)
}

export function agentHangsUp(pbx: Pbx, call: Call): void {
  const { talk } = call
  if (!talk) return
  endPlans(talk)
  mediaReport(pbx, talk.leg, call.channel)
  pbx.emit('HangupRequest', 'call', channelFields(talk.leg))
  completeLate(pbx, call)
  completeTalk(pbx, call, talk, 'agent')
  clearPeers(pbx, call, talk)
  agentLeaves(pbx, talk)
  callerLeaves(pbx, call, talk)
  bridgeEnds(pbx, talk)
  softHangup(pbx, call, 16)
  agentLegEnds(pbx, talk, false)
  lastStep(pbx, call)
  mediaReport(pbx, call.channel, undefined)
  call.talk = undefined
  forget(pbx, call, 16)
  records(pbx, call)
  pbx.people.gone(call)
}

/** A seat's blind transfer, or a Redirect: the caller goes to another VDN, from a talk or out of a queue or the IVR. */
export function transfer(pbx: Pbx, call: Call, vdn: string, how: 'blind' | 'redirect'): void {
  if (call.ended || !pbx.model.vdns[vdn]) return
  const { talk, entry } = call
  call.moved = true
  if (talk) {
    endPlans(talk)
    call.talk = undefined
    const last = call.dialled.at(-1)
    if (last) last.destination = vdn
    if (how === 'blind') {
      blindTransferEvent(pbx, call, talk, vdn)
      completeTalk(pbx, call, talk, 'transfer')
    } else {
      call.late.push(talk)
    }
    setVariable(pbx, call.channel, 'BRIDGEPEER', '')
    setVariable(pbx, call.channel, 'BRIDGEPVTCALLID', '')
  }
  const rings = entry ? abandonQueue(pbx, entry, 'transferred') : []
  call.channel.context = 'vdn'
  step(pbx, call.channel, vdn, 1, call.channel.application, call.channel.data)
  if (talk) {
    callerLeaves(pbx, call, talk)
    agentLeaves(pbx, talk)
    bridgeEnds(pbx, talk)
  }
  call.dialledAt = pbx.timeline.wall()
  goToVdn(pbx, call, vdn, 'moved')
  if (talk) agentLegEnds(pbx, talk, true)
  dropLegs(pbx, rings, 0)
}

/** `core restart now`: every call is cleared, in the order that 09-restart shows. */
export function clearCall(pbx: Pbx, call: Call): void {
  const { talk, entry } = call
  softHangup(pbx, call, 4)
  if (talk) {
    endPlans(talk)
    pbx.emit('SoftHangupRequest', 'call', [...channelFields(talk.leg), ['Cause', 4]])
    clearPeers(pbx, call, talk)
    callerLeaves(pbx, call, talk)
    agentLeaves(pbx, talk)
  }
  const rings = entry ? abandonQueue(pbx, entry, 'switch-cleared') : []
  softHangup(pbx, call, 16)
  lastStep(pbx, call)
  if (talk) bridgeEnds(pbx, talk)
  completeLate(pbx, call)
  if (talk) completeTalk(pbx, call, talk, 'caller')
  call.talk = undefined
  forget(pbx, call, talk ? 16 : 0, true)
  if (talk) agentLegEnds(pbx, talk, true)
  dropLegs(pbx, rings, 0)
  records(pbx, call)
}

/** One call detail record for each seat that was tried. */
function records(pbx: Pbx, call: Call): void {
  if (!pbx.noise) return
  const { channel } = call
  const stamp = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
  const now = pbx.timeline.wall()
  call.dialled.forEach((dialled, place) => {
    const endedAt = call.dialled[place + 1]?.at ?? now
    const seconds = Math.max(0, unixSecond(endedAt) - unixSecond(dialled.at))
    pbx.emit('Cdr', 'cdr', [
      ['AccountCode', ''],
      ['Source', channel.callerNum],
      ['Destination', dialled.destination],
      ['DestinationContext', 'vdn'],
      ['CallerID', `"${channel.callerName}" <${channel.callerNum}>`],
      ['Channel', channel.name],
      ['DestinationChannel', dialled.memberChannel],
      ['LastApplication', 'Queue'],
      ['LastData', dialled.lastData],
      ['StartTime', stamp(dialled.at)],
      ['AnswerTime', stamp(dialled.at)],
      ['EndTime', stamp(endedAt)],
      ['Duration', seconds],
      ['BillableSeconds', seconds],
      ['Disposition', dialled.answered ? 'ANSWERED' : 'NO ANSWER'],
      ['AMAFlags', 'DOCUMENTATION'],
      ['UniqueID', channel.uniqueid],
      ['UserField', ''],
    ])
  })
}
