/**
 * Counts by time: minutes for two hours, half-hours and days for two days. Half-hours are counted from the start of the
 * site's day in elapsed time, so that they tile a day of 23 or 25 hours too.
 */
export type Series<T> = {
  minutes: Map<number, T>
  halfHours: Map<number, T>
  days: Map<number, T>
  /** Grows with every count: the same number, the same counts. */
  revision: number
}

/** Start of the site's day that contains this time, epoch ms. */
export type DayStart = (at: number) => number
export type Window = { from: number; to: number }

export const minuteMs = 60_000
export const halfHourMs = 30 * minuteMs
const hourMs = 60 * minuteMs
export const keptMinutes = 120

export const createSeries = <T>(): Series<T> => ({
  minutes: new Map(),
  halfHours: new Map(),
  days: new Map(),
  revision: 0,
})

export const minuteOf = (at: number): number => Math.floor(at / minuteMs) * minuteMs
/** No day has more than 25 hours, none less than 23. */
export const nextDay = (day: number, dayStart: DayStart): number => dayStart(day + 26 * hourMs)

export function halfHourOf(at: number, dayStart: DayStart): number {
  const day = dayStart(at)
  return day + Math.floor((at - day) / halfHourMs) * halfHourMs
}

/** Counts something that happened at a time: once in each grain. */
export function countAt<T>(series: Series<T>, at: number, dayStart: DayStart, make: () => T, count: (sum: T) => void) {
  const day = dayStart(at)
  series.revision++
  count(sumAt(series.minutes, minuteOf(at), make))
  count(sumAt(series.halfHours, day + Math.floor((at - day) / halfHourMs) * halfHourMs, make))
  count(sumAt(series.days, dayKey(series.days, day), make))
}

function sumAt<T>(sums: Map<number, T>, key: number, make: () => T): T {
  let sum = sums.get(key)
  if (sum === undefined) {
    sum = make()
    sums.set(key, sum)
  }
  return sum
}

/** The console's clock does not follow a wall clock that is set: the same day may then begin at another of its times. */
function dayKey<T>(days: Map<number, T>, day: number): number {
  if (days.has(day)) return day
  for (const key of days.keys()) if (Math.abs(key - day) < 11 * hourMs) return key
  return day
}

/**
 * Counts a time that passed, split at the edges of every grain. Work is bounded by what is kept: 120 minutes, two days
 * of half-hours.
 */
export function spreadOver<T>(
  series: Series<T>,
  { from, to }: Window,
  dayStart: DayStart,
  make: () => T,
  count: (sum: T, ms: number) => void,
): void {
  series.revision++
  for (let at = Math.max(from, minuteOf(to) - (keptMinutes - 1) * minuteMs); at < to; ) {
    const end = Math.min(minuteOf(at) + minuteMs, to)
    count(sumAt(series.minutes, minuteOf(at), make), end - at)
    at = end
  }
  for (let at = Math.max(from, dayStart(dayStart(to) - 1)); at < to; ) {
    const day = dayStart(at)
    const next = nextDay(day, dayStart)
    while (at < Math.min(next, to)) {
      const key = day + Math.floor((at - day) / halfHourMs) * halfHourMs
      const end = Math.min(key + halfHourMs, next, to)
      count(sumAt(series.halfHours, key, make), end - at)
      count(sumAt(series.days, dayKey(series.days, day), make), end - at)
      at = end
    }
  }
}

/** True when nothing is kept any more. */
export function forgetIn<T>(series: Series<T>, now: number, dayStart: DayStart): boolean {
  const today = dayStart(now)
  const yesterday = dayStart(today - 1)
  const oldestMinute = minuteOf(now) - (keptMinutes - 1) * minuteMs
  for (const minute of series.minutes.keys()) if (minute < oldestMinute) series.minutes.delete(minute)
  for (const half of series.halfHours.keys()) if (half < yesterday) series.halfHours.delete(half)
  for (const day of series.days.keys()) if (day < yesterday - 11 * hourMs) series.days.delete(day)
  return series.minutes.size + series.halfHours.size + series.days.size === 0
}

export type Piece = { grain: 'minutes' | 'halfHours' | 'days'; key: number }

/**
 * The counts that make up a window, largest first; undefined when what is kept does not tile it exactly: then the journal
 * must be asked. What lies in the future holds nothing, so a window may end anywhere after now.
 */
export function piecesOf(window: Window, now: number, dayStart: DayStart): Piece[] | undefined {
  const yesterday = dayStart(dayStart(now) - 1)
  const oldestMinute = minuteOf(now) - (keptMinutes - 1) * minuteMs
  const to = window.to > now ? Infinity : window.to
  const pieces: Piece[] = []
  let at = window.from
  while (at < to && at <= now) {
    const day = dayStart(at)
    const next = nextDay(day, dayStart)
    if (at === day && next <= to && day >= yesterday) {
      pieces.push({ grain: 'days', key: day })
      at = next
      continue
    }
    const halfEnd = Math.min(at + halfHourMs, next)
    if ((at - day) % halfHourMs === 0 && halfEnd <= to && at >= yesterday) {
      pieces.push({ grain: 'halfHours', key: at })
      at = halfEnd
      continue
    }
    if (at !== minuteOf(at) || at + minuteMs > to || at < oldestMinute) return undefined
    pieces.push({ grain: 'minutes', key: at })
    at += minuteMs
  }
  return pieces
}

export function pick<T>(series: Series<T>, pieces: readonly Piece[]): T[] {
  const found: T[] = []
  for (const { grain, key } of pieces) {
    const sum = series[grain].get(grain === 'days' ? dayKey(series.days, key) : key)
    if (sum !== undefined) found.push(sum)
  }
  return found
}
