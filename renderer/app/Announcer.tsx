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
      <div role="alert">{urgent}</div>
      <div role="status">{polite}</div>
    </div>
  )
}

function useNews(): { urgent: string; polite: string } {
  const text = useText()
  const alerts = useConsole((state) => state.view?.alerts)
  const areas = useConsole((state) => state.view?.areas)
  const classes = useConsole((state) => state.view?.classes)
  const known = useRef<Map<string, number>>(undefined)
  const [news, setNews] = useState({ urgent: '', polite: '' })

  useEffect(() => {
    if (!alerts) return
    const first = known.current === undefined
    const fresh = Object.values(alerts).filter(
      (alert) => !alert.returned && !alert.acknowledged && known.current?.get(alert.id) !== alert.raisedAt,
    )
    known.current = new Map(Object.values(alerts).map(({ id, raisedAt }) => [id, raisedAt]))
    if (first || fresh.length === 0) return
    const names = createNames(areas ?? [], classes ?? [], text.language)
    const say = (list: AlertView[]): string =>
      list.length > mostSpoken
        ? text.t('announce.many', { count: list.length })
        : list.map((alert) => cardLabel(alert, names, text, alert.raisedAt)).join('. ')
    const urgent = fresh.filter((alert) => alert.severity === 'P1')
    const rest = fresh.filter((alert) => alert.severity !== 'P1')
    setNews((before) => ({
      urgent: urgent.length > 0 ? say(urgent) : before.urgent,
      polite: rest.length > 0 ? say(rest) : before.polite,
    }))
  }, [alerts, areas, classes, text])
  return news
}
