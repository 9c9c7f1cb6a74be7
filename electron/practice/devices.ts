import type { Member, Pbx, Queue, Seat } from './pbx.ts'
import { unixSecond } from './wire.ts'
import type { Field } from './wire.ts'

/** What lamps and queues are told when a phone or a queue changes. */

export const extensionStates = { NOT_INUSE: [0, 'Idle'], INUSE: [1, 'InUse'], RINGING: [8, 'Ringing'] } as const
const memberStates = { NOT_INUSE: 1, INUSE: 2, RINGING: 6 } as const
export const memberStatus = (member: Member): number => memberStates[member.seat.device]

const device = (pbx: Pbx, name: string, state: string): void =>
  pbx.emit('DeviceStateChange', 'call', [
    ['Device', name],
    ['State', state],
  ])

function hint(pbx: Pbx, exten: string, hinted: string, state: keyof typeof extensionStates): void {
  const [status, text] = extensionStates[state]
  const fields: Field[] = [
    ['Exten', exten],
    ['Context', 'hints'],
    ['Hint', hinted],
    ['Status', status],
    ['StatusText', text],
  ]
  pbx.emit('ExtensionStatus', 'call', fields)
}

export const memberFields = (member: Member): Field[] => [
  ['Queue', member.queue.model.name],
  ['MemberName', member.seat.model.memberName],
  ['Interface', member.seat.model.interface],
  ['StateInterface', member.seat.model.interface],
  ['Membership', member.dynamic ? 'dynamic' : 'static'],
  ['Penalty', member.penalty],
  ['CallsTaken', member.callsTaken],
  ['LastCall', member.lastCall],
  ['LastPause', member.lastPause],
  ['LoginTime', member.loginTime],
  ['InCall', member.inCall ? 1 : 0],
  ['Status', memberStatus(member)],
  ['Paused', member.paused ? 1 : 0],
  ['PausedReason', member.pausedReason],
  ['Ringinuse', 0],
  ['Wrapuptime', member.queue.model.wrapUpSeconds],
]

const isFree = (member: Member): boolean => member.seat.device === 'NOT_INUSE' && !member.paused

/** `Queue:<name>_avail`: Asterisk calls a queue in use when nobody is free, and looks only when one of its members changes. */
function availability(pbx: Pbx, queue: Queue): void {
  const state = queue.members.some(isFree) ? 'NOT_INUSE' : 'INUSE'
  if (state === queue.available) return
  queue.available = state
  device(pbx, `Queue:${queue.model.name}_avail`, state)
}

export function setSeatDevice(pbx: Pbx, seat: Seat, state: Seat['device']): void {
  seat.device = state
  hint(pbx, seat.extension, seat.model.interface, state)
  device(pbx, seat.model.interface, state)
  for (const member of seat.members) {
    pbx.emit('QueueMemberStatus', 'agent', memberFields(member))
    availability(pbx, member.queue)
  }
}

/** `Queue:<name>` rings while somebody waits. */
export function setQueueDevice(pbx: Pbx, queue: Queue): void {
  const state = queue.entries.length > 0 ? 'RINGING' : 'NOT_INUSE'
  if (state === queue.device) return
  queue.device = state
  device(pbx, `Queue:${queue.model.name}`, state)
  hint(pbx, queue.model.name, `Queue:${queue.model.name}`, state)
}

/** All callers share one trunk, so its state says little: in use while any call is up, on hold when all of them are. */
export function setTrunkDevice(pbx: Pbx): void {
  const calls = [...pbx.calls.values()].filter((call) => !call.ended && call.channel.state === 6)
  const state = calls.length === 0 ? 'UNAVAILABLE' : calls.every((call) => call.talk?.onHold) ? 'ONHOLD' : 'INUSE'
  if (state === pbx.trunkState) return
  pbx.trunkState = state
  device(pbx, 'PJSIP/trunk', state)
}

export function setPaused(pbx: Pbx, member: Member, paused: boolean, reason: string): void {
  const { seat } = member
  member.paused = paused
  member.pausedReason = paused ? reason : ''
  if (paused) member.lastPause = unixSecond(pbx.timeline.wall())
  device(pbx, `Queue:${member.queue.model.name}_pause_${seat.model.interface}`, paused ? 'INUSE' : 'NOT_INUSE')
  pbx.emit('QueueMemberPause', 'agent', memberFields(member))
  availability(pbx, member.queue)
}
