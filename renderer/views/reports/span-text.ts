import type { Text } from '#renderer/i18n/text.ts'

/** From when to when; the day is said once when both are of it. */
export function spanText({ from, to }: { from: number; to: number }, { dateTime, minute }: Text): string {
  const [start, end] = [dateTime(from), dateTime(to)]
  return `${start} – ${start.slice(0, 10) === end.slice(0, 10) ? minute(to) : end}`
}
