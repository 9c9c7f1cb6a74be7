import { callerOf } from '#shared/domain/call/caller-history.ts'
import { severityOrder } from './strength.ts'
import type { ListLookup } from './compile.ts'
import type { DryRun, DryRunCall, TryRule } from './list-answers.ts'
import type { CallerHistory, CallFacts, Match } from './rule.ts'

/** A call that is remembered, with the facts that it had one after the other until somebody answered. */
export type RememberedCall = { callId: string; facts: CallFacts[] }

const shownCalls = 200

/**
 * What a list would have done with calls of the past, beside the list in force. A call counts as listed when any of its facts was; of
 * several matches the most severe counts, as on the wall. Repeat callers are counted among the calls given. Newest first.
 */
export function dryRun(before: ListLookup, after: ListLookup, calls: RememberedCall[]): DryRun {
  const history = historyOfCalls(calls)
  const answer: DryRun = {
    ...{ calls: 0, listedBefore: 0, listedAfter: 0 },
    ...{ newly: [], newlyCount: 0, noLonger: [], noLongerCount: 0, differently: [], differentlyCount: 0 },
    perClass: [],
  }
  const perClass = new Map<string, { before: number; after: number }>()
  for (const call of [...calls].sort((a, b) => arrivalOf(b) - arrivalOf(a))) {
    const [first] = call.facts
    if (!first) continue
    answer.calls++
    answer.to ??= first.arrivedAt
    answer.from = first.arrivedAt
    const [was, is] = [strongest(before, call, history), strongest(after, call, history)]
    count(perClass, was, 'before')
    count(perClass, is, 'after')
    if (was) answer.listedBefore++
    if (is) answer.listedAfter++
    note(answer, call, was, is)
  }
  answer.perClass = [...perClass]
    .map(([classId, counts]) => ({ classId, ...counts }))
    .sort((a, b) => b.before + b.after - a.before - a.after || (a.classId < b.classId ? -1 : 1))
  return answer
}

const arrivalOf = ({ facts }: RememberedCall): number => facts[0]?.arrivedAt ?? 0

function strongest(lookup: ListLookup, { facts }: RememberedCall, history: CallerHistory): Match | undefined {
  let best: Match | undefined
  for (const one of facts) {
    const match = lookup.match(one, history)
    if (match && (!best || severityOrder[match.severity] < severityOrder[best.severity])) best = match
  }
  return best
}

function count(
  perClass: Map<string, { before: number; after: number }>,
  match: Match | undefined,
  side: 'before' | 'after',
): void {
  if (!match) return
  const counts = perClass.get(match.classId) ?? { before: 0, after: 0 }
  counts[side]++
  perClass.set(match.classId, counts)
}

function note(answer: DryRun, call: RememberedCall, before: Match | undefined, after: Match | undefined): void {
  const kind = !before
    ? after
      ? 'newly'
      : undefined
    : !after
      ? 'noLonger'
      : isOther(before, after)
        ? 'differently'
        : undefined
  if (!kind) return
  answer[`${kind}Count`]++
  if (answer[kind].length < shownCalls) answer[kind].push(shownCall(call, before, after))
}

const isOther = (a: Match, b: Match): boolean => a.classId !== b.classId || a.severity !== b.severity

function shownCall(call: RememberedCall, before: Match | undefined, after: Match | undefined): DryRunCall {
  const shown: DryRunCall = {
    callId: call.callId,
    at: arrivalOf(call),
    callerNumber: call.facts.at(-1)?.callerNumber ?? '',
  }
  const vdn = call.facts.findLast((one) => one.vdn !== undefined)?.vdn
  const area = call.facts.findLast((one) => one.areas.length > 0)?.areas.at(-1)
  if (vdn !== undefined) shown.vdn = vdn
  if (area !== undefined) shown.area = area
  if (before) shown.before = ruleOf(before)
  if (after) shown.after = ruleOf(after)
  return shown
}

const ruleOf = ({ ruleId, ruleName, classId, severity }: Match): TryRule => ({
  ruleId,
  name: ruleName,
  classId,
  severity,
})

function historyOfCalls(calls: RememberedCall[]): CallerHistory {
  const arrivals = new Map<string, number[]>()
  for (const call of calls) {
    const { callerNumber = '' } = call.facts.at(-1) ?? {}
    if (callerNumber === '') continue
    const number = callerOf(callerNumber)
    const known = arrivals.get(number)
    if (known) known.push(arrivalOf(call))
    else arrivals.set(number, [arrivalOf(call)])
  }
  for (const times of arrivals.values()) times.sort((a, b) => a - b)
  return {
    countCalls(callerNumber, from, to) {
      const times = arrivals.get(callerOf(callerNumber))
      return times ? firstAbove(times, to) - firstAbove(times, from - 1) : 0
    },
  }
}

/** How many of the sorted times are not after `at`. */
function firstAbove(times: number[], at: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? Infinity) <= at) low = middle + 1
    else high = middle
  }
  return low
}
