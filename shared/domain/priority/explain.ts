import { dialKey, describeNumber } from '#shared/domain/dial/normalise.ts'
import type { SiteTime } from '#shared/domain/dial/site-time.ts'
import { becauseOf, testOf, type Question } from './condition.ts'
import type { LosesBecause, TryAnswer, TryInput, TryRule } from './list-answers.ts'
import type { Because, CallFacts, PriorityList, PriorityRule } from './rule.ts'
import { losesBecause, strengthOf } from './strength.ts'
import { whyNotAt } from './validity.ts'

/**
 * What a list would say to a call that somebody describes: which rule wins, and why each of the others does not. Looks at every rule,
 * also those that are switched off or not valid then: it is for a person who wonders, not for live calls.
 */
export function tryCall(
  list: PriorityList,
  input: TryInput,
  siteTime: SiteTime,
  learned: { vdn?: string; area?: string } = {},
): TryAnswer {
  const used = usedOf(input, learned)
  const question = questionOf(list, input, used)
  const moment = siteTime(input.at)
  const inForce: Found[] = []
  const keptOut: (Found & { why: LosesBecause })[] = []
  list.rules.forEach((rule, order) => {
    const because = becauseOfRule(rule, question, list)
    if (!because) return
    const found: Found = { rule, because, strength: strengthOf(rule, order, list.dial) }
    const why = rule.enabled ? whyNotAt(rule, moment) : 'disabled'
    if (why) keptOut.push({ ...found, why })
    else inForce.push(found)
  })
  const [winner, ...weaker] = inForce.sort(strongestFirst)
  const answer: TryAnswer = { caller: describeNumber(input.callerNumber, list.dial), used, others: [] }
  if (winner) answer.winner = { ...tryRule(winner.rule), because: winner.because }
  for (const one of weaker.slice(0, shownOthers)) {
    if (winner) answer.others.push(otherOf(one, losesBecause(one.rule, winner.rule, list.dial)))
  }
  for (const one of keptOut.sort(strongestFirst).slice(0, shownOthers - answer.others.length))
    answer.others.push(otherOf(one, one.why))
  return answer
}

type Found = { rule: PriorityRule; because: Because; strength: number }
const shownOthers = 50
const strongestFirst = (a: Found, b: Found): number => a.strength - b.strength
const otherOf = ({ rule, because }: Found, why: LosesBecause): TryAnswer['others'][number] => ({
  ...tryRule(rule),
  because,
  why,
})

export const tryRule = ({ id, name, classId, severity }: PriorityRule): TryRule => ({
  ruleId: id,
  name,
  classId,
  severity,
})

/** What was typed; for the rest, where calls that keyed the same code went. */
function usedOf(input: TryInput, learned: { vdn?: string; area?: string }): TryAnswer['used'] {
  const used: TryAnswer['used'] = { learned: false }
  for (const field of ['vdn', 'area'] as const) {
    const typed = input[field].trim()
    const known = input.transferCode.trim() === '' ? undefined : learned[field]
    if (typed !== '') used[field] = typed
    else if (known !== undefined) {
      used[field] = known
      used.learned = true
    }
  }
  return used
}

function questionOf({ dial }: PriorityList, input: TryInput, used: TryAnswer['used']): Question {
  const facts: CallFacts = {
    arrivedAt: input.at,
    callerNumber: input.callerNumber,
    dialledNumber: input.dialledNumber,
    areas: used.area === undefined ? [] : [used.area],
  }
  if (input.transferCode.trim() !== '') facts.transferCode = input.transferCode.trim()
  if (used.vdn !== undefined) facts.vdn = used.vdn
  return {
    facts,
    callers: { countCalls: () => input.callsBefore + 1 },
    caller: dialKey(input.callerNumber, dial),
    dialled: dialKey(input.dialledNumber, dial),
  }
}

function becauseOfRule({ condition }: PriorityRule, question: Question, { dial }: PriorityList): Because | undefined {
  // Asked once only: a set of all its numbers would be made for nothing.
  if (condition.kind === 'caller-list') {
    const { caller } = question
    const holds = caller !== '' && condition.numbers.some((number) => dialKey(number, dial) === caller)
    return holds ? becauseOf(condition) : undefined
  }
  const test = testOf(condition, dial)
  return test.holds(question) ? test.because(question) : undefined
}
