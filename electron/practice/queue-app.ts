import {
  channelFields,
  closeChannel,
  connectedTo,
  music,
  openChannel,
  setState,
  setVariable,
  setVariables,
  step,
} from './channel.ts'
import { setQueueDevice, setSeatDevice } from './devices.ts'
import type { Call, Entry, Member, Pbx, Queue, Ring } from './pbx.ts'
import { dialTimes, memberOf } from './queue-fields.ts'
import { choose } from './queue-strategy.ts'
import type { Field } from './wire.ts'

/**
 * Asterisk's Queue() as the recordings show it: join, ring seat after seat, ring-no-answer, answer, timeout, abandon.
 * `leave` tells the dialplan that the caller is out of the queue without an answer, and still on the line.
 */

const position = (entry: Entry): number => entry.queue.entries.indexOf(entry) + 1
const waitedSeconds = (pbx: Pbx, entry: Entry): number =>
  Math.floor(pbx.timeline.wall() / 1000) - Math.floor(entry.joinedWall / 1000)

type Join = { queue: string; timeoutSeconds: number; exten: string; priority: number; leave: (how: 'timeout') => void }

export function joinQueue(pbx: Pbx, call: Call, join: Join): void {
  const queue = pbx.queues.get(join.queue)
  if (!queue) throw new Error(`the dialplan names no queue ${join.queue}`)
  const { channel } = call
  step(pbx, channel, join.exten, join.priority, 'Queue', `${join.queue},,,,${join.timeoutSeconds}`)
  setVariables(pbx, channel, {
    ANSWEREDTIME: '',
    ANSWEREDTIME_MS: '',
    DIALEDTIME: '',
    DIALEDTIME_MS: '',
    QUEUEWAIT: '',
    QUEUEWAIT_MS: '',
  })
  if (channel.variables.get('ABANDONED')) setVariable(pbx, channel, 'ABANDONED', '')
  const now = pbx.timeline.now()
  const entry: Entry = {
    call,
    queue,
    joinedAt: now,
    joinedWall: pbx.timeline.wall(),
    originalPosition: queue.entries.length + 1,
    timeoutSeconds: join.timeoutSeconds,
    expiresAt: now + join.timeoutSeconds * 1000,
    rings: [],
    linear: 0,
    notBefore: now,
    leave: join.leave,
    cancelTimeout: pbx.timeline.after(join.timeoutSeconds * 1000, () => timeOut(pbx, entry)),
  }
  queue.entries.push(entry)
  call.entry = entry
  pbx.facts.entered(call.id, queue.model.name, entry.joinedWall)
  setQueueDevice(pbx, queue)
  const place: Field[] = [
    ['Queue', queue.model.name],
    ['Position', queue.entries.length],
    ['Count', queue.entries.length],
  ]
  pbx.emit('QueueCallerJoin', 'agent', [...channelFields(channel), ...place])
  music(pbx, channel, true)
  pbx.timeline.after(1, () => distribute(pbx, queue))
  watch(pbx, queue)
}

/** Rings free seats for those who wait, first come first served. */
function distribute(pbx: Pbx, queue: Queue): void {
  for (const entry of [...queue.entries]) {
    if (entry.rings.length > 0 || entry.notBefore > pbx.timeline.now()) continue
    const members = choose(pbx, entry)
    if (members.length === 0) return
    for (const member of members) ring(pbx, entry, member)
    for (const begun of [...entry.rings]) answerPlan(pbx, entry, begun)
  }
}

/** Those who wait look for a free seat once a second. */
function watch(pbx: Pbx, queue: Queue): void {
  if (queue.watched || queue.entries.length === 0) return
  queue.watched = true
  pbx.timeline.after(1_000, () => {
    queue.watched = false
    distribute(pbx, queue)
    watch(pbx, queue)
  })
}

