import type { Condition, ListDocument, PriorityRule } from '#shared/domain/priority/rule.ts'
import { sameRule } from '#shared/domain/priority/same-rule.ts'
import { placeOf } from './place.ts'
import type { Entry } from './rule-line.ts'

/** What a draft is counted by, kept with each change: rules per class, numbers, and which rules differ from the version beneath. */
export type DraftTally = {
  base: Base
  differing: ReadonlyMap<string, 'new' | 'changed' | 'removed'>
  numbers(): number
  rulesOf(classId: string): number
  count(rule: PriorityRule, by: 1 | -1): void
  compare(id: string, entry: Entry | undefined): void
}

/** The version beneath the draft. */
export type Base = { document: ListDocument; rules: Map<string, { rule: PriorityRule; place: string }> }

export const baseOf = (document: ListDocument): Base => ({
  document,
  rules: new Map(document.rules.map((rule, n) => [rule.id, { rule, place: placeOf(n) }])),
})

export function createDraftTally(base: Base, entries: Iterable<Entry>): DraftTally {
  const perClass = new Map<string, number>()
  const differing = new Map<string, 'new' | 'changed' | 'removed'>()
  let numbers = 0

  const rulesOf = (classId: string): number => perClass.get(classId) ?? 0
  function count(rule: PriorityRule, by: 1 | -1): void {
    perClass.set(rule.classId, rulesOf(rule.classId) + by)
    numbers += by * countNumbers(rule.condition)
  }
  for (const { rule } of entries) count(rule, 1)

  return {
    base,
    differing,
    numbers: () => numbers,
    rulesOf,
    count,
    compare(id, entry) {
      const before = base.rules.get(id)
      if (entry && !before) differing.set(id, 'new')
      else if (!entry && before) differing.set(id, 'removed')
      else if (entry && before && (entry.place !== before.place || !sameRule(entry.rule, before.rule)))
        differing.set(id, 'changed')
      else differing.delete(id)
    },
  }
}

export function countNumbers(condition: Condition): number {
  switch (condition.kind) {
    case 'caller-number':
      return 1
    case 'caller-list':
      return condition.numbers.length
    case 'all':
    case 'any':
      return condition.of.reduce((sum, part) => sum + countNumbers(part), 0)
    case 'not':
      return countNumbers(condition.of)
    default:
      return 0
  }
}
