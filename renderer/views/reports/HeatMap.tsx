import type { ReportTable } from '#shared/ipc/journal-view.ts'
import { useText } from '#renderer/i18n/text.ts'

/** Day of the week × hour: the more calls, the stronger the tone; the number stands in every field. */
export function HeatMap({ table }: { table: ReportTable }) {
  const { t, number } = useText()
  const values = table.rows.map((row) => row.slice(1).map((value) => (typeof value === 'number' ? value : 0)))
  const most = Math.max(1, ...values.flat())
  return (
    <div className="heat-map">
      <span />
      {Array.from({ length: 24 }, (_, hour) => (
        <b key={hour}>{hour}</b>
      ))}
      {values.map((row, day) => [
        <b key={`day${day}`}>{t(`weekday.${(day + 1) as 1}`)}</b>,
        ...row.map((value, hour) => (
          <span
            key={`${day} ${hour}`}
            style={{ background: `color-mix(in srgb, var(--chart-1) ${Math.round((85 * value) / most)}%, transparent)` }}
          >
            {value > 0 ? number(value) : ''}
          </span>
        )),
      ])}
    </div>
  )
}
