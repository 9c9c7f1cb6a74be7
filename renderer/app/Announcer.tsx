import { useEffect, useRef, useState } from 'react'
import type { AlertView } from '#shared/ipc/view.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole } from '#renderer/state/screen.tsx'
import { cardLabel, createNames } from '#renderer/views/wall/alert-words.ts'

const mostSpoken = 2

/**
 * Tells a screen reader of new alerts: P1 at once, the others when it is done speaking. A storm is told as a count.
 * The attribute keeps it audible while a dialog hides the rest of the page.
 */
export function Announcer() {
  const { urgent, polite } = useNews()
  return (
    <div className="visually-hidden" data-react-aria-top-layer="true">
      <div role="alert">
        <span key={urgent.count}>{urgent.words}</span>
      </div>
      <div role="status">
        <span key={polite.count}>{polite.words}</span>
      </div>
    </div>
  )
}

/** `count` makes a new element of the same words, which would not be spoken again otherwise. */
type Spoken = { words: string; count: number }

const silence: Spoken = { words: '', count: 0 }

function useNews(): { urgent: Spoken; polite: Spoken } {
  const text = useText()
  const alerts = useConsole((state) => state.view?.alerts)
  const areas = useConsole((state) => state.view?.areas)
  const classes = useConsole((state) => state.view?.classes)
  const takeFresh = useRef<ReturnType<typeof createFreshAlerts>>(undefined)
  const [news, setNews] = useState({ urgent: silence, polite: silence })

  useEffect(() => {
    if (!alerts) return
    takeFresh.current ??= createFreshAlerts(alerts)
    const fresh = takeFresh.current(alerts)
    if (fresh.length === 0) return
    const names = createNames(areas ?? [], classes ?? [], text.language)
    const say = (list: AlertView[]): string =>
      list.length > mostSpoken
        ? text.t('announce.many', { count: list.length })
        : list.map((alert) => cardLabel(alert, names, text, alert.raisedAt)).join('. ')
    const urgent = fresh.filter((alert) => alert.severity === 'P1')
    const rest = fresh.filter((alert) => alert.severity !== 'P1')
    setNews((before) => ({
      urgent: urgent.length > 0 ? { words: say(urgent), count: before.urgent.count + 1 } : before.urgent,
      polite: rest.length > 0 ? { words: say(rest), count: before.polite.count + 1 } : before.polite,
    }))
  }, [alerts, areas, classes, text])
  return news
}

/** What is new since the last time, once per raising. One look at each alert: this runs with every patch. */
function createFreshAlerts(first: Record<string, AlertView>): (alerts: Record<string, AlertView>) => AlertView[] {
  let seen = first
  return (alerts) => {
    if (alerts === seen) return []
    const fresh: AlertView[] = []
    for (const id in alerts) {
      const alert = alerts[id]
      if (!alert || alert === seen[id] || alert.returned || alert.acknowledged) continue
      if (seen[id]?.raisedAt !== alert.raisedAt) fresh.push(alert)
    }
    seen = alerts
    return fresh
  }
}
