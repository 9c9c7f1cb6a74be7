import { useMemo } from 'react'
import type { ConsoleView } from '#shared/ipc/view.ts'
import { useText } from '#renderer/i18n/text.ts'
import type { Freshness } from '#renderer/state/freshness.ts'
import { useConsole, useFreshness } from '#renderer/state/screen.tsx'
import { AlertList } from './AlertList.tsx'
import { groupAlerts } from './alert-standing.ts'
import { CalmPanel } from './CalmPanel.tsx'
import { FiguresPanel } from './FiguresPanel.tsx'
import { LinkPanel, LoadingPanel, NoQueuesPanel } from './LinkPanel.tsx'
import { FrozenAt } from './shown-now.ts'
import { StaleBanner } from './StaleBanner.tsx'
import './wall.css'

/** The priority wall: the calls that come first on the left, how the queues stand on the right. */
export function Wall() {
  const { t } = useText()
  const view = useConsole((state) => state.view)
  const freshness = useFreshness()
  if (!view) return <LoadingPanel />
  const nothingYet = view.areas.length === 0 && Object.keys(view.alerts).length === 0
  if (nothingYet && freshness.kind === 'stale') return <LinkPanel state={freshness.link} />
  if (nothingYet && freshness.kind === 'live' && view.link.state.kind === 'up') return <NoQueuesPanel />
  return (
    <FrozenAt value={asOf(freshness)}>
      <main className="wall" data-freshness={freshness.kind}>
        <h1 className="visually-hidden">{t('view.wall')}</h1>
        <Alerts view={view} freshness={freshness} />
        <FiguresPanel view={view} />
      </main>
    </FrozenAt>
  )
}

const asOf = (freshness: Freshness): number | undefined =>
  freshness.kind === 'stale' || freshness.kind === 'host-lost' ? freshness.asOf : undefined

function Alerts({ view, freshness }: { view: ConsoleView; freshness: Freshness }) {
  const groups = useMemo(() => groupAlerts(view.alerts), [view.alerts])
  const none = groups.present.length + groups.lost.length + groups.returned.length === 0
  return (
    <div className="wall-alerts">
      <StaleBanner freshness={freshness} />
      {none ? <CalmPanel freshness={freshness} /> : <AlertList groups={groups} />}
    </div>
  )
}
