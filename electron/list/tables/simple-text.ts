import { conditionLimits, type Condition, type ConditionKind } from '#shared/domain/priority/rule.ts'
import type { RuleIssueCode } from '#shared/domain/priority/list-answers.ts'
import { assertNever } from '#shared/std/assert-never.ts'
import { err, ok, type Result } from '#shared/std/result.ts'

/** Reads the text of a condition that has no parts (the syntax: condition-text.ts). */
export type ConditionIssue = { code: RuleIssueCode; value?: string }
export type ReadCondition = Result<Condition, ConditionIssue>

export const issue = (code: RuleIssueCode, value?: string): { ok: false; error: ConditionIssue } =>
  err(value === undefined ? { code } : { code, value })

export type SimpleKind = Exclude<ConditionKind, 'all' | 'any' | 'not'>

export function readSimple(kind: SimpleKind, text: string): ReadCondition {
  if (text === '' && kind !== 'caller-withheld') return issue('missing')
  switch (kind) {
    case 'caller-number':
    case 'dialled-number':
      return text.length > 40 ? issue('not-a-number', text) : ok({ kind, number: text })
    case 'caller-prefix':
      return text.length > 40 ? issue('not-a-prefix', text) : ok({ kind, prefix: text })
    case 'caller-range':
      return readRange(text)
    case 'caller-list':
      return readList(text)
    case 'caller-withheld':
      return ok({ kind })
    case 'transfer-code':
      return text.length > 32 ? issue('too-long', text) : ok({ kind, code: text })
    case 'vdn':
      return text.length > 100 ? issue('too-long', text) : ok({ kind, vdn: text })
    case 'queue-area':
      return text.length > 100 ? issue('too-long', text) : ok({ kind, area: text })
    case 'repeat-caller':
      return readRepeat(text)
    default:
      return assertNever(kind)
  }
}

function readRepeat(text: string): ReadCondition {
  const found = /^\D*(\d{1,6})\D+(\d{1,6})\D*$/.exec(text.normalize('NFKC'))
  if (!found) return issue('repeat-limits', text)
  const calls = Number(found[1])
  const minutes = Number(found[2])
  const within =
    calls >= 2 && calls <= conditionLimits.repeatCalls && minutes >= 1 && minutes <= conditionLimits.repeatMinutes
  return within ? ok({ kind: 'repeat-caller', calls, minutes }) : issue('repeat-limits', text)
}

/** Signs that part the ends of a range; a plain hyphen also stands within numbers, and parts only when it is the only one or has spaces. */
export const rangeSign = /\s*[–—―~～至]+\s*|\s+-+\s+|\s+to\s+/i

function readRange(text: string): ReadCondition {
  const parts = splitQuoted(text, (rest) => rangeSign.exec(rest))
  const ends = parts.length === 1 ? text.split(/\s*-\s*/) : parts
  const [from, to] = ends
  if (from === undefined || to === undefined || ends.length !== 2 || from === '' || to === '')
    return issue('not-a-number', text)
  if (from.length > 40 || to.length > 40) return issue('not-a-number', text)
  return ok({ kind: 'caller-range', from, to })
}

const listSign = /\s*[,，、;；\n\r]+\s*/

function readList(text: string): ReadCondition {
  const numbers = splitQuoted(text, (rest) => listSign.exec(rest), spacedNumbers).filter((number) => number !== '')
  if (numbers.length === 0) return issue('list-empty')
  const wrong = numbers.find((number) => number.length > 40 || number === ambiguous)
  if (wrong !== undefined) return issue('not-a-number', wrong === ambiguous ? text.slice(0, 100) : wrong.slice(0, 100))
  return ok({ kind: 'caller-list', numbers })
}

const ambiguous = '\0'

/**
 * `13800001111 13800002222` is two numbers and `0755 2688 4100` is one. Where that cannot be told (`2688 4100`) nobody guesses: it is
 * wrong until it is written with commas or in quotes.
 */
function spacedNumbers(text: string): string[] {
  const pieces = text.split(/\s+/)
  if (pieces.length === 1) return pieces
  const digits = pieces.map((piece) => piece.normalize('NFKC').replace(/\D/g, ''))
  if (digits.every((piece) => piece.length >= 7)) return pieces
  const joined = digits.join('')
  const first = text.normalize('NFKC')
  const oneNumber = /^(\+|00?[1-9]|[(]0)/.test(first) ? joined.length <= 15 : /^1[3-9]\d{9}$/.test(joined)
  return oneNumber ? [text] : [ambiguous]
}

/** Splits at the sign outside quotes; what is quoted is taken as it is, the rest goes through `loose`. */
function splitQuoted(
  text: string,
  nextSign: (rest: string) => RegExpExecArray | null,
  loose: (part: string) => string[] = (part) => [part],
): string[] {
  const parts: string[] = []
  let rest = text.trim()
  while (rest !== '') {
    const quoted = /^"((?:[^"]|"")*)"\s*/.exec(rest)
    const behind = quoted ? rest.slice(quoted[0].length) : ''
    const signBehind = quoted ? nextSign(behind) : null
    if (quoted && (behind === '' || signBehind?.index === 0)) {
      parts.push((quoted[1] ?? '').replaceAll('""', '"'))
      rest = behind.slice(signBehind?.[0].length ?? 0)
      if (signBehind && rest === '') parts.push('')
      continue
    }
    const sign = nextSign(rest)
    const end = sign ? sign.index : rest.length
    parts.push(...loose(rest.slice(0, end).trim()))
    rest = sign ? rest.slice(end + sign[0].length) : ''
    if (sign && rest === '') parts.push('')
  }
  return parts
}
