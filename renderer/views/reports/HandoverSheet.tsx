import { useState } from 'react'
import type { Handover } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { DateTimeInput } from '#renderer/components/DateTimeInput.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { fromSiteTime, toSiteTime } from '#renderer/i18n/site-clock.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useScreen } from '#renderer/state/screen.tsx'
import { useAnswer } from '#renderer/state/use-answer.ts'
import { callerWords, createNames } from '#renderer/views/wall/alert-words.ts'
import { lasting, outcomeWords } from '#renderer/views/calls/call-words.ts'

const shiftMs = 12 * 3_600_000

/** One page for whoever comes next: what is open, whom to call back, what was not seen, what was unusual. */
export function HandoverSheet() {
  const { t } = useText()
  const { clock } = useScreen()
  const timeZone = useConsole((state) => state.view?.site.timeZone)
  const [from, setFrom] = useState(() => toSiteTime(clock.current() - shiftMs, timeZone))
  const [to, setTo] = useState(() => toSiteTime(clock.current(), timeZone))
  const [start, end] = [fromSiteTime(from, timeZone), fromSiteTime(to, timeZone)]
  const { value, problem } = useAnswer(
    'handover.sheet',
    start !== undefined && end !== undefined && start < end ? { from: start, to: end } : null,
  )
  return (
    <>
      <div className="handover-form no-print">
        <DateTimeInput label={t('calls.from')} value={from} onChange={setFrom} />
        <DateTimeInput label={t('calls.to')} value={to} onChange={setTo} />
        <Button onPress={() => window.print()}>{t('report.print')}</Button>
      </div>
      {problem && <p role="alert">{problemWords(problem, t)}</p>}
      {value && <Sheet sheet={value} />}
    </>
  )
}

function Sheet({ sheet }: { sheet: Handover }) {
  const text = useText()
  const { t, moment, number, percent, language } = text
  const site = useConsole((state) => state.view?.site.name)
  const areas = useConsole((state) => state.view?.areas)
  const classes = useConsole((state) => state.view?.classes)
  const names = createNames(areas ?? [], classes ?? [], language)
  const { figures } = sheet
  const numbers: [string, string][] = [
    [t('report.col.offered'), number(figures.offered)],
    [t('report.col.answered'), number(figures.answered)],
    [t('report.col.abandoned'), number(figures.abandoned)],
    [t('report.col.serviceLevelPct'), percent(figures.serviceLevelPct)],
    [t('report.col.longestWaitMs'), lasting(figures.longestWaitMs)],
  ]
  return (
    <article className="report" data-report="handover">
      <header>
        <h2>{t('handover.title')}</h2>
        <p>
          {site} · {moment(sheet.from, 0)} – {moment(sheet.to, 0)}
        </p>
      </header>
      <dl className="report-headline">
        {numbers.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Part title={t('handover.open-alerts')} none={t('handover.none')}>
        {sheet.openAlerts.map((alert) => (
          <li key={alert.callId}>
            <b>
              {alert.severity} {names.className(alert.classId)}
            </b>
            <span>{callerWords(alert.callerNumber, text)}</span>
            <span>{moment(alert.raisedAt, 0)}</span>
            <span>{alert.by ?? t('recovery.not-seen')}</span>
          </li>
        ))}
      </Part>
      <Part title={t('recovery.title')} none={t('recovery.none')}>
        {sheet.recovery.map((entry) => (
          <li key={entry.callId}>
            <b>
              {entry.listing.severity} {names.className(entry.listing.classId)}
            </b>
            <span>{callerWords(entry.callerNumber, text)}</span>
            <span>{t('recovery.lost', { time: moment(entry.lostAt, 0), wait: lasting(entry.waitMs) })}</span>
          </li>
        ))}
      </Part>
      <Part title={t('handover.gaps')} none={t('formula.no-gaps')}>
        {sheet.gaps.map((gap) => (
          <li key={gap.from}>
            {moment(gap.from, 0)} – {moment(gap.to, 0)} {gap.why}
          </li>
        ))}
      </Part>
      <Part title={t('handover.notable')} none={t('handover.none')}>
        {sheet.notable.map((call) => (
          <li key={call.callId}>
            <span>{moment(call.arrivedAt, 0)}</span>
            <b>{callerWords(call.callerNumber, text)}</b>
            <span>{outcomeWords(call.outcome, text)}</span>
          </li>
        ))}
      </Part>
      <p className="handover-sign">{t('handover.sign')}</p>
    </article>
  )
}

function Part({ title, none, children }: { title: string; none: string; children: React.ReactNode[] }) {
  return (
    <section>
      <h3>
        {title} {children.length > 0 && children.length}
      </h3>
      {children.length > 0 ? <ul className="handover-list">{children}</ul> : <p className="form-hint">{none}</p>}
    </section>
  )
}
