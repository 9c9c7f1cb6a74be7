import type { AlertView } from '#shared/ipc/view.ts'
import { durationText } from '#renderer/i18n/format.ts'
import { useText } from '#renderer/i18n/text.ts'
import { waitOf } from './alert-standing.ts'
import { useShownValue } from './shown-now.ts'

/** The time left to answer in time; once the wait is over, how long it was. */
export function CardTime({ alert }: { alert: AlertView }) {
  const { t } = useText()
  const running = waitOf(alert, 0).running
  const limit = Math.floor(alert.limitMs / 1000)
  const left = useShownValue((now) => waitOf(alert, now).left)
  const over = useShownValue((now) => waitOf(alert, now).over)
  const waited = durationText(limit - left)
  const figure = durationText(left)
  const long = figure.length > 6 ? ' long' : ''
  if (!running) {
    return (
      <div className="card-time ended">
        <b>{waited}</b>
        <span className="card-limit">{t(`wait.${alert.returned?.reason ?? 'answered'}`)}</span>
        <span className="card-short">{t('wait.ended')}</span>
      </div>
    )
  }
  return (
    <div className={`card-time${over ? ' over' : ''}${long}`} role="timer" aria-label={t('wait.label')}>
      <b data-figure="countdown">{figure}</b>
      <span className="card-limit">{t(over ? 'wait.over' : 'wait.left', { limit })}</span>
      <span className="card-waited">{t('wait.waited', { waited })}</span>
    </div>
  )
}
