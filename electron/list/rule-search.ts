import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import { dialKey, dialPrefixKeys } from '#shared/domain/dial/normalise.ts'
import type { Condition, PriorityRule } from '#shared/domain/priority/rule.ts'
import { maskedText } from './masked.ts'

/**
 * Finding rules by a text: in name, owner and note, and in the numbers of the condition as typed and as they are compared. What was worked out
 * for a rule is kept for as long as the rule is, since rules are never changed in place.
 */
export type RuleSearch = (rule: PriorityRule, text: string) => boolean

/** Who may not see numbers whole does not find by them either: searching digit by digit would spell them out. */
export function createRuleSearch(dial: DialPlan, seesNumbers: boolean): RuleSearch {
  const known = new WeakMap<PriorityRule, string>()
  const textOf = seesNumbers ? (rule: PriorityRule) => searchText(rule, dial) : maskedSearchText
  return (rule, text) => {
    let haystack = known.get(rule)
    if (haystack === undefined) known.set(rule, (haystack = textOf(rule)))
    return haystack.includes(text)
  }
}

/** Width and case do not count, nor what stands between the digits of a number. */
export function searchedText(text: string): string {
  const plain = text.normalize('NFKC').trim().toLowerCase()
  return /^[+\d][\d\s().-]*$/.test(plain) ? plain.replace(/[\s().-]/g, '') : plain
}

/** Parts are kept apart by a line end, which nobody can type into the box. */
function searchText(rule: PriorityRule, dial: DialPlan): string {
  const parts = [rule.name, rule.owner, rule.note].map((part) => part.normalize('NFKC').toLowerCase())
  addCondition(rule.condition, dial, parts)
  return parts.join('\n')
}

function maskedSearchText(rule: PriorityRule): string {
  const parts = [rule.name, rule.owner, rule.note].map((part) => maskedText(part).normalize('NFKC').toLowerCase())
  return parts.join('\n')
}

const plainNumber = (number: string): string =>
  number
    .normalize('NFKC')
    .replace(/[\s().-]/g, '')
    .toLowerCase()

function addCondition(condition: Condition, dial: DialPlan, parts: string[]): void {
  const addNumber = (number: string): void => {
    const plain = plainNumber(number)
    const key = dialKey(number, dial)
    parts.push(plain)
    if (key !== plain) parts.push(key)
  }
  switch (condition.kind) {
    case 'caller-number':
    case 'dialled-number':
      return addNumber(condition.number)
    case 'caller-prefix':
      return void parts.push(plainNumber(condition.prefix), ...dialPrefixKeys(condition.prefix, dial))
    case 'caller-range':
      addNumber(condition.from)
      return addNumber(condition.to)
    case 'caller-list':
      return condition.numbers.forEach(addNumber)
    case 'transfer-code':
      return void parts.push(condition.code.toLowerCase())
    case 'vdn':
      return void parts.push(condition.vdn.toLowerCase())
    case 'queue-area':
      return void parts.push(condition.area.toLowerCase())
    case 'all':
    case 'any':
      return condition.of.forEach((part) => addCondition(part, dial, parts))
    case 'not':
      return addCondition(condition.of, dial, parts)
    case 'caller-withheld':
    case 'repeat-caller':
      return
  }
}

/** The numbers of a list that hold a text, as typed or as they are compared. */
export function findNumbers(
  numbers: readonly string[],
  text: string,
  dial: DialPlan,
  seesNumbers: boolean,
): readonly string[] {
  const wanted = searchedText(text)
  if (wanted === '') return numbers
  if (!seesNumbers) return numbers.filter((number) => maskedText(number).normalize('NFKC').includes(wanted))
  return numbers.filter((number) => plainNumber(number).includes(wanted) || dialKey(number, dial).includes(wanted))
}
