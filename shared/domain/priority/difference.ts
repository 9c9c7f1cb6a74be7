import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import type { ChangeCounts, FieldDifference } from './list-answers.ts'
import type { Condition, ListDocument, PriorityClass, PriorityRule } from './rule.ts'
import { movedIds } from './moved.ts'
import { ruleFields, sameClass, sameCondition, sameDial, sameField, sameRule } from './same-rule.ts'

/**
 * What differs between two lists, in the words of an admin: rules that came, went, changed and were moved, classes, the dial plan.
 * Work near-linear in the size of the lists. Entries: dial plan, classes, then rules in the order of the list after, those that went
 * last. A rule that stands elsewhere only because others came or went has not moved.
 */
export type ListDifference = { counts: ChangeCounts; entries: ListDifferenceEntry[] }
export type ListDifferenceEntry =
  | { kind: 'added' | 'removed'; rule: PriorityRule }
  | { kind: 'changed'; ruleId: string; name: string; fields: FieldDifference[] }
  | { kind: 'class'; classId: string; before?: PriorityClass; after?: PriorityClass }
  | { kind: 'dial'; before: DialPlan; after: DialPlan }

export function compareLists(before: ListDocument, after: ListDocument): ListDifference {
  const dial: ListDifferenceEntry[] = sameDial(before.dial, after.dial)
    ? []
    : [{ kind: 'dial', before: before.dial, after: after.dial }]
  const classes = compareClasses(before.classes, after.classes)
  const rules = compareRules(before.rules, after.rules)
  const count = (kind: ListDifferenceEntry['kind']): number => rules.filter((entry) => entry.kind === kind).length
  return {
    counts: {
      added: count('added'),
      changed: count('changed'),
      removed: count('removed'),
      classes: classes.length,
      dial: dial.length > 0,
    },
    entries: [...dial, ...classes, ...rules],
  }
}

function compareClasses(before: PriorityClass[], after: PriorityClass[]): ListDifferenceEntry[] {
  const entries: ListDifferenceEntry[] = []
  const old = new Map(before.map((one) => [one.id, one]))
  for (const one of after) {
    const was = old.get(one.id)
    old.delete(one.id)
    if (!was) entries.push({ kind: 'class', classId: one.id, after: one })
    else if (!sameClass(was, one)) entries.push({ kind: 'class', classId: one.id, before: was, after: one })
  }
  for (const one of old.values()) entries.push({ kind: 'class', classId: one.id, before: one })
  return entries
}

function compareRules(before: PriorityRule[], after: PriorityRule[]): ListDifferenceEntry[] {
  const entries: ListDifferenceEntry[] = []
  const old = new Map(before.map((rule, i) => [rule.id, { rule, position: i + 1 }]))
  const moved = movedIds(before, after)
  after.forEach((rule, i) => {
    const was = old.get(rule.id)
    old.delete(rule.id)
    if (!was) {
      entries.push({ kind: 'added', rule })
      return
    }
    const isMoved = moved.has(rule.id)
    if (!isMoved && sameRule(was.rule, rule)) return
    const fields = compareFields(was.rule, rule)
    if (isMoved) fields.push({ field: 'position', before: was.position, after: i + 1 })
    entries.push({ kind: 'changed', ruleId: rule.id, name: rule.name, fields })
  })
  for (const { rule } of old.values()) entries.push({ kind: 'removed', rule })
  return entries
}

function compareFields(before: PriorityRule, after: PriorityRule): FieldDifference[] {
  const fields: FieldDifference[] = []
  for (const field of ruleFields) {
    if (sameField(field, before, after)) continue
    const lists = field === 'condition' ? otherNumbersOnly(before.condition, after.condition) : undefined
    if (lists) fields.push(compareNumbers(lists.before, lists.after))
    else fields.push({ field, before: before[field], after: after[field] })
  }
  return fields
}

const shownExamples = 20

function compareNumbers(before: string[], after: string[]): FieldDifference {
  const [was, is] = [new Set(before), new Set(after)]
  const added = [...is].filter((number) => !was.has(number))
  const removed = [...was].filter((number) => !is.has(number))
  return {
    field: 'numbers',
    added: added.length,
    removed: removed.length,
    examples: { added: added.slice(0, shownExamples), removed: removed.slice(0, shownExamples) },
  }
}

/** The two number lists of conditions that are the same but for them; a condition holds at most one. */
function otherNumbersOnly(a: Condition, b: Condition): { before: string[]; after: string[] } | undefined {
  if (a.kind === 'caller-list') return b.kind === a.kind ? { before: a.numbers, after: b.numbers } : undefined
  if (a.kind === 'not') return b.kind === a.kind ? otherNumbersOnly(a.of, b.of) : undefined
  if (a.kind !== 'all' && a.kind !== 'any') return undefined
  if (b.kind !== a.kind || a.of.length !== b.of.length) return undefined
  let found: { before: string[]; after: string[] } | undefined
  for (const [i, part] of a.of.entries()) {
    const other = b.of[i]
    if (!other) return undefined
    if (sameCondition(part, other)) continue
    const lists = found ? undefined : otherNumbersOnly(part, other)
    if (!lists) return undefined
    found = lists
  }
  return found
}
