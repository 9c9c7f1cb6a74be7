/** What a site is made of: its numbers, queues and seats. The practice utility is one; the tests' copy of the lab another. */

export type Strategy = 'linear' | 'rrmemory' | 'leastrecent' | 'ringall'

export type QueueModel = {
  name: string
  strategy: Strategy
  weight: number
  members: { interface: string; penalty: number }[]
  /** Seconds that count as in time in the switch's own figures (`servicelevel`). */
  serviceLevelSeconds: number
  wrapUpSeconds: number
}

export type SeatModel = {
  /** `PJSIP/1001` */
  interface: string
  /** What `queues.conf` calls the member; shown as MemberName. */
  memberName: string
  /** What the endpoint's caller ID says; shown on the leg. */
  callerIdName: string
}

export type SiteModel = {
  /** The number that callers dial. */
  service: string
  /** What callers key → VDN. `operatorVdn` takes those who key nothing or wrong three times. */
  codes: Record<string, string>
  operatorVdn: string
  vdns: Record<string, { queue: string; recorded: boolean }>
  queues: QueueModel[]
  overflowQueue: string
  seats: SeatModel[]
  ringTimeoutMs: number
  retryMs: number
  queueTimeoutSeconds: number
  overflowTimeoutSeconds: number
  ivr: {
    answerMs: number
    prompt: string
    promptMs: number
    digitTimeoutMs: number
    invalidPromptMs: number
    tries: number
  }
  monitorFolder: string
}

/** How a seat takes one ringing call. */
export type RingPlan = { kind: 'answer'; afterMs: number } | { kind: 'no-answer' } | { kind: 'busy' }

/** How one conversation goes. */
export type TalkPlan = {
  talkMs: number
  endedBy: 'caller' | 'agent'
  hold?: { afterMs: number; forMs: number }
  transfer?: { afterMs: number; vdn: string; how: 'blind' | 'redirect' }
}

/** What one caller will do, fixed when the phone is lifted. Times are site time. */
export type CallerPlan = {
  /** Empty = withheld. */
  number: string
  name: string
  /** Digits with when they are keyed, counted from the first ring; `#` ends a code at once. */
  keys: { atMs: number; digits: string }[]
  /** Counted from the first ring; missing = stays until the IVR has put the call into a queue. */
  leavesIvrAtMs?: number
  /** Counted from the IVR's or a transfer's hand-over to a VDN; overflow does not start it anew. */
  patienceMs: number
  /** One for each conversation; the last serves for all later ones. */
  talks: readonly [TalkPlan, ...TalkPlan[]]
}
