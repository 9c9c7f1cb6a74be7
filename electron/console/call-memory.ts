import type { Call } from '#shared/domain/call/call.ts'
import { isUnanswered } from '#shared/domain/alert/alert-book.ts'
import { factsOf } from '#shared/domain/priority/facts.ts'
import type { CallFacts } from '#shared/domain/priority/rule.ts'

/**
 * The calls of today and yesterday with what rules could see of them, one set of facts after the other until somebody answered: what a dry run of the list is
 * tried on. A start plays a day back into it; what is older comes from the journal (remembered-calls.ts). And where calls that keyed a transfer code went, so that a described call can be led there too.
 * Bounded: the oldest make room.
 */
export type CallMemory = {
  note(call: Call): void
  calls(): RememberedCall[]
  learned(transferCode: string): { vdn?: string; area?: string } | undefined
  /** Drops the calls of before. */
  forgetBefore(at: number): void
  /** Another switch: its calls are others. */
  clear(): void
}
export type RememberedCall = { callId: string; facts: CallFacts[] }

const mostCalls = 20_000
/** A call that goes round in circles is known well enough by its first turns. */
const mostFacts = 20
const mostCodes = 1000

export function createCallMemory(): CallMemory {
  const calls = new Map<string, RememberedCall>()
  const codes = new Map<string, { vdn?: string; area?: string }>()

  function learn({ transferCode, vdn, areas }: CallFacts): void {
    const area = areas.at(-1)
    if (transferCode === undefined || (vdn === undefined && area === undefined)) return
    const known = codes.get(transferCode)
    codes.delete(transferCode)
    codes.set(transferCode, { ...known, ...(vdn !== undefined && { vdn }), ...(area !== undefined && { area }) })
    dropOldest(codes, mostCodes)
  }

  return {
    note(call) {
      if (!isUnanswered(call)) return
      const facts = factsOf(call)
      const known = calls.get(call.id)
      const last = known?.facts.at(-1)
      if (last && isSame(last, facts)) return
      learn(facts)
      if (!known) {
        calls.set(call.id, { callId: call.id, facts: [facts] })
        dropOldest(calls, mostCalls)
      } else if (known.facts.length < mostFacts) known.facts.push(facts)
    },
    calls: () => [...calls.values()],
    learned: (transferCode) => codes.get(transferCode),
    forgetBefore(at) {
      for (const [id, { facts }] of calls) {
        if ((facts[0]?.arrivedAt ?? 0) >= at) return // in order of time
        calls.delete(id)
      }
    },
    clear() {
      calls.clear()
      codes.clear()
    },
  }
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  const oldest = map.keys().next().value
  if (map.size > most && oldest !== undefined) map.delete(oldest)
}

const isSame = (a: CallFacts, b: CallFacts): boolean =>
  a.callerNumber === b.callerNumber &&
  a.dialledNumber === b.dialledNumber &&
  a.transferCode === b.transferCode &&
  a.vdn === b.vdn &&
  a.areas.length === b.areas.length &&
  a.areas.every((area, n) => area === b.areas[n])
