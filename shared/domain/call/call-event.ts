/**
 * What a switch did, in the words of the trade and of no particular switch. A link translates its switch's messages
 * into these; the call book is built from nothing else.
 *
 * `at` is epoch milliseconds on the console's clock when the message arrived. `callId` is unique over all switches
 * (`<switch>/<the switch's own id>`). Events of one call come in the order the switch sent them; the book accepts
 * duplicates, calls first seen in the middle, and the orders that a switch leaves open.
 */
export type CallEvent =
  | { kind: 'call-arrived'; at: number; callId: string; caller: Caller; dialledNumber: string }
  /** The switch itself answered (IVR). No seat has. */
  | { kind: 'ivr-entered'; at: number; callId: string }
  /** The caller keyed a transfer code that leads nowhere. */
  | { kind: 'code-refused'; at: number; callId: string; code: string }
  /** The call was led to a VDN. `code` is what the caller keyed, when the switch says so ('' = nothing keyed). */
  | { kind: 'vdn-reached'; at: number; callId: string; vdn: string; code?: string }
  | { kind: 'queue-joined'; at: number; callId: string; area: string; position?: number; priority?: number }
  /**
   * The call left a queue area. `end` is what the switch says about why; `undecided` when it cannot tell a caller who
   * gave up from a queue that timed out (app_queue sends the same two messages for both): what the call does next decides.
   */
  | { kind: 'queue-left'; at: number; callId: string; area: string; end: LegEnd | 'undecided' }
  | { kind: 'seat-ringing'; at: number; callId: string; area: string; seat: SeatRef }
  | { kind: 'ring-no-answer'; at: number; callId: string; area: string; seat: SeatRef; rangMs: number }
  | { kind: 'seat-answered'; at: number; callId: string; area: string; seat: SeatRef }
  /** The switch records the call. `reference`: the file or address as the switch names it; missing when it does not say. */
  | { kind: 'call-recorded'; at: number; callId: string; reference?: string }
  | { kind: 'call-held'; at: number; callId: string }
  | { kind: 'call-resumed'; at: number; callId: string }
  | { kind: 'talk-ended'; at: number; callId: string; seat?: SeatRef; by: TalkEndedBy }
  | { kind: 'call-transferred'; at: number; callId: string; how: 'blind' | 'attended' | 'redirect'; to: string }
  /** The caller's own leg asked for the hang-up; the call ends within moments. */
  | { kind: 'caller-hung-up'; at: number; callId: string }
  | { kind: 'call-ended'; at: number; callId: string }
  | { kind: 'seat-changed'; at: number; seat: Seat }
  | { kind: 'seat-removed'; at: number; seatId: string; area: string }
  /** The switch's full picture, taken after (re)connecting or to reconcile. What it does not list is not there any more. */
  | { kind: 'picture-taken'; at: number; switchId: string; picture: SwitchPicture }
  /** From here until the next `picture-taken` of this switch nothing is known about it. */
  | { kind: 'sight-lost'; at: number; switchId: string; why: string }

export type Caller = {
  /** Digits as the switch gives them; '' when withheld. */
  number: string
  /** '' when unknown. Switches that know no name repeat the number: the link drops that. */
  name: string
}

export type SeatRef = { id: string; name: string }

/** How a queue leg ended (definitions: queue leg). `unknown`: the end was missed and could not be found out afterwards. */
export type LegEnd =
  | 'answered'
  | 'abandoned'
  | 'timed-out'
  | 'left-by-key'
  | 'no-agents'
  | 'queue-full'
  | 'transferred'
  | 'switch-cleared'
  | 'unknown'

export type TalkEndedBy = 'caller' | 'seat' | 'transfer' | 'unknown'

export type SeatState = 'free' | 'ringing' | 'talking' | 'held' | 'wrap-up' | 'paused' | 'unavailable' | 'unknown'

/** A seat as a member of one queue area. */
export type Seat = { id: string; name: string; area: string; state: SeatState; pausedReason?: string }

export type SwitchPicture = {
  calls: PictureCall[]
  /** Every queue area the switch has, also empty ones. */
  areas: { area: string; serviceLevelSeconds?: number }[]
  seats: Seat[]
  /** When the switch itself last started, epoch ms; a change means its counters and calls began anew. */
  switchStartedAt?: number
}

export type PictureCall = {
  callId: string
  caller: Caller
  dialledNumber: string
  code?: string
  vdn?: string
  /** How long the call has existed, by the switch's own count. */
  ageMs: number
  /** Set while the call waits in (or rings seats of) a queue area. */
  waiting?: { area: string; position: number; priority?: number; waitedMs: number }
  /** Set while a seat talks with the caller. `area` is missing when the switch cannot say through which queue it came. */
  talking?: { seat: SeatRef; area?: string }
  ringing?: SeatRef[]
  /** Where the switch records the call, when it says so. */
  recording?: string
}
