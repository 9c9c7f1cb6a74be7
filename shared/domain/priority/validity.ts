import type { SiteMoment } from '#shared/domain/dial/site-time.ts'
import type { PriorityRule, WeeklyHours } from './rule.ts'

/** When a rule holds: days of the site's calendar, and hours of the week. Judged at the call's arrival. */

export type WhyNotNow = 'not-yet-valid' | 'no-longer-valid' | 'outside-hours'
type Times = Pick<PriorityRule, 'validFrom' | 'validTo' | 'hours'>

export const isAlways = ({ validFrom, validTo, hours }: Times): boolean =>
  validFrom === null && validTo === null && hours.length === 0

/** Nothing when the rule holds at this moment. */
export function whyNotAt(rule: Times, moment: SiteMoment): WhyNotNow | undefined {
  if (rule.validFrom !== null && moment.day < rule.validFrom) return 'not-yet-valid'
  if (rule.validTo !== null && moment.day > rule.validTo) return 'no-longer-valid'
  if (rule.hours.length > 0 && !rule.hours.some((hours) => isWithin(hours, moment))) return 'outside-hours'
  return undefined
}

export const dayMinutes = 1440

/** Minutes after the midnight that the hours belong to; `to` is past 1440 when they end the next day. */
export function spanOf({ from, to }: WeeklyHours): { from: number; to: number } {
  const start = minutesOf(from)
  const end = minutesOf(to)
  return { from: start, to: end <= start ? end + dayMinutes : end }
}

function isWithin(hours: WeeklyHours, { weekday, minute }: SiteMoment): boolean {
  const span = spanOf(hours)
  if (minute >= span.from && minute < span.to && hours.days.includes(weekday)) return true
  const sinceYesterday = minute + dayMinutes
  return sinceYesterday >= span.from && sinceYesterday < span.to && hours.days.includes(weekday === 1 ? 7 : weekday - 1)
}

/** `HH:MM`, up to 24:00. */
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
