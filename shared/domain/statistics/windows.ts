import type { Calendar } from './calendar.ts'
import { halfHourMs, halfHourOf, minuteMs, minuteOf, type Window } from './series.ts'

/**
 * The windows of figures and their exact edges, in the site's time zone. `from` belongs to a window, `to` does not, so
 * that neighbours share an edge and no leg is counted twice or not at all.
 */
export type WindowSpec =
  /** Whole minutes: the present one and those before it. */
  | { kind: 'last'; minutes: 15 | 30 | 60 }
  /** The one that contains `at`. Weeks begin on Monday. */
  | { kind: 'half-hour' | 'day' | 'shift' | 'week' | 'month'; at: number }
  | { kind: 'range'; from: number; to: number }

/** A named shift; it lasts until the next one begins. `start`: HH:MM by the site's clock. */
export type Shift = { name: string; start: string }

export type WindowEdges = Window & { shift?: string }

/** A site without a shift plan has one shift: the day. */
export function edgesOf(spec: WindowSpec, now: number, calendar: Calendar, shifts: readonly Shift[] = []): WindowEdges {
  switch (spec.kind) {
    case 'last': {
      const to = minuteOf(now) + minuteMs
      return { from: to - spec.minutes * minuteMs, to }
    }
    case 'half-hour': {
      const from = halfHourOf(spec.at, calendar.dayStart)
      return { from, to: Math.min(from + halfHourMs, calendar.nextDay(spec.at)) }
    }
    case 'day':
      return { from: calendar.dayStart(spec.at), to: calendar.nextDay(spec.at) }
    case 'shift':
      return shiftAt(spec.at, calendar, shifts)
    case 'week': {
      const { year, month, day, weekday } = calendar.dateOf(spec.at)
      const monday = day - weekday + 1
      return { from: calendar.startOf(year, month, monday), to: calendar.startOf(year, month, monday + 7) }
    }
    case 'month': {
      const { year, month } = calendar.dateOf(spec.at)
      return { from: calendar.startOf(year, month, 1), to: calendar.startOf(year, month + 1, 1) }
    }
    case 'range':
      return { from: spec.from, to: spec.to }
  }
}

function shiftAt(at: number, calendar: Calendar, shifts: readonly Shift[]): WindowEdges {
  const today = calendar.dayStart(at)
  const days = [calendar.dayStart(today - 1), today, calendar.nextDay(at)]
  const plan = shifts.map(({ name, start }) => ({ name, minutes: minutesOf(start) }))
  plan.sort((a, b) => a.minutes - b.minutes)
  const starts = days.flatMap((day) => plan.map(({ name, minutes }) => ({ name, from: calendar.timeOn(day, minutes) })))
  // Two starts at one moment (the clock was put forward over both): the later shift is the one that takes place.
  const present = starts.findLast(({ from }) => from <= at)
  const next = starts.find(({ from }) => from > at)
  if (!present || !next) return { from: today, to: calendar.nextDay(at) }
  return { from: present.from, to: next.from, shift: present.name }
}

function minutesOf(start: string): number {
  const [hours = 0, minutes = 0] = start.split(':').map(Number)
  return hours * 60 + minutes
}

/**
 * The half-hours of the day that contains this time, in order; they tile it. A day of 25 hours has 50, two of which the
 * clock shows twice; one of 23 hours has 46.
 */
export function halfHoursOf(at: number, calendar: Calendar): Window[] {
  const day = calendar.dayStart(at)
  const end = calendar.nextDay(at)
  const found: Window[] = []
  for (let from = day; from < end; from += halfHourMs) found.push({ from, to: Math.min(from + halfHourMs, end) })
  return found
}

/** The days of a window, in order; the first and the last may be cut off by it. */
export function daysOf({ from, to }: Window, calendar: Calendar): Window[] {
  const found: Window[] = []
  for (let at = from; at < to; ) {
    const end = Math.min(calendar.nextDay(at), to)
    found.push({ from: at, to: end })
    at = end
  }
  return found
}

/** A time in which the switch was not seen; without `to` it lasts. */
export type SightGap = { from: number; to?: number }

/** The gaps of a window, cut at its edges and at now, in order, none twice. */
export function gapsIn(window: Window, gaps: readonly SightGap[], now: number): Window[] {
  const cut = gaps
    .map(({ from, to }) => ({ from: Math.max(from, window.from), to: Math.min(to ?? now, window.to, now) }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from)
  const found: Window[] = []
  for (const gap of cut) {
    const last = found.at(-1)
    if (last && gap.from <= last.to) last.to = Math.max(last.to, gap.to)
    else found.push(gap)
  }
  return found
}
