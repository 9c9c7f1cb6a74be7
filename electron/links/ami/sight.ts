import type { CallEvent, Caller, LegEnd, SeatRef, TalkEndedBy } from '#shared/domain/call/call-event.ts'
import { createSeatBook, type SeatBook } from './seats.ts'
import type { VdnPlan } from './vdn-source.ts'

/**
 * What the translation has to remember of a switch while it is seen: which channel belongs to whose call, where each
 * call waits and with whom it talks. As much as is needed to understand the next message and to correct a picture that
 * was taken meanwhile, and not more; the call book is elsewhere. An entry lives as long as its channel.
 */
export type Sight = {
  readonly switchId: string
  readonly plan: VdnPlan
  /** By Uniqueid of the channel. */
  legs: Map<string, Leg>
  /** By callId. */
  calls: Map<string, SeenCall>
  seats: SeatBook
  bridges: Map<string, Bridge>
  /** Contexts of the dialplan in which seats' own phones dial. */
  innerContexts: Set<string>
  /** Calls that left a queue without a word why; the next message of the call tells. */
  leaving: Set<SeenCall>
  /** What changed since the picture was asked for; missing while none is being taken. */
  moved: Moved | undefined
  /** False while nothing of class call came: then nobody tells when a call ends. */
  seesChannels: boolean
  /** Something happened that only a picture can explain. */
  wantsPicture: boolean
  at: number
  out: CallEvent[]
}

export type Moved = { calls: Set<string>; seats: Set<string> }
export type Leg = { call: SeenCall; seat?: SeatRef }
export type Bridge = { call?: SeenCall; seat?: { ref: SeatRef; uid: string } }

export type SeenCall = {
  id: string
  /** Uniqueid of the caller's own leg. */
  uid: string
  caller: Caller
  dialledNumber: string
  arrivedAt: number
  /** False for a channel that may be a colleague's phone: nobody was told of it. Joining a queue makes it a call. */
  said: boolean
  inIvr: boolean
  vdn?: string
  code?: string
  /** The last value of the code variable. */
  keyed?: string
  /** Missing unless the call waits. */
  waiting?: { area: string; joinedAt: number; position: number; priority?: number; gaveUp: boolean }
  lastArea?: string
  /** Left a queue without a word why; no one was told yet. */
  left?: string
  /** Left a queue, and it was said to be undecided. `bare`: the switch did not say that it gave up either. */
  undecided?: { area: string; bare: boolean }
  ringing: { seat: SeatRef; at: number }[]
  talk?: Talk
  /** The talk ended because the caller's leg went elsewhere; who sent it there is not known yet. */
  movedTo?: string
  /** What was last told of its recording: the file, or '' where only the beginning was. */
  recording?: string
  hungUp: boolean
  /** The switch itself asked for the caller's hang-up. */
  cleared: boolean
  /** Uniqueids of all its legs. */
  legs: string[]
}

export type Talk = {
  seat: SeatRef
  area: string
  /** The seat's channel, and the bridge in which both are. */
  uid: string
  bridge?: string
  /** Through a Local channel, which the switch may take out of the way: only AgentComplete or the caller ends it. */
  local: boolean
  held: boolean
  /** Who asked for the hang-up first. */
  by?: TalkEndedBy
}

/** Far more than a switch can carry; beyond it something is never cleaned up, and the oldest goes. */
export const maxCalls = 20_000

export const createSight = (switchId: string, plan: VdnPlan): Sight => ({
  switchId,
  plan,
  legs: new Map(),
  calls: new Map(),
  seats: createSeatBook(),
  bridges: new Map(),
  innerContexts: new Set(),
  leaving: new Set(),
  moved: undefined,
  seesChannels: false,
  wantsPicture: false,
  at: 0,
  out: [],
})

export function addCall(
  sight: Sight,
  seen: Pick<SeenCall, 'uid' | 'caller' | 'dialledNumber' | 'arrivedAt' | 'said'>,
  linkedid: string,
): SeenCall {
  let id = `${sight.switchId}/${linkedid === '' ? seen.uid : linkedid}`
  if (sight.calls.has(id)) id = `${sight.switchId}/${seen.uid}` // two callers in one conversation
  const call: SeenCall = { ...seen, id, inIvr: false, ringing: [], hungUp: false, cleared: false, legs: [] }
  sight.calls.set(id, call)
  addLeg(sight, seen.uid, call)
  if (sight.calls.size > maxCalls) {
    for (const oldest of sight.calls.values()) {
      forgetCall(sight, oldest)
      break
    }
    sight.wantsPicture = true
  }
  return call
}

/** Whether this channel is the caller of a call that was told of. */
export function isSaid(sight: Sight, uid: string): boolean {
  const leg = sight.legs.get(uid)
  return leg !== undefined && leg.seat === undefined && leg.call.said
}

export function addLeg(sight: Sight, uid: string, call: SeenCall, seat?: SeatRef): void {
  sight.legs.set(uid, seat ? { call, seat } : { call })
  call.legs.push(uid)
}

export function forgetCall(sight: Sight, call: SeenCall): void {
  for (const uid of call.legs) if (sight.legs.get(uid)?.call === call) sight.legs.delete(uid)
  if (call.talk?.bridge !== undefined) sight.bridges.delete(call.talk.bridge)
  sight.calls.delete(call.id)
  sight.leaving.delete(call)
}

export function emit(sight: Sight, call: SeenCall, event: CallEvent): void {
  if (!call.said) say(sight, call)
  sight.out.push(event)
  sight.moved?.calls.add(call.id)
}

/** Tells of the call. Said again when its caller becomes known later: the book takes the newer one. */
export function say(sight: Sight, call: SeenCall): void {
  call.said = true
  const { id: callId, caller, dialledNumber } = call
  sight.out.push({ kind: 'call-arrived', at: sight.at, callId, caller, dialledNumber })
  if (call.recording !== undefined) sight.out.push(recordedEvent(sight, callId, call.recording))
  sight.moved?.calls.add(callId)
}

export const recordedEvent = ({ at }: Sight, callId: string, reference: string): CallEvent => ({
  kind: 'call-recorded',
  at,
  callId,
  ...(reference !== '' && { reference }),
})

export function endTalk(sight: Sight, call: SeenCall, by: TalkEndedBy): void {
  const { talk } = call
  if (!talk) return
  delete call.talk
  emit(sight, call, { kind: 'talk-ended', at: sight.at, callId: call.id, seat: talk.seat, by })
}

export function leaveQueue(sight: Sight, call: SeenCall, area: string, end: LegEnd | 'undecided'): void {
  emit(sight, call, { kind: 'queue-left', at: sight.at, callId: call.id, area, end })
}

/**
 * The caller's own thread went on: what was left open before is decided now. A queue that was left without a word and
 * without an answer was left by key; a talk that the caller's leg left for no reason was ended by a redirection.
 */
export function wentOn(sight: Sight, call: SeenCall): void {
  if (call.left !== undefined) {
    const area = call.left
    delete call.left
    sight.leaving.delete(call)
    leaveQueue(sight, call, area, 'left-by-key')
  } else if (call.undecided?.bare) {
    leaveQueue(sight, call, call.undecided.area, 'left-by-key')
    delete call.undecided
  }
  if (call.movedTo !== undefined) {
    const to = call.movedTo
    delete call.movedTo
    emit(sight, call, { kind: 'call-transferred', at: sight.at, callId: call.id, how: 'redirect', to })
  }
}
