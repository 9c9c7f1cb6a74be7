import type { FactBook } from './facts.ts'
import { agentHangsUp, callerHangsUp, transfer } from './hang-up.ts'
import type { Member, Pbx, People, Queue, Seat } from './pbx.ts'
import type { Random } from './random.ts'
import type { QueueModel, SeatModel, SiteModel } from './site-model.ts'
import { beginTalk } from './talk.ts'
import type { Timeline } from './timeline.ts'
import { unixSecond } from './wire.ts'

/** Puts the parts of the simulated Asterisk together, with empty queues and idle seats. */
export type SwitchboardOptions = {
  model: SiteModel
  timeline: Timeline
  random: Random
  people: People
  noise: boolean
  emit: Pbx['emit']
  /** Outlives a restart of the switch. */
  facts: FactBook
}

const createSeat = (model: SeatModel): Seat => ({
  model,
  extension: model.interface.replace('PJSIP/', ''),
  device: 'NOT_INUSE',
  members: [],
  lastTalkEnd: -Infinity,
})

const createQueue = (model: QueueModel): Queue => ({
  model,
  members: [],
  entries: [],
  roundRobin: 0,
  completed: 0,
  completedInTime: 0,
  abandoned: 0,
  abandonedInTime: 0,
  holdTime: 0,
  talkTime: 0,
  device: 'NOT_INUSE',
  available: 'NOT_INUSE',
  watched: false,
})

type NewMember = { penalty: number; dynamic: boolean; at: number }

export function addMember(queue: Queue, seat: Seat, { penalty, dynamic, at }: NewMember): Member {
  const member: Member = {
    queue,
    seat,
    penalty,
    dynamic,
    paused: false,
    pausedReason: '',
    lastPause: 0,
    callsTaken: 0,
    lastCall: 0,
    loginTime: at,
    inCall: false,
  }
  queue.members.push(member)
  seat.members.push(member)
  return member
}

export function createSwitchboard({ model, timeline, random, people, noise, emit, facts }: SwitchboardOptions): Pbx {
  const seats = new Map(model.seats.map((seat) => [seat.interface, createSeat(seat)]))
  const queues = new Map(model.queues.map((queue) => [queue.name, createQueue(queue)]))
  const at = unixSecond(timeline.wall())
  for (const queue of queues.values()) {
    for (const { interface: name, penalty } of queue.model.members) {
      const seat = seats.get(name)
      if (seat) addMember(queue, seat, { penalty, dynamic: false, at })
    }
  }
  const pbx: Pbx = {
    model,
    timeline,
    random,
    emit,
    noise,
    channels: new Map(),
    bridges: new Map(),
    calls: new Map(),
    queues,
    seats,
    channelCount: 0,
    startedAt: timeline.wall(),
    trunkState: 'UNAVAILABLE',
    processedCalls: 0,
    facts,
    people,
    on: {
      answered: (call, ring, holdSeconds) => beginTalk(pbx, call, ring, holdSeconds),
      callerHangsUp: (call) => callerHangsUp(pbx, call),
      agentHangsUp: (call) => agentHangsUp(pbx, call),
      transfer: (call, vdn, how) => transfer(pbx, call, vdn, how),
    },
  }
  return pbx
}
