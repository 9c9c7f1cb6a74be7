/**
 * Keys made of times. Rows of things that happen are keyed by when they happened, so that a window of time is a range of
 * the primary key and needs no index; up to 1,024 of one kind fit into a millisecond, the rest goes to the next one.
 */
const perMs = 1024
/** Keys stay whole numbers that JavaScript can hold: until the year 2248. */
const lastMs = Math.floor(Number.MAX_SAFE_INTEGER / perMs) - 1

export const keyAt = (at: number): number => Math.min(Math.max(0, Math.round(at)), lastMs) * perMs
export const timeOfKey = (key: number): number => Math.floor(key / perMs)

/** Sums are kept by half-hours of epoch time, moved by `phase` where the site's clock runs a quarter of an hour off. */
export const slotMs = 1_800_000

export const slotOf = (at: number, phase: number): number => Math.floor((at - phase) / slotMs)
export const slotStart = (slot: number, phase: number): number => slot * slotMs + phase
/** The first slot that begins at `at` or later. */
export const slotFrom = (at: number, phase: number): number => Math.ceil((at - phase) / slotMs)

/** By how much the half-hours of this zone are off those of UTC: 0, or 15 minutes in Nepal and on the Chatham Islands. */
export function phaseOf(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at)
  const text = parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
  const minutes = Number(/:(\d\d)/.exec(text)?.[1] ?? 0)
  return (minutes % 30) * 60_000
}
