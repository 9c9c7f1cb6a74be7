import type { Link } from '#electron/links/link.ts'
import {
  createCore,
  applyToCore,
  judgeAll,
  noChanges,
  tidyCore,
  type Core,
  type CoreSettings,
} from '#shared/domain/core.ts'
import { createMatcher } from '#shared/domain/priority/match.ts'
import { createDayStart } from '#shared/domain/statistics/site-day.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import type { CommandName, EventName, Events, PracticeCommand } from '#shared/ipc/contract.ts'
import type { Problem, Role } from '#shared/ipc/problem.ts'
import type { ConsoleProblem, ConsoleSnapshot, ConsoleView, LinkState, LinkView } from '#shared/ipc/view.ts'
import type { Settings } from '#shared/settings/schema.ts'
import type { Result } from '#shared/std/result.ts'
import { createHandlers } from './commands.ts'
import type { ConsolePorts } from './ports.ts'
import { projectAlert, projectAreas, projectTotals } from './project.ts'
import { createPublisher } from './publisher.ts'
import { createSound } from './sound.ts'

/**
 * The running console: feeds the link's events to the core, keeps its settings, publishes what changed, runs commands.
 * It owns the link and the publisher's timer; both end with `stop`. It holds no rule of the domain and touches no socket.
 */
export type Console = {
  /** Runs a command whose input the registrar has parsed and whose role it has checked. */
  execute(name: CommandName, input: unknown, caller: Caller): Promise<Result<unknown, Problem>>
  subscribe(listener: ConsoleListener): () => void
  start(): void
  stop(): Promise<void>
}

/** Who asks: `by` is shown where a person's act is shown. */
export type Caller = { role: Role; by: string }
export type ConsoleListener = <E extends EventName>(name: E, payload: Events[E]) => void

export const switchSecret = 'ami-secret'
const tickMs = 1000

/** What the command handlers work with. */
export type Running = {
  ports: ConsolePorts
  core: () => Core
  emit: ConsoleListener
  sound: ReturnType<typeof createSound>
  snapshot: () => ConsoleSnapshot
  changed: (urgent: boolean) => void
  /** Settings were saved: takes over what it means for rules and names, and reopens the link if it is about another switch. */
  settingsChanged: (reopen: boolean) => Promise<void>
  link: () => (Link & { practice?: (command: PracticeCommand) => void }) | undefined
}

export function createConsole(ports: ConsolePorts): Console {
  const { clock, settings: store } = ports
  const listeners = new Set<ConsoleListener>()
  const emit: ConsoleListener = (name, payload) => {
    for (const listener of listeners) listener(name, payload)
  }
  let core = createCore()
  let rules = coreSettings(store.get())
  let link: ReturnType<ConsolePorts['switches']['open']> | undefined
  let linkState: LinkState = { kind: 'idle' }
  let lastHeardAt: number | undefined
  let switchVersion: string | undefined
  let cancelTick: (() => void) | undefined
  let secretProblem: ConsoleProblem | undefined
  const sound = createSound(clock, () => core.alerts)

  function view(): ConsoleView {
    const settings = store.get()
    const now = clock.now()
    const areas = projectAreas(core, rules, settings, now)
    const alerts: ConsoleView['alerts'] = {}
    for (const [id, known] of core.alerts.alerts) alerts[id] = projectAlert(known, core, rules, settings.list.version)
    return {
      site: { ...settings.site, practice: settings.connection.mode === 'practice' },
      link: linkView(settings),
      alerts,
      areas,
      totals: projectTotals(core, rules, areas, now),
      sound: sound.view(),
      classes: settings.list.classes,
      problems: secretProblem ? [...store.problems(), secretProblem] : store.problems(),
    }
  }

  function linkView(settings: Settings): LinkView {
    const { mode, ami } = settings.connection
    const result: LinkView = {
      name: mode === 'practice' ? 'practice' : `${ami.host}:${ami.port}`,
      state: linkState,
      gaps: core.sight.gaps,
    }
    // In whole seconds: an age that moves with every byte would be a message for every byte.
    if (lastHeardAt !== undefined) result.lastHeardAt = Math.floor(lastHeardAt / 1000) * 1000
    if (core.sight.countingSince !== undefined) result.countingSince = core.sight.countingSince
    if (switchVersion !== undefined) result.switchVersion = switchVersion
    return result
  }

  const publisher = createPublisher(clock, view, (patch) => emit('console.changed', patch))

  function applyEvents(events: CallEvent[]): void {
    const changes = noChanges()
    for (const event of events) applyToCore(core, event, rules, changes)
    publisher.changed(changes.urgent)
  }

  function openLink(): void {
    const settings = store.get()
    const found = settings.connection.mode === 'practice' ? undefined : ports.secrets.get(switchSecret)
    secretProblem =
      found && !found.ok && found.error === 'unreadable' ? { kind: 'secret-unreadable', at: clock.now() } : undefined
    linkState = { kind: 'idle' }
    lastHeardAt = undefined
    switchVersion = undefined
    let current = true
    const listener = {
      onState(state: LinkState): void {
        if (!current) return
        linkState = state
        publisher.changed(true)
      },
      onEvents: (events: CallEvent[]): void => void (current && applyEvents(events)),
      onHeard(at: number): void {
        if (current) lastHeardAt = at
      },
      onSwitch(facts: { version: string }): void {
        if (current) switchVersion = facts.version
      },
    }
    const opened = ports.switches.open(settings, found?.ok ? found.value : undefined, listener)
    link = { ...opened, stop: async () => ((current = false), opened.stop()) }
    link.start()
  }

  async function settingsChanged(reopen: boolean): Promise<void> {
    rules = coreSettings(store.get())
    if (reopen) {
      const old = link
      link = undefined
      await old?.stop()
      core = createCore() // another switch: its calls and figures are not those of the last one
      openLink()
    } else {
      judgeAll(core, rules, clock.now(), noChanges())
    }
    publisher.changed(true)
  }

  function tick(): void {
    tidyCore(core, rules, clock.now())
    sound.tick()
    publisher.changed(false)
    cancelTick = clock.after(tickMs, tick)
  }

  const running: Running = {
    ports,
    core: () => core,
    emit,
    sound,
    snapshot: () => publisher.snapshot(),
    changed: (urgent) => publisher.changed(urgent),
    settingsChanged,
    link: () => link,
  }
  const handlers = createHandlers(running)
  return {
    execute: (name, input, caller) => handlers[name](input, caller),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start() {
      openLink()
      tick()
    },
    async stop() {
      cancelTick?.()
      publisher.stop()
      await link?.stop()
    },
  }
}

function coreSettings(settings: Settings): CoreSettings {
  const limits = new Map(settings.areas.map((a) => [a.area, a.limitSeconds * 1000]))
  const defaultMs = settings.defaultLimitSeconds * 1000
  return {
    match: createMatcher(settings.list),
    dayStart: createDayStart(settings.site.timeZone),
    limitMs: (area) => limits.get(area) ?? defaultMs,
    profile: 'negative',
  }
}