function ring(pbx: Pbx, entry: Entry, member: Member): void {
  const { channel } = entry.call
  const { seat, queue } = member
  const leg = openChannel(pbx, {
    endpoint: seat.extension,
    state: 0,
    callerNum: seat.extension,
    callerName: seat.model.callerIdName,
    context: 'from-agents',
    exten: 's',
    dnid: '',
    linkedTo: channel,
  })
  setVariable(pbx, leg, 'DIALEDPEERNUMBER', seat.extension)
  // AgentCalled already shows the leg as it will be; DialBegin, sent after it, still shows it as it was.
  const soon = { ...leg, exten: 'q', connectedNum: channel.callerNum, connectedName: channel.callerName }
  pbx.emit('AgentCalled', 'agent', [...channelFields(channel), ...channelFields(soon, 'Dest'), ...memberOf(member)])
  const dialled: Field = ['DialString', seat.model.interface]
  pbx.emit('DialBegin', 'call', [...channelFields(channel), ...channelFields(leg, 'Dest'), dialled])
  if (queue.model.strategy !== 'ringall') connectedTo(pbx, channel, leg)
  const begun: Ring = { member, leg, startedAt: pbx.timeline.now(), cancel: () => {} }
  entry.rings.push(begun)
  entry.call.dialled.push({
    at: entry.call.dialledAt ?? channel.createdAt,
    memberChannel: leg.name,
    lastData: channel.data,
    answered: false,
    destination: 'q',
  })
  entry.call.dialledAt = undefined
}

/** The phone rings, or is busy; then somebody takes it, or nobody does. */
function answerPlan(pbx: Pbx, entry: Entry, begun: Ring): void {
  const { leg, member } = begun
  const { channel } = entry.call
  if (!entry.rings.includes(begun)) return
  const plan = pbx.people.ring(member.seat, entry.call)
  if (plan.kind === 'busy') return busy(pbx, entry, begun)
  Object.assign(leg, { exten: 'q', connectedNum: channel.callerNum, connectedName: channel.callerName })
  setState(pbx, leg, 5)
  step(pbx, leg, 'q', 1, 'AppQueue', '(Outgoing Line)')
  connectedTo(pbx, leg, channel)
  pbx.emit('DialState', 'call', [...channelFields(channel), ...channelFields(leg, 'Dest'), ['DialStatus', 'RINGING']])
  setSeatDevice(pbx, member.seat, 'RINGING')
  const givesUp = pbx.model.ringTimeoutMs
  if (plan.kind === 'answer' && plan.afterMs < givesUp) {
    begun.cancel = pbx.timeline.after(plan.afterMs, () => answer(pbx, entry, begun))
  } else {
    begun.cancel = pbx.timeline.after(givesUp, () => noAnswer(pbx, entry))
  }
}

const ringEvent = (
  pbx: Pbx,
  entry: Entry,
  ringing: Ring,
  name: string,
  eventClass: 'agent' | 'call',
  fields: Field[],
): void =>
  pbx.emit(name, eventClass, [...channelFields(entry.call.channel), ...channelFields(ringing.leg, 'Dest'), ...fields])

const dialEnd = (pbx: Pbx, entry: Entry, ringing: Ring, status: string): void =>
  ringEvent(pbx, entry, ringing, 'DialEnd', 'call', [['DialStatus', status]])

const notAnswered = (pbx: Pbx, entry: Entry, ringing: Ring, ringMs: number): void =>
  ringEvent(pbx, entry, ringing, 'AgentRingNoAnswer', 'agent', [...memberOf(ringing.member), ['RingTime', ringMs]])

/** Asterisk counts a ring in whole seconds, and writes it in milliseconds. */
const rungMs = (pbx: Pbx, ringing: Ring): number =>
  Math.floor((pbx.timeline.now() - ringing.startedAt) / pbx.timeline.speed() / 1000) * 1000

function giveUp(pbx: Pbx, entry: Entry): Ring[] {
  const given = entry.rings
  entry.rings = []
  for (const ringing of given) {
    ringing.cancel()
    notAnswered(pbx, entry, ringing, rungMs(pbx, ringing))
    dialEnd(pbx, entry, ringing, 'NOANSWER')
    advance(entry, ringing.member)
  }
  for (const ringing of given) dialEnd(pbx, entry, ringing, 'CANCEL')
  entry.call.dialledAt = pbx.timeline.wall()
  return given
}

