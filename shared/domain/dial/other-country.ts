import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js/min'
import type { DialPlan } from './dial-plan.ts'

/**
 * Numbers of a site outside China, by libphonenumber: compared as E.164 (`+442079460958`). Up to six digits are an extension or a
 * short number and stay plain, as does what the country's rules cannot make a number of.
 */

const plainLength = 6

/** `number`: cleaned. */
export function otherCountryKey(number: string, plan: DialPlan): string {
  if (number.length <= plainLength || number.startsWith('+') || !isDigits(number)) return number
  const country = countryOf(plan)
  if (!country) return number.startsWith('00') ? `+${number.slice(2)}` : number
  const whole = parsePhoneNumberFromString(number, country)
  if (whole?.isValid()) return whole.number
  const local = plan.areaCode === '' ? undefined : parsePhoneNumberFromString(plan.areaCode + number, country)
  if (local?.isValid()) return local.number
  if (whole?.isPossible()) return whole.number
  return number.startsWith('00') ? `+${number.slice(2)}` : number
}

/** Digits, perhaps behind a plus. A plain beginning may also be that of an extension, or of a subscriber of the own area. */
export function otherCountryPrefixKeys(prefix: string, plan: DialPlan): string[] {
  if (prefix.startsWith('+')) return [prefix]
  const country = countryOf(plan)
  if (!country) return prefix.startsWith('00') ? [`+${prefix.slice(2)}`] : [prefix]
  const code = getCountryCallingCode(country)
  const abroad = code === '1' ? '011' : '00'
  if (prefix.startsWith(abroad)) return [`+${prefix.slice(abroad.length)}`]
  const keys = prefix.length <= plainLength ? [prefix] : []
  if (prefix.startsWith('0')) return [...keys, `+${code}${prefix.slice(1)}`]
  keys.push(`+${code}${prefix}`)
  if (plan.areaCode !== '' && prefix.length <= 8) keys.push(`+${code}${plan.areaCode.slice(1)}${prefix}`)
  return keys
}

/** `country`: whose rules hold for a number without a plus. */
export function isRealNumber(key: string, country: string): boolean {
  const parsed = isSupportedCountry(country)
    ? parsePhoneNumberFromString(key, country)
    : parsePhoneNumberFromString(key)
  return parsed?.isValid() ?? false
}

export const isOwnCountry = (key: string, plan: DialPlan): boolean => {
  const country = countryOf(plan)
  return country !== undefined && key.startsWith(`+${getCountryCallingCode(country)}`)
}

const countryOf = ({ country }: DialPlan): CountryCode | undefined =>
  isSupportedCountry(country) ? country : undefined
const isDigits = (text: string): boolean => /^\d+$/.test(text)
