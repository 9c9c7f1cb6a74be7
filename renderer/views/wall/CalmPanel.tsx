import { useText } from '#renderer/i18n/text.ts'
import type { Freshness } from '#renderer/state/freshness.ts'
import { useConsole } from '#renderer/state/screen.tsx'

/** Nothing listed is waiting. Calm, but it says since when, and that it is being watched; without a list it would be a lie. */
export function CalmPanel({ freshness }: { freshness: Freshness }) {
  const { t, minute } = useText()
  const since = useConsole((state) => state.calmSince)
  const waiting = useConsole((state) => state.view?.totals.waiting ?? 0)
  const loaded = useConsole((state) => state.view?.list.version !== undefined)
  if (freshness.kind === 'stale' || freshness.kind === 'host-lost') {
    return (
      <div className="calm" data-panel="unknown">
        <h2>{t('calm.unknown')}</h2>
        <p>{t('calm.unknown.text')}</p>
      </div>
    )
  }
  if (!loaded) {
    return (
      <div className="calm" data-panel="no-list">
        <h2>{t('calm.no-list')}</h2>
        <p>{t('calm.no-list.text')}</p>
      </div>
    )
  }
  return (
    <div className="calm" data-panel="calm">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M4 12.5l5 5L20 6.5" />
      </svg>
      <h2>{t('calm.title')}</h2>
      <p>
        {since !== undefined && <span>{t('calm.since', { time: minute(since) })}</span>}
        <span>{waiting > 0 ? t('calm.waiting', { count: waiting }) : t('calm.empty')}</span>
      </p>
    </div>
  )
}
