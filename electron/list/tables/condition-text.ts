import type { Condition, ConditionKind } from '#shared/domain/priority/rule.ts'
import { assertNever } from '#shared/std/assert-never.ts'
import { readComposite } from './composite-text.ts'
import { issue, rangeSign, readSimple, type ReadCondition } from './simple-text.ts'
import { firstWord, kindWords, type Language } from './words.ts'

/**
 * A condition as the text of one cell, and back. Reading what was written gives the same condition (docs/list-files.md):
 *   a number, a prefix, a VDN …       as it is
 *   range                             from – to
 *   number list                       separated by commas or new lines; goes on in further cells
 *   repeat caller                     3/30: the third call within 30 minutes
 *   all, any, not                     all(vdn 8001; not(caller-prefix 0755))
 * Quotes keep a part together that holds a sign of this syntax; a quote within is doubled.
 */
/** Of a cell whose row says the kind. */
export function readCondition(kind: ConditionKind, text: string): ReadCondition {
  if (kind !== 'all' && kind !== 'any' && kind !== 'not') return readSimple(kind, text)
  if (text === '') return issue('missing')
  const composite = readComposite(text)
  return composite && (!composite.ok || composite.value.kind === kind)
    ? composite
    : issue('unknown-word', text.slice(0, 100))
}

/** Of a cell whose row does not say the kind: a text such as `all(…)` says it itself. */
export const readUnnamedCondition = (usual: ConditionKind, text: string): ReadCondition =>
  readComposite(text) ?? readCondition(usual, text)

/** More numbers than this go on in a further row: a cell that a person can still look at. */
const listCharacters = 4000

/** The text of a condition; further texts hold what of its number list did not fit into the first. */
export function writeCondition(condition: Condition, language: Language): string[] {
  const further: string[] = []
  const write = (part: Condition, inside: boolean): string => {
    switch (part.kind) {
      case 'caller-list': {
        const [first = '', ...rest] = listCells(part.numbers)
        further.push(...rest)
        return named(part.kind, first, inside)
      }
      case 'all':
      case 'any':
        return `${word(part.kind)}(${part.of.map((one) => write(one, true)).join('; ')})`
      case 'not':
        return `${word(part.kind)}(${write(part.of, true)})`
      default:
        return named(part.kind, simpleText(part, inside), inside)
    }
  }
  const word = (kind: ConditionKind): string => firstWord(kindWords[kind], language)
  const named = (kind: ConditionKind, text: string, inside: boolean): string =>
    inside ? `${word(kind)} ${text}`.trim() : text
  const first = write(condition, false)
  return [first, ...further]
}

type Plain = Exclude<Condition, { kind: 'caller-list' | 'all' | 'any' | 'not' }>

function simpleText(condition: Plain, inside: boolean): string {
  const text = (value: string): string => (inside && /[;；()（）"\n\r]|^\s|\s$/.test(value) ? quote(value) : value)
  switch (condition.kind) {
    case 'caller-number':
    case 'dialled-number':
      return text(condition.number)
    case 'caller-prefix':
      return text(condition.prefix)
    case 'caller-range':
      return `${rangeEnd(condition.from)} – ${rangeEnd(condition.to)}`
    case 'caller-withheld':
      return ''
    case 'transfer-code':
      return text(condition.code)
    case 'vdn':
      return text(condition.vdn)
    case 'queue-area':
      return text(condition.area)
    case 'repeat-caller':
      return `${condition.calls}/${condition.minutes}`
    default:
      return assertNever(condition)
  }
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
const rangeEnd = (text: string): string => (rangeSign.test(text) || /[;；()（）"\s]/.test(text) ? quote(text) : text)
const listItem = (text: string): string => (/[\s,，、;；()（）"]/.test(text) ? quote(text) : text)

function listCells(numbers: string[]): string[] {
  const cells: string[] = []
  let cell = ''
  for (const number of numbers.map(listItem)) {
    if (cell !== '' && cell.length + number.length + 2 > listCharacters) {
      cells.push(cell)
      cell = ''
    }
    cell += cell === '' ? number : `, ${number}`
  }
  return [...cells, cell]
}
