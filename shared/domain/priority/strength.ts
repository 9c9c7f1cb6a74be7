import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import { dialPrefixKeys } from '#shared/domain/dial/normalise.ts'
import type { Condition, PriorityRule, Severity } from './rule.ts'

/** The order of strength that rule.ts writes down, as numbers. Asked wherever it matters which of two rules wins. */

export const severityOrder: Record<Severity, number> = { P1: 1, P2: 2, P3: 3 }

/** Between two kinds; leaves room for the length of a prefix and, below that, for the parts of an `all`. */
const kindStep = 10_000
const prefixStep = 100

const kinds = {
  'caller-number': 10,
  'caller-list': 9,
  'caller-range': 8,
  'caller-prefix': 7,
  'caller-withheld': 6,
  'repeat-caller': 5,
  vdn: 4,
  'transfer-code': 3,
  'queue-area': 2,
  'dialled-number': 1,
  not: 0,
} as const

/** The narrower a condition, the larger. Prefixes are as long as what they are compared by. */
export function narrowness(condition: Condition, dial: DialPlan): number {
  switch (condition.kind) {
    case 'caller-prefix': {
      const digits = dialPrefixKeys(condition.prefix, dial).reduce((most, key) => Math.max(most, key.length), 0)
      return kinds['caller-prefix'] * kindStep + digits * prefixStep
    }
    case 'all':
      return condition.of.reduce((most, part) => Math.max(most, narrowness(part, dial)), 0) + condition.of.length - 1
    case 'any':
      return condition.of.reduce((least, part) => Math.min(least, narrowness(part, dial)), Infinity)
    default:
      return kinds[condition.kind] * kindStep
  }
}

const orderRoom = 2 ** 24
const narrowRoom = 2 ** 18

/**
 * One number for the whole order: the smaller, the stronger. `order`: the rule's place in the admin's order, so that no two
 * rules of a list are equal.
 */
export function strengthOf(rule: Pick<PriorityRule, 'severity' | 'condition'>, order: number, dial: DialPlan): number {
  const wideness = narrowRoom - 1 - narrowness(rule.condition, dial)
  return (severityOrder[rule.severity] * narrowRoom + wideness) * orderRoom + order
}

/** Why the weaker of two rules loses. */
export function losesBecause(
  weak: PriorityRule,
  strong: PriorityRule,
  dial: DialPlan,
): 'lower-severity' | 'wider-condition' | 'later-in-list' {
  if (weak.severity !== strong.severity) return 'lower-severity'
  return narrowness(weak.condition, dial) === narrowness(strong.condition, dial) ? 'later-in-list' : 'wider-condition'
}
