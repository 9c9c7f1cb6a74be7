import { defaultDialPlan, type DialPlan } from '#shared/domain/dial/dial-plan.ts'
import { cleanNumber } from '#shared/domain/dial/clean.ts'
import { dialKey } from '#shared/domain/dial/normalise.ts'
import type { RuleField, RuleIssue, RuleIssueCode } from './list-answers.ts'
import { pointOf } from './number-range.ts'
import { conditionLimits, type Condition, type PriorityRule, type WeeklyHours } from './rule.ts'

/**
 * What is wrong with one rule by itself, and where. Nothing here is a pattern: `138*` in a prefix is told to be no prefix instead
 * of being taken for one. A rule without an issue fits the schema (shared/settings/list-schema.ts) and means something.
 */
export function checkRule(
  rule: PriorityRule,
  classIds: ReadonlySet<string>,
  dial: DialPlan = defaultDialPlan,
): RuleIssue[] {
  const issues: RuleIssue[] = []
  const add: Add = (field, code, value) => {
    issues.push(value === undefined ? { field, code } : { field, code, value: shortened(value) })
  }
  const text = (field: RuleField, value: string, most: number): void => {
    if (value.trim().length > most) add(field, 'too-long', value)
  }
  const word = (field: RuleField, value: string): void => {
    if (value.trim() === '') add(field, 'missing')
    else text(field, value, nameLength)
  }
  word('id', rule.id)
  word('name', rule.name)
  if (rule.classId.trim() === '') add('class', 'missing')
  else if (!classIds.has(rule.classId)) add('class', 'unknown-class', rule.classId)
  checkCondition(rule.condition, dial, add)
  checkDays(rule, add)
  checkHours(rule.hours, add)
  text('owner', rule.owner, nameLength)
  text('note', rule.note, textLength)
  text('ladder', rule.ladder, nameLength)
  text('handling', rule.handling, textLength)
  if (rule.severity === 'P1' && rule.sound === 'silent') add('sound', 'silent-p1')
  return issues
}

type Add = (field: RuleField, code: RuleIssueCode, value?: string) => void

const nameLength = 100
const textLength = 1000
const codeLength = 32
const numberLength = 40
const hoursCount = 14
/** Of a number list full of faults the first are enough. */
const shownFaults = 20
const shortened = (value: string): string => (value.length > 60 ? `${value.slice(0, 59)}…` : value)

function checkCondition(condition: Condition, dial: DialPlan, add: Add): void {
  const lists: Condition[] = []
  const walk = (part: Condition, depth: number): void => {
    if (depth > conditionLimits.depth) return add('condition', 'too-deep')
    switch (part.kind) {
      case 'all':
      case 'any':
        if (part.of.length === 0) return add('condition', 'missing')
        if (part.of.length > conditionLimits.parts) return add('condition', 'too-deep')
        for (const one of part.of) walk(one, depth + 1)
        return
      case 'not':
        return walk(part.of, depth + 1)
      case 'caller-list':
        lists.push(part)
        if (lists.length === 2) add('condition', 'two-lists')
        return checkList(part.numbers, add)
      default:
        return checkSimple(part, dial, add)
    }
  }
  walk(condition, 1)
}

type Simple = Exclude<Condition, { kind: 'all' | 'any' | 'not' | 'caller-list' }>

function checkSimple(condition: Simple, dial: DialPlan, add: Add): void {
  switch (condition.kind) {
    case 'caller-number':
    case 'dialled-number':
      return checkNumber(condition.number, add)
    case 'caller-prefix':
      if (condition.prefix.trim() === '') return add('number', 'missing')
      if (!isShort(condition.prefix)) return add('number', 'too-long', condition.prefix)
      if (!/^(\+\d{0,15}|\d{1,15})$/.test(cleanNumber(condition.prefix)))
        add('number', 'not-a-prefix', condition.prefix)
      return
    case 'caller-range':
      return checkRange(condition.from, condition.to, dial, add)
    case 'caller-withheld':
      return
    case 'transfer-code':
      if (condition.code.trim() === '') add('condition', 'missing')
      else if (condition.code.trim().length > codeLength) add('condition', 'too-long', condition.code)
      return
    case 'vdn':
      return checkName(condition.vdn, add)
    case 'queue-area':
      return checkName(condition.area, add)
    case 'repeat-caller': {
      const { calls, minutes } = condition
      const { repeatCalls, repeatMinutes } = conditionLimits
      if (!isWithin(calls, 2, repeatCalls) || !isWithin(minutes, 1, repeatMinutes))
        add('condition', 'repeat-limits', `${calls} / ${minutes}`)
    }
  }
}

const isWithin = (value: number, from: number, to: number): boolean =>
  Number.isInteger(value) && value >= from && value <= to
const isShort = (number: string): boolean => number.trim().length <= numberLength

function checkName(name: string, add: Add): void {
  if (name.trim() === '') add('condition', 'missing')
  else if (name.trim().length > nameLength) add('condition', 'too-long', name)
}

function checkNumber(number: string, add: Add): void {
  if (number.trim() === '') add('number', 'missing')
  else if (!isShort(number)) add('number', 'too-long', number)
  else if (!isNumber(number)) add('number', 'not-a-number', number)
}

/** Digits, perhaps behind a plus, once what people write between them is gone; no longer than a number can be. */
const isNumber = (number: string): boolean => /^\+?\d{1,16}$/.test(cleanNumber(number))

function checkList(numbers: string[], add: Add): void {
  if (numbers.length === 0) return add('number', 'list-empty')
  if (numbers.length > conditionLimits.numbers) return add('number', 'too-many-numbers', String(numbers.length))
  let faults = 0
  for (const number of numbers) {
    if (isShort(number) && isNumber(number)) continue
    checkNumber(number, add)
    if (++faults >= shownFaults) return
  }
}

function checkRange(from: string, to: string, dial: DialPlan, add: Add): void {
  const ends = [from, to]
  for (const end of ends) checkNumber(end, add)
  if (!ends.every((end) => isShort(end) && isNumber(end))) return
  const [first, last] = [pointOf(dialKey(from, dial)), pointOf(dialKey(to, dial))]
  if (!first || !last || first.group !== last.group) add('number', 'range-lengths', `${from} – ${to}`)
  else if (first.at > last.at) add('number', 'range-reversed', `${from} – ${to}`)
}

function checkDays({ validFrom, validTo }: PriorityRule, add: Add): void {
  if (validFrom !== null && !isDay(validFrom)) add('valid-from', 'not-a-date', validFrom)
  if (validTo !== null && !isDay(validTo)) add('valid-to', 'not-a-date', validTo)
  else if (validFrom !== null && validTo !== null && isDay(validFrom) && validFrom > validTo)
    add('valid-to', 'dates-reversed', `${validFrom} – ${validTo}`)
}

/** A day that the calendar has: no 30 February. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

function checkHours(hours: WeeklyHours[], add: Add): void {
  if (hours.length > hoursCount) add('hours', 'not-hours')
  for (const { days, from, to } of hours.slice(0, hoursCount)) {
    const known = days.length > 0 && days.every((day) => isWithin(day, 1, 7)) && new Set(days).size === days.length
    if (!known || !beginning.test(from) || !end.test(to)) return add('hours', 'not-hours', `${from}–${to}`)
  }
}
const beginning = /^([01]\d|2[0-3]):[0-5]\d$/
const end = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/
