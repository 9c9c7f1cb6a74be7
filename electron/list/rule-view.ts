import type { FieldDifference } from '#shared/domain/priority/list-answers.ts'
import type { Condition, PriorityRule } from '#shared/domain/priority/rule.ts'
import { shownNumbers, type ConditionInput, type ConditionView, type RuleView } from '#shared/ipc/list-view.ts'

/** Rules as screens get and send them: a number list may hold 100,000 numbers, of which a screen gets the first and the count. */

export const ruleView = (rule: PriorityRule): RuleView => ({ ...rule, condition: conditionView(rule.condition) })

export function conditionView(condition: Condition): ConditionView {
  switch (condition.kind) {
    case 'caller-list':
      return {
        kind: 'caller-list',
        numbers: condition.numbers.slice(0, shownNumbers),
        count: condition.numbers.length,
      }
    case 'all':
    case 'any':
      return { kind: condition.kind, of: condition.of.map(conditionView) }
    case 'not':
      return { kind: 'not', of: conditionView(condition.of) }
    default:
      return condition
  }
}

/** The values of a difference as screens get them. */
export function fieldView(field: FieldDifference): FieldDifference {
  if (field.field !== 'condition') return field
  return {
    field: 'condition',
    before: conditionView(field.before as Condition),
    after: conditionView(field.after as Condition),
  }
}

/** The numbers of a condition's list; undefined when it has none. */
export function numbersOf(condition: Condition): string[] | undefined {
  switch (condition.kind) {
    case 'caller-list':
      return condition.numbers
    case 'all':
    case 'any':
      for (const part of condition.of) {
        const found = numbersOf(part)
        if (found) return found
      }
      return undefined
    case 'not':
      return numbersOf(condition.of)
    default:
      return undefined
  }
}

/** The condition with another list in the place of its own. */
export function withNumbers(condition: Condition, numbers: string[]): Condition {
  switch (condition.kind) {
    case 'caller-list':
      return { kind: 'caller-list', numbers }
    case 'all':
    case 'any':
      return { ...condition, of: condition.of.map((part) => withNumbers(part, numbers)) }
    case 'not':
      return { ...condition, of: withNumbers(condition.of, numbers) }
    default:
      return condition
  }
}

/** A condition as it was sent; `numbers: null` stands for the list that is stored. */
export function conditionOf(input: ConditionInput, stored: string[]): Condition {
  switch (input.kind) {
    case 'caller-list':
      return { kind: 'caller-list', numbers: input.numbers ?? stored }
    case 'all':
    case 'any':
      return { kind: input.kind, of: input.of.map((part) => conditionOf(part, stored)) }
    case 'not':
      return { kind: 'not', of: conditionOf(input.of, stored) }
    default:
      return input
  }
}
