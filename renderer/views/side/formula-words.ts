import type { FigureFormula, Provenance, Term } from '#shared/domain/statistics/provenance.ts'
import { legGroups, legParts, type LegPart } from '#shared/domain/statistics/parts.ts'
import { assertNever } from '#shared/std/assert-never.ts'
import { durationText, nothing } from '#renderer/i18n/format.ts'
import type { Text } from '#renderer/i18n/text.ts'

/** A formula as people read it: once in words, once with its numbers. Pure: what they need is given. */

export function formulaInWords({ formula, thresholdSeconds }: Provenance, { t }: Pick<Text, 't'>): string {
  const within =
    thresholdSeconds === 'per-area' ? t('formula.within.areas') : t('formula.within', { seconds: thresholdSeconds })
  const word = ({ key }: Term): string => t(`term.${key}`, { within })
  const side = (terms: readonly Term[]): string => joined(terms, word, t)
  switch (formula.kind) {
    case 'sum':
      return t('term.sum', { terms: side(formula.terms) })
    case 'percent':
    case 'mean':
      return `${side(formula.above)} ÷ ${side(formula.below)}`
    case 'rank':
      return t('term.rank', { of: word(formula.of), percent: formula.percent })
    case 'longest':
      return t('term.longest', { of: word(formula.of) })
    default:
      return assertNever(formula)
  }
}

export function formulaInNumbers(found: Provenance, text: Text): string {
  const { t, number } = text
  const { formula } = found
  const value = ({ value: amount, unit }: Term): string =>
    unit === 'ms' ? t('term.seconds', { value: number(amount / 1000) }) : number(amount)
  const side = (terms: readonly Term[]): string => joined(terms, value, t)
  const is = valueInFull(found, text)
  switch (formula.kind) {
    case 'sum':
      return formula.terms.length > 1 ? `${side(formula.terms)} = ${is}` : is
    case 'percent':
    case 'mean':
      return `${side(formula.above)} ÷ ${side(formula.below)} = ${is}`
    case 'rank':
      return `${t('term.rank.numbers', { of: value(formula.of), rank: number(formula.rank) })}: ${is}`
    case 'longest':
      return `${t('term.longest.numbers', { of: value(formula.of) })}: ${is}`
    default:
      return assertNever(formula)
  }
}

/** `a`, or `(a + b − c)`. */
function joined(terms: readonly Term[], say: (term: Term) => string, t: Text['t']): string {
  const words = terms.map((term, index) =>
    term.sign < 0 ? ` − ${say(term)}` : `${index > 0 ? ' + ' : ''}${say(term)}`,
  )
  return words.length > 1 ? t('term.group', { terms: words.join('') }) : words.join('')
}

/** As it stands on the wall. */
export function valueText({ value, unit }: Pick<Provenance, 'value' | 'unit'>, { number, percent }: Text): string {
  if (value === undefined) return nothing
  switch (unit) {
    case 'count':
      return number(value)
    case 'pct':
      return percent(value)
    case 'ms':
      return durationText(Math.round(value / 1000))
    default:
      return assertNever(unit)
  }
}

/** Exact enough to be worked out again by hand. */
function valueInFull(found: Provenance, text: Text): string {
  if (found.unit !== 'ms' || found.value === undefined) return valueText(found, text)
  const seconds = text.t('term.seconds', { value: text.number(Math.round(found.value) / 1000) })
  return `${seconds} (${valueText(found, text)})`
}

export type Counted = 'counted' | 'above' | 'above-only' | 'below-only' | 'not'

/** In what way a part counts in a formula: `counted` where it has no fraction. */
export function countedIn(formula: FigureFormula, part: LegPart): Counted {
  const holds = (terms: readonly Term[]): boolean =>
    terms.reduce((times, term) => times + (term.parts.includes(part) ? term.sign : 0), 0) > 0
  switch (formula.kind) {
    case 'sum':
      return holds(formula.terms) ? 'counted' : 'not'
    case 'rank':
    case 'longest':
      return formula.of.parts.includes(part) ? 'counted' : 'not'
    case 'percent':
    case 'mean': {
      const [above, below] = [holds(formula.above), holds(formula.below)]
      if (above) return below ? (formula.kind === 'mean' ? 'counted' : 'above') : 'above-only'
      return below ? 'below-only' : 'not'
    }
    default:
      return assertNever(formula)
  }
}

/** In the order of the domain, those that hold calls; the whole is `offered`. */
export const partsWithCalls = ({ parts }: Provenance): LegPart[] => legParts.filter((part) => parts[part] > 0)

/** A formula of seats' work counts no calls: then no part is marked. */
export const countsCalls = (formula: FigureFormula): boolean =>
  legGroups.offered.some((part) => countedIn(formula, part) !== 'not')
