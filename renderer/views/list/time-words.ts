import type { WeeklyHours } from '#shared/domain/priority/rule.ts'
import type { Text } from '#renderer/i18n/text.ts'

/** When a rule holds, in words. */
type Validity = { validFrom: string | null; validTo: string | null; hours: WeeklyHours[] }

export function validityWords({ validFrom, validTo, hours }: Validity, text: Text): string {
  const { t, list } = text
  const dates =
    validFrom && validTo
      ? t('when.between', { from: validFrom, to: validTo })
      : validFrom
        ? t('when.from', { from: validFrom })
        : validTo
          ? t('when.to', { to: validTo })
          : ''
  const times = list(hours.map((one) => hoursWords(one, text)))
  if (!dates && !times) return t('when.always')
  return [dates, times].filter(Boolean).join(t('when.and'))
}

export function hoursWords({ days, from, to }: WeeklyHours, text: Text): string {
  const times = to > from ? `${from}–${to}` : text.t('when.next-day', { from, to })
  return `${daysWords(days, text)} ${times}`
}

/** 1 … 5 → Mon–Fri: three days or more in a row are a range. */
export function daysWords(days: number[], text: Text): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b)
  if (sorted.length === 7) return text.t('when.every-day')
  const runs: number[][] = []
  for (const day of sorted) {
    const run = runs.at(-1)
    if (run && run.at(-1) === day - 1) run.push(day)
    else runs.push([day])
  }
  const parts = runs.flatMap((run) => {
    const [first = 1] = run
    const last = run.at(-1) ?? first
    return run.length > 2
      ? [text.t('when.days', { from: dayName(first, text.language), to: dayName(last, text.language) })]
      : run.map((day) => dayName(day, text.language))
  })
  return text.list(parts)
}

/** 1 = Monday. */
export function dayName(day: number, language: Text['language']): string {
  const monday = Date.UTC(2024, 0, 1)
  const format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { weekday: 'short', timeZone: 'UTC' })
  return format.format(monday + (day - 1) * 86_400_000)
}
