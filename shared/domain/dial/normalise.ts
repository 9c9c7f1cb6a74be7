import { chinaKey, chinaKind, chinaPrefixKeys } from './china.ts'
import { cleanNumber, isDialled } from './clean.ts'
import type { DialPlan } from './dial-plan.ts'
import { isOwnCountry, isRealNumber, otherCountryKey, otherCountryPrefixKeys } from './other-country.ts'

/**
 * What telephone numbers are compared by. Two ways of writing one number (`+86 138 0000 1111`, `0086138…`, `013800001111`) have one
 * key. Keys are for comparing: what a person typed is kept beside them.
 */
export type NumberKind = 'withheld' | 'international' | 'mobile' | 'fixed' | 'short' | 'extension' | 'odd'

/** '' when there is no number. A text that is no number is its own key. */
export function dialKey(text: string, plan: DialPlan): string {
  const number = cleanNumber(text)
  return plan.country === 'CN' ? chinaKeyOf(number, plan.areaCode) : otherCountryKey(number, plan)
}

const chinaKeyOf = (number: string, areaCode: string): string =>
  isDialled(number) ? chinaKey(number, areaCode) : number

/** All keys that begin a number which is meant by this prefix; none when the text is no beginning of a number. */
export function dialPrefixKeys(text: string, plan: DialPlan): string[] {
  const prefix = cleanNumber(text)
  if (!/^(\+\d*|\d+)$/.test(prefix)) return []
  return plan.country === 'CN' ? chinaPrefixKeys(prefix, plan.areaCode) : otherCountryPrefixKeys(prefix, plan)
}

/** How a number is understood, and whether it looks like one at all (`odd`: it does not, or its country has no such number). */
export function describeNumber(text: string, plan: DialPlan): { key: string; kind: NumberKind } {
  const key = dialKey(text, plan)
  return { key, kind: key === '' ? 'withheld' : kindOf(key, plan) }
}

function kindOf(key: string, plan: DialPlan): NumberKind {
  const kind = chinaKind(key)
  if (kind === 'international') {
    if (plan.country === 'CN' && key.startsWith('+86')) return 'odd' // a number of the country would have another key
    if (!isRealNumber(key, plan.country)) return 'odd'
    return plan.country !== 'CN' && isOwnCountry(key, plan) ? 'fixed' : kind
  }
  if (plan.country !== 'CN') return kind === 'short' || kind === 'extension' ? kind : 'odd'
  return kind
}
