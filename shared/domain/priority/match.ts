import type { Call } from '#shared/domain/call/call.ts'
import { currentWait } from '#shared/domain/call/wait.ts'
import type { Condition, Match, PriorityList, PriorityRule, Severity } from './rule.ts'

/** Answers which rule lists a call, or nothing. Made once per list version; asked at every change of a call. */
export type Matcher = (call: Call) => Match | undefined

/**
 * Puts the enabled rules in their order of strength (see rule.ts), so that the first that matches a call is the one that
 * lists it.
 */
export function createMatcher(list: PriorityList): Matcher {
  const rules = list.rules
    .filter((rule) => rule.enabled)
    .map((rule, order) => ({ rule, order }))
    .sort((a, b) => compareStrength(a.rule, b.rule) || a.order - b.order)
    .map(({ rule }) => rule)
  const { version } = list
  return (call) => {
    let winner: PriorityRule | undefined
    let alsoMatched: string[] | undefined
    for (const rule of rules) {
      if (!meets(call, rule.condition)) continue
      if (winner) (alsoMatched ??= []).push(rule.name)
      else winner = rule
    }
    return winner && toMatch(winner, alsoMatched ?? [], version)
  }
}

const toMatch = (rule: PriorityRule, alsoMatched: string[], listVersion: number): Match => ({
  ruleId: rule.id,
  ruleName: rule.name,
  classId: rule.classId,
  severity: rule.severity,
  because: rule.condition,
  alsoMatched,
  listVersion,
})

/** Negative when `a` is stronger. Rules that are equal here keep the admin's order. */
export function compareStrength(a: PriorityRule, b: PriorityRule): number {
  return severityOrder[a.severity] - severityOrder[b.severity] || narrowness(b.condition) - narrowness(a.condition)
}

export const severityOrder: Record<Severity, number> = { P1: 1, P2: 2, P3: 3 }

/** The narrower a condition, the larger; a longer prefix is narrower than a shorter one, an exact number than any prefix. */
function narrowness(condition: Condition): number {
  switch (condition.kind) {
    case 'caller-number':
      return 1000
    case 'caller-prefix':
      return 500 + condition.prefix.length
    case 'vdn':
      return 400
    case 'transfer-code':
      return 300
    case 'queue-area':
      return 200
    case 'dialled-number':
      return 100
  }
}

/**
 * An emergency call that overflowed is still one: every area of the present wait counts. What a seat sends on counts by
 * where it goes: the VDN, code and areas of before the answer do not.
 */
function meets(call: Call, condition: Condition): boolean {
  switch (condition.kind) {
    case 'caller-number':
      return call.caller.number === condition.number
    case 'caller-prefix':
      return call.caller.number.startsWith(condition.prefix)
    case 'vdn':
      return !call.answeredSinceRouted && call.vdn === condition.vdn
    case 'transfer-code':
      return !call.answeredSinceRouted && call.transferCode === condition.code
    case 'queue-area':
      return currentWait(call).legs.some((leg) => leg.area === condition.area)
    case 'dialled-number':
      return call.dialledNumber === condition.number
  }
}
