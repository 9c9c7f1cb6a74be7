import {
  bridgeFields,
  channelFields,
  closeBridge,
  closeChannel,
  enterBridge,
  leaveBridge,
  mediaReport,
  music,
  openBridge,
  setVariable,
} from './channel.ts'
import { setSeatDevice, setTrunkDevice } from './devices.ts'
import type { Call, LateComplete, Pbx, Ring, Talk } from './pbx.ts'
import { dialTimes, memberOf } from './queue-fields.ts'
import type { TalkPlan } from './site-model.ts'
import { unixSecond } from './wire.ts'
import type { Field } from './wire.ts'

/** A caller and a seat in one bridge: how it begins, what happens in it, and how it is taken apart. */

export function beginTalk(pbx: Pbx, call: Call, { leg, member }: Ring, holdSeconds: number): void {
  member.inCall = true
  setSeatDevice(pbx, member.seat, 'INUSE')
  const bridge = openBridge(pbx)
  enterBridge(pbx, bridge, leg)
  enterBridge(pbx, bridge, call.channel)
  if (call.channel.variables.get('BLINDTRANSFER')) setVariable(pbx, call.channel, 'BLINDTRANSFER', '')
  peers(pbx, call, leg.name)
  setVariable(pbx, leg, 'BRIDGEPEER', call.channel.name)
  setVariable(pbx, leg, 'BRIDGEPVTCALLID', `${leg.uniqueid}@127.0.0.1`)
  bridge.technology = 'native_rtp'
  const plan = call.plan.talks[Math.min(call.talks, call.plan.talks.length - 1)] ?? call.plan.talks[0]
  call.talks += 1
  const talk: Talk = {
    member,
    leg,
    bridge,
    queue: member.queue,
    since: pbx.timeline.wall(),
    holdSeconds,
    onHold: false,
    cancels: [],
  }
  call.talk = talk
  schedule(pbx, call, talk, plan)
}

function peers(pbx: Pbx, call: Call, peer: string): void {
  setVariable(pbx, call.channel, 'BRIDGEPEER', peer)
  setVariable(pbx, call.channel, 'BRIDGEPVTCALLID', peer && call.channel.uniqueid)
}

function schedule(pbx: Pbx, call: Call, talk: Talk, plan: TalkPlan): void {
  const later = (ms: number, run: () => void): void => {
    talk.cancels.push(pbx.timeline.after(ms, () => call.talk === talk && run()))
  }
  const { hold, transfer } = plan
  if (hold) {
    later(hold.afterMs, () => setHold(pbx, call, talk, true))
    later(hold.afterMs + hold.forMs, () => setHold(pbx, call, talk, false))
  }
  if (transfer) later(transfer.afterMs, () => pbx.on.transfer(call, transfer.vdn, transfer.how))
  later(plan.talkMs, () => (plan.endedBy === 'caller' ? pbx.on.callerHangsUp(call) : pbx.on.agentHangsUp(call)))
  if (pbx.noise) mediaReports(pbx, call, talk)
}

/** RTCPSent every 5 s, the greater part of the noise of a long talk. */
function mediaReports(pbx: Pbx, call: Call, talk: Talk): void {
  let sent = 0
  const report = (): void => {
    sent += 250
    pbx.emit('RTCPSent', 'reporting', [...channelFields(call.channel), ...mediaFields(pbx, sent)])
    talk.cancels.push(pbx.timeline.after(5_000, () => call.talk === talk && report()))
  }
  talk.cancels.push(pbx.timeline.after(5_000, () => call.talk === talk && report()))
}

const mediaFields = (pbx: Pbx, packets: number): Field[] => [
  ['To', '127.0.0.1:6001'],
  ['From', '127.0.0.1:22911'],
  ['MES', '74.6'],
  ['SSRC', '0x33f9f6aa'],
  ['PT', '200(SR)'],
  ['ReportCount', 1],
  ['SentNTP', `${unixSecond(pbx.timeline.wall())}.015608`],
  ['SentRTP', packets * 160],
  ['SentPackets', packets],
  ['SentOctets', packets * 160],
  ['Report0SourceSSRC', '0x01020305'],
  ['Report0FractionLost', 0],
  ['Report0CumulativeLost', 0],
  ['Report0HighestSequence', 1000 + packets],
  ['Report0SequenceNumberCycles', 0],
  ['Report0IAJitter', 0],
  ['Report0LSR', 0],
  ['Report0DLSR', '0.0000'],
]

