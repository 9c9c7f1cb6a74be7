import type { Figures } from '#shared/domain/statistics/figures.ts'
import { normNamed } from '#shared/domain/statistics/norms.ts'
import type { LinkView, TotalsView } from '#shared/ipc/view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { useText, type Text } from '#renderer/i18n/text.ts'
import { useOffered, useScreen } from '#renderer/state/screen.tsx'
import type { Side } from '#renderer/state/side.ts'
import { Figure } from '#renderer/views/side/Figure.tsx'
import { countingLate, gapsIn } from './data-marks.ts'
import { windowOf } from './figure-window.ts'
import { GapMark } from './GapMark.tsx'

type Props = { totals: TotalsView; link: LinkView }

/** Today's service level, large, with the last half hour beside it, and where it comes from one press away. */
export function ServiceLevel({ totals, link }: Props) {
  const text = useText()
  const { t, percent, language } = text
  const { shell } = useScreen()
  const offered = useOffered('reception')
  const { today, last30Minutes, norm, importedToday = 0 } = totals
  const gap = gapsIn(today.window, link).length > 0
  return (
    <section className="level" aria-label={t('level.title')}>
      <h2>
        {t('level.title')}
        {offered && (
          <Button look="quiet" aria-label={t('level.how.name')} onPress={() => shell.setState({ side: sideOf(today) })}>
            {t('level.how')}
          </Button>
        )}
      </h2>
      <div className="level-figures">
        <b data-figure="service-level-today">
          <Figure {...sideOf(today)}>{percent(today.serviceLevel.pct)}</Figure>
          {gap && today.offered > 0 && <GapMark />}
        </b>
        <p>
          <span>{t('level.last30')}</span>
          <b data-figure="service-level-30">
            <Figure {...sideOf(last30Minutes)}>{percent(last30Minutes.serviceLevel.pct)}</Figure>
          </b>
          <span className="level-compare">{compare(today, last30Minutes, text)}</span>
          {norm && (
            <span data-figure="site-norm" data-verdict={norm.verdict}>
              {t('level.norm', {
                norm: normNamed(norm.id)?.name[language] ?? norm.id,
                verdict: t(`norm.${norm.verdict}`),
              })}
            </span>
          )}
        </p>
      </div>
      <DataNotes today={today} link={link} imported={importedToday} />
    </section>
  )
}

const sideOf = (figures: Figures): Extract<Side, { kind: 'figure' }> => ({
  kind: 'figure',
  figure: 'service-level',
  dimension: { kind: 'total' },
  window: windowOf(figures),
  profile: figures.serviceLevel.profile,
})

/** The one question of the half hour: is it going better or worse than the day so far? */
function compare(today: Figures, recent: Figures, { t, number }: Text): string {
  const [of, now] = [today.serviceLevel.pct, recent.serviceLevel.pct]
  if (of === undefined || now === undefined) return t('level.no-calls')
  const difference = Math.round((now - of) * 10) / 10
  if (difference === 0) return t('level.same')
  return t(difference > 0 ? 'level.better' : 'level.worse', { points: number(Math.abs(difference)) })
}

function DataNotes({ today, link, imported }: { today: Figures; link: LinkView; imported: number }) {
  const { t, minute, time, list } = useText()
  const late = countingLate(today.window, link)
  const gaps = gapsIn(today.window, link)
  if (late === undefined && gaps.length === 0 && imported === 0) return null
  const spans = gaps
    .slice(-2)
    .map((gap) =>
      gap.to === undefined ? t('gap.open', { from: time(gap.from) }) : `${time(gap.from)}–${time(gap.to)}`,
    )
  return (
    <p className="data-notes" data-figure="data-notes">
      {late !== undefined && <span>{t('gap.counting-since', { time: minute(late) })}</span>}
      {imported > 0 && <span>{t('level.imported', { count: imported })}</span>}
      {gaps.length > 0 && (
        <span>
          ※ {t('gap.note', { spans: list(spans) })}
          {gaps.length > 2 && ` ${t('gap.more', { count: gaps.length - 2 })}`}
        </span>
      )}
    </p>
  )
}
