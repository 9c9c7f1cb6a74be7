import type { Condition, PriorityRule } from '#shared/domain/priority/rule.ts'
import type { RuleColumn } from '#shared/ipc/list-view.ts'

/**
 * Rules in the order of a column. Sorting 100,000 names as a dictionary does takes half a second; so an order that was made once is kept, and a
 * change of a few rules takes those out and puts them in again.
 */
export type Placed = { rule: PriorityRule; place: string }

export type RuleOrder<T extends Placed> = {
  /** `rules` in the admin's order; `classes` as their list shows them. Neither is changed by anybody later. */
  by(column: RuleColumn, rules: readonly T[], classes: readonly string[]): readonly T[]
}

export function createRuleOrder<T extends Placed>(): RuleOrder<T> {
  const known = new Map<RuleColumn, { of: readonly T[]; classes: string; sorted: T[] }>()
  return {
    by(column, rules, classIds) {
      if (column === 'position') return rules
      const classes = column === 'class' ? classIds.join('\n') : ''
      const places = new Map(classIds.map((id, n) => [id, n]))
      const compare = comparing(column, (id) => places.get(id) ?? classIds.length)
      const found = known.get(column)
      const before = found?.classes === classes ? found : undefined
      if (before?.of === rules) return before.sorted
      const sorted = before ? renew(before.sorted, rules, compare) : rules.toSorted(compare)
      known.set(column, { of: rules, classes, sorted })
      return sorted
    },
  }
}

/** More than so many new ones, and sorting anew is quicker. */
const fewRules = 2000

function renew<T extends Placed>(sorted: readonly T[], rules: readonly T[], compare: (a: T, b: T) => number): T[] {
  const fresh = new Set(rules)
  const kept = sorted.filter((rule) => fresh.delete(rule))
  return fresh.size > fewRules ? rules.toSorted(compare) : merge(kept, [...fresh].sort(compare), compare)
}

function merge<T>(kept: readonly T[], fresh: readonly T[], compare: (a: T, b: T) => number): T[] {
  const merged: T[] = []
  let from = 0
  for (const one of fresh) {
    let low = from
    let high = kept.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = kept[middle]
      if (other !== undefined && compare(other, one) < 0) low = middle + 1
      else high = middle
    }
    for (; from < low; from += 1) merged.push(kept[from] as T)
    merged.push(one)
  }
  for (; from < kept.length; from += 1) merged.push(kept[from] as T)
  return merged
}

/** 用户2 before 用户10; Chinese by its reading. */
const dictionary = new Intl.Collator('zh', { numeric: true })

function comparing(column: RuleColumn, classPlace: (id: string) => number): (a: Placed, b: Placed) => number {
  const rule = byColumn(column, classPlace)
  return (a, b) => rule(a.rule, b.rule) || (a.place < b.place ? -1 : a.place > b.place ? 1 : 0)
}

function byColumn(
  column: RuleColumn,
  classPlace: (id: string) => number,
): (a: PriorityRule, b: PriorityRule) => number {
  switch (column) {
    case 'position':
      return () => 0
    case 'severity':
      return (a, b) => byText(a.severity, b.severity)
    case 'name':
      return (a, b) => dictionary.compare(a.name, b.name)
    case 'class':
      return (a, b) => classPlace(a.classId) - classPlace(b.classId)
    case 'condition':
      return (a, b) => byText(a.condition.kind, b.condition.kind) || byText(valueOf(a.condition), valueOf(b.condition))
    case 'validity':
      return (a, b) =>
        byText(a.validFrom ?? '', b.validFrom ?? '') ||
        byText(a.validTo ?? '9999', b.validTo ?? '9999') ||
        a.hours.length - b.hours.length
    case 'owner':
      return (a, b) => dictionary.compare(a.owner, b.owner)
    case 'enabled':
      return (a, b) => Number(b.enabled) - Number(a.enabled)
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** What a simple condition is about; composites stand together. */
function valueOf(condition: Condition): string {
  switch (condition.kind) {
    case 'caller-number':
    case 'dialled-number':
      return condition.number
    case 'caller-prefix':
      return condition.prefix
    case 'caller-range':
      return condition.from
    case 'caller-list':
      return condition.numbers[0] ?? ''
    case 'transfer-code':
      return condition.code
    case 'vdn':
      return condition.vdn
    case 'queue-area':
      return condition.area
    case 'repeat-caller':
      return String(condition.calls).padStart(3, '0')
    case 'caller-withheld':
    case 'all':
    case 'any':
    case 'not':
      return ''
  }
}
