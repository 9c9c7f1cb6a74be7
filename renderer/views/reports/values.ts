import type { Report, ReportColumn } from '#shared/ipc/journal-view.ts'
import { nothing } from '#renderer/i18n/format.ts'
import type { MessageKey, Text } from '#renderer/i18n/text.ts'
import { lasting } from '#renderer/views/calls/call-words.ts'
import { callerWords, type Names } from '#renderer/views/wall/alert-words.ts'

/** Values of a report as people read them. Pure: what they need is given. */
export type CellWords = { text: Text; names: Names; window: Report['window'] }

export type Cell = string | number | null | undefined

/** A single figure. */
export function valueText(value: Cell, unit: ReportColumn['unit'], text: Text): string {
  if (value === null || value === undefined) return nothing
  if (typeof value === 'string') return value
  switch (unit) {
    case 'count':
      return text.number(value)
    case 'ms':
      return lasting(value)
    case 'pct':
      return text.percent(value)
    case 'time':
      return text.dateTime(value)
    case 'text':
      return String(value)
  }
}

const outcomeKinds = ['answered', 'abandoned', 'left-in-ivr', 'lost', 'unknown'] as const
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
const dayMs = 86_400_000

/** A cell: some columns hold what stands for something that has a name. */
export function cellText(value: Cell, { key, unit }: ReportColumn, { text, names, window }: CellWords): string {
  const { t } = text
  switch (key) {
    case 'outcome': {
      const kind = outcomeKinds.find((one) => one === value)
      return kind ? t(`outcome-kind.${kind}`) : valueText(value, unit, text)
    }
    case 'class':
      return typeof value === 'string' ? names.className(value) : valueText(value, unit, text)
    case 'weekday': {
      const day = weekdays.find((one) => one === Number(value))
      return day ? t(`weekday.${day}`) : valueText(value, unit, text)
    }
    case 'number':
      return typeof value === 'string' ? callerWords(value, text) : valueText(value, unit, text)
    case 'date':
      return typeof value === 'number' ? text.dateTime(value).slice(0, 10) : valueText(value, unit, text)
    case 'interval':
      // Of a single day the time says enough; 26 hours: no day is longer than 25.
      if (typeof value === 'number' && window.to - window.from <= dayMs + dayMs / 12) return text.minute(value)
      return valueText(value, unit, text)
    default:
      return valueText(value, unit, text)
  }
}

/** Hours of a heat map go by their number. */
export const headingText = (key: string, { t }: Text): string =>
  /^\d+$/.test(key) ? key : t(`report.col.${key}` as MessageKey)
