/** Times of day in the time zone of the site, as the fields of a form have them: `2026-11-22` and `02:00`. */
const partsOf = (at: number, timeZone: string | undefined): Record<string, string> =>
  Object.fromEntries(
    new Intl.DateTimeFormat('en-CA', {
      ...(timeZone && { timeZone }),
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )

export function siteFields(at: number, timeZone: string | undefined): { date: string; time: string } {
  const { year, month, day, hour, minute } = partsOf(at, timeZone)
  return { date: `${year}-${month}-${day}`, time: `${hour}:${minute}` }
}

/** Epoch ms; undefined for what is not a time. A moment that the clocks skip is taken as the one right after. */
export function siteMoment(date: string, time: string, timeZone: string | undefined): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return undefined
  const asUtc = Date.parse(`${date}T${time}:00Z`)
  if (Number.isNaN(asUtc)) return undefined
  const first = asUtc - offsetAt(asUtc, timeZone)
  return asUtc - offsetAt(first, timeZone)
}

function offsetAt(at: number, timeZone: string | undefined): number {
  const { year, month, day, hour, minute, second } = partsOf(at, timeZone)
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - Math.floor(at / 1000) * 1000
}