function setHold(pbx: Pbx, call: Call, talk: Talk, on: boolean): void {
  if (talk.onHold === on) return
  talk.onHold = on
  const fields: Field[] = on ? [['MusicClass', 'default']] : []
  pbx.emit(on ? 'Hold' : 'Unhold', 'call', [...channelFields(talk.leg), ...fields])
  music(pbx, call.channel, on)
  setTrunkDevice(pbx)
}

/** Only Asterisk's own figures; the seat is freed by `freeSeat`. */
function countTalk(pbx: Pbx, { member, queue, since }: LateComplete): number {
  const seconds = unixSecond(pbx.timeline.wall()) - unixSecond(since)
  queue.completed += 1
  queue.talkTime = queue.talkTime === 0 ? seconds : (queue.talkTime * 3 + seconds) >> 2
  for (const place of member.seat.members) {
    place.callsTaken += 1
    place.lastCall = unixSecond(pbx.timeline.wall())
  }
  return seconds
}

export type CompleteReason = 'caller' | 'agent' | 'transfer'

export function completeTalk(pbx: Pbx, call: Call, talk: Talk, reason: CompleteReason): void {
  const seconds = countTalk(pbx, talk)
  const fields: Field[] = [
    ['HoldTime', talk.holdSeconds],
    ['TalkTime', seconds],
    ['Reason', reason],
  ]
  const both = [...channelFields(call.channel), ...channelFields(talk.leg, 'Dest')]
  pbx.emit('AgentComplete', 'agent', [...both, ...memberOf(talk.member), ...fields])
}

/** Of talks that a Redirect cut short: no Dest fields, the whole time until now, and always the caller's doing. */
export function completeLate(pbx: Pbx, call: Call): void {
  for (const late of call.late) {
    const seconds = countTalk(pbx, late)
    const fields: Field[] = [
      ['HoldTime', late.holdSeconds],
      ['TalkTime', seconds],
      ['Reason', 'caller'],
    ]
    pbx.emit('AgentComplete', 'agent', [...channelFields(call.channel), ...memberOf(late.member), ...fields])
  }
  call.late = []
}

export function endPlans(talk: Talk): void {
  for (const cancel of talk.cancels) cancel()
  talk.cancels = []
  talk.member.inCall = false
}

export function clearPeers(pbx: Pbx, call: Call, talk: Talk): void {
  peers(pbx, call, '')
  setVariable(pbx, talk.leg, 'BRIDGEPEER', '')
  setVariable(pbx, talk.leg, 'BRIDGEPVTCALLID', '')
}

export const talkedMs = (pbx: Pbx, talk: Talk): number => pbx.timeline.wall() - talk.since

export function callerLeaves(pbx: Pbx, call: Call, talk: Talk): void {
  leaveBridge(pbx, talk.bridge, call.channel)
  dialTimes(pbx, call, talkedMs(pbx, talk))
}

export function agentLeaves(pbx: Pbx, talk: Talk): void {
  leaveBridge(pbx, talk.bridge, talk.leg)
}

export function bridgeEnds(pbx: Pbx, talk: Talk): void {
  closeBridge(pbx, talk.bridge)
}

export function agentLegEnds(pbx: Pbx, talk: Talk, withReport: boolean): void {
  if (withReport) mediaReport(pbx, talk.leg, undefined)
  closeChannel(pbx, talk.leg, 16)
  talk.member.seat.lastTalkEnd = pbx.timeline.now()
  setSeatDevice(pbx, talk.member.seat, 'NOT_INUSE')
}

export function blindTransferEvent(pbx: Pbx, call: Call, talk: Talk, vdn: string): void {
  pbx.emit('Unhold', 'call', channelFields(talk.leg))
  setVariable(pbx, call.channel, 'BLINDTRANSFER', talk.leg.name)
  setVariable(pbx, talk.leg, 'BLINDTRANSFER', call.channel.name)
  setVariable(pbx, talk.leg, 'BRIDGEPEER', '')
  setVariable(pbx, talk.leg, 'BRIDGEPVTCALLID', '')
  pbx.emit('BlindTransfer', 'call', [
    ['Result', 'Success'],
    ...channelFields(talk.leg, 'Transferer'),
    ...channelFields(call.channel, 'Transferee'),
    ...bridgeFields(talk.bridge),
    ['IsExternal', 'Yes'],
    ['Context', 'vdn'],
    ['Extension', vdn],
  ])
}
