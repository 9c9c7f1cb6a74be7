import { describeNumber, dialKey, dialPrefixKeys } from '#shared/domain/dial/normalise.ts'
import { checkRule } from './check-rule.ts'
import { createCovering, createTimeCovering, type Covering, type NumberCondition } from './covering.ts'
import type { Finding } from './list-answers.ts'
import { pointOf, type NumberRange } from './number-range.ts'
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
  const coversTimes = createTimeCovering(today)
  const ranked = [...rules].sort((a, b) => a.strength - b.strength)
  const filing = createFiling(ranked, { covering, dial })
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
      ({ other }) => covering.covers(other.rule.condition, rule.condition) && coversTimes(other.rule, rule),
    )
    if (winner) add(rule, { kind: 'never-wins', because: winner.other.rule.name, becauseId: winner.other.rule.id })
    else addOverlap(rule, stronger, covering, add)
  }
}

/** Only of wholes that meet in part: that a number stands apart from its prefix is what order of strength is for. */
function addOverlap(rule: PriorityRule, stronger: Near[], covering: Covering, add: Add): void {
  let most: { rule: PriorityRule; count: number } | undefined
  for (const near of stronger) {
    const count = shared(rule.condition, near, covering)
    if (count > (most?.count ?? 0)) most = { rule: near.other.rule, count }
  }
  if (most) add(rule, { kind: 'overlaps', with: most.rule.name, withId: most.rule.id, count: most.count })
}

function shared(mine: Condition, { other, met }: Near, covering: Covering): number {
  const theirs = other.rule.condition
  if (mine.kind === 'caller-range' && theirs.kind === 'caller-range') {
    const [a, b] = [covering.rangeOf(mine), covering.rangeOf(theirs)]
    if (!a || !b || a.group !== b.group) return 0
    return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from) + 1)
  }
  const isList = mine.kind === 'caller-list' && (theirs.kind === 'caller-list' || theirs.kind === 'caller-number')
  return isList ? met : 0
}

type With = { covering: Covering; dial: ListDocument['dial'] }

/** Rules by what they ask for, each drawer strongest first. */
type Filing = { near(one: Ranked): Near[] }
/** A stronger rule, and under how many values that this one asks for it was found. */
type Near = { other: Ranked; met: number }

/** Of one drawer no more than these are compared: the strongest are the ones that cover. */
const comparedOfDrawer = 24
const compared = 50
/** Of ranges that lie one in another so many are looked at for each rule. */
const lookedAt = 500

function createFiling(ranked: Ranked[], { covering, dial }: With): Filing {
  const drawers = new Map<string, Ranked[]>()
  const prefixes = new Map<string, Ranked[]>()
  const ranges: { range: NumberRange; value: Ranked }[] = []
  let longestPrefix = 0
  for (const one of ranked) {
    for (const part of partsOf(one.rule.condition)) {
      const range = part.kind === 'caller-range' ? covering.rangeOf(part) : undefined
      if (range) ranges.push({ range, value: one })
      if (part.kind === 'caller-prefix') {
        for (const key of dialPrefixKeys(part.prefix, dial)) {
          put(prefixes, key, one)
          longestPrefix = Math.max(longestPrefix, key.length)
        }
      }
      for (const name of namesOf(part, dial)) put(drawers, name, one)
    }
  }
  const around = createRangeIndex(ranges)

  return {
    near({ rule, strength }) {
      const near = new Map<Ranked, Near>()
      let looked = 0
      const take = (other: Ranked): boolean => {
        const known = near.get(other)
        if (known) known.met += 1
        else if (other.strength < strength && near.size < compared) near.set(other, { other, met: 1 })
        return ++looked < lookedAt
      }
      const takeAll = (drawer: Ranked[] | undefined): void => drawer?.forEach(take)
      for (const part of partsOf(rule.condition)) {
        for (const name of namesOf(part, dial)) takeAll(drawers.get(name))
        for (const key of startsOf(part, dial)) {
          for (let length = 1; length <= Math.min(longestPrefix, key.length); length += 1)
            takeAll(prefixes.get(key.slice(0, length)))
          const point = pointOf(key)
          if (point) around.crossing({ group: point.group, from: point.at, to: point.at }, take)
        }
        const range = part.kind === 'caller-range' ? covering.rangeOf(part) : undefined
        if (range) around.crossing(range, take)
      }
      return [...near.values()].sort((a, b) => a.other.strength - b.other.strength)
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
function namesOf(part: Condition, dial: ListDocument['dial']): Iterable<string> {
  switch (part.kind) {
    case 'caller-number':
      return [`n${dialKey(part.number, dial)}`]
    case 'caller-list':
      return new Set(part.numbers.map((number) => `n${dialKey(number, dial)}`))
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
