/**
 * A number as people read it aloud: mobiles 3-4-4, Chinese landlines by their area code (010 and 02x have three digits,
 * others four), 400/800 lines 3-3-4. What is not known is grouped in fours from the right, short ones are left alone.
 */
export function groupNumber(number: string): string {
  const trimmed = number.replace(/[\s-]/g, '')
  const international = /^(\+|00)86(\d{5,})$/.exec(trimmed)
  if (international) return `+86 ${groupNational(restoreZero(international[2] ?? ''))}`
  if (/^\+\d+$/.test(trimmed)) return `+${groupFromRight(trimmed.slice(1))}`
  return /^\d+$/.test(trimmed) ? groupNational(trimmed) : number.trim()
}

/** +86 755 … is dialled without its zero, and is still an area code. */
const restoreZero = (digits: string): string => (/^(1\d{10}|[48]00\d{7})$/.test(digits) ? digits : `0${digits}`)

function groupNational(digits: string): string {
  if (/^1[3-9]\d{9}$/.test(digits)) return cut(digits, 3, 4, 4)
  if (/^[48]00\d{7}$/.test(digits)) return cut(digits, 3, 3, 4)
  const area = /^(0(?:10|2\d))(\d{7,8})$/.exec(digits) ?? /^(0\d{3})(\d{7,8})$/.exec(digits)
  if (area?.[1] && area[2]) return `${area[1]} ${groupFromRight(area[2])}`
  return digits.length <= 6 ? digits : groupFromRight(digits)
}

function cut(digits: string, ...sizes: number[]): string {
  let from = 0
  return sizes.map((size) => digits.slice(from, (from += size))).join(' ')
}

const groupFromRight = (digits: string): string => digits.replace(/\B(?=(\d{4})+$)/g, ' ')
