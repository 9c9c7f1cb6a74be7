import { useState } from 'react'
import type { CallTrail } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { SeverityMark } from '#renderer/components/SeverityMark.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useOffered } from '#renderer/state/screen.tsx'
import { useAnswer } from '#renderer/state/use-answer.ts'
import { callerWords, conditionWords, createNames } from '#renderer/views/wall/alert-words.ts'
import { outcomeWords, stepWords } from './call-words.ts'

type Props = { callId: string | undefined; onChoose: (callId: string) => void; onClose: () => void }

/** One call from its arrival to its end: every queue, seat, digit, alert and person, in order of time. */
export function Trail({ callId, onChoose, onClose }: Props) {
  const { t } = useText()
  const { value, problem, loading } = useAnswer('calls.trail', callId === undefined ? null : { callId })
  return (
    <aside className="trail" aria-label={t('trail.title')} data-call-id={callId}>
      <header>
        <h2>{t('trail.title')}</h2>
        {callId !== undefined && (
          <Button look="quiet" size="small" aria-label={t('trail.close')} onPress={onClose}>
            ×
          </Button>
        )}
      </header>
      {callId === undefined ? (
        <p className="form-hint">{t('trail.pick')}</p>
      ) : problem ? (
        <p role="alert">{problemWords(problem, t)}</p>
      ) : value?.call.callId === callId ? (
        <Story trail={value} onChoose={onChoose} />
      ) : (
        loading && <p role="status">{t('calls.loading')}</p>
      )}
    </aside>
  )
}

function Story({ trail, onChoose }: { trail: CallTrail; onChoose: (callId: string) => void }) {
  const text = useText()
  const { t, time, moment, language } = text
  const areas = useConsole((state) => state.view?.areas)
  const classes = useConsole((state) => state.view?.classes)
  const names = createNames(areas ?? [], classes ?? [], language)
  const { call, steps, because, sameCaller, recording } = trail
  return (
    <>
      <p className="trail-caller">
        <b>{callerWords(call.callerNumber, text)}</b>
        {call.callerName && <span>{call.callerName}</span>}
        <span>{call.endedAt === undefined ? t('calls.live') : outcomeWords(call.outcome, text)}</span>
      </p>
      <section aria-label={t('trail.why')} className="trail-why">
        {call.listing ? (
          <p>
            <SeverityMark severity={call.listing.severity} /> {call.listing.severity} {names.className(call.listing.classId)}{' '}
            · {call.listing.ruleName}
            {because && ` · ${conditionWords(because, text, names)}`}
            <small>{t('trail.list-version', { version: call.listing.listVersion })}</small>
          </p>
        ) : (
          <p className="form-hint">{t('trail.not-listed')}</p>
        )}
      </section>
      <h3>{t('trail.steps')}</h3>
      <ol className="trail-steps">
        {steps.map((step, index) => {
          const words = stepWords(step, text, names)
          return (
            <li key={`${step.kind}${step.at}${index}`} data-step={step.kind}>
              <time title={moment(step.at, 0)}>{time(step.at)}</time>
              <span>
                {words.line}
                {words.more && <small>{words.more}</small>}
              </span>
            </li>
          )
        })}
      </ol>
      {recording && (
        <p>
          {t('trail.recording')}: <code>{recording}</code>
        </p>
      )}
      <Raw callId={call.callId} has={trail.hasRaw} />
      <h3>{t('trail.same-caller')}</h3>
      {sameCaller.length === 0 && <p className="form-hint">{t('trail.same-caller.none')}</p>}
      <ul className="trail-others">
        {sameCaller.map((other) => (
          <li key={other.callId}>
            <button type="button" className="calls-open" onClick={() => onChoose(other.callId)}>
              {moment(other.arrivedAt, Date.now())}
            </button>
            <span>{outcomeWords(other.outcome, text)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** The switch's own messages are asked for only when somebody wants them. */
function Raw({ callId, has }: { callId: string; has: boolean }) {
  const { t, time } = useText()
  const offered = useOffered('supervisor')
  const [open, setOpen] = useState<string>()
  const { value, problem } = useAnswer('calls.raw', open === callId ? { callId } : null)
  if (!offered) return null
  if (!has) return <p className="form-hint">{t('trail.raw.none')}</p>
  return (
    <details className="trail-raw" open={open === callId} onToggle={(event) => setOpen(event.currentTarget.open ? callId : undefined)}>
      <summary>{t('trail.raw')}</summary>
      {problem && <p role="alert">{problemWords(problem, t)}</p>}
      {value?.truncated && <p>{t('trail.raw.truncated')}</p>}
      {value?.messages.map((message, index) => (
        <pre key={`${message.at}${index}`}>
          <time>{time(message.at)}</time>
          {`\n${message.text}`}
        </pre>
      ))}
    </details>
  )
}
