import type { Figures } from '#shared/domain/statistics/figures.ts'
import type { TotalsView } from '#shared/ipc/view.ts'
import { durationText, nothing } from '#renderer/i18n/format.ts'
import { useText } from '#renderer/i18n/text.ts'
import { Figure } from '#renderer/views/side/Figure.tsx'
import { windowOf } from './figure-window.ts'

const counts = ['offered', 'answered', 'abandoned'] as const
const total = { kind: 'total' } as const

/** Offered, answered, abandoned and the speed of answer: today, and in the last half hour. */
export function FigureTable({ totals }: { totals: TotalsView }) {
  const { t, number } = useText()
  const windows = [
    { name: 'today', figures: totals.today },
    { name: '30', figures: totals.last30Minutes },
  ]
  const rules = (figures: Figures) => ({
    dimension: total,
    window: windowOf(figures),
    profile: figures.serviceLevel.profile,
  })
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
          {counts.map((count) => (
            <tr key={count}>
              <th scope="row">{t(`day.${count}`)}</th>
              {windows.map(({ name, figures }) => (
                <td key={name} data-figure={`${count}-${name}`}>
                  <Figure figure={count} {...rules(figures)}>
                    {number(figures[count])}
                  </Figure>
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">{t('day.asa')}</th>
            {windows.map(({ name, figures }) => (
              <td key={name} data-figure={`asa-${name}`}>
                <Figure figure="average-speed-of-answer" {...rules(figures)}>
                  {asa(figures)}
                </Figure>
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  )
}

const asa = ({ averageSpeedOfAnswerMs }: Figures): string =>
  averageSpeedOfAnswerMs === undefined ? nothing : durationText(Math.round(averageSpeedOfAnswerMs / 1000))
