/** A typed day and time. 20261124 830, 2026/11/24 8:30 and 2026-11-24T08:30 are the same; a day alone is its first minute. Pure. */
const parts = /^(\d{4})\D{0,2}(\d{1,2})\D{0,2}(\d{1,2})(?:\D{1,3}(\d{1,2})\D{0,2}(\d{2}))?\D?$/

/** `2026-11-24T08:30`; what is no time stays as it was typed, in a form that is none. */
export function asDateTime(typed: string): string {
  const found = parts.exec(typed.trim())
  if (!found) return typed.trim().replace('T', ' ')
  const [, year = '', month = '', day = '', hour = '0', minute = '0'] = found
  const two = (text: string): string => text.padStart(2, '0')
  const read = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
  return isDateTime(read) ? read : read.replace('T', ' ')
}

/** `08:30`, also of 8:30, 830 and whatever colon a keyboard writes; undefined: no time of the day. */
export function asClock(typed: string): string | undefined {
  const found = /^(\d{1,2})\D{0,2}(\d{2})$/.exec(typed.trim())
  if (!found) return undefined
  const [, hour = '', minute = ''] = found
  return Number(hour) < 24 && Number(minute) < 60 ? `${hour.padStart(2, '0')}:${minute}` : undefined
}

/** A time that the calendar has: no 31 November, no 24:00. */
export function isDateTime(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 16) === text
}
