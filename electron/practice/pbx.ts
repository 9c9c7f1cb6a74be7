import type { FactBook } from './facts.ts'
import type { Random } from './random.ts'
import type { CallerPlan, QueueModel, RingPlan, SeatModel, SiteModel } from './site-model.ts'
import type { Timeline } from './timeline.ts'
import type { EventClass, Field } from './wire.ts'

/**
 * The state of the simulated Asterisk: channels, queues, seats and calls, shared by the files that play its parts
 * (ivr, queue-app, talk, hang-up). Pure: it knows the timeline and where its events go, no socket and no clock.
 */
export type Pbx = {
  model: SiteModel
  timeline: Timeline
  /** For identifiers only; what people do is drawn elsewhere. */
  random: Random
  emit(name: string, eventClass: EventClass, fields: Field[]): void
  /** Events that a console does not need, for realistic load: VarSet, Newexten, MusicOnHold*, RTCPSent, Cdr. */
  noise: boolean
  channels: Map<string, Channel>
  bridges: Map<string, Bridge>
  calls: Map<string, Call>
  queues: Map<string, Queue>
  seats: Map<string, Seat>
  /** Channel names and Uniqueids count from 0 since the switch started. */
  channelCount: number
  startedAt: number
  trunkState: string
  processedCalls: number
  facts: FactBook
  people: People
  on: Turns
}

/** Where one part hands a call over to another: set once, so that the parts need not import each other in a circle. */
export type Turns = {
  answered(call: Call, ring: Ring, holdSeconds: number): void
  callerHangsUp(call: Call): void
  agentHangsUp(call: Call): void
  transfer(call: Call, vdn: string, how: 'blind' | 'redirect'): void
}

/** The people on the phones: what a seat does when it rings, and who calls again. */
export type People = {
  ring(seat: Seat, call: Call): RingPlan
  /** After the caller's Hangup. */
  gone(call: Call): void
}

export type Channel = {
  name: string
  uniqueid: string
  linkedid: string
  state: 0 | 4 | 5 | 6
  callerNum: string
  callerName: string
  connectedNum: string
  connectedName: string
  context: string
  exten: string
  priority: number
  application: string
  data: string
  dnid: string
  bridge: Bridge | undefined
  createdAt: number
  variables: Map<string, string>
}

export type Bridge = { id: string; technology: 'simple_bridge' | 'native_rtp'; channels: Channel[] }

export type Seat = {
  model: SeatModel
  extension: string
  device: 'NOT_INUSE' | 'RINGING' | 'INUSE'
  members: Member[]
  /** Site time; wrap-up counts from here. */
  lastTalkEnd: number
}

export type Member = {
  queue: Queue
  seat: Seat
  penalty: number
  dynamic: boolean
  paused: boolean
  pausedReason: string
  lastPause: number
  callsTaken: number
  lastCall: number
  loginTime: number
  inCall: boolean
}

export type Queue = {
  model: QueueModel
  members: Member[]
  entries: Entry[]
  /** Position in the members' list after the one last rung (rrmemory). */
  roundRobin: number
  completed: number
  completedInTime: number
  abandoned: number
  abandonedInTime: number
  holdTime: number
  talkTime: number
  /** What `Queue:<name>` and `Queue:<name>_avail` last said; nothing is sent when nothing changes. */
  device: string
  available: string
  /** Somebody waits, so the queue looks for a free seat every second, as Asterisk does. */
  watched: boolean
}

export type Ring = { member: Member; leg: Channel; startedAt: number; cancel: () => void }

export type Entry = {
  call: Call
  queue: Queue
  joinedAt: number
  joinedWall: number
  originalPosition: number
  timeoutSeconds: number
  expiresAt: number
  rings: Ring[]
  /** For strategy linear: where this caller has got to in the members' list. */
  linear: number
  /** No new ring before this site time. */
  notBefore: number
  leave: (how: 'timeout') => void
  cancelTimeout: () => void
}

export type Talk = {
  member: Member
  leg: Channel
  bridge: Bridge
  queue: Queue
  since: number
  holdSeconds: number
  onHold: boolean
  cancels: (() => void)[]
}

/** After a Redirect Asterisk reports the first agent's talk only when the caller hangs up, and wrongly; so do we. */
export type LateComplete = Pick<Talk, 'member' | 'queue' | 'since' | 'holdSeconds'>

export type Call = {
  id: string
  plan: CallerPlan
  channel: Channel
  code: string
  vdn: string
  ivr: { phase: 'ringing' | 'reading' | 'playing' | 'done'; tries: number; digits: string; cancel: () => void }
  entry: Entry | undefined
  talk: Talk | undefined
  talks: number
  late: LateComplete[]
  /** A moved call's HangupRequest carries a Cause. */
  moved: boolean
  queueStatus: string
  dialled: { at: number; memberChannel: string; lastData: string; answered: boolean; destination: string }[]
  dialledAt: number | undefined
  cancelPatience: () => void
  cancels: (() => void)[]
  ended: boolean
}

const causes: Record<number, string> = {
  0: 'Unknown',
  16: 'Normal Clearing',
  17: 'User busy',
  26: 'Answered elsewhere',
}
export const causeText = (cause: number): string => causes[cause] ?? 'Unknown'
