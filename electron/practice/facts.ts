/**
 * What the site itself knows: the truth that a console's figures are compared with. Times are epoch ms as the switch's
 * clock shows them. Counters are for ever; of calls that are over only the last few thousand are kept.
 */
export type LegEnd = 'answered' | 'abandoned' | 'timed-out' | 'transferred' | 'switch-cleared'
export type CallEnd = 'left-in-ivr' | 'abandoned' | 'answered' | 'turned-away' | 'switch-cleared'

export type LegFact = {
  queue: string
  enteredAt: number
  endedAt: number | undefined
  end: LegEnd | undefined
  /** `PJSIP/1001`, for an answered leg. */
  answeredBy: string | undefined
}

export type CallFact = {
  /** The caller's Uniqueid: what the switch calls it on the wire. */
  id: string
  number: string
  name: string
  code: string
  vdn: string
  arrivedAt: number
  endedAt: number | undefined
  end: CallEnd | undefined
  legs: LegFact[]
}

export type QueueFact = {
  offered: number
  answered: number
  abandoned: number
  timedOut: number
  transferred: number
  cleared: number
  waiting: number
}

export type SiteFacts = {
  /** Oldest first: those that are over (the last ones), then those that are not. */
  calls: CallFact[]
  queues: Record<string, QueueFact>
  totals: { arrived: number; ended: number; leftInIvr: number }
}

export type FactBook = {
  arrived(call: Omit<CallFact, 'endedAt' | 'end' | 'legs'>): void
  routed(id: string, code: string, vdn: string): void
  entered(id: string, queue: string, at: number): void
  left(id: string, end: LegEnd, at: number, answeredBy?: string): void
  ended(id: string, at: number, cleared: boolean): void
  read(): SiteFacts
}

const keptCalls = 5_000

const noCalls = (): QueueFact => ({
  offered: 0,
  answered: 0,
  abandoned: 0,
  timedOut: 0,
  transferred: 0,
  cleared: 0,
  waiting: 0,
})

const counterOf = {
  answered: 'answered',
  abandoned: 'abandoned',
  'timed-out': 'timedOut',
  transferred: 'transferred',
  'switch-cleared': 'cleared',
} as const satisfies Record<LegEnd, keyof QueueFact>

function endOf(call: CallFact, cleared: boolean): CallEnd {
  const last = call.legs.at(-1)
  if (!last) return cleared ? 'switch-cleared' : 'left-in-ivr'
  if (last.end === 'answered') return 'answered'
  if (cleared) return 'switch-cleared'
  return last.end === 'timed-out' ? 'turned-away' : 'abandoned'
}

export function createFactBook(queueNames: readonly string[]): FactBook {
  const open = new Map<string, CallFact>()
  const over: CallFact[] = []
  const queues = new Map<string, QueueFact>(queueNames.map((name) => [name, noCalls()]))
  const totals = { arrived: 0, ended: 0, leftInIvr: 0 }
  const counters = (queue: string): QueueFact => {
    const known = queues.get(queue) ?? noCalls()
    queues.set(queue, known)
    return known
  }
  return {
    arrived(call) {
      totals.arrived += 1
      open.set(call.id, { ...call, endedAt: undefined, end: undefined, legs: [] })
    },
    routed(id, code, vdn) {
      const call = open.get(id)
      if (call) Object.assign(call, { code, vdn })
    },
    entered(id, queue, at) {
      open.get(id)?.legs.push({ queue, enteredAt: at, endedAt: undefined, end: undefined, answeredBy: undefined })
      const counter = counters(queue)
      counter.offered += 1
      counter.waiting += 1
    },
    left(id, end, at, answeredBy) {
      const leg = open.get(id)?.legs.at(-1)
      if (!leg || leg.end) return
      Object.assign(leg, { end, endedAt: at, answeredBy })
      const counter = counters(leg.queue)
      counter.waiting -= 1
      counter[counterOf[end]] += 1
    },
    ended(id, at, cleared) {
      const call = open.get(id)
      if (!call) return
      open.delete(id)
      call.endedAt = at
      call.end = endOf(call, cleared)
      totals.ended += 1
      if (call.end === 'left-in-ivr') totals.leftInIvr += 1
      over.push(call)
      if (over.length > keptCalls * 1.2) over.splice(0, over.length - keptCalls)
    },
    read: () => structuredClone({ calls: [...over, ...open.values()], queues: Object.fromEntries(queues), totals }),
  }
}
