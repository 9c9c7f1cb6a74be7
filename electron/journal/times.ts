/**
 * Keys made of times. Rows of things that happen are keyed by when they happened, so that a window of time is a range of
 * the primary key and needs no index; up to 1,024 of one kind fit into a millisecond, the rest goes to the next one.
 */
const perMs = 1024
/** Keys stay whole numbers that JavaScript can hold: until the year 2248. */
const lastMs = Math.floor(Number.MAX_SAFE_INTEGER / perMs) - 1

export function keyAt(at: number): number {
  if (typeof at !== 'number' || Number.isNaN(at)) throw new RangeError('not a time')
  return Math.min(Math.max(0, Math.round(at)), lastMs) * perMs
}
export const timeOfKey = (key: number): number => Math.floor(key / perMs)
