import { describeNumber, dialKey, dialPrefixKeys } from '#shared/domain/dial/normalise.ts'
import { checkRule } from './check-rule.ts'
import { createCovering, coversTimes, type Covering, type NumberCondition } from './covering.ts'
import type { Finding } from './list-answers.ts'
import { rangeOf, type NumberRange } from './number-range.ts'
import { createRangeIndex } from './range-index.ts'
import type { Condition, ListDocument, PriorityRule } from './rule.ts'
import { strengthOf } from './strength.ts'

/**
 * What is noticed about the rules of a list: errors, duplicates, rules that can never win because a stronger one always holds too, numbers
 * that two rules share, rules that have expired, numbers that look like none. Near-linear: each rule is compared with the few that are filed
 * under what it asks for, and of those with the strongest.
 *
 * `today` is a day of the site's calendar, `YYYY-MM-DD`. Rules without a finding are missing in the answer.
 */
export function findFindings(document: ListDocument, today: string): Map<string, Finding[]> {
  const { dial, rules } = document
  const found = new Map<string, Finding[]>()
  const add = (rule: PriorityRule, finding: Finding): void => {
    const known = found.get(rule.id)
    if (known) known.push(finding)
    else found.set(rule.id, [finding])
  }
  const classIds = new Set(document.classes.map(({ id }) => id))
  const sound: Ranked[] = []
  rules.forEach((rule, order) => {
    const issues = checkRule(rule, classIds, dial)
    for (const issue of issues) add(rule, { kind: 'error', issue })
    if (rule.validTo !== null && rule.validTo < today) add(rule, { kind: 'expired', since: rule.validTo })
    if (issues.length > 0) return
    for (const number of unusualNumbers(rule.condition, document)) add(rule, { kind: 'unusual-number', number })
    if (rule.enabled && !(rule.validTo !== null && rule.validTo < today))
      sound.push({ rule, strength: strengthOf(rule, order, dial) })
  })
  compareRules(sound, document, today, add)
  return found
}

type Ranked = { rule: PriorityRule; strength: number }
type Add = (rule: PriorityRule, finding: Finding) => void

function compareRules(rules: Ranked[], { dial }: ListDocument, today: string, add: Add): void {
  const covering = createCovering(dial)
  const ranked = [...rules].sort((a, b) => a.strength - b.strength)
  const filing = createFiling(ranked, dial)
  const seen = new Map<string, PriorityRule>()
  for (const one of ranked) {
    const { rule } = one
    const form = formOf(rule, dial)
    const twin = seen.get(form)
    if (twin) {
      add(rule, { kind: 'duplicate', of: twin.name, ofId: twin.id })
      continue
    }
    seen.set(form, rule)
    const stronger = filing.near(one)
    const winner = stronger.find(
      (other) => covering.covers(other.rule.condition, rule.condition) && coversTimes(other.rule, rule, today),
    )
    if (winner) add(rule, { kind: 'never-wins', because: winner.rule.name, becauseId: winner.rule.id })
    else addOverlap(rule, stronger, { covering, dial }, add)
  }
}

/** Only of wholes that meet in part: that a number stands apart from its prefix is what order of strength is for. */
type With = { covering: Covering; dial: ListDocument['dial'] }

function addOverlap(rule: PriorityRule, stronger: Ranked[], tools: With, add: Add): void {
  const { condition } = rule
  let most: { rule: PriorityRule; count: number } | undefined
  for (const other of stronger) {
    const count = shared(condition, other.rule.condition, tools)
    if (count > (most?.count ?? 0)) most = { rule: other.rule, count }
  }
  if (most) add(rule, { kind: 'overlaps', with: most.rule.name, withId: most.rule.id, count: most.count })
}

function shared(a: Condition, b: Condition, { covering, dial }: With): number {
  if (a.kind === 'caller-range' && b.kind === 'caller-range') {
    const [one, other] = [rangeOf(a.from, a.to, dial), rangeOf(b.from, b.to, dial)]
    if (!one || !other || one.group !== other.group) return 0
    return Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from) + 1)
  }
  if (a.kind === 'caller-list' && (b.kind === 'caller-list' || b.kind === 'caller-number')) {
    const holds = covering.holdsNumber(b)
    return a.numbers.reduce((count, number) => count + Number(holds(dialKey(number, dial))), 0)
  }
  return 0
}

/** Rules by what they ask for, each drawer strongest first. */
type Filing = { near(one: Ranked): Ranked[] }

/** Of one drawer no more than these are compared: the strongest are the ones that cover. */
const comparedOfDrawer = 24
const compared = 200
/** Of a long number list so many are looked up; whoever covers the list or much of it is found by them. */
const lookedUpOfList = 2000

