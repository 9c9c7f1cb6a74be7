import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import { dialKey } from '#shared/domain/dial/normalise.ts'
import type { SiteMoment, SiteTime } from '#shared/domain/dial/site-time.ts'
import { accessesOf, createIndex, isLeading, type Index } from './call-index.ts'
import { becauseOf, testOf, type Question, type Test } from './condition.ts'
import type { Because, CallerHistory, CallFacts, Match, PriorityClass, PriorityList, PriorityRule } from './rule.ts'
import { strengthOf } from './strength.ts'
import { isAlways, whyNotAt } from './validity.ts'

/**
 * Which rule lists a call, answered in a time that does not grow with the list: every rule is filed under what it asks for (a number,
 * a prefix, a VDN …), the few that a call's own facts lead to are verified, and the strongest of them wins.
 *
 * A lookup belongs to one version of the list and never changes; another version is another lookup, put in its place by one
 * assignment.
 */
export type ListLookup = {
  version: number
  match(facts: CallFacts, callers: CallerHistory): Match | undefined
}

/** Of a console whose list is still being loaded: lists nothing. */
export const emptyLookup: ListLookup = { version: 0, match: () => undefined }

export type ListBasis = { version: number; dial: DialPlan; classes: PriorityClass[]; siteTime: SiteTime }

/** Takes the rules in the admin's order, as many at a time as its caller can spare time for. */
export type ListCompiler = { add(rules: PriorityRule[]): void; finish(): ListLookup }

/** A rule as it is filed; once for each way in which calls can lead to it. Smaller `strength` wins; equal means the same rule. */
type Filed = {
  rule: PriorityRule
  strength: number
  /** What the way that led here leaves open. */
  rest: Test | undefined
  timed: boolean
  /** Of a condition with parts, or with a count. */
  why: Test | undefined
  /** Answered again and again when no other rule matches. */
  alone: Match | undefined
}

/** How many of the others that matched are named. */
export const alsoMatchedLimit = 20
const rememberedNumbers = 20_000

export function createListCompiler(basis: ListBasis): ListCompiler {
  const { dial } = basis
  const index = createIndex<Filed>(dial, strongestFirst)
  let order = 0

  function add(rule: PriorityRule): void {
    const strength = strengthOf(rule, order++, dial)
    if (!rule.enabled) return
    const { condition } = rule
    const filed: Filed = { rule, strength, rest: undefined, timed: !isAlways(rule), why: undefined, alone: undefined }
    if (isLeading(condition)) return index.file(condition, filed)
    filed.why = testOf(condition, dial)
    const accesses = accessesOf(condition, dial)
    if (!accesses) return index.fileForAll({ ...filed, rest: filed.why })
    for (const { by, rest } of accesses) index.file(by, { ...filed, rest })
  }

  return {
    add(rules) {
      for (const rule of rules) add(rule)
    },
    finish() {
      index.close()
      return createLookup(basis, index)
    },
  }
}

export function compileList(list: PriorityList, siteTime: SiteTime): ListLookup {
  const compiler = createListCompiler({ ...list, siteTime })
  compiler.add(list.rules)
  return compiler.finish()
}

function createLookup({ version, dial, classes, siteTime }: ListBasis, index: Index<Filed>): ListLookup {
  const sounds = new Map(classes.map((one) => [one.id, one.sound]))
  const keys = new Map<string, string>()
  const nobody: CallerHistory = { countCalls: () => 0 }
  const noFacts: CallFacts = { arrivedAt: 0, callerNumber: '', dialledNumber: '', areas: [] }
  /** One for all calls, filled anew for each. */
  const question: Question = { facts: noFacts, callers: nobody, caller: '', dialled: '' }
  let moment: SiteMoment | undefined
  let found: Filed[] = []

  function keyOf(number: string): string {
    if (dial.country === 'CN') return dialKey(number, dial) // quicker than looking it up
    let key = keys.get(number)
    if (key === undefined) {
      key = dialKey(number, dial)
      if (keys.size >= rememberedNumbers) keys.clear()
      keys.set(number, key)
    }
    return key
  }

  function holds(filed: Filed): boolean {
    if (filed.rest !== undefined && !filed.rest.holds(question)) return false
    return !filed.timed || whyNotAt(filed.rule, (moment ??= siteTime(question.facts.arrivedAt))) === undefined
  }

  function take(filed: Filed): void {
    if (holds(filed)) found.push(filed)
  }

  /** Strongest first, so that no more than can be named need be looked at. */
  function takeAll(sorted: Filed[]): void {
    let last = -1
    let taken = 0
    for (const filed of sorted) {
      if (filed.strength === last || !holds(filed)) continue
      found.push(filed)
      last = filed.strength
      if (++taken > alsoMatchedLimit) return
    }
  }

  function answer(): Match | undefined {
    if (found.length > 1) found.sort(strongestFirst)
    const [winner] = found
    if (!winner) return undefined
    const others: string[] = []
    let last = winner.strength
    for (let i = 1; i < found.length && others.length < alsoMatchedLimit; i++) {
      const other = found[i]
      if (!other || other.strength === last) continue // the same rule, reached in another way
      others.push(other.rule.name)
      last = other.strength
    }
    if (others.length > 0 || winner.why) return matchOf(winner, others)
    return (winner.alone ??= matchOf(winner, others))
  }

  function matchOf(filed: Filed, alsoMatched: string[]): Match {
    const { rule } = filed
    return {
      ruleId: rule.id,
      ruleName: rule.name,
      classId: rule.classId,
      severity: rule.severity,
      because: because(filed),
      alsoMatched,
      listVersion: version,
      sound: soundOf(rule, sounds.get(rule.classId)),
      ladder: rule.ladder,
      handling: rule.handling,
    }
  }

  const because = ({ rule: { condition }, why }: Filed): Because =>
    isLeading(condition) ? becauseOf(condition) : why ? why.because(question) : { kind: 'all', of: [] }

  return {
    version,
    match(facts, callers) {
      question.facts = facts
      question.callers = callers
      question.caller = keyOf(facts.callerNumber)
      question.dialled = keyOf(facts.dialledNumber)
      moment = undefined
      index.visit(question, take, takeAll)
      const match = answer()
      if (found.length > 0) found = []
      return match
    },
  }
}

const strongestFirst = (a: Filed, b: Filed): number => a.strength - b.strength

/** `class` → the class's → by severity. A P1 can never be silent. */
export function soundOf(
  { sound, severity }: Pick<PriorityRule, 'sound' | 'severity'>,
  ofClass: PriorityClass['sound'] | undefined,
): Match['sound'] {
  const chosen = sound === 'class' ? (ofClass ?? 'severity') : sound
  return chosen === 'severity' || (chosen === 'silent' && severity === 'P1') ? soundsOf[severity] : chosen
}

const soundsOf = { P1: 'p1', P2: 'p2', P3: 'p3' } as const
