import type { ReactNode } from 'react'
import type { Provenance } from '#shared/domain/statistics/provenance.ts'
import { durationText } from '#renderer/i18n/format.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useClockValue, useConsole } from '#renderer/state/screen.tsx'
import { countingLate } from '#renderer/views/wall/data-marks.ts'
import { useNames } from '#renderer/views/wall/use-names.ts'

const mostSpans = 5

/** Under which rules a figure holds, for which time, and what of that time was not seen. */
export function Facts({ found }: { found: Provenance }) {
  const { t, dateTime, minute, time, list } = useText()
  const names = useNames()
  const countingSince = useConsole((state) => state.view?.link.countingSince)
  const { window, limits, gaps } = found
  const open = useClockValue((now) => window.to > now)
  const late = countingLate(window, { countingSince })
  const spans = gaps.list.slice(-mostSpans).map(({ from, to }) => `${time(from)}–${time(to)}`)
  return (
    <dl className="why-facts">
      <Fact name={t('formula.profile')}>{t(`profile.${found.profile}`)}</Fact>
      <Fact name={t('provenance.limits')}>
        {limits.length === 0
          ? '–'
          : limits.map(({ area, thresholdMs, shortAbandonMs, offered }) => {
              const values = { limit: thresholdMs / 1000, short: shortAbandonMs / 1000 }
              return (
                <span key={area} className="why-limit" data-area-limit={area} data-offered={offered}>
                  {names.area(area)}:{' '}
                  {shortAbandonMs > 0 ? t('provenance.limit', values) : t('provenance.limit.no-short', values)}
                </span>
              )
            })}
      </Fact>
      <Fact name={t('formula.window')}>
        {open
          ? t('formula.window.until-now', { from: dateTime(window.from) })
          : t('provenance.window.closed', { from: dateTime(window.from), to: dateTime(window.to) })}
      </Fact>
      {late !== undefined && open && (
        <Fact name={t('formula.counting')}>{t('gap.counting-since', { time: minute(late) })}</Fact>
      )}
      <Fact name={t('formula.gaps')}>
        <span data-figure="provenance-gaps" data-ms={gaps.totalMs}>
          {gaps.list.length === 0
            ? // What was before the counting began is no gap of the record, but it is not in the figure either.
              late !== undefined
              ? t('provenance.gaps.before', { time: dateTime(late) })
              : t('formula.no-gaps')
            : `${t('provenance.gaps.total', { total: durationText(gaps.totalMs / 1000), spans: list(spans) })}${
                gaps.list.length > mostSpans ? ` ${t('gap.more', { count: gaps.list.length - mostSpans })}` : ''
              }`}
        </span>
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
