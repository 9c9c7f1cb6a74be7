import { dialKey } from '#shared/domain/dial/normalise.ts'
import type { CallerHistory } from '#shared/domain/priority/rule.ts'

/**
 * When each number called in the last 24 hours, for rules about repeat callers. One person is one number, however the trunk
 * that brought the call writes it (`callerOf`); a withheld one is nobody. Plain data in the core, built from its events alone. Bounded: of more than `arrivalsKept` calls of one number the
 * oldest are dropped, of more than `numbersKept` numbers the one that has not called for longest.
 */
export type CallerTimes = Map<string, Arrival[]>
type Arrival = { callId: string; at: number }

const keptMs = 24 * 3_600_000
const arrivalsKept = 200
const numbersKept = 100_000

export const createCallerTimes = (): CallerTimes => new Map()

/** Without the site's own area code: what a number means must not change with the list while calls are counted. */
const anywhere = { country: 'CN', areaCode: '' }

/** What a caller is remembered by: with or without +86, 0086, or the 0 that some trunks put before a mobile number. */
export const callerOf = (number: string): string => dialKey(number, anywhere)

/** Says nothing new the second time. */
export function rememberCall(times: CallerTimes, callId: string, number: string, at: number): void {
  if (number === '') return
  const callerNumber = callerOf(number)
  const known = times.get(callerNumber)
  if (known?.findLast((one) => one.callId === callId)) return
  const arrivals = known?.filter((one) => one.at > at - keptMs) ?? []
  arrivals.push({ callId, at })
  if (arrivals.length > arrivalsKept) arrivals.shift()
  times.delete(callerNumber) // to the end of the Map: the first in it has not called for longest
  times.set(callerNumber, arrivals)
  if (times.size > numbersKept) {
    for (const oldest of times.keys()) {
      times.delete(oldest)
      break
    }
  }
}

/** Drops the numbers that have not called for a day. */
export function forgetCallers(times: CallerTimes, now: number): void {
  for (const [number, arrivals] of times) {
    if ((arrivals.at(-1)?.at ?? 0) > now - keptMs) break
    times.delete(number)
  }
}

export const historyOf = (times: CallerTimes): CallerHistory => ({
  countCalls(callerNumber, from, to) {
    let calls = 0
    for (const { at } of times.get(callerOf(callerNumber)) ?? []) if (at >= from && at <= to) calls++
    return calls
  },
})