/** Strategy linear goes on with the next seat; the others look from where the queue has got to. */
function advance(entry: Entry, member: Member): void {
  const place = entry.queue.members.indexOf(member) + 1
  entry.linear = place
  entry.queue.roundRobin = place
}

export function dropLegs(pbx: Pbx, rings: readonly Ring[], cause: number): void {
  for (const { leg, member } of rings) {
    closeChannel(pbx, leg, cause)
    setSeatDevice(pbx, member.seat, 'NOT_INUSE')
  }
}

function noAnswer(pbx: Pbx, entry: Entry): void {
  const given = giveUp(pbx, entry)
  entry.notBefore = pbx.timeline.now() + pbx.model.retryMs
  dropLegs(pbx, given, 0)
  pbx.timeline.after(pbx.model.retryMs, () => distribute(pbx, entry.queue))
}

/** A 486: the leg never rings, and the next seat is tried at once. Its NewConnectedLine does come after its Hangup. */
function busy(pbx: Pbx, entry: Entry, refused: Ring): void {
  const { leg, member } = refused
  const { channel } = entry.call
  entry.rings = entry.rings.filter((other) => other !== refused)
  pbx.emit('HangupRequest', 'call', [...channelFields(leg), ['Cause', 17], ['TechCause', 486]])
  Object.assign(leg, { exten: 'q', connectedNum: channel.callerNum, connectedName: channel.callerName })
  dialEnd(pbx, entry, refused, 'NOANSWER')
  notAnswered(pbx, entry, refused, 0)
  closeChannel(pbx, leg, 17)
  connectedTo(pbx, leg, channel)
  advance(entry, member)
  if (entry.rings.length > 0) return
  entry.notBefore = pbx.timeline.now() + (entry.queue.model.strategy === 'ringall' ? pbx.model.retryMs : 1)
  pbx.timeline.after(entry.notBefore - pbx.timeline.now(), () => distribute(pbx, entry.queue))
}

function answer(pbx: Pbx, entry: Entry, winner: Ring): void {
  const { call, queue } = entry
  const { leg, member } = winner
  const others = entry.rings.filter((other) => other !== winner)
  for (const other of others) other.cancel()
  entry.rings = []
  const holdSeconds = waitedSeconds(pbx, entry)
  const ringSeconds = rungMs(pbx, winner) / 1000
  setState(pbx, leg, 6)
  dialEnd(pbx, entry, winner, 'ANSWER')
  for (const other of others) dialEnd(pbx, entry, other, 'CANCEL')
  if (queue.model.strategy === 'ringall') connectedTo(pbx, call.channel, leg)
  for (const other of others) dialEnd(pbx, entry, other, 'CANCEL')
  music(pbx, call.channel, false)
  answerVariables(pbx, entry, winner, holdSeconds)
  dropLegs(pbx, others, 26)
  advance(entry, member)
  const dialled = call.dialled.find((one) => one.memberChannel === leg.name)
  if (dialled) dialled.answered = true
  leaveQueue(pbx, entry)
  setVariables(pbx, call.channel, { QUEUEWAIT: holdSeconds, QUEUEWAIT_MS: holdSeconds * 1000 })
  pbx.facts.left(call.id, 'answered', pbx.timeline.wall(), member.seat.model.interface)
  const oldHold = queue.holdTime
  queue.holdTime = oldHold === 0 ? holdSeconds : (oldHold * 3 + holdSeconds) >> 2
  if (holdSeconds <= queue.model.serviceLevelSeconds) queue.completedInTime += 1
  const times: Field[] = [
    ['HoldTime', holdSeconds],
    ['RingTime', ringSeconds],
  ]
  ringEvent(pbx, entry, winner, 'AgentConnect', 'agent', [...memberOf(member), ...times])
  pbx.on.answered(call, winner, holdSeconds)
}

