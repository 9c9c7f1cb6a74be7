/**
 * The periods by which sums are kept: half-hours, and days that are made of 48 of them. Days begin at the midnight that
 * the site had when the journal was begun; where clocks change they are an hour off for half of the year, and what asks for
 * a day of the calendar is then counted from half-hours. Nothing depends on the grid but speed: whatever a window cuts off
 * is counted from the rows themselves, in any time zone.
 */
export type Grid = { dayOffsetMs: number }
export type Grain = 0 | 1
export const halfHour = 0
export const day = 1
export const grains: readonly Grain[] = [halfHour, day]

export const halfHourMs = 1_800_000
export const dayMs = 86_400_000

const sizeOf = (grain: Grain): number => (grain === day ? dayMs : halfHourMs)
const offsetOf = (grain: Grain, { dayOffsetMs }: Grid): number =>
  grain === day ? dayOffsetMs : dayOffsetMs % halfHourMs

/** The period that contains this time. */
export const periodOf = (grain: Grain, at: number, grid: Grid): number =>
  Math.floor((at - offsetOf(grain, grid)) / sizeOf(grain))
/** The first period that begins then or later. */
export const periodFrom = (grain: Grain, at: number, grid: Grid): number =>
  Math.ceil((at - offsetOf(grain, grid)) / sizeOf(grain))
export const periodStart = (grain: Grain, period: number, grid: Grid): number =>
  period * sizeOf(grain) + offsetOf(grain, grid)

export function gridOf(timeZone: string, at: number): Grid {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at)
  const text = parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? []
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1)
  return { dayOffsetMs: (dayMs - offset) % dayMs }
}
