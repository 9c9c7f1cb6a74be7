import type { Caller, LegEnd, SeatRef, TalkEndedBy } from './call-event.ts'

/** One visit of a call to a queue area. Times are epoch ms on the console's clock. */
export type QueueLeg = {
  area: string
  enteredAt: number
  /** Position when it joined; how many are before it now is derived from the order of the open legs. */
  joinPosition?: number
  priority?: number
  rings: Ring[]
  endedAt?: number
  /** Missing while the leg is open, and for the moments in which the switch has not yet shown why it ended. */
  end?: LegEnd
}

export type Ring = { seat: SeatRef; at: number; rangMs?: number; answered?: true }

/** One conversation with a seat. */
export type TalkLeg = {
  seat: SeatRef
  area?: string
  startedAt: number
  holds: { from: number; to?: number }[]
  endedAt?: number
  endedBy?: TalkEndedBy
}

/** What happened to a listed call in the end, or to any call; derived from its legs when it ends. */
export type CallOutcome =
  | { kind: 'answered'; seat: SeatRef; area?: string }
  | { kind: 'abandoned'; area: string; waitedMs: number }
  | { kind: 'left-in-ivr' }
  | { kind: 'lost'; end: LegEnd; area: string }
  | { kind: 'unknown' }

export type Call = {
  id: string
  arrivedAt: number
  caller: Caller
  dialledNumber: string
  transferCode?: string
  wrongCodes: string[]
  vdn?: string
  /** A seat has answered since the VDN and the code were told: they say where the call was, not where it goes now. */
  answeredSinceRouted: boolean
  inIvr: boolean
  /** In order of time; at most one is open. */
  queueLegs: QueueLeg[]
  /** In order of time; at most one is open. */
  talkLegs: TalkLeg[]
  transfers: { at: number; how: 'blind' | 'attended' | 'redirect'; to: string }[]
  /** What the switch records of it, as the switch names it, in order; '' where it only says that it does. */
  recordings?: string[]
  /** The caller's own leg asked for the hang-up. */
  callerHungUp: boolean
  /** True when the call was already going on when the console first saw it. */
  seenInMiddle: boolean
  endedAt?: number
}

export type CallStage = 'arrived' | 'in-ivr' | 'queued' | 'ringing' | 'talking' | 'held' | 'between' | 'ended'
