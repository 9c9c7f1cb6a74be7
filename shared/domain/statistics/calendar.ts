import { halve, createDayStart } from './site-day.ts'

/**
 * The site's calendar: days and times of day in a time zone, on the days that clocks change too. A time that a day does
 * not have (the clock was put forward over it) is the first moment after the gap; one that it has twice is the first.
 */
export type Calendar = {
  dayStart(at: number): number
  /** First moment of the day after the one that contains this time. */
  nextDay(at: number): number
  /** First moment of a date. Months and days may run over: day 0 is the last of the month before. */
  startOf(year: number, month: number, day: number): number
  /** When the clock of the day that contains `at` first shows this time, in minutes since midnight; 1440 is its end. */
  timeOn(at: number, minutes: number): number
  dateOf(at: number): CalendarDate
  /** What the clock shows, in minutes since midnight. */
  minutesOf(at: number): number
}
/** `weekday`: 1 = Monday … 7 = Sunday. */
export type CalendarDate = { year: number; month: number; day: number; weekday: number }

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export function createCalendar(timeZone: string): Calendar {
  const dayStart = createDayStart(timeZone)
  const wall = createWall(timeZone)
  const offset = (at: number): number => wall(at) - Math.floor(at / 1000) * 1000
  const nextDay = (at: number): number => {
    const day = dayStart(at)
    return dayStart(day + 26 * hourMs) // days of 23, 24 and 25 hours alike
  }
  const midnightOf = (at: number): number => Math.floor(wall(at) / dayMs) * dayMs

  function startOf(year: number, month: number, day: number): number {
    const midnight = Date.UTC(year, month - 1, day)
    const noon = midnight + dayMs / 2
    const start = dayStart(noon - offset(noon))
    return midnightOf(start) < midnight ? nextDay(start) : start // a date that the zone left out
  }

  function timeOn(at: number, minutes: number): number {
    const start = dayStart(at)
    const end = nextDay(at)
    if (minutes >= dayMs / minuteMs) return end
    const shown = midnightOf(start) + minutes * minuteMs
    const times = [offset(start), offset(end - 1)].map((one) => shown - one)
    const real = times.filter((time) => time >= start && time < end && wall(time) === shown)
    if (real.length > 0) return Math.min(...real)
    return wall(start) > shown ? start : halve(start, end, (time) => wall(time) > shown)
  }

  return {
    dayStart,
    nextDay,
    startOf,
    timeOn,
    dateOf(at) {
      const date = new Date(midnightOf(at))
      return {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        weekday: date.getUTCDay() || 7,
      }
    },
    minutesOf: (at) => Math.floor((wall(at) - midnightOf(at)) / minuteMs),
  }
}

/** What the zone's clock shows, as if it were UTC, to the second. */
function createWall(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (at) => {
    const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
    for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
    return Date.UTC(year, month - 1, day, hour, minute, second)
  }
}
