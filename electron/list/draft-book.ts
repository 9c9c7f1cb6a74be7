import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import type { ChangeCounts } from '#shared/domain/priority/list-answers.ts'
import type { Condition, ListDocument, PriorityClass, PriorityRule } from '#shared/domain/priority/rule.ts'
import type { DraftHead, DraftRow, Stamp } from './list-store.ts'
import { placeAfter, placeBetween, placeOf, placesBetween } from './place.ts'
import { sameValue } from './same-value.ts'

/**
 * The draft in memory: the rules in the admin's order, the classes, the dial plan, and in what they differ from the version they are based
 * on. Every single change is quick at 100,000 rules. A change of several steps is made step by step and taken back as a whole when one of
 * them cannot be. It checks nothing, keeps nothing on disk and knows nobody: that is draft-ops.ts and list-desk.ts.
 */
export type DraftBook = ReturnType<typeof createDraftBook>

/** Replaced and never changed, but for its place when a version is published. `gone`: left in the order until that is tidied. */
export type Entry = Stamp & { rule: PriorityRule; place: string; gone?: true }
export type ClassEntry = Stamp & { class: PriorityClass }
export type RuleChange = 'same' | 'new' | 'changed'

type Base = { document: ListDocument; rules: Map<string, { rule: PriorityRule; place: string }> }

