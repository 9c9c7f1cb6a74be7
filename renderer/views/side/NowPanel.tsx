import type { ReactNode } from 'react'
import type { Dimension, WindowSpec } from '#shared/ipc/journal-view.ts'
import type { AreaView, ConsoleView } from '#shared/ipc/view.ts'
import { assertNever } from '#shared/std/assert-never.ts'
import { durationText, nothing } from '#renderer/i18n/format.ts'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText, type Text } from '#renderer/i18n/text.ts'
import { useConsole, useScreen } from '#renderer/state/screen.tsx'
import type { Side } from '#renderer/state/side.ts'
import { useAnswer } from '#renderer/state/use-answer.ts'
import { callerWords } from '#renderer/views/wall/alert-words.ts'
import { useNames } from '#renderer/views/wall/use-names.ts'
import { outcomeWords } from '#renderer/views/calls/call-words.ts'
import { LegCalls } from './LegCalls.tsx'

type Asked = Extract<Side, { kind: 'now' }>

/** A figure of this moment: what it counts, in words, and which calls or seats these are. The number goes on changing, the list is as it was asked for. */
export function NowPanel({ side }: { side: Asked }) {
  const text = useText()
  const { t } = text
  const view = useConsole((state) => state.view)
  const names = useNames()
  const { figure } = side
  const { clock } = useScreen()
  if (!view) return null
  const area = view.areas.find((one) => one.area === side.area)
  return (
    <div className="why-section" data-provenance={figure}>
      <p className="why-value">
        <b data-figure="provenance-value">{valueNow(figure, area, view, clock.current(), text)}</b>
        <span>
          {t(`now.${figure}`)} · {area ? names.area(area.area) : t('provenance.of.total')}
        </span>
      </p>
      <section className="why-section" aria-label={t('provenance.words')}>
        <h3>{t('provenance.words')}</h3>
        <p className="why-words">{t(`now.${figure}.words`)}</p>
      </section>
      <section className="why-section" aria-label={t('now.list')}>
        <h3>{t('now.list')}</h3>
        <Which side={side} view={view} area={area} />
      </section>
    </div>
  )
}

function valueNow(
  figure: Asked['figure'],
  area: AreaView | undefined,
  { totals }: ConsoleView,
  now: number,
  { number }: Text,
): string {
  const of = area ?? totals
  switch (figure) {
    case 'waiting':
      return number(of.waiting)
    case 'listed-waiting':
      return number(of.listedWaiting)
    case 'longest-waiting':
      return of.oldestEnteredAt === undefined ? nothing : durationText(Math.max(0, now - of.oldestEnteredAt) / 1000)
    case 'calls':
      return number(totals.calls)
    case 'seats':
      return area ? `${number(area.seats.free)} / ${number(area.seats.staffed)}` : ''
    default:
      return assertNever(figure)
  }
}

function Which({ side, view, area }: { side: Asked; view: ConsoleView; area: AreaView | undefined }): ReactNode {
  const { clock } = useScreen()
  switch (side.figure) {
    case 'waiting':
    case 'listed-waiting':
    case 'longest-waiting':
      return (
        <LegCalls
          part="open"
          dimension={dimensionOf(side)}
          window={windowOfWaiting(area ?? view.totals, view, clock.current())}
          listedOnly={side.figure === 'listed-waiting'}
        />
      )
    case 'calls':
      return <LiveCalls count={view.totals.calls} />
    case 'seats':
      return <Seats states={area?.seats.states ?? []} />
    default:
      return assertNever(side.figure)
  }
}

const dimensionOf = ({ area }: Asked): Dimension => (area === undefined ? { kind: 'total' } : { kind: 'area', area })

const minuteMs = 60_000

/** Who waits now entered today, unless midnight came since: then the window reaches back to the one who waits longest. */
function windowOfWaiting(of: { oldestEnteredAt?: number }, { totals }: ConsoleView, now: number): WindowSpec {
  const { oldestEnteredAt: oldest } = of
  if (oldest === undefined || oldest >= totals.today.window.from) return { kind: 'day', at: totals.today.window.from }
  return {
    kind: 'range',
    from: Math.floor(oldest / minuteMs) * minuteMs,
    to: Math.ceil((now + 1) / minuteMs) * minuteMs,
  }
}

const mostLive = 200

/** Live calls are the newest of all calls. */
function LiveCalls({ count }: { count: number }) {
  const text = useText()
  const { t, moment } = text
  const { clock, shell } = useScreen()
  const names = useNames()
  const { value, problem, loading } = useAnswer('calls.search', { before: null, limit: mostLive })
  const live = value?.calls.filter(({ endedAt }) => endedAt === undefined) ?? []
  return (
    <div className="why-calls" aria-busy={loading}>
      <ul>
        {live.map((call) => (
          <li key={call.callId} data-leg={call.callId}>
            <time>{moment(call.arrivedAt, clock.current())}</time>
            <button
              type="button"
              className="calls-open"
              onClick={() =>
                shell.setState({ side: { kind: 'trail', callId: call.callId, from: shell.getState().side } })
              }
            >
              {callerWords(call.callerNumber, text)}
            </button>
            <span>{call.outcome.kind === 'answered' ? outcomeWords(call.outcome, text) : t('calls.live')}</span>
            <small>
              {[call.area && names.area(call.area), call.vdn && `VDN ${call.vdn}`].filter(Boolean).join(' · ')}
            </small>
          </li>
        ))}
      </ul>
      <p role="status" className="form-hint">
        {problem
          ? problemWords(problem, t)
          : !value
            ? t('calls.loading')
            : live.length === 0
              ? nothing
              : live.length < count && t('now.part', { count: live.length })}
      </p>
    </div>
  )
}

function Seats({ states }: { states: AreaView['seats']['states'] }) {
  const { t } = useText()
  if (states.length === 0) return <p>{t('areas.nobody')}</p>
  return (
    <ul>
      {states.map(({ id, name, state }) => (
        <li key={id} className="why-row plain" data-seat-state={state}>
          <span>{name}</span>
          <span>{t(`seat-state.${state}`)}</span>
        </li>
      ))}
    </ul>
  )
}
