import type { Figures } from '#shared/domain/statistics/figures.ts'
import type { TotalsView } from '#shared/ipc/view.ts'
import { durationText, nothing } from '#renderer/i18n/format.ts'
import { useText } from '#renderer/i18n/text.ts'

/** Offered, answered, abandoned and the speed of answer: today, and in the last half hour. */
export function FigureTable({ totals }: { totals: TotalsView }) {
  const { t, number } = useText()
  const { today, last30Minutes } = totals
  const counts = ['offered', 'answered', 'abandoned'] as const
  return (
    <section className="day" aria-label={t('day.title')}>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('day.today')}</th>
            <th scope="col">{t('day.last30')}</th>
          </tr>
        </thead>
        <tbody>
          {counts.map((name) => (
            <tr key={name}>
              <th scope="row">{t(`day.${name}`)}</th>
              <td data-figure={`${name}-today`}>{number(today[name])}</td>
              <td data-figure={`${name}-30`}>{number(last30Minutes[name])}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('day.asa')}</th>
            <td data-figure="asa-today">{asa(today)}</td>
            <td data-figure="asa-30">{asa(last30Minutes)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  )
}

const asa = ({ averageSpeedOfAnswerMs }: Figures): string =>
  averageSpeedOfAnswerMs === undefined ? nothing : durationText(Math.round(averageSpeedOfAnswerMs / 1000))