export function createDraftBook(document: ListDocument, stored?: { head: DraftHead; rows: DraftRow[] }) {
  let base = baseOf(document)
  let entries = new Map<string, Entry>()
  let order: Entry[] = []
  /** Who took away what is not there any more. */
  let tombs = new Map<string, Stamp>()
  let classes: ClassEntry[] = []
  let dial: DialPlan = document.dial
  /** `order` is a copy of what was handed out last, with entries in it that are gone. */
  let loose = false
  let perClass = new Map<string, number>()
  let numbers = 0
  let differing = new Map<string, 'new' | 'changed' | 'removed'>()
  let undo: (() => void)[] = []
  let touched = new Set<string>()

  const rulesOf = (classId: string): number => perClass.get(classId) ?? 0

  function count(rule: PriorityRule, by: 1 | -1): void {
    perClass.set(rule.classId, rulesOf(rule.classId) + by)
    numbers += by * countNumbers(rule.condition)
  }

  function compare(id: string): void {
    const before = base.rules.get(id)
    const entry = entries.get(id)
    if (entry && !before) differing.set(id, 'new')
    else if (!entry && before) differing.set(id, 'removed')
    else if (entry && before && (entry.place !== before.place || !sameValue(entry.rule, before.rule)))
      differing.set(id, 'changed')
    else differing.delete(id)
  }

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

  /** What was handed out is not changed any more. */
  function ordered(): readonly Entry[] {
    if (loose) order = order.filter((entry) => !entry.gone)
    loose = false
    return order
  }

  function set(id: string, next: Entry | undefined): void {
    if (!loose) order = order.slice()
    loose = true
    const before = entries.get(id)
    if (before) {
      count(before.rule, -1)
      before.gone = true
    }
    if (!next) {
      entries.delete(id)
    } else {
      delete next.gone // one that comes back by `rollback`
      entries.set(id, next)
      count(next.rule, 1)
      const at = indexOf(next.place)
      if (order[at]?.place === next.place) order[at] = next
      else if (at === order.length) order.push(next)
      else order.splice(at, 0, next)
    }
    touched.add(id)
    compare(id)
  }

  function change(id: string, next: Entry | undefined, stamp: Stamp): void {
    const before = entries.get(id)
    const tomb = tombs.get(id)
    undo.push(() => {
      set(id, before)
      if (tomb) tombs.set(id, tomb)
      else tombs.delete(id)
    })
    set(id, next)
    if (next) tombs.delete(id)
    else tombs.set(id, stamp)
  }

  /** The rules of the draft are these now; `next` is what they are compared with. */
  function fill(next: Base, mine: Entry[]): void {
    base = next
    entries = new Map(mine.map((entry) => [entry.rule.id, entry]))
    order = mine
    loose = false
    perClass = new Map()
    numbers = 0
    differing = new Map()
    for (const entry of mine) count(entry.rule, 1)
  }

  function compareAll(): void {
    for (const id of entries.keys()) compare(id)
    for (const id of base.rules.keys()) if (!entries.has(id)) compare(id)
  }

  if (stored) load(stored)
  else {
    fill(base, entriesOf(base))
    classes = document.classes.map((one) => ({ class: one, ...untouched }))
  }

  function load({ head, rows }: { head: DraftHead; rows: DraftRow[] }): void {
    const rowOf = new Map(rows.map((row) => [row.ruleId, row]))
    const mine: Entry[] = []
    for (const entry of entriesOf(base)) {
      const row = rowOf.get(entry.rule.id)
      if (!row) mine.push(entry)
      else if (row.state === 'same') mine.push({ ...entry, ...stampOf(row) })
    }
    for (const row of rows) {
      if (row.state === 'put') mine.push({ rule: row.rule, place: row.place, ...stampOf(row) })
      else if (row.state === 'removed' || !base.rules.has(row.ruleId)) tombs.set(row.ruleId, stampOf(row))
    }
    fill(base, mine.toSorted(byPlace))
    for (const row of rows) compare(row.ruleId)
    classes = head.classes
    dial = head.dial
  }

  function rowFor(id: string): DraftRow {
    const entry = entries.get(id)
    if (!entry) return { ruleId: id, ...(tombs.get(id) ?? untouched), state: differing.has(id) ? 'removed' : 'same' }
    const stamp = { ruleId: id, ...stampOf(entry) }
    if (!differing.has(id)) return { ...stamp, state: 'same' }
    return { ...stamp, state: 'put', place: entry.place, rule: entry.rule }
  }

  return {
    ordered,
    entry: (id: string): Entry | undefined => entries.get(id),
    tomb: (id: string): Stamp | undefined => tombs.get(id),
    /** From 1. */
    position: (entry: Entry): number => (ordered(), indexOf(entry.place) + 1),
    changeOf: (id: string): RuleChange => {
      const change = differing.get(id)
      return change === 'new' || change === 'changed' ? change : 'same'
    },
    base: (): ListDocument => base.document,
    baseRule: (id: string): PriorityRule | undefined => base.rules.get(id)?.rule,
    size: (): number => entries.size,
    numbers: (): number => numbers,
    rulesOf,
    classes: (): readonly ClassEntry[] => classes,
    dial: (): DialPlan => dial,
    document: (): ListDocument => ({
      dial,
      classes: classes.map((one) => one.class),
      rules: ordered().map(({ rule }) => rule),
    }),

    /** `before` undefined keeps the place, or takes the last one; null is the end. */
    put(rule: PriorityRule, stamp: Stamp, before?: string | null): void {
      const known = entries.get(rule.id)
      const stays = before === undefined || before === rule.id
      const place = stays ? (known?.place ?? placeAfter(order.at(-1)?.place)) : placeBefore(before, rule.id)
      change(rule.id, { rule, place, ...stamp }, stamp)
    },
    remove(id: string, stamp: Stamp): void {
      if (entries.has(id)) change(id, undefined, stamp)
    },
    putClass(next: PriorityClass, stamp: Stamp): void {
      const before = classes
      undo.push(() => (classes = before))
      const entry = { class: next, ...stamp }
      classes = before.some((one) => one.class.id === next.id)
        ? before.map((one) => (one.class.id === next.id ? entry : one))
        : [...before, entry]
    },
    removeClass(id: string): void {
      const before = classes
      undo.push(() => (classes = before))
      classes = before.filter((one) => one.class.id !== id)
    },
    setDial(next: DialPlan): void {
      const before = dial
      undo.push(() => (dial = before))
      dial = next
    },

    /** Takes back everything since the last `settle` or `rollback`. */
    rollback(): void {
      for (const step of undo.splice(0).reverse()) step()
      touched = new Set()
    },
    settle(): void {
      undo = []
      touched = new Set()
    },
    /** What was changed since then, as the store keeps it. */
    rows: (): DraftRow[] => [...touched].map(rowFor),

    /**
     * Another version is in force, and this is the draft now: what of it is as it was keeps its stamp, the rest gets the new one. Answers the
     * rows that differ from the new version or got the stamp. Cannot be taken back: `createDraftBook` again on what is stored does that.
     */
    rebase(next: ListDocument, mine: ListDocument, stamp: Stamp): DraftRow[] {
      const old = entries
      const oldClasses = classes
      const fresh = new Set<string>()
      const against = baseOf(next)
      const places = mine === next ? undefined : placesFor(mine.rules, against)
      const rules = mine.rules.map((rule, n): Entry => {
        const place = places?.[n] ?? placeOf(n)
        const before = old.get(rule.id)
        if (before?.rule === rule) return Object.assign(before, { place })
        if (before && sameValue(before.rule, rule)) return { rule, place, ...stampOf(before) }
        fresh.add(rule.id)
        return { rule, place, ...stamp }
      })
      fill(against, rules)
      if (mine !== next) compareAll()
      for (const id of old.keys()) {
        if (entries.has(id)) continue
        tombs.set(id, stamp)
        fresh.add(id)
      }
      for (const id of entries.keys()) tombs.delete(id)
      classes = mine.classes.map((one) => {
        const before = oldClasses.find(({ class: known }) => known.id === one.id)
        return before && sameValue(before.class, one) ? before : { class: one, ...stamp }
      })
      dial = mine.dial
      undo = []
      touched = new Set()
      return [...new Set([...fresh, ...differing.keys()])].map(rowFor)
    },

    changes: (): ChangeCounts => {
      const counts = { added: 0, changed: 0, removed: 0 }
      for (const kind of differing.values()) counts[kind === 'new' ? 'added' : kind]++
      return {
        ...counts,
        classes: countClasses(base.document.classes, classes),
        dial: !sameValue(base.document.dial, dial),
      }
    },
    differs: (): boolean =>
      differing.size > 0 ||
      !sameValue(base.document.dial, dial) ||
      !sameValue(
        base.document.classes,
        classes.map((one) => one.class),
      ),
  }

  function placeBefore(id: string | null, moving: string): string {
    const all = ordered()
    if (id === null) return placeAfter(all.at(-1)?.place)
    const next = entries.get(id)
    if (!next) return placeAfter(all.at(-1)?.place)
    const at = indexOf(next.place)
    const previous = all[at - 1]?.rule.id === moving ? all[at - 2] : all[at - 1]
    return placeBetween(previous?.place, next.place)
  }
}

