import { useState, type ReactNode } from 'react'
import type { FigureName } from '#shared/domain/statistics/provenance.ts'
import type { Handover } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { DateTimeInput } from '#renderer/components/DateTimeInput.tsx'
import { nothing } from '#renderer/i18n/format.ts'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { fromSiteTime, toSiteTime } from '#renderer/i18n/site-clock.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useScreen } from '#renderer/state/screen.tsx'
import { useAnswer } from '#renderer/state/use-answer.ts'
import { useSiteClock } from '#renderer/i18n/use-site-clock.ts'
import { Figure } from '#renderer/views/side/Figure.tsx'
import { callerWords } from '#renderer/views/wall/alert-words.ts'
import { useNames } from '#renderer/views/wall/use-names.ts'
import { gapWords, lasting, outcomeWords } from '#renderer/views/calls/call-words.ts'
import { spanText } from './span-text.ts'

const shiftMs = 12 * 3_600_000
const minuteMs = 60_000

/** One page for whoever comes next: what is open, whom to call back, what was not seen, what was unusual. */
export function HandoverSheet() {
  const { t } = useText()
  const { clock } = useScreen()
  const siteClock = useSiteClock()
  const [from, setFrom] = useState(() => toSiteTime(clock.current() - shiftMs, siteClock))
  // The minute that is running is still of this shift.
  const [to, setTo] = useState(() => toSiteTime(clock.current() + minuteMs, siteClock))
  const [start, end] = [fromSiteTime(from, siteClock), fromSiteTime(to, siteClock)]
  const period = start !== undefined && end !== undefined && start < end ? { from: start, to: end } : null
  const { value, problem, loading, reload } = useAnswer('handover.sheet', period)
  return (
    <>
      <div className="handover-form no-print">
        <DateTimeInput label={t('calls.from')} value={from} onChange={setFrom} />
        <DateTimeInput label={t('calls.to')} value={to} onChange={setTo} />
        <Button onPress={reload}>{t('trail.reload')}</Button>
        <Button onPress={() => window.print()}>{t('report.print')}</Button>
        {!period && <p className="form-error">{t('report.missing.range')}</p>}
        <p role="status">{loading && period && t('report.making')}</p>
      </div>
      {problem && <p role="alert">{problemWords(problem, t)}</p>}
      {value && <Sheet sheet={value} />}
    </>
  )
}

function Sheet({ sheet }: { sheet: Handover }) {
  const text = useText()
  const { t, dateTime } = text
  const site = useConsole((state) => state.view?.site)
  const names = useNames()
  return (
    <article className="report handover" data-report="handover">
      <header>
        <h2>{t('handover.title')}</h2>
        <p className="report-what">
          <span>{site?.name}</span>
          <span>
            {dateTime(sheet.from)} – {dateTime(sheet.to)}
          </span>
          {sheet.imported > 0 && <span>{t('report.imported', { count: sheet.imported })}</span>}
          {site?.practice && <span>{t('practice.mark.text')}</span>}
        </p>
      </header>
      <Figures sheet={sheet} />
      <Part name="open-alerts" title={t('handover.open-alerts')} none={t('handover.none')}>
        {sheet.openAlerts.map((alert) => (
          <li key={alert.callId}>
            <b>
              {alert.severity} {names.className(alert.classId)}
            </b>
            <span>{callerWords(alert.callerNumber, text)}</span>
            <span>{t('handover.raised', { time: dateTime(alert.raisedAt) })}</span>
            <span>{alert.by ? t('handover.seen-by', { by: alert.by }) : t('handover.not-seen')}</span>
          </li>
        ))}
      </Part>
      <Part name="recovery" title={t('recovery.title')} none={t('recovery.none')}>
        {sheet.recovery.map((entry) => (
          <li key={entry.callId}>
            <b>
              {entry.listing.severity} {names.className(entry.listing.classId)}
            </b>
            <span>
              {callerWords(entry.callerNumber, text)} {entry.callerName}
            </span>
            <span>{entry.area && names.area(entry.area)}</span>
            <span>{t(`recovery.how.${entry.how}`, { time: dateTime(entry.lostAt), wait: lasting(entry.waitMs) })}</span>
          </li>
        ))}
      </Part>
      <Part name="gaps" title={t('handover.gaps')} none={t('handover.none')}>
        {sheet.gaps.map((gap) => (
          <li key={gap.from}>
            <span>{spanText(gap, text)}</span>
            <span>{lasting(gap.to - gap.from)}</span>
            <span>{gapWords(gap.why, t)}</span>
          </li>
        ))}
      </Part>
      <Part name="notable" title={t('handover.notable')} none={t('handover.none')}>
        {sheet.notable.map((call) => (
          <li key={call.callId}>
            <b>{call.listing && `${call.listing.severity} ${names.className(call.listing.classId)}`}</b>
            <span>
              {callerWords(call.callerNumber, text)} {call.callerName}
            </span>
            <span>{dateTime(call.arrivedAt)}</span>
            <span>{call.endedAt === undefined ? t('calls.live') : outcomeWords(call.outcome, text)}</span>
          </li>
        ))}
      </Part>
      <p className="handover-sign">{t('handover.sign')}</p>
    </article>
  )
}

function Figures({ sheet: { figures, from, to } }: { sheet: Handover }) {
  const { t, number, percent } = useText()
  const profile = useConsole((state) => state.view?.totals.today.serviceLevel.profile ?? 'negative')
  const numbers: [figure: FigureName, value: string][] = [
    ['offered', number(figures.offered)],
    ['answered', number(figures.answered)],
    ['abandoned', number(figures.abandoned)],
    ['service-level', percent(figures.serviceLevelPct)],
    ['longest-wait', figures.offered === 0 ? nothing : lasting(figures.longestWaitMs)],
  ]
  return (
    <dl className="report-headline">
      {numbers.map(([figure, value]) => (
        <div key={figure} data-figure={figure}>
          <dt>{t(`figure.${figure}`)}</dt>
          <dd>
            <Figure
              figure={figure}
              dimension={{ kind: 'total' }}
              window={{ kind: 'range', from, to }}
              profile={profile}
            >
              {value}
            </Figure>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Part({ name, title, none, children }: { name: string; title: string; none: string; children: ReactNode[] }) {
  const { number } = useText()
  return (
    <section data-part-of-sheet={name}>
      <h3>
        {title} {children.length > 0 && number(children.length)}
      </h3>
      {children.length > 0 ? <ul className="handover-list">{children}</ul> : <p className="form-hint">{none}</p>}
    </section>
  )
}