function createFiling(ranked: Ranked[], dial: ListDocument['dial']): Filing {
  const drawers = new Map<string, Ranked[]>()
  const prefixes = new Map<string, Ranked[]>()
  const ranges: { range: NumberRange; value: Ranked }[] = []
  let longestPrefix = 0
  for (const one of ranked) {
    for (const part of partsOf(one.rule.condition)) {
      const range = part.kind === 'caller-range' ? rangeOf(part.from, part.to, dial) : undefined
      if (range) ranges.push({ range, value: one })
      if (part.kind === 'caller-prefix') {
        for (const key of dialPrefixKeys(part.prefix, dial)) {
          put(prefixes, key, one)
          longestPrefix = Math.max(longestPrefix, key.length)
        }
      }
      for (const name of namesOf(part, dial, Infinity)) put(drawers, name, one)
    }
  }
  const around = createRangeIndex(ranges)

  return {
    near({ rule, strength }) {
      const near = new Set<Ranked>()
      const take = (other: Ranked): boolean => {
        if (other.strength < strength) near.add(other)
        return near.size < compared
      }
      const takeAll = (drawer: Ranked[] | undefined): void => drawer?.slice(0, comparedOfDrawer).forEach(take)
      for (const part of partsOf(rule.condition)) {
        for (const name of namesOf(part, dial, lookedUpOfList)) takeAll(drawers.get(name))
        for (const key of startsOf(part, dial)) {
          for (let length = 1; length <= Math.min(longestPrefix, key.length); length += 1)
            takeAll(prefixes.get(key.slice(0, length)))
          around.around(key, take)
        }
        const range = part.kind === 'caller-range' ? rangeOf(part.from, part.to, dial) : undefined
        if (range) around.crossing(range, take)
      }
      return [...near].sort((a, b) => a.strength - b.strength)
    },
  }
}

function put(drawers: Map<string, Ranked[]>, name: string, one: Ranked): void {
  const drawer = drawers.get(name)
  if (!drawer) drawers.set(name, [one])
  else if (drawer.length < comparedOfDrawer && drawer.at(-1) !== one) drawer.push(one)
}

/** The parts of a condition that have no parts of their own. */
function partsOf(condition: Condition): Condition[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(partsOf)
    case 'not':
      return partsOf(condition.of)
    default:
      return [condition]
  }
}

/** Where a part is filed when it is one value, or a list of values. */
function namesOf(part: Condition, dial: ListDocument['dial'], most: number): string[] {
  switch (part.kind) {
    case 'caller-number':
      return [`n${dialKey(part.number, dial)}`]
    case 'caller-list':
      return part.numbers.slice(0, most).map((number) => `n${dialKey(number, dial)}`)
    case 'vdn':
      return [`v${part.vdn.trim()}`]
    case 'transfer-code':
      return [`c${part.code.trim()}`]
    case 'queue-area':
      return [`a${part.area.trim()}`]
    case 'dialled-number':
      return [`d${dialKey(part.number, dial)}`]
    case 'caller-withheld':
    case 'repeat-caller':
      return [part.kind]
    default:
      return []
  }
}

/** Keys whose prefixes and ranges could cover the part. Of a list one number is enough: whoever covers all covers the first. */
function startsOf(part: Condition, dial: ListDocument['dial']): string[] {
  switch (part.kind) {
    case 'caller-number':
      return [dialKey(part.number, dial)]
    case 'caller-list':
      return part.numbers.slice(0, 1).map((number) => dialKey(number, dial))
    case 'caller-range':
      return [dialKey(part.from, dial)]
    case 'caller-prefix':
      return dialPrefixKeys(part.prefix, dial)
    default:
      return []
  }
}

/** The same for two rules that list the same calls at the same times, however their numbers are written. */
function formOf({ condition, validFrom, validTo, hours }: PriorityRule, dial: ListDocument['dial']): string {
  return JSON.stringify([keyed(condition, dial), validFrom, validTo, hours])
}

function keyed(condition: Condition, dial: ListDocument['dial']): unknown {
  switch (condition.kind) {
    case 'caller-number':
    case 'dialled-number':
      return [condition.kind, dialKey(condition.number, dial)]
    case 'caller-prefix':
      return [condition.kind, dialPrefixKeys(condition.prefix, dial)]
    case 'caller-range':
      return [condition.kind, dialKey(condition.from, dial), dialKey(condition.to, dial)]
    case 'caller-list':
      return [condition.kind, condition.numbers.map((number) => dialKey(number, dial)).sort()]
    case 'all':
    case 'any':
      return [condition.kind, condition.of.map((part) => keyed(part, dial))]
    case 'not':
      return [condition.kind, keyed(condition.of, dial)]
    default:
      return condition
  }
}

/** The first few are enough to look at. */
const shownUnusual = 3

function unusualNumbers(condition: Condition, { dial }: ListDocument): string[] {
  const unusual: string[] = []
  const look = (number: string): boolean => {
    if (describeNumber(number, dial).kind === 'odd') unusual.push(number)
    return unusual.length < shownUnusual
  }
  for (const part of partsOf(condition)) {
    if (isNumbers(part)) numbersOf(part).every(look)
    else if (part.kind === 'dialled-number') look(part.number)
  }
  return unusual.slice(0, shownUnusual)
}

const isNumbers = (part: Condition): part is NumberCondition =>
  part.kind === 'caller-number' || part.kind === 'caller-list' || part.kind === 'caller-range'

function numbersOf(part: NumberCondition): string[] {
  switch (part.kind) {
    case 'caller-number':
      return [part.number]
    case 'caller-list':
      return part.numbers
    case 'caller-range':
      return [part.from, part.to]
    case 'caller-prefix':
      return []
  }
}
