import { keepUnfinished } from '#shared/domain/alert/alert-book.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { createCore, applyToCore, judgeAll, noChanges, tidyCore, type CoreSettings } from '#shared/domain/core.ts'
import { emptyLookup, type ListLookup } from '#shared/domain/priority/compile.ts'
import { createDayStart } from '#shared/domain/statistics/site-day.ts'
import type { CommandName } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ConsoleView, LinkView, ListView, SiteView } from '#shared/ipc/view.ts'
import type { PublishedList } from '#electron/list/list-keeper.ts'
import type { Settings } from '#shared/settings/schema.ts'
import type { Result } from '#shared/std/result.ts'
import { createCallMemory } from './call-memory.ts'
import { createHandlers } from './commands.ts'
import { withApproval } from './list-commands.ts'
import type { Clock, ConsolePorts } from './ports.ts'
import { createAlertProjection, projectAreas, projectTotals } from './project.ts'
import { createPublisher } from './publisher.ts'
import type { Caller, ConsoleListener, Running } from './running.ts'
import { createSound } from './sound.ts'
import { createSwitchWatch } from './switch-watch.ts'

/**
 * The running console: feeds the link's events to the core, keeps its settings, puts each version of the list in force, publishes what
 * changed, runs commands. It owns the link, the list's keeper and the publisher's timer; all end with `stop`. It holds no rule of the
 * domain and touches no socket.
 */
export type Console = {
  /** Runs a command whose input the registrar has parsed and whose role it has checked. */
  execute(name: CommandName, input: unknown, caller: Caller): Promise<Result<unknown, Problem>>
  subscribe(listener: ConsoleListener): () => void
  start(): void
  stop(): Promise<void>
}

const tickMs = 1000

export function createConsole(ports: ConsolePorts): Console {
  const { clock, settings: store } = ports
  const listeners = new Set<ConsoleListener>()
  const emit: ConsoleListener = (name, payload) => {
    for (const listener of listeners) listener(name, payload)
  }
  let core = createCore()
  let published: PublishedList | undefined
  let rules = coreSettings(store.get(), clock, emptyLookup)
  const calls = createCallMemory()
  let cancelTick: (() => void) | undefined
  const projectAlerts = createAlertProjection()
  const sound = createSound(clock, () => core.alerts)
  const publisher = createPublisher(clock, view, (patch) => emit('console.changed', patch))
  const watch = createSwitchWatch(ports, applyEvents, () => publisher.changed(true))

  function view(): ConsoleView {
    const settings = store.get()
    const now = clock.now()
    const areas = projectAreas(core, rules, settings, now, published?.areas)
    const link: LinkView = { ...watch.view(), gaps: core.sight.gaps }
    if (core.sight.countingSince !== undefined) link.countingSince = core.sight.countingSince
    return {
      site: siteView(settings, clock),
      link,
      alerts: projectAlerts(core, rules),
      areas,
      totals: projectTotals(core, rules, areas, now),
      sound: sound.view(),
      classes: published?.classes ?? [],
      list: listView(published),
      problems: [
        ...store.problems(),
        ...ports.access.problems(),
        ...ports.list.problems(),
        ...[watch.problem()].filter((problem) => problem !== undefined),
      ],
    }
  }

  function applyEvents(events: CallEvent[]): void {
    const changes = noChanges()
    for (const event of events) {
      applyToCore(core, event, rules, changes)
      for (const id of changes.calls) remember(id)
      changes.calls.clear()
    }
    publisher.changed(changes.urgent)
  }

  function remember(callId: string): void {
    const call = core.book.calls.get(callId)
    if (call) calls.note(call)
  }

  /** What is in force is judged by from here on, also the calls that are there already. */
  function judgeAnew(): void {
    rules = coreSettings(store.get(), clock, published?.lookup ?? emptyLookup)
    judgeAll(core, rules, clock.now(), noChanges())
    publisher.changed(true)
  }

  function startList(): void {
    ports.list.start({
      onPublished(next) {
        published = next
        judgeAnew()
      },
      onChanged: (state) => emit('list.changed', withApproval({ ports }, state)),
      onProblem: () => publisher.changed(true),
    })
    ports.access.onAudit((entry) => ports.list.audit(entry))
  }

  function tick(): void {
    tidyCore(core, rules, clock.now())
    calls.forgetBefore(yesterday(rules, clock.now()))
    sound.tick()
    publisher.changed(false)
    cancelTick = clock.after(tickMs, tick)
  }

  const running: Running = {
    ports,
    core: () => core,
    emit,
    sound,
    watch,
    calls,
    snapshot: () => publisher.snapshot(),
    changed: (urgent) => publisher.changed(urgent),
    listChanged: judgeAnew,
    async switchChanged(before) {
      const { connection } = store.get()
      await watch.reopen(() => {
        rules = coreSettings(store.get(), clock, published?.lookup ?? emptyLookup)
        if (sameSwitch(before, connection)) return
        const old = core
        calls.clear()
        core = createCore() // another switch: its calls and figures are not those of the last one
        const bothReal = before.mode === 'asterisk' && connection.mode === 'asterisk'
        if (bothReal) core.alerts = keepUnfinished(old.alerts, clock.now())
        publisher.changed(true)
      })
      publisher.changed(true)
    },
  }
  const handlers = createHandlers(running)
  return {
    execute: (name, input, caller) => handlers[name](input, caller),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start() {
      startList()
      watch.open()
      tick()
    },
    async stop() {
      cancelTick?.()
      publisher.stop()
      await watch.close()
      await ports.list.stop()
    },
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

/** The same calls and figures, whatever else about the connection changed. */
const sameSwitch = (a: Settings['connection'], b: Settings['connection']): boolean =>
  a.mode === b.mode && (a.mode === 'practice' || (a.ami.host === b.ami.host && a.ami.port === b.ami.port))

function coreSettings(settings: Settings, clock: Clock, lookup: ListLookup): CoreSettings {
  const limits = new Map(settings.areas.map((a) => [a.area, a.limitSeconds * 1000]))
  const defaultMs = settings.defaultLimitSeconds * 1000
  return {
    lookup,
    dayStart: onConsoleClock(createDayStart(settings.site.timeZone), clock),
    limitMs: (area) => limits.get(area) ?? defaultMs,
    profile: 'negative',
  }
}

/** When the site's day before this one began; not 24 hours ago, which is another day where clocks change. */
const yesterday = ({ dayStart }: CoreSettings, now: number): number => dayStart(dayStart(now) - 1)

/** Days begin by the wall clock; the console's own does not follow it when somebody sets it. */
const onConsoleClock =
  (dayStart: (at: number) => number, { wallOffset }: Clock) =>
  (at: number): number => {
    const offset = wallOffset?.() ?? 0
    return dayStart(at + offset) - offset
  }
