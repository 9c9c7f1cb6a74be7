/** Numbers and times through Intl; durations as a clock shows them, because they are read from five metres. */
export type Format = {
  number: (value: number) => string
  /** 0 – 100 → "86.4%"; undefined → "–", because nothing out of nothing is not a rate. */
  percent: (pct: number | undefined) => string
  /** 14:32:07 */
  time: (at: number) => string
  /** 14:32 */
  minute: (at: number) => string
  /** The time, with the date in front when it is not the day of `now`. */
  moment: (at: number, now: number) => string
  /** 2026-11-18 14:32: what is kept for years needs the year. */
  dateTime: (at: number) => string
  /** Names in a list, as the language joins them. */
  list: (items: string[]) => string
}

export const nothing = '–'
const minus = '−'

/** `ahead`: how far the wall clock was set since the console started, ms; people read the wall clock. */
export function createFormat(language: 'zh' | 'en', timeZone: string | undefined, ahead = 0): Format {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const zone = timeZone ? { timeZone } : {}
  const numbers = new Intl.NumberFormat(locale)
  const percents = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  })
  const times = new Intl.DateTimeFormat(locale, { ...zone, timeStyle: 'medium', hourCycle: 'h23' })
  const minutes = new Intl.DateTimeFormat(locale, { ...zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const days = new Intl.DateTimeFormat(locale, { ...zone, month: 'short', day: 'numeric' })
  const dates = new Intl.DateTimeFormat('sv-SE', { ...zone, dateStyle: 'short', timeStyle: 'short' })
  const lists = new Intl.ListFormat(locale, { type: 'unit', style: 'short' })
  return {
    number: (value) => numbers.format(value),
    percent: (pct) => (pct === undefined ? nothing : percents.format(pct / 100)),
    time: (at) => times.format(at + ahead),
    minute: (at) => minutes.format(at + ahead),
    moment: (at, now) => {
      const day = days.format(at + ahead)
      return (day === days.format(now + ahead) ? '' : `${day} `) + times.format(at + ahead)
    },
    dateTime: (at) => dates.format(at + ahead),
    list: (items) => (language === 'zh' ? items.join('、') : lists.format(items)),
  }
}

/** Whole seconds → 00:26, −01:08, 1:02:03. */
export function durationText(seconds: number): string {
  const whole = Math.abs(Math.trunc(seconds))
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
  const hours = Math.floor(whole / 3600)
  return (seconds < 0 && whole > 0 ? minus : '') + (hours > 0 ? `${hours}:${rest}` : rest)
}

const two = (value: number): string => String(value).padStart(2, '0')
