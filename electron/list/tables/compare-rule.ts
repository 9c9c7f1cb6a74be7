import { dialKey, dialPrefixKeys } from '#shared/domain/dial/normalise.ts'
import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import type { Condition, PriorityRule } from '#shared/domain/priority/rule.ts'
import type { ImportField } from '#shared/ipc/list-view.ts'
import { assertNever } from '#shared/std/assert-never.ts'
import { writeHours } from './values.ts'

/** What a condition looks for, however its numbers are written and its parts are ordered. Equal keys: the same calls. */
export function conditionKey(condition: Condition, dial: DialPlan): string {
  const key = (text: string): string => dialKey(text, dial)
  switch (condition.kind) {
    case 'caller-number':
    case 'dialled-number':
      return `${condition.kind} ${key(condition.number)}`
    case 'caller-prefix':
      return `${condition.kind} ${dialPrefixKeys(condition.prefix, dial).join(',') || condition.prefix}`
    case 'caller-range':
      return `${condition.kind} ${key(condition.from)} ${key(condition.to)}`
    case 'caller-list':
      return `${condition.kind} ${[...new Set(condition.numbers.map(key))].sort().join(',')}`
    case 'caller-withheld':
      return condition.kind
    case 'transfer-code':
      return `${condition.kind} ${condition.code}`
    case 'vdn':
      return `${condition.kind} ${condition.vdn}`
    case 'queue-area':
      return `${condition.kind} ${condition.area}`
    case 'repeat-caller':
      return `${condition.kind} ${condition.calls} ${condition.minutes}`
    case 'all':
    case 'any':
      return `${condition.kind}(${condition.of
        .map((part) => conditionKey(part, dial))
        .sort()
        .join(';')})`
    case 'not':
      return `not(${conditionKey(condition.of, dial)})`
    default:
      return assertNever(condition)
  }
}

/** The same condition as typed, with its parts and numbers in the same order. */
export function sameCondition(a: Condition, b: Condition): boolean {
  if (a.kind !== b.kind) return false
  if (a.kind === 'caller-list' && b.kind === 'caller-list')
    return a.numbers.length === b.numbers.length && a.numbers.every((number, at) => number === b.numbers[at])
  if ((a.kind === 'all' || a.kind === 'any') && (b.kind === 'all' || b.kind === 'any'))
    return (
      a.of.length === b.of.length &&
      a.of.every((part, at) => {
        const other = b.of[at]
        return other !== undefined && sameCondition(part, other)
      })
    )
  if (a.kind === 'not' && b.kind === 'not') return sameCondition(a.of, b.of)
  const values = Object.entries(b)
  return Object.entries(a).every(([key, value]) => values.some(([name, other]) => name === key && other === value))
}

/** The fields in which two rules of one id differ. */
export function differingFields(before: PriorityRule, after: PriorityRule): ImportField[] {
  const fields: ImportField[] = []
  const note = (field: ImportField, differs: boolean): void => {
    if (differs) fields.push(field)
  }
  note('name', before.name !== after.name)
  note('class', before.classId !== after.classId)
  note('severity', before.severity !== after.severity)
  note('condition-kind', before.condition.kind !== after.condition.kind)
  note('condition', !sameCondition(before.condition, after.condition))
  note('enabled', before.enabled !== after.enabled)
  note('valid-from', before.validFrom !== after.validFrom)
  note('valid-to', before.validTo !== after.validTo)
  note('hours', writeHours(before.hours, 'en') !== writeHours(after.hours, 'en'))
  note('owner', before.owner !== after.owner)
  note('note', before.note !== after.note)
  note('sound', before.sound !== after.sound)
  note('ladder', before.ladder !== after.ladder)
  note('handling', before.handling !== after.handling)
  return fields
}

/** The one number list that a condition may hold. */
export function listIn(condition: Condition): Extract<Condition, { kind: 'caller-list' }> | undefined {
  switch (condition.kind) {
    case 'caller-list':
      return condition
    case 'all':
    case 'any':
      return condition.of.map(listIn).find((list) => list !== undefined)
    case 'not':
      return listIn(condition.of)
    default:
      return undefined
  }
}

/** The condition with other numbers in its list. */
export function withNumbers(condition: Condition, numbers: string[]): Condition {
  switch (condition.kind) {
    case 'caller-list':
      return { ...condition, numbers }
    case 'all':
    case 'any':
      return { ...condition, of: condition.of.map((part) => withNumbers(part, numbers)) }
    case 'not':
      return { ...condition, of: withNumbers(condition.of, numbers) }
    default:
      return condition
  }
}
