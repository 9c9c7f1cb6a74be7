import type { PriorityRule } from '#shared/domain/priority/rule.ts'
import type { Stamp } from './list-store.ts'
import { placeAfter, placeBetween } from './place.ts'

/** The rules of the draft by id and in the admin's order; both quick at 100,000 rules. What was handed out in order is not changed later. */
export type RuleLine = {
  entries: ReadonlyMap<string, Entry>
  ordered(): readonly Entry[]
  /** Undefined takes it out. Answers what was there. */
  set(id: string, next: Entry | undefined): Entry | undefined
  fill(entries: Entry[]): void
  /** Before the rule with this id; null is the end. `moving` is the rule that goes there. */
  placeBefore(id: string | null, moving: string): string
}

/** Replaced and never changed, but for its place when a version is published. `gone`: left in the order until that is tidied. */
export type Entry = Stamp & { rule: PriorityRule; place: string; gone?: true }

export function createRuleLine(): RuleLine {
  const entries = new Map<string, Entry>()
  let order: Entry[] = []
  /** `order` is a copy of what was handed out last, with entries in it that are gone. */
  let loose = false

  /** Where this place is in the order, or would be. */
  function indexOf(place: string): number {
    let low = 0
    let high = order.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((order[middle]?.place ?? '') < place) low = middle + 1
      else high = middle
    }
    return low
  }

  function ordered(): readonly Entry[] {
    if (loose) order = order.filter((entry) => !entry.gone)
    loose = false
    return order
  }

  return {
    entries,
    ordered,
    set(id, next) {
      if (!loose) order = order.slice()
      loose = true
      const before = entries.get(id)
      if (before) before.gone = true
      if (!next) {
        entries.delete(id)
        return before
      }
      delete next.gone // one that comes back
      entries.set(id, next)
      const at = indexOf(next.place)
      if (order[at]?.place === next.place) order[at] = next
      else if (at === order.length) order.push(next)
      else order.splice(at, 0, next)
      return before
    },
    fill(all) {
      entries.clear()
      for (const entry of all) entries.set(entry.rule.id, entry)
      order = all
      loose = false
    },
    placeBefore(id, moving) {
      const next = id === null ? undefined : entries.get(id)
      // After the last one, also if that is gone: tidying the order for each of many rules would take long.
      if (!next) return placeAfter(order.at(-1)?.place)
      const all = ordered()
      const at = indexOf(next.place)
      const previous = all[at - 1]?.rule.id === moving ? all[at - 2] : all[at - 1]
      return placeBetween(previous?.place, next.place)
    },
  }
}
