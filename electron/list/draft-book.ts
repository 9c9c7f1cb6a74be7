import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import type { ChangeCounts } from '#shared/domain/priority/list-answers.ts'
import type { ListDocument, PriorityClass, PriorityRule } from '#shared/domain/priority/rule.ts'
import { sameClass, sameDial, sameRule } from '#shared/domain/priority/same-rule.ts'
import { baseOf, createDraftTally, type Base } from './draft-tally.ts'
import type { DraftHead, DraftRow, Stamp } from './list-store.ts'
import { placeOf, placesBetween } from './place.ts'
import { createRuleLine, type Entry } from './rule-line.ts'

/**
 * The draft in memory: the rules in the admin's order, the classes, the dial plan, and in what they differ from the version they are based
 * on. A change of several steps is made step by step and taken back as a whole when one of them cannot be. It checks nothing, keeps nothing
 * on disk and knows nobody: that is draft-ops.ts and desk-core.ts.
 */
export type DraftBook = ReturnType<typeof createDraftBook>
export type ClassEntry = Stamp & { class: PriorityClass }
export type RuleChange = 'same' | 'new' | 'changed'

export function createDraftBook(document: ListDocument, stored?: { head: DraftHead; rows: DraftRow[] }) {
  const base = baseOf(document)
  const found = startOf(base, stored)
  const line = createRuleLine()
  line.fill(found.entries)
  let tally = createDraftTally(base, found.entries)
  for (const { ruleId } of stored?.rows ?? []) tally.compare(ruleId, line.entries.get(ruleId))
  let { classes, dial } = found
  /** Who took away what is not there any more. */
  const { tombs } = found
  let undo: (() => void)[] = []
  let touched = new Set<string>()

  function set(id: string, next: Entry | undefined): void {
    const before = line.set(id, next)
    if (before) tally.count(before.rule, -1)
    if (next) tally.count(next.rule, 1)
    touched.add(id)
    tally.compare(id, next)
  }

  function change(id: string, next: Entry | undefined, stamp: Stamp): void {
    const before = line.entries.get(id)
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

  function changeClasses(next: ClassEntry[]): void {
    const before = classes
    undo.push(() => (classes = before))
    classes = next
  }

  function rowFor(id: string): DraftRow {
    const entry = line.entries.get(id)
    const differs = tally.differing.has(id)
    if (!entry) return { ruleId: id, ...(tombs.get(id) ?? untouched), state: differs ? 'removed' : 'same' }
    const stamp = { ruleId: id, ...stampOf(entry) }
    return differs ? { ...stamp, state: 'put', place: entry.place, rule: entry.rule } : { ...stamp, state: 'same' }
  }

  function settle(): void {
    undo = []
    touched = new Set()
  }

  const baseDocument = (): ListDocument => tally.base.document
  const classesNow = (): PriorityClass[] => classes.map((one) => one.class)

  return {
    ordered: line.ordered,
    entry: (id: string): Entry | undefined => line.entries.get(id),
    tomb: (id: string): Stamp | undefined => tombs.get(id),
    changeOf: (id: string): RuleChange => {
      const differs = tally.differing.get(id)
      return differs === 'new' || differs === 'changed' ? differs : 'same'
    },
    baseRule: (id: string): PriorityRule | undefined => tally.base.rules.get(id)?.rule,
    size: (): number => line.entries.size,
    numbers: (): number => tally.numbers(),
    rulesOf: (classId: string): number => tally.rulesOf(classId),
    classes: (): readonly ClassEntry[] => classes,
    dial: (): DialPlan => dial,
    document: (): ListDocument => ({ dial, classes: classesNow(), rules: line.ordered().map(({ rule }) => rule) }),

    /** `before` undefined keeps the place, or takes the last one; null is the end. */
    put(rule: PriorityRule, stamp: Stamp, before?: string | null): void {
      const known = line.entries.get(rule.id)
      const stays = known && (before === undefined || before === rule.id)
      const place = stays ? known.place : line.placeBefore(before ?? null, rule.id)
      change(rule.id, { rule, place, ...stamp }, stamp)
    },
    remove(id: string, stamp: Stamp): void {
      if (line.entries.has(id)) change(id, undefined, stamp)
    },
    putClass(next: PriorityClass, stamp: Stamp): void {
      const entry = { class: next, ...stamp }
      const known = classes.some((one) => one.class.id === next.id)
      changeClasses(known ? classes.map((one) => (one.class.id === next.id ? entry : one)) : [...classes, entry])
    },
    removeClass: (id: string): void => changeClasses(classes.filter((one) => one.class.id !== id)),
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
    settle,
    /** What was changed since then, as the store keeps it. */
    rows: (): DraftRow[] => [...touched].map(rowFor),

    /**
     * Another version is in force, and this is the draft now: what of it is as it was keeps its stamp, the rest gets the new one. Answers the
     * rows that differ from the new version or got the stamp. Cannot be taken back: `createDraftBook` again on what is stored does that.
     */
    rebase(next: ListDocument, mine: ListDocument, stamp: Stamp): DraftRow[] {
      const against = baseOf(next)
      const { entries, fresh } = carriedOver(line.entries, against, mine, stamp)
      for (const entry of entries) tombs.delete(entry.rule.id)
      for (const id of fresh.removed) tombs.set(id, stamp)
      line.fill(entries)
      tally = createDraftTally(against, entries)
      if (mine !== next) {
        for (const { rule } of entries) tally.compare(rule.id, line.entries.get(rule.id))
        for (const id of against.rules.keys()) if (!line.entries.has(id)) tally.compare(id, undefined)
      }
      classes = carriedClasses(classes, mine.classes, stamp)
      dial = mine.dial
      settle()
      return [...new Set([...fresh.put, ...fresh.removed, ...tally.differing.keys()])].map(rowFor)
    },

    changes: (): ChangeCounts => {
      const counts = { added: 0, changed: 0, removed: 0 }
      for (const kind of tally.differing.values()) counts[kind === 'new' ? 'added' : kind]++
      return {
        ...counts,
        classes: countClasses(baseDocument().classes, classes),
        dial: !sameDial(baseDocument().dial, dial),
      }
    },
    differs: (): boolean =>
      tally.differing.size > 0 ||
      !sameDial(baseDocument().dial, dial) ||
      !sameClasses(baseDocument().classes, classesNow()),
  }
}

type Start = { entries: Entry[]; tombs: Map<string, Stamp>; classes: ClassEntry[]; dial: DialPlan }

/** The version beneath, and on it what was stored. */
function startOf(base: Base, stored: { head: DraftHead; rows: DraftRow[] } | undefined): Start {
  const { document } = base
  const rows = new Map(stored?.rows.map((row) => [row.ruleId, row]))
  const entries: Entry[] = []
  const tombs = new Map<string, Stamp>()
  for (const { rule, place } of base.rules.values()) {
    const row = rows.get(rule.id)
    if (!row || row.state === 'same') entries.push({ rule, place, ...stampOf(row) })
  }
  for (const row of rows.values()) {
    if (row.state === 'put') entries.push({ rule: row.rule, place: row.place, ...stampOf(row) })
    else if (row.state === 'removed' || !base.rules.has(row.ruleId)) tombs.set(row.ruleId, stampOf(row))
  }
  entries.sort((a, b) => (a.place < b.place ? -1 : 1))
  const classes = stored?.head.classes ?? document.classes.map((one) => ({ class: one, ...untouched }))
  return { entries, tombs, classes, dial: stored?.head.dial ?? document.dial }
}

/** Of rules that are the same even the entry stays, so that an order by names need not be made anew. */
function carriedOver(
  old: ReadonlyMap<string, Entry>,
  against: Base,
  mine: ListDocument,
  stamp: Stamp,
): { entries: Entry[]; fresh: { put: string[]; removed: string[] } } {
  const places = mine === against.document ? undefined : placesFor(mine.rules, against)
  const put: string[] = []
  const left = new Set(old.keys())
  const entries = mine.rules.map((rule, n): Entry => {
    const place = places?.[n] ?? placeOf(n)
    const before = old.get(rule.id)
    left.delete(rule.id)
    if (before?.rule === rule) return Object.assign(before, { place })
    if (before && sameRule(before.rule, rule)) return { rule, place, ...stampOf(before) }
    put.push(rule.id)
    return { rule, place, ...stamp }
  })
  return { entries, fresh: { put, removed: [...left] } }
}

const carriedClasses = (old: ClassEntry[], mine: PriorityClass[], stamp: Stamp): ClassEntry[] =>
  mine.map((one) => {
    const before = old.find(({ class: known }) => known.id === one.id)
    return before && sameClass(before.class, one) ? before : { class: one, ...stamp }
  })

const untouched: Stamp = { rev: 0, by: '', at: 0 }
const stampOf = (one: Stamp | undefined): Stamp => (one ? { rev: one.rev, by: one.by, at: one.at } : untouched)

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

const sameClasses = (a: readonly PriorityClass[], b: readonly PriorityClass[]): boolean =>
  a.length === b.length && a.every((one, n) => b[n] !== undefined && sameClass(one, b[n]))

function countClasses(before: readonly PriorityClass[], after: readonly ClassEntry[]): number {
  const old = new Map(before.map((one) => [one.id, one]))
  let changed = 0
  for (const { class: one } of after) {
    const before = old.get(one.id)
    if (!before || !sameClass(before, one)) changed += 1
    old.delete(one.id)
  }
  return changed + old.size
}
