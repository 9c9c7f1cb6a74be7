import type { ReportColumn } from '#shared/ipc/journal-view.ts'
import { nothing } from '#renderer/i18n/format.ts'
import type { Text } from '#renderer/i18n/text.ts'
import { lasting } from '#renderer/views/calls/call-words.ts'

/** A value of a report as people read it. */
export function valueText(value: string | number | null | undefined, unit: ReportColumn['unit'], text: Text): string {
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
      return text.moment(value, 0)
    case 'text':
      return String(value)
  }
}
