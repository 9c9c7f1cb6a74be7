/** `2026-11-24T08:30` on the site's clock → epoch ms; undefined when it is empty or no time. */
export function fromSiteTime(text: string, timeZone: string | undefined): number | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/.exec(text)
  if (!found) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map(Number)
  const wanted = Date.UTC(year, month - 1, day, hour, minute)
  // Twice: the offset at the first guess may be that of the other side of a clock change.
  let at = wanted
  for (let n = 0; n < 2; n += 1) at = wanted - offsetAt(at, timeZone)
  return Number.isNaN(at) ? undefined : at
}

/** Epoch ms → `2026-11-24T08:30` on the site's clock. */
export function toSiteTime(at: number, timeZone: string | undefined): string {
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 16)
}

function offsetAt(at: number, timeZone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...(timeZone && { timeZone }),
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  return local - Math.floor(at / 60_000) * 60_000
}
