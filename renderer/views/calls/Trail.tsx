import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { CallTrail } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { SeverityMark } from '#renderer/components/SeverityMark.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useOffered, useScreen } from '#renderer/state/screen.tsx'
import { useAnswer } from '#renderer/state/use-answer.ts'
import { becauseWords, callerWords } from '#renderer/views/wall/alert-words.ts'
import { useNames } from '#renderer/views/wall/use-names.ts'
import { outcomeWords, stepWords } from './call-words.ts'
import './calls.css'

type Props = { callId: string | undefined; onChoose: (callId: string) => void; onClose: () => void }

/** The trail beside the calls. The keyboard goes into it with the call that is chosen; Escape leads back. */
export function Trail({ callId, onChoose, onClose }: Props) {
  const { t } = useText()
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    if (callId !== undefined) heading.current?.focus()
  }, [callId])
  return (
    <aside
      className="trail"
      aria-label={t('trail.title')}
      data-call-id={callId}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || callId === undefined) return
        event.stopPropagation()
        onClose()
      }}
    >
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {t('trail.title')}
        </h2>
        {callId !== undefined && (
          <Button look="quiet" size="small" aria-label={t('trail.close')} onPress={onClose}>
            ×
          </Button>
        )}
      </header>
      {callId === undefined ? (
        <p className="form-hint">{t('trail.pick')}</p>
      ) : (
        <CallStory key={callId} callId={callId} onChoose={onChoose} />
      )}
    </aside>
  )
}

/** One call from its arrival to its end: every queue, seat, digit, alert and person, in order of time. Of a live call, as far as it has come. */
export function CallStory({ callId, onChoose }: Omit<Props, 'callId' | 'onClose'> & { callId: string }) {
  const { t, time } = useText()
  const { value, at, problem, loading, reload } = useAnswer('calls.trail', { callId })
  // Whatever happens to a listed call changes its alert: then its trail is read again.
  const alert = useConsole((state) => state.view?.alerts[callId])
  const before = useRef(alert)
  useEffect(() => {
    if (before.current !== alert) reload()
    before.current = alert
  }, [alert, reload])
  return (
    <div className="trail-story" data-trail={callId} aria-busy={loading}>
      {problem && <p role="alert">{problemWords(problem, t)}</p>}
      {!value && loading && <p role="status">{t('trail.loading')}</p>}
      {value && <Story trail={value} onChoose={onChoose} />}
      {value && value.call.endedAt === undefined && (
        <p className="form-actions">
          <Button size="small" onPress={reload}>
            {t('trail.reload')}
          </Button>
          {at !== undefined && <span className="form-hint">{t('trail.as-of', { time: time(at) })}</span>}
        </p>
      )}
    </div>
  )
}

function Story({ trail, onChoose }: { trail: CallTrail; onChoose: (callId: string) => void }) {
  const text = useText()
  const { t, time, dateTime } = text
  const names = useNames()
  const { call, steps, recordings } = trail
  return (
    <>
      <p className="trail-caller">
        <b>{callerWords(call.callerNumber, text)}</b>
        {call.callerName && <span>{call.callerName}</span>}
        <span data-outcome={call.outcome.kind}>
          {call.endedAt === undefined ? t('calls.live') : outcomeWords(call.outcome, text)}
        </span>
        {call.imported && <span title={t('calls.imported.hint')}>{t('calls.imported')}</span>}
      </p>
      <p className="form-hint">
        {[dateTime(call.arrivedAt), call.dialledNumber && t('card.dialled', { number: call.dialledNumber })]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Why trail={trail} />
      <h3>{t('trail.steps')}</h3>
      <ol className="trail-steps">
        {steps.map((step, index) => {
          const words = stepWords(step, text, names)
          return (
            <li key={`${step.kind}${step.at}${index}`} data-step={step.kind}>
              <time title={dateTime(step.at)}>{time(step.at)}</time>
              <span>
                {words.line}
                {words.more && <small>{words.more}</small>}
              </span>
            </li>
          )
        })}
      </ol>
      <Recordings places={recordings} />
      <Raw callId={call.callId} has={trail.hasRaw} />
      <SameCaller trail={trail} onChoose={onChoose} />
    </>
  )
}

/** Where the switch keeps it. The console has no way to play it: whoever may hear it knows the way there. */
function Recordings({ places }: { places: string[] }) {
  const { t } = useText()
  if (places.length === 0) return <p className="form-hint">{t('trail.recording.none')}</p>
  return (
    <section aria-label={t('trail.recording')} data-recordings>
      <h3>{t('trail.recording')}</h3>
      {places.map((place) => (
        <p key={place}>{place === '' ? t('trail.recording.somewhere') : <code>{place}</code>}</p>
      ))}
    </section>
  )
}

function Why({ trail: { call, because } }: { trail: CallTrail }) {
  const text = useText()
  const { t } = text
  const names = useNames()
  const { listing } = call
  return (
    <section aria-label={t('trail.why')} className="trail-why severity-line">
      {listing ? (
        <p>
          <SeverityMark severity={listing.severity} />
          <span>
            <b>
              {listing.severity} {names.className(listing.classId)}
            </b>
            <span>
              {listing.ruleName}
              {because && ` · ${becauseWords(because, text, names)}`}
            </span>
            <small>{t('trail.list-version', { version: listing.listVersion })}</small>
          </span>
        </p>
      ) : (
        <p className="form-hint">{t('trail.not-listed')}</p>
      )}
    </section>
  )
}

function SameCaller({ trail: { sameCaller }, onChoose }: { trail: CallTrail; onChoose: (callId: string) => void }) {
  const text = useText()
  const { t, moment } = text
  const { clock } = useScreen()
  return (
    <>
      <h3>{t('trail.same-caller')}</h3>
      {sameCaller.length === 0 && <p className="form-hint">{t('trail.same-caller.none')}</p>}
      <ul className="trail-others">
        {sameCaller.map((other) => (
          <li key={other.callId} data-same-caller={other.callId}>
            <button type="button" className="calls-open" onClick={() => onChoose(other.callId)}>
              {moment(other.arrivedAt, clock.current())}
            </button>
            <span>{other.endedAt === undefined ? t('calls.live') : outcomeWords(other.outcome, text)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** The switch's own messages are asked for only when somebody wants them. */
function Raw({ callId, has }: { callId: string; has: boolean }) {
  const { t } = useText()
  const offered = useOffered('supervisor')
  const [open, setOpen] = useState(false)
  if (!offered) return null
  if (!has) return <p className="form-hint">{t('trail.raw.none')}</p>
  return (
    <section className="trail-raw" aria-label={t('trail.raw')}>
      <Button size="small" aria-expanded={open} onPress={() => setOpen(!open)}>
        {t('trail.raw')}
      </Button>
      {open && <RawMessages callId={callId} />}
    </section>
  )
}

function RawMessages({ callId }: { callId: string }) {
  const { t, time } = useText()
  const { value, problem, loading } = useAnswer('calls.raw', { callId })
  return (
    <div aria-busy={loading} data-raw>
      {problem && <p role="alert">{problemWords(problem, t)}</p>}
      {!value && loading && <p role="status">{t('trail.loading')}</p>}
      {value?.messages.map((message, index) => (
        // Scrolls by itself: the keyboard must reach it.
        <pre key={`${message.at}${index}`} tabIndex={0}>
          <time>{time(message.at)}</time>
          {`\n${message.text.trimEnd()}`}
        </pre>
      ))}
      {value?.truncated && <p className="form-hint">{t('trail.raw.truncated')}</p>}
    </div>
  )
}
