/**
 * Keeps the first three and the last four digits of a mobile number (138****1111), and fewer of a shorter one, so that
 * four digits are always hidden. Below seven digits it is an extension or a hotline, which identifies no caller.
 */
export function maskNumber(number: string): string {
  if (number.includes('****')) return number // masked already
  const plain = number.normalize('NFKC') // full-width digits are digits
  const digits = plain.replace(/\D/g, '')
  if (digits.length < 7) return number
  const shown = Math.min(7, digits.length - 4)
  const first = Math.floor((shown * 3) / 7)
  return `${plain.startsWith('+') ? '+' : ''}${digits.slice(0, first)}****${digits.slice(digits.length - (shown - first))}`
}