function answerVariables(pbx: Pbx, entry: Entry, { leg, member }: Ring, holdSeconds: number): void {
  if (!pbx.noise) return
  const memberVariables = {
    MEMBERINTERFACE: member.seat.model.interface,
    MEMBERNAME: member.seat.model.memberName,
    MEMBERCALLS: member.callsTaken,
    MEMBERLASTCALL: member.lastCall,
    MEMBERPENALTY: member.penalty,
    MEMBERDYNAMIC: member.dynamic ? 1 : 0,
    MEMBERREALTIME: 0,
  }
  const entryVariables = { QEHOLDTIME: holdSeconds, QEORIGINALPOS: entry.originalPosition }
  for (const channel of [entry.call.channel, leg]) setVariables(pbx, channel, memberVariables)
  for (const channel of [entry.call.channel, leg]) setVariables(pbx, channel, entryVariables)
}

function leaveQueue(pbx: Pbx, entry: Entry): void {
  const { queue, call } = entry
  const left = position(entry)
  entry.cancelTimeout()
  queue.entries.splice(left - 1, 1)
  call.entry = undefined
  setQueueDevice(pbx, queue)
  const place: Field[] = [
    ['Queue', queue.model.name],
    ['Position', left],
    ['Count', queue.entries.length],
  ]
  pbx.emit('QueueCallerLeave', 'agent', [...channelFields(call.channel), ...place])
  setVariable(pbx, call.channel, 'QUEUEPOSITION', left)
}

/** Asterisk sends the same for a caller who hangs up and for one whose time in the queue is over, and counts both. */
function abandonEvent(pbx: Pbx, entry: Entry): void {
  const { queue, call } = entry
  const holdSeconds = waitedSeconds(pbx, entry)
  queue.abandoned += 1
  if (holdSeconds <= queue.model.serviceLevelSeconds) queue.abandonedInTime += 1
  const fields: Field[] = [
    ['Queue', queue.model.name],
    ['Position', position(entry)],
    ['OriginalPosition', entry.originalPosition],
    ['HoldTime', holdSeconds],
  ]
  pbx.emit('QueueCallerAbandon', 'agent', [...channelFields(call.channel), ...fields])
}

function waitVariables(pbx: Pbx, entry: Entry): void {
  const waited = waitedSeconds(pbx, entry)
  setVariables(pbx, entry.call.channel, { QUEUEWAIT: waited, QUEUEWAIT_MS: waited * 1000 })
  dialTimes(pbx, entry.call, 0)
}

function timeOut(pbx: Pbx, entry: Entry): void {
  const { call } = entry
  const given = giveUp(pbx, entry)
  setVariable(pbx, call.channel, 'ABANDONED', 'TRUE')
  abandonEvent(pbx, entry)
  waitVariables(pbx, entry)
  music(pbx, call.channel, false)
  leaveQueue(pbx, entry)
  pbx.facts.left(call.id, 'timed-out', pbx.timeline.wall())
  call.queueStatus = 'TIMEOUT'
  setVariable(pbx, call.channel, 'QUEUESTATUS', 'TIMEOUT')
  entry.leave('timeout')
  dropLegs(pbx, given, 0)
}

/** The caller hangs up, or is fetched out by a Redirect. The legs that rang are dropped by the caller of this. */
export function abandonQueue(pbx: Pbx, entry: Entry, end: 'abandoned' | 'transferred' | 'switch-cleared'): Ring[] {
  const { call } = entry
  const rings = entry.rings
  entry.rings = []
  music(pbx, call.channel, false)
  for (const ringing of rings) {
    ringing.cancel()
    dialEnd(pbx, entry, ringing, 'CANCEL')
  }
  for (const ringing of rings) dialEnd(pbx, entry, ringing, 'CANCEL')
  waitVariables(pbx, entry)
  setVariable(pbx, call.channel, 'ABANDONED', 'TRUE')
  abandonEvent(pbx, entry)
  leaveQueue(pbx, entry)
  pbx.facts.left(call.id, end, pbx.timeline.wall())
  return rings
}
