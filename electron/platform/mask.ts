import { maskNumber } from '#shared/domain/dial/mask.ts'

/**
 * Phone numbers and secrets in text that leaves the console (the log file). A log is sent to people who fix programs, who
 * must be able to follow one call through it without learning whose call it was.
 */

/** Seven digits or more in one piece, or as people write numbers: 138 1111 2222, 0755-2688 1234. Dates do not match. */
const phoneNumber = /\+?\d{1,4}(?:[ -]\d{3,4}){2,}|\+?\d{3,4}-\d{7,8}|\+?\d{7,}/g

export const maskNumbers = (text: string): string => text.replace(phoneNumber, maskNumber)

const secretName = /secret|passw(or)?d|pwd|token|authorization|cookie|credential|challenge|digest|apikey/i
const callerName = /^(caller|connected)(Line)?(Id)?Name$/i
/** Numbers with a unit in their name are times, sizes and counts, never a telephone number. */
const unitName =
  /(At|Ms|Since|Until|Bytes|Count|Seconds|Port|Revision|From|To|Pid)$|^(at|ms|port|pid|revision|count|size|code|line)$/

export const hidden = '(hidden)'

/** A copy of a fact that is safe to write: secrets by name or by value, numbers of callers, names of callers. */
export function redact(value: unknown, name: string, clean: (text: string) => string, depth = 0): unknown {
  if (value === undefined || value === null || typeof value === 'boolean') return value
  if (secretName.test(name) || callerName.test(name)) return hidden
  if (typeof value === 'number') return unitName.test(name) ? value : numberFact(value)
  if (typeof value === 'string') return clean(value)
  if (depth > 4) return '…'
  if (value instanceof Error) {
    const stack = (value.stack ?? '')
      .split('\n')
      .slice(1, 8)
      .map((line) => line.trim())
    return { error: value.name, message: clean(value.message), stack: stack.map(clean) }
  }
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact(item, name, clean, depth + 1))
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [clean(key), redact(item, key, clean, depth + 1)]),
    )
  }
  return clean(String(value))
}

function numberFact(value: number): unknown {
  return Number.isInteger(value) && Math.abs(value) >= 1e6 ? maskNumbers(String(value)) : value
}
