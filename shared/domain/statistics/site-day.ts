/**
 * Start of the day in a time zone, right also on days when clocks change and where midnight does not exist (then the
 * first moment of the day). Remembers some days, since nearly every call asks for the same few.
 */
export function createDayStart(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const dateOf = (at: number): string => format.format(at)
  const known: { from: number; to: number }[] = []
  return (at) => {
    for (const day of known) if (at >= day.from && at < day.to) return day.from
    const date = dateOf(at)
    // Days are mostly asked for one after the other, and mostly of 24 hours: a report of years would else look thousands of times.
    const before = known.find(({ to }) => to <= at && at - to < 26 * hourMs && dateOf(to) === date)
    const from = before ? before.to : firstMoment(date, at, dateOf)
    const usual = from + 24 * hourMs
    const isUsual = dateOf(usual - 1) === date && dateOf(usual) !== date
    const day = { from, to: isUsual ? usual : firstAfter(date, at, dateOf) }
    known.unshift(day)
    if (known.length > rememberDays) known.pop()
    return day.from
  }
}

const hourMs = 3_600_000
const rememberDays = 8

/** The first ms that still has this date, found by halving: no arithmetic on offsets that a clock change breaks. */
function firstMoment(date: string, at: number, dateOf: (at: number) => string): number {
  return halve(at - 26 * hourMs, at, (t) => dateOf(t) === date)
}

function firstAfter(date: string, at: number, dateOf: (at: number) => string): number {
  return halve(at, at + 26 * hourMs, (t) => dateOf(t) !== date)
}

/** Smallest t in (low, high] for which `is` holds; it must be false at low, true at high, and change once. */
export function halve(low: number, high: number, is: (t: number) => boolean): number {
  let [no, yes] = [low, high]
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2)
    if (is(middle)) yes = middle
    else no = middle
  }
  return yes
}
