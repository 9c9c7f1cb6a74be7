/**
 * Numbers of China as this console compares them: as they are dialled inside the country. `13800001111`, `075526884100`,
 * `4008001234`, short numbers (`110`, `95598`, `96777`) and extensions (`8001`) plain; foreign ones with a plus. No library:
 * a list of 100,000 numbers is brought into this form while calls wait.
 */

/** `number`: cleaned. Answers it unchanged when it is no number. */
export function chinaKey(number: string, areaCode: string): string {
  const { length } = number
  switch (number[0]) {
    case '+':
      return number.startsWith('86', 1) ? (national(number.slice(3), areaCode) ?? number) : number
    case '0':
      if (number[1] !== '0') return withTrunk(number, areaCode)
      if (number.startsWith('86', 2)) return national(number.slice(4), areaCode) ?? `+${number.slice(2)}`
      return length >= 7 ? `+${number.slice(2)}` : number
    case '8':
      if ((length === 12 || length === 13) && number[1] === '6') return national(number.slice(2), areaCode) ?? number
      return localOr(number, areaCode)
    default:
      return localOr(number, areaCode)
  }
}

/** Subscriber numbers of the site's own area are seven or eight digits and begin with 2 to 8. */
function localOr(number: string, areaCode: string): string {
  const { length } = number
  const first = number[0] ?? ''
  return (length === 7 || length === 8) && first >= '2' && first <= '8' ? areaCode + number : number
}

/** With a leading 0: a fixed number, a mobile one that the trunk put a 0 before, or the own area's code before a short number. */
function withTrunk(number: string, areaCode: string): string {
  const { length } = number
  if (length === 12 && number[1] === '1' && (number[2] ?? '') >= '3') return number.slice(1)
  if (areaCode !== '' && length < areaCode.length + 7 && number.startsWith(areaCode)) {
    const rest = number.slice(areaCode.length)
    if (shortNumber.test(rest)) return rest
  }
  return number
}

/** What stands behind 86. */
function national(number: string, areaCode: string): string | undefined {
  const { length } = number
  const first = number[0]
  if (first === undefined) return undefined
  if (first === '0') return withTrunk(number, areaCode)
  if (first === '1') {
    if (length === 11) return number
    if (length === 10 && beijing.test(number)) return `0${number}`
    return shortNumber.test(number) ? number : undefined
  }
  if (serviceNumber.test(number)) return length === 10 ? number : undefined // no area has such a code
  if (length >= 9 && length <= 11) return `0${number}`
  return shortNumber.test(number) ? number : undefined
}

const shortNumber = /^(1[12]\d|1[12]\d{3,4}|10[01]\d{2}|9[56]\d{3,6})$/
/** Beijing and the 02x areas have eight digits behind the area code, the others seven or eight. */
const fixedNumber = /^(0(10|2\d)\d{8}|0[3-9]\d{9,10}|[48]00\d{7})$/
const serviceNumber = /^[48]00/
/** Its subscribers' numbers begin with neither 0 nor 1: 10086 is not in Beijing. */
const beijing = /^10(?![01])/
const serviceCodes = ['400', '800']
const mobileStarts = ['13', '14', '15', '16', '17', '18', '19']

export type ChinaKind = 'international' | 'mobile' | 'fixed' | 'short' | 'extension' | 'odd'

/** By the form of a key alone; whether another country has such a number is for the caller to find out. */
export function chinaKind(key: string): ChinaKind {
  if (/^\+\d{7,15}$/.test(key)) return 'international'
  if (/^1[3-9]\d{9}$/.test(key)) return 'mobile'
  if (fixedNumber.test(key)) return 'fixed'
  if (shortNumber.test(key)) return 'short'
  return /^[1-9]\d{2,4}$/.test(key) ? 'extension' : 'odd'
}

/**
 * Beginnings of numbers: all keys that begin a number meant by this prefix. Several, since `2688` begins an extension as well
 * as a subscriber number of the own area, and `+86` every number of the country.
 */
export function chinaPrefixKeys(prefix: string, areaCode: string): string[] {
  if (prefix.startsWith('+')) return internationalPrefix(prefix.slice(1))
  if (prefix.startsWith('00')) return internationalPrefix(prefix.slice(2))
  if (prefix.startsWith('0')) return [mobileBehindZero(prefix)]
  const { length } = prefix
  if (length > 8 && prefix.startsWith('86')) return nationalPrefix(prefix.slice(2))
  const first = prefix[0] ?? ''
  if (areaCode === '' || first < '2' || first > '8' || length > 8) return [prefix]
  const local = areaCode + prefix
  return length <= 6 || serviceNumber.test(prefix) ? [prefix, local] : [local]
}

const mobileBehindZero = (prefix: string): string => (/^01[3-9]/.test(prefix) ? prefix.slice(1) : prefix)

function internationalPrefix(digits: string): string[] {
  if (digits.startsWith('86')) return nationalPrefix(digits.slice(2))
  return '86'.startsWith(digits) ? [`+${digits}`, ...nationalPrefix('')] : [`+${digits}`]
}

/** What stands behind 86, or its beginning. */
function nationalPrefix(digits: string): string[] {
  if (digits === '') return ['0', ...mobileStarts, ...serviceCodes]
  if (digits.startsWith('0')) return [mobileBehindZero(digits)]
  if (digits === '1') return ['010', ...mobileStarts]
  if (digits.startsWith('1')) return beijing.test(digits) ? [`0${digits}`] : [digits]
  if (serviceNumber.test(digits)) return [digits]
  if (/^9[56]/.test(digits)) return [`0${digits}`, digits]
  return [`0${digits}`, ...serviceCodes.filter((code) => code.startsWith(digits))]
}
