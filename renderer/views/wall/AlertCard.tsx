import { memo, type AnimationEvent } from 'react'
import type { AlertView } from '#shared/ipc/view.ts'
import { ClassMark } from '#renderer/components/ClassMark.tsx'
import { SeverityMark } from '#renderer/components/SeverityMark.tsx'
import { StageMark } from '#renderer/components/StageMark.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useClockValue } from '#renderer/state/screen.tsx'
import { standingOf, type RankReason } from './alert-standing.ts'
import { becauseWords, callerWords, cardLabel, stageWords, standingWords, type Names } from './alert-words.ts'
import { CardActions } from './CardActions.tsx'
import { CardTime } from './CardTime.tsx'
import type { Density } from './fit.ts'
import { OpenTrail } from './OpenTrail.tsx'
import './card.css'
import './card-density.css'

type Props = {
  alert: AlertView
  names: Names
  density: Density
  /** Place in the order of the wall, from 1, and why it is not higher. */
  place: number
  reason: RankReason
}

/** One listed call. The same elements in every density, so that a card keeps the focus when the wall gets full. */
export const AlertCard = memo(function AlertCard({ alert, names, density, place, reason }: Props) {
  const text = useText()
  const { t } = text
  const today = useToday()
  const standing = standingOf(alert)
  const over = standing === 'lost' || standing === 'returned'
  return (
    <article
      className="card"
      data-alert-id={alert.id}
      data-state={standing}
      data-severity={alert.severity}
      data-density={density}
      data-handling={alert.handling !== ''}
      tabIndex={0}
      onAnimationStart={flashTogether}
      aria-label={cardLabel(alert, names, text, today)}
    >
      <div className="card-severity">
        <SeverityMark severity={alert.severity} hollow={over} />
        <b>{alert.severity}</b>
        <span>{t(`severity.${alert.severity}`)}</span>
      </div>
      <div className="card-who">
        <h3>
          <span className={alert.callerNumber ? 'card-number' : 'card-number withheld'}>
            {callerWords(alert.callerNumber, text)}
          </span>
          <ClassName classId={alert.classId} names={names} />
          {alert.callerName && <span className="card-name">{alert.callerName}</span>}
        </h3>
        <Where alert={alert} names={names} over={over} />
        {alert.handling && <Handling words={alert.handling} />}
        <Why alert={alert} names={names} place={place} reason={reason} over={over} />
      </div>
      <CardTime alert={alert} />
      <CardActions alert={alert} standing={standing} />
      <OpenTrail id={alert.id} />
    </article>
  )
})

function ClassName({ classId, names }: { classId: string; names: Names }) {
  const look = names.classLook(classId)
  return (
    <span className="card-class">
      {look && <ClassMark colour={look.colour} shape={look.shape} />}
      {names.className(classId)}
    </span>
  )
}

/** One line of it; the whole while the card has the focus, by key or by a press on it, and under a resting pointer. */
function Handling({ words }: { words: string }) {
  const { t } = useText()
  return (
    <p className="card-handling" title={words}>
      {t('card.handling', { text: words })}
    </p>
  )
}

/** All cards flash in step, whenever they came: a wall where each flashes for itself cannot be read. */
function flashTogether({ target }: AnimationEvent): void {
  if (!(target instanceof Element)) return
  for (const animation of target.getAnimations()) animation.startTime = 0
}

const hourMs = 3_600_000

/** The present hour: enough to tell today from yesterday, without drawing every second. */
const useToday = (): number => useClockValue((now) => Math.floor(now / hourMs) * hourMs)

function Where({ alert, names, over }: { alert: AlertView; names: Names; over: boolean }) {
  const text = useText()
  const today = useToday()
  const { t } = text
  return (
    <p className="card-where">
      <span className="card-first">
        {over ? (
          <span className="card-gone">{standingWords(alert, text, today)}</span>
        ) : (
          <span className="card-stage" data-stage={alert.stage}>
            <StageMark stage={alert.stage} />
            {stageWords(alert, text)}
          </span>
        )}
        {alert.area && <span className="card-area">{names.area(alert.area)}</span>}
      </span>
      {alert.vdn && <span>{t('card.vdn', { vdn: alert.vdn })}</span>}
      {alert.position !== undefined && !over && <span>{t('card.position', { position: alert.position })}</span>}
      {alert.transferCode && <span className="card-extra">{t('card.code', { code: alert.transferCode })}</span>}
      {alert.dialledNumber && <span className="card-extra">{t('card.dialled', { number: alert.dialledNumber })}</span>}
    </p>
  )
}

type WhyProps = Pick<Props, 'alert' | 'names' | 'place' | 'reason'> & { over: boolean }

function Why({ alert, names, place, reason, over }: WhyProps) {
  const text = useText()
  const { t, list } = text
  const { rule } = alert
  return (
    <p className="card-why">
      {!over && <span className="card-place">{t(`rank.${reason}`, { place })}</span>}
      <span>
        {t('card.rule', {
          name: rule.name,
          because: becauseWords(rule.because, text, names),
          version: rule.listVersion,
        })}
      </span>
      {rule.alsoMatched.length > 0 && <span>{t('card.also', { names: list(rule.alsoMatched) })}</span>}
    </p>
  )
}
