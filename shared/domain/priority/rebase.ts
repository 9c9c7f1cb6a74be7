import type { ListDocument, PriorityClass, PriorityRule } from './rule.ts'
import { movedIds } from './moved.ts'
import { sameClass, sameDial, sameRule } from './same-rule.ts'

/**
 * Carries one person's changes (`mine`, made on `base`) over to a list that went on without them (`theirs`). What only one side
 * changed is taken; where both changed the same rule, class or dial plan differently, mine wins and the conflict is named.
 *
 * The order is theirs, with my new rules behind the rules that they stood behind; when I moved rules, it is mine, with their new rules
 * put in likewise.
 */
export function rebaseList(
  base: ListDocument,
  mine: ListDocument,
  theirs: ListDocument,
): { document: ListDocument; conflicts: string[] } {
  const conflicts: string[] = []
  const rules = mergeItems<PriorityRule>(
    { base: base.rules, mine: mine.rules, theirs: theirs.rules },
    sameRule,
    ({ name }) => void conflicts.push(name),
  )
  const used = new Set(rules.map(({ classId }) => classId))
  const classes = mergeItems<PriorityClass>(
    { base: base.classes, mine: mine.classes, theirs: theirs.classes },
    sameClass,
    ({ id, name }) => void conflicts.push(name.zh || name.en || id),
    ({ id }) => used.has(id),
  )
  const bothDialled = !sameDial(mine.dial, base.dial) && !sameDial(theirs.dial, base.dial)
  if (bothDialled && !sameDial(mine.dial, theirs.dial))
    conflicts.push(`${mine.dial.country} ${mine.dial.areaCode}`.trim())
  const dial = sameDial(mine.dial, base.dial) ? theirs.dial : mine.dial
  return { document: { dial, classes, rules }, conflicts }
}

type Sides<T> = { base: T[]; mine: T[]; theirs: T[] }
type Item = { id: string }

/** `keep`: what must stay although one side removed it. */
function mergeItems<T extends Item>(
  sides: Sides<T>,
  same: (a: T, b: T) => boolean,
  onConflict: (item: T) => void,
  keep: (item: T) => boolean = () => false,
): T[] {
  const [base, mine, theirs] = [byId(sides.base), byId(sides.mine), byId(sides.theirs)]
  const merged = new Map<string, T>()
  for (const id of new Set([...theirs.keys(), ...mine.keys(), ...base.keys()])) {
    const [was, my, their] = [base.get(id), mine.get(id), theirs.get(id)]
    const iChanged = !sameOrNone(was, my, same)
    const theyChanged = !sameOrNone(was, their, same)
    if (iChanged && theyChanged && !sameOrNone(my, their, same)) {
      const named = my ?? their
      if (named) onConflict(named)
    }
    const chosen = iChanged ? my : their
    const kept = chosen ?? [my, their].find((item) => item !== undefined && keep(item))
    if (kept) merged.set(id, kept)
  }
  return inOrder(sides, merged)
}

const byId = <T extends Item>(items: T[]): Map<string, T> => new Map(items.map((item) => [item.id, item]))
const sameOrNone = <T>(a: T | undefined, b: T | undefined, same: (a: T, b: T) => boolean): boolean =>
  a === undefined || b === undefined ? a === b : same(a, b)

function inOrder<T extends Item>({ base, mine, theirs }: Sides<T>, merged: Map<string, T>): T[] {
  const [leading, other] = movedIds(base, mine).size > 0 ? [mine, theirs] : [theirs, mine]
  const placed = new Set(leading.map(({ id }) => id))
  /** What comes in right behind an item of the leading order; '' = before all of them. */
  const behind = new Map<string, string[]>()
  let before = ''
  for (const { id } of other) {
    if (placed.has(id)) before = id
    else if (merged.has(id)) {
      const next = behind.get(before)
      if (next) next.push(id)
      else behind.set(before, [id])
    }
  }
  const order: T[] = []
  const put = (id: string): void => {
    const item = merged.get(id)
    if (item) order.push(item)
  }
  for (const id of behind.get('') ?? []) put(id)
  for (const { id } of leading) {
    put(id)
    for (const next of behind.get(id) ?? []) put(next)
  }
  return order
}