const untouched: Stamp = { rev: 0, by: '', at: 0 }
const stampOf = (one: Stamp | undefined): Stamp => (one ? { rev: one.rev, by: one.by, at: one.at } : untouched)

const byPlace = (a: Entry, b: Entry): number => (a.place < b.place ? -1 : 1)

const entriesOf = (base: Base): Entry[] =>
  Array.from(base.rules.values(), ({ rule, place }) => ({ rule, place, ...untouched }))

const baseOf = (document: ListDocument): Base => ({
  document,
  rules: new Map(document.rules.map((rule, n) => [rule.id, { rule, place: placeOf(n) }])),
})

/** Rules that stand in the same order as in the version keep its places; the others get some between. */
function placesFor(rules: readonly PriorityRule[], base: Base): string[] {
  const known = rules.map((rule) => base.rules.get(rule.id)?.place)
  const stay = longestRising(known)
  const places = known.map((place, n) => (stay.has(n) ? place : undefined))
  for (let from = 0; from < places.length; ) {
    if (places[from] !== undefined) {
      from += 1
      continue
    }
    let to = from
    while (to < places.length && places[to] === undefined) to += 1
    const between = placesBetween(places[from - 1], places[to], to - from)
    for (const [n, place] of between.entries()) places[from + n] = place
    from = to
  }
  return places.map((place) => place ?? '')
}

/** The indexes of a longest rising subsequence (patience sorting). */
function longestRising(places: (string | undefined)[]): Set<number> {
  const tails: number[] = []
  const previous = new Map<number, number | undefined>()
  for (const [n, place] of places.entries()) {
    if (place === undefined) continue
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((places[tails[middle] ?? 0] ?? '') < place) low = middle + 1
      else high = middle
    }
    previous.set(n, tails[low - 1])
    tails[low] = n
  }
  const found = new Set<number>()
  for (let n = tails.at(-1); n !== undefined; n = previous.get(n)) found.add(n)
  return found
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

function countClasses(before: readonly PriorityClass[], after: readonly ClassEntry[]): number {
  const old = new Map(before.map((one) => [one.id, one]))
  let changed = 0
  for (const { class: one } of after) {
    if (!sameValue(old.get(one.id), one)) changed += 1
    old.delete(one.id)
  }
  return changed + old.size
}
