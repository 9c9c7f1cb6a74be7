import type { Calendar } from '#shared/domain/statistics/calendar.ts'
import { daysOf, edgesOf } from '#shared/domain/statistics/windows.ts'
import type { ReportRequest, SavedReport, WindowSpec } from '#shared/ipc/journal-view.ts'
import type { ReportData, Span } from './report-data.ts'

/** The windows of a report: its own, the one it is laid against, and the pieces that make its rows. */

type Site = Pick<ReportData, 'now' | 'calendar' | 'shifts'>

export function windowOf(spec: WindowSpec, { now, calendar, shifts }: Site): Span {
  const { from, to } = edgesOf(spec, now, calendar, shifts)
  return { from, to: Math.max(from, to) }
}

export function compareWindowOf({ window: spec, compare }: ReportRequest, site: Site): Span | undefined {
  if (compare === undefined) return undefined
  const window = windowOf(spec, site)
  if (compare === 'week-before') {
    return { from: weekBefore(window.from, site.calendar), to: weekBefore(window.to, site.calendar) }
  }
  switch (spec.kind) {
    case 'last':
    case 'range':
      return { from: window.from - (window.to - window.from), to: window.from }
    default:
      return windowOf({ kind: spec.kind, at: window.from - 1 }, site)
  }
}

/** The same time by the site's clock, on the same weekday. */
function weekBefore(at: number, calendar: Calendar): number {
  const { year, month, day } = calendar.dateOf(at)
  const then = calendar.startOf(year, month, day - 7)
  const sinceMidnight = at - calendar.dayStart(at)
  const minutes = Math.floor(calendar.minutesOf(at))
  return sinceMidnight === 0 ? then : calendar.timeOn(then, minutes) + (sinceMidnight % 60_000)
}

/** Rows of a table over time. `label`: the half-hour's beginning by the site's clock, the date, or the month. */
export type Row = Span & { label: string }
export type Grain = 'half-hours' | 'days' | 'months'

const hourMs = 3_600_000
export const grainOf = ({ from, to }: Span): Grain =>
  to - from <= 50 * hourMs ? 'half-hours' : to - from <= 800 * 24 * hourMs ? 'days' : 'months'

export function rowsOf(window: Span, grain: Grain, calendar: Calendar): Row[] {
  if (grain === 'months') return monthsOf(window, calendar)
  const days = daysOf(window, calendar)
  if (grain === 'days') return days.map((day) => ({ ...day, label: dateText(day.from, calendar) }))
  const several = days.length > 1
  return days.flatMap((day) =>
    halfHoursIn(day, calendar).map((half) => {
      const time = timeText(half.from, calendar)
      return { ...half, label: several ? `${dateText(half.from, calendar)} ${time}` : time }
    }),
  )
}

/** Half-hours are counted from midnight, in elapsed time; the first and the last may be cut off by the window. */
function halfHoursIn({ from, to }: Span, calendar: Calendar): Span[] {
  const midnight = calendar.dayStart(from)
  const found: Span[] = []
  for (let at = midnight; at < to; at += hourMs / 2) {
    const half = { from: Math.max(at, from), to: Math.min(at + hourMs / 2, to) }
    if (half.from < half.to) found.push(half)
  }
  return found
}

function monthsOf({ from, to }: Span, calendar: Calendar): Row[] {
  const found: Row[] = []
  for (let at = from; at < to; ) {
    const { year, month } = calendar.dateOf(at)
    const end = Math.min(calendar.startOf(year, month + 1, 1), to)
    found.push({ from: at, to: end, label: `${year}-${two(month)}` })
    at = end
  }
  return found
}

const two = (value: number): string => String(value).padStart(2, '0')
export function dateText(at: number, calendar: Calendar): string {
  const { year, month, day } = calendar.dateOf(at)
  return `${year}-${two(month)}-${two(day)}`
}
export function timeText(at: number, calendar: Calendar): string {
  const minutes = calendar.minutesOf(at)
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** What a saved report means at this moment. */
export function windowOfSaved(window: SavedReport['request']['window'], { now, calendar, shifts }: Site): WindowSpec {
  switch (window) {
    case 'today':
      return { kind: 'day', at: now }
    case 'yesterday':
      return { kind: 'day', at: calendar.dayStart(now) - 1 }
    case 'last-week':
      return { kind: 'week', at: edgesOf({ kind: 'week', at: now }, now, calendar).from - 1 }
    case 'last-month':
      return { kind: 'month', at: edgesOf({ kind: 'month', at: now }, now, calendar).from - 1 }
    case 'last-shift':
      return { kind: 'shift', at: edgesOf({ kind: 'shift', at: now }, now, calendar, shifts).from - 1 }
  }
}
