/** A moment as a calendar and a clock on the site's wall show it. Weekdays: 1 = Monday … 7 = Sunday; minutes of the day: 0–1439. */
export type SiteMoment = { day: string; weekday: number; minute: number }
export type SiteTime = (at: number) => SiteMoment

const blockMs = 900_000
const dayMs = 86_400_000
const remembered = 5000

/**
 * Site time of epoch ms, right on days when clocks change. Every offset from UTC has held for whole quarter hours since 1972, so it
 * is asked for once per quarter hour; the rest is arithmetic.
 */
export function createSiteTime(timeZone: string): SiteTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const offsets = new Map<number, number>()
  const days = new Map<number, string>()

  function offsetAt(block: number): number {
    let offset = offsets.get(block)
    if (offset === undefined) {
      offset = measure(block * blockMs)
      if (offsets.size >= remembered) offsets.clear()
      offsets.set(block, offset)
    }
    return offset
  }

  function measure(at: number): number {
    const parts: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
    return Date.UTC(year, month - 1, day, hour, minute, second) - at
  }

  function nameOf(dayNumber: number): string {
    let name = days.get(dayNumber)
    if (name === undefined) {
      name = new Date(dayNumber * dayMs).toISOString().slice(0, 10)
      if (days.size >= remembered) days.clear()
      days.set(dayNumber, name)
    }
    return name
  }

  return (at) => {
    const local = at + offsetAt(Math.floor(at / blockMs))
    const dayNumber = Math.floor(local / dayMs)
    return {
      day: nameOf(dayNumber),
      weekday: ((((dayNumber + 3) % 7) + 7) % 7) + 1, // 1 January 1970 was a Thursday
      minute: Math.floor((local - dayNumber * dayMs) / 60_000),
    }
  }
}
