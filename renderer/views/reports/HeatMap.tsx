import type { CSSProperties } from 'react'
import type { ReportTable } from '#shared/ipc/journal-view.ts'
import { useText } from '#renderer/i18n/text.ts'

const hours = Array.from({ length: 24 }, (_, hour) => hour)
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

/** Day of the week × hour: the more calls, the stronger the tone; the number stands in every field. */
export function HeatMap({ table }: { table: ReportTable }) {
  const { t, number } = useText()
  const columnOf = new Map(table.columns.map(({ key }, index) => [key, index]))
  const weekdayAt = columnOf.get('weekday') ?? 0
  const valueOf = (day: number, hour: number): number => {
    const row = table.rows.find((one) => Number(one[weekdayAt]) === day)
    const value = row?.[columnOf.get(String(hour)) ?? -1]
    return typeof value === 'number' ? value : 0
  }
  const most = Math.max(1, ...weekdays.flatMap((day) => hours.map((hour) => valueOf(day, hour))))
  return (
    <>
      <p className="report-unit heat-scale">
        <span>{t('report.heat')}</span>
        <span aria-hidden="true" className="heat-tones">
          0
          {[0, 0.25, 0.5, 0.75, 1].map((share) => (
            <i key={share} style={{ '--share': share } as CSSProperties} />
          ))}
          {number(most)}
        </span>
      </p>
      <div className="heat-map">
        <span />
        {hours.map((hour) => (
          <b key={hour}>{hour}</b>
        ))}
        {weekdays.map((day) => [
          <b key={`day${day}`}>{t(`weekday.${day}`)}</b>,
          ...hours.map((hour) => {
            const value = valueOf(day, hour)
            return (
              <span key={`${day} ${hour}`} style={{ '--share': value / most } as CSSProperties}>
                {value > 0 ? number(value) : ''}
              </span>
            )
          }),
        ])}
      </div>
    </>
  )
}
