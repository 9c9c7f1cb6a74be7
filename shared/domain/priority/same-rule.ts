import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import type { Condition, PriorityClass, PriorityRule, WeeklyHours } from './rule.ts'

/** Whether two rules, conditions, classes say the same, as typed. Cheap for what is the same object. */

export const sameRule = (a: PriorityRule, b: PriorityRule): boolean =>
  a === b || (a.id === b.id && ruleFields.every((field) => sameField(field, a, b)))

export type RuleKey = keyof Omit<PriorityRule, 'id'>
export const ruleFields: RuleKey[] = [
  'name',
  'classId',
  'severity',
  'condition',
  'enabled',
  'validFrom',
  'validTo',
  'hours',
  'owner',
  'note',
  'sound',
  'ladder',
  'handling',
]

export function sameField(field: RuleKey, a: PriorityRule, b: PriorityRule): boolean {
  switch (field) {
    case 'condition':
      return sameCondition(a.condition, b.condition)
    case 'hours':
      return sameHours(a.hours, b.hours)
    default:
      return a[field] === b[field]
  }
}

export function sameCondition(a: Condition, b: Condition): boolean {
  if (a === b) return true
  switch (a.kind) {
    case 'caller-list':
      return b.kind === a.kind && sameTexts(a.numbers, b.numbers)
    case 'all':
    case 'any':
      return b.kind === a.kind && sameParts(a.of, b.of)
    case 'not':
      return b.kind === a.kind && sameCondition(a.of, b.of)
    default:
      return sameValues(a, b)
  }
}

function sameValues(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  for (const key in a) if (a[key] !== b[key]) return false
  return true
}
const sameParts = (a: Condition[], b: Condition[]): boolean =>
  a.length === b.length &&
  a.every((part, i) => {
    const other = b[i]
    return other !== undefined && sameCondition(part, other)
  })
const sameTexts = (a: string[], b: string[]): boolean =>
  a === b || (a.length === b.length && a.every((text, i) => text === b[i]))

const sameHours = (a: WeeklyHours[], b: WeeklyHours[]): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every(({ days, from, to }, i) => {
      const other = b[i]
      return other !== undefined && from === other.from && to === other.to && days.join() === other.days.join()
    }))

export const sameClass = (a: PriorityClass, b: PriorityClass): boolean =>
  a === b ||
  (a.id === b.id &&
    a.name.zh === b.name.zh &&
    a.name.en === b.name.en &&
    a.severity === b.severity &&
    a.colour === b.colour &&
    a.shape === b.shape &&
    a.sound === b.sound)

export const sameDial = (a: DialPlan, b: DialPlan): boolean => a.country === b.country && a.areaCode === b.areaCode
