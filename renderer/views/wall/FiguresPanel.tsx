import { useRef } from 'react'
import type { Figures } from '#shared/domain/statistics/figures.ts'
import type { Dimension } from '#shared/ipc/journal-view.ts'
import type { ConsoleView, TotalsView } from '#shared/ipc/view.ts'
import { useText } from '#renderer/i18n/text.ts'
import { Figure, FigureNow } from '#renderer/views/side/Figure.tsx'
import { AreaTable } from './AreaTable.tsx'
import { createNames } from './alert-words.ts'
import { windowOf } from './figure-window.ts'
import { FigureTable } from './FigureTable.tsx'
import { InForce } from './InForce.tsx'
import { ServiceLevel } from './ServiceLevel.tsx'
import { useHeightInRem } from './use-height-in-rem.ts'
import { useLongest } from './use-longest.ts'
import './figures.css'

/** How the queues stand: how many wait and since when, each area, and how well today's calls were answered. */
export function FiguresPanel({ view }: { view: ConsoleView }) {
  const { t } = useText()
  const column = useRef<HTMLElement>(null)
  const heightRem = useHeightInRem(column)
  return (
    <aside ref={column} className="figures" aria-label={t('figures.title')}>
      <div>
        <Waiting totals={view.totals} />
        <Breakdown view={view} />
      </div>
      <AreaTable areas={view.areas} link={view.link} heightRem={heightRem} />
      <ServiceLevel totals={view.totals} link={view.link} />
      <FigureTable totals={view.totals} />
      <InForce list={view.list} />
    </aside>
  )
}

function Waiting({ totals }: { totals: TotalsView }) {
  const { t, number } = useText()
  const longest = useLongest(totals.oldestEnteredAt)
  return (
    <section className="waiting" aria-label={t('figures.waiting')}>
      <h2>{t('figures.waiting')}</h2>
      <b className="waiting-total" data-figure="waiting">
        <FigureNow figure="waiting">{number(totals.waiting)}</FigureNow>
      </b>
      <dl>
        <div>
          <dt>{t('figures.listed')}</dt>
          <dd data-figure="listed-waiting">
            <FigureNow figure="listed-waiting">{number(totals.listedWaiting)}</FigureNow>
          </dd>
        </div>
        <div>
          <dt>{t('figures.longest')}</dt>
          <dd data-figure="longest-wait">
            <FigureNow figure="longest-waiting">{longest}</FigureNow>
          </dd>
        </div>
        <div>
          <dt>{t('figures.calls')}</dt>
          <dd data-figure="calls">
            <FigureNow figure="calls">{number(totals.calls)}</FigureNow>
          </dd>
        </div>
      </dl>
    </section>
  )
}

const mostShown = 4

/** Who waits, by class and by VDN. */
function Breakdown({ view }: { view: ConsoleView }) {
  const { t, language } = useText()
  const names = createNames(view.areas, view.classes, language)
  return (
    <div className="breakdown">
      <Parts
        title={t('figures.by-class')}
        counts={view.totals.waitingByClass}
        nameOf={names.className}
        figure="by-class"
        dimensionOf={(classId) => ({ kind: 'class', classId })}
        today={view.totals.today}
      />
      <Parts
        title={t('figures.by-vdn')}
        counts={view.totals.waitingByVdn}
        nameOf={(vdn) => vdn}
        figure="by-vdn"
        dimensionOf={(vdn) => ({ kind: 'vdn', vdn })}
        today={view.totals.today}
      />
    </div>
  )
}

type PartsProps = {
  title: string
  counts: Record<string, number>
  nameOf: (key: string) => string
  figure: string
  dimensionOf: (key: string) => Dimension
  today: Figures
}

function Parts({ title, counts, nameOf, figure, dimensionOf, today }: PartsProps) {
  const { t, number } = useText()
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([a, most], [b, least]) => least - most || a.localeCompare(b))
  if (parts.length === 0) return null
  const rest = parts.slice(mostShown).reduce((sum, [, count]) => sum + count, 0)
  return (
    <p data-figure={figure}>
      <span className="breakdown-title">{title}</span>
      {parts.slice(0, mostShown).map(([key, count]) => (
        <span key={key} data-key={key}>
          {nameOf(key)}{' '}
          <b>
            <Figure
              figure="open"
              dimension={dimensionOf(key)}
              window={windowOf(today)}
              profile={today.serviceLevel.profile}
            >
              {number(count)}
            </Figure>
          </b>
        </span>
      ))}
      {rest > 0 && <span>{t('figures.others', { count: rest })}</span>}
    </p>
  )
}
