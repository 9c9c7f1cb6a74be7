import type { PublishedList } from '#electron/list/list-keeper.ts'
import type { Core, CoreSettings } from '#shared/domain/core.ts'
import type { ConsoleView, LinkView, ListView, SiteView } from '#shared/ipc/view.ts'
import type { Settings } from '#shared/settings/schema.ts'
import type { ImportedCalls } from './imported-calls.ts'
import type { JournalKeeper } from './journal-keeper.ts'
import type { ListInForce } from './list-in-force.ts'
import type { Clock, ConsolePorts } from './ports.ts'
import { createAlertProjection, projectAreas, projectTotals } from './project.ts'
import { createSiteNorm } from './site-norm.ts'
import type { createSound } from './sound.ts'
import type { SwitchWatch } from './switch-watch.ts'

/** The whole of what a screen shows, out of the core and of everything that can be in trouble. */
type Parts = {
  watch: SwitchWatch
  keeper: JournalKeeper
  list: ListInForce
  sound: ReturnType<typeof createSound>
  imported: ImportedCalls
}

export function createView(
  ports: ConsolePorts,
  { watch, keeper, list, sound, imported }: Parts,
): (core: Core, rules: CoreSettings) => ConsoleView {
  const { clock, settings: store } = ports
  const projectAlerts = createAlertProjection()
  const siteNorm = createSiteNorm()
  return (core, rules) => {
    const settings = store.get()
    const now = clock.now()
    const published = list.published()
    const areas = projectAreas(core, rules, settings, now, published?.areas)
    const link: LinkView = { ...watch.view(), gaps: core.sight.gaps }
    if (core.sight.countingSince !== undefined) link.countingSince = core.sight.countingSince
    const totals = projectTotals(core, rules, areas, now)
    const norm = siteNorm(core, rules, settings.figures.norm, now)
    if (norm) totals.norm = norm
    if (imported.today() > 0) totals.importedToday = imported.today()
    return {
      site: siteView(settings, clock),
      link,
      alerts: projectAlerts(core, rules),
      areas,
      totals,
      sound: sound.view(),
      classes: published?.classes ?? [],
      list: listView(published),
      problems: [
        ...store.problems(),
        ...ports.access.problems(),
        ...ports.list.problems(),
        ...keeper.problems(),
        ...[watch.problem()].filter((problem) => problem !== undefined),
      ],
    }
  }
}

function listView(published: PublishedList | undefined): ListView {
  if (!published) return { rules: 0 }
  const { version, at, by, rules } = published.meta
  return { version, publishedAt: at, by, rules }
}

function siteView(settings: Settings, clock: Clock): SiteView {
  const practice = settings.connection.mode === 'practice'
  const view: SiteView = { ...settings.site, practice, wallOffsetMs: clock.wallOffset?.() ?? 0 }
  if (practice) view.practiceSpeed = settings.practice.speed
  return view
}
