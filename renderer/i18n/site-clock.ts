/**
 * The browser's own date-time field speaks of a wall clock (`2026-11-24T08:30`); the console of epoch ms on its own clock. Between them lie the
 * site's time zone, and how far the wall clock was set since the console started.
 */
export type SiteClock = { timeZone: string | undefined; aheadMs: number }

/** Undefined when it is empty or no time. Of a time that the clock shows twice, the first; one that it skips is read as the time after the change. */
export function fromSiteTime(text: string, { timeZone, aheadMs }: SiteClock): number | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/.exec(text)
  if (!found) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map(Number)
  const wanted = Date.UTC(year, month - 1, day, hour, minute)
  if (Number.isNaN(wanted)) return undefined
  // The offset before and after: one of them is that of the wanted time, whichever side of a clock change it lies on.
  const offsets = [wanted - dayMs, wanted + dayMs].map((at) => offsetAt(at, timeZone))
  const fits = offsets.map((offset) => wanted - offset).filter((at) => at + offsetAt(at, timeZone) === wanted)
  const at = fits.length > 0 ? Math.min(...fits) : wanted - (offsets[0] ?? 0)
  return at - aheadMs
}

/** Epoch ms → `2026-11-24T08:30` on the site's clock. */
export function toSiteTime(at: number, { timeZone, aheadMs }: SiteClock): string {
  const shown = at + aheadMs
  return new Date(shown + offsetAt(shown, timeZone)).toISOString().slice(0, 16)
}

const dayMs = 86_400_000

/** Making one takes longer than a hundred uses of it, and a report asks for hundreds. */
const clocks = new Map<string | undefined, Intl.DateTimeFormat>()

function clockOf(timeZone: string | undefined): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    ...(timeZone && { timeZone }),
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  clocks.set(timeZone, made)
  return made
}

function offsetAt(at: number, timeZone: string | undefined): number {
  const parts = clockOf(timeZone).formatToParts(at)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  return local - Math.floor(at / 60_000) * 60_000
}
