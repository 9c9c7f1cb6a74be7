import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import type { AlertView } from '#shared/ipc/view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { durationText } from '#renderer/i18n/format.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useOffered, useScreen } from '#renderer/state/screen.tsx'
import { AlertCard } from './AlertCard.tsx'
import { rankReason, summarise, type AlertGroups } from './alert-standing.ts'
import { createNames } from './alert-words.ts'
import { fitWall, heights, unfoldWall, type Density } from './fit.ts'
import { createKeyGate } from './key-gate.ts'
import { useShownValue } from './shown-now.ts'
import { useCardFocus } from './use-card-focus.ts'
import { useCardKeys, type CardKeys } from './use-card-keys.ts'
import { useHeightInRem } from './use-height-in-rem.ts'
import { useSteadyPress } from './use-steady-press.ts'

const groupNames = ['present', 'lost', 'returned'] as const
const foldAgainMs = 60_000
const sizes = Object.fromEntries(Object.entries(heights).map(([name, rem]) => [`--h-${name}`, `${rem}rem`]))

/** The alerts, as many as fit and a count of the rest. Unfolded by a person, it scrolls, and folds again after a minute. */
export function AlertList({ groups }: { groups: AlertGroups }) {
  const { t } = useText()
  const { commands, shell } = useScreen()
  const list = useRef<HTMLDivElement>(null)
  const [gate] = useState(() => createKeyGate(() => performance.now()))
  const [unfolded, setUnfolded] = useUnfolded()
  const height = useHeightInRem(list)
  const counts = { present: groups.present.length, lost: groups.lost.length, returned: groups.returned.length }
  const folded = fitWall(height, counts)
  const hides = folded.hidden.present + folded.hidden.lost + folded.hidden.returned > 0
  const fit = unfolded && hides ? unfoldWall(folded, counts) : folded
  const drawn = groupNames.flatMap((name) => groups[name].slice(0, fit[name].length))

  useCardFocus(
    list,
    drawn.map((alert) => alert.id),
    gate.focusMoved,
  )
  useSteadyPress(list)
  const keys: CardKeys = {
    acknowledge: (id) => {
      if (drawn.some((alert) => alert.id === id && !alert.acknowledged)) void commands.acknowledge([id])
    },
    acknowledgeReturned: () => void commands.acknowledge(unacknowledged(groups.returned)),
    setOutcome: (id, outcome) => void commands.setOutcome(id, outcome),
    openTrail: (callId) => shell.setState({ side: { kind: 'trail', callId } }),
    goBeyond: () => {
      if (hides) setUnfolded(true)
      return hides
    },
  }
  useCardKeys(list, keys, gate)

  return (
    <div ref={list} className="alerts" data-unfolded={unfolded && hides} style={sizes} tabIndex={-1}>
      {groupNames.map((name) => (
        <Group
          key={name}
          name={name}
          alerts={groups[name]}
          densities={fit[name]}
          onUnfold={unfolded ? undefined : () => setUnfolded(true)}
        />
      ))}
      {unfolded && hides && (
        <div className="alerts-fold">
          <Button size="small" onPress={() => setUnfolded(false)}>
            {t('wall.fold')}
          </Button>
        </div>
      )}
    </div>
  )
}

const unacknowledged = (alerts: AlertView[]): string[] =>
  alerts.filter((alert) => !alert.acknowledged).map((alert) => alert.id)

function useUnfolded(): [boolean, (value: boolean) => void] {
  const [unfolded, setUnfolded] = useState(false)
  useEffect(() => {
    if (!unfolded) return
    let timer = setTimeout(() => setUnfolded(false), foldAgainMs)
    const again = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => setUnfolded(false), foldAgainMs)
    }
    const events = ['keydown', 'pointerdown', 'wheel'] as const
    events.forEach((name) => document.addEventListener(name, again, { passive: true }))
    return () => {
      clearTimeout(timer)
      events.forEach((name) => document.removeEventListener(name, again))
    }
  }, [unfolded])
  return [unfolded, setUnfolded]
}

/** Lets a test, and a support call, add up what is drawn and what is only counted. */
const hiddenMark = (count: number) => ({ 'data-figure': 'hidden-alerts', 'data-count': count })

type GroupProps = {
  name: (typeof groupNames)[number]
  alerts: AlertView[]
  densities: Density[]
  /** Missing when it is unfolded already: then no more can be drawn. */
  onUnfold: (() => void) | undefined
}

function Group({ name, alerts, densities, onUnfold }: GroupProps) {
  const { t, number, language } = useText()
  const areas = useConsole((state) => state.view?.areas)
  const classes = useConsole((state) => state.view?.classes)
  const names = useMemo(() => createNames(areas ?? [], classes ?? [], language), [areas, classes, language])
  if (alerts.length === 0) return null
  const open = unacknowledged(alerts).length
  const folded = densities.length === 0
  return (
    <section className={`alert-group ${name}`} aria-label={t(`wall.${name}`)} data-group={name}>
      <GroupTitle name={name} alerts={alerts}>
        <h2>{t(`wall.${name}`)}</h2>
        <span className="group-count" {...(folded && hiddenMark(alerts.length))}>
          {number(alerts.length)}
        </span>
        <span className="group-note">
          {name === 'present' && (open > 0 ? t('wall.unacknowledged', { count: open }) : t('wall.all-acknowledged'))}
          {name === 'present' && <span className="group-order">{t('wall.order')}</span>}
          {name === 'lost' && t('wall.lost.note')}
        </span>
      </GroupTitle>
      {alerts.slice(0, densities.length).map((alert, index) => (
        <AlertCard
          key={alert.id}
          alert={alert}
          names={names}
          density={densities[index] ?? 'row'}
          place={index + 1}
          reason={rankReason(alert, alerts[index - 1])}
        />
      ))}
      {(name !== 'returned' || !folded) && <More alerts={alerts} drawn={densities.length} onUnfold={onUnfold} />}
    </section>
  )
}

function GroupTitle({ name, alerts, children }: { name: string; alerts: AlertView[]; children: ReactNode }) {
  const { t } = useText()
  const { commands } = useScreen()
  const offered = useOffered('reception')
  const ids = unacknowledged(alerts)
  return (
    <div className="group-title">
      {children}
      {name === 'returned' && offered && ids.length > 0 && (
        <Button size="small" keyHint="Shift A" onPress={() => void commands.acknowledge(ids)}>
          {t('wall.acknowledge-all', { count: ids.length })}
        </Button>
      )}
    </div>
  )
}

type MoreProps = { alerts: AlertView[]; drawn: number; onUnfold: (() => void) | undefined }

/** What does not fit is never just gone: how many, how urgent, and how long the oldest of them has waited. */
function More({ alerts, drawn, onUnfold }: MoreProps) {
  const { t, list } = useText()
  const { count, bySeverity, longestWait } = useMemo(() => summarise(alerts.slice(drawn)), [alerts, drawn])
  const oldest = useShownValue(longestWait)
  if (count === 0) return null
  const severities = (['P1', 'P2', 'P3'] as const)
    .filter((severity) => bySeverity[severity] > 0)
    .map((severity) => `${severity} × ${bySeverity[severity]}`)
  return (
    <div className="more" {...hiddenMark(count)}>
      <span>
        {t('wall.more', { count })}
        <span className="more-detail">{list(severities)}</span>
        <span className="more-detail">{t('wall.more.oldest', { wait: durationText(oldest) })}</span>
      </span>
      {onUnfold && (
        <Button size="small" onPress={onUnfold}>
          {t('wall.unfold')}
        </Button>
      )}
    </div>
  )
}
