import type { CommandName } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Settings } from '#shared/settings/schema.ts'
import type { Result } from '#shared/std/result.ts'
import { createCallMemory } from './call-memory.ts'
import { createClosing } from './closing.ts'
import { createHandlers } from './commands.ts'
import { createView } from './console-view.ts'
import { coreRules, createSiteCalendar } from './core-rules.ts'
import { createImportedCalls } from './imported-calls.ts'
import { createJournalKeeper } from './journal-keeper.ts'
import { createListInForce } from './list-in-force.ts'
import { createLiveCore } from './live-core.ts'
import type { ConsolePorts } from './ports.ts'
import { createPublisher } from './publisher.ts'
import { createReportClock } from './report-commands.ts'
import type { Caller, ConsoleListener, Running } from './running.ts'
import { createSound } from './sound.ts'
import { createSwitchWatch } from './switch-watch.ts'

/**
 * The running console: puts its parts together, feeds the link's events to the live core, publishes what changed, runs commands. It owns the link, the list's keeper, the journal and the publisher's timer; all end with
 * `stop`. It holds no rule of the domain and touches no socket.
 */
export type Console = {
  /** Runs a command whose input the registrar has parsed and whose role it has checked. */
  execute(name: CommandName, input: unknown, caller: Caller): Promise<Result<unknown, Problem>>
  subscribe(listener: ConsoleListener): () => void
  /** Resolves when what the journal remembers is back; calls of now are heard from the beginning. */
  start(): Promise<void>
  stop(): Promise<void>
}

const tickMs = 1000

export function createConsole(ports: ConsolePorts): Console {
  const { clock, settings: store } = ports
  const { emit, subscribe } = createListeners()
  const calendar = createSiteCalendar(() => store.get().site.timeZone, clock)
  const keeper = createJournalKeeper(ports)
  const calls = createCallMemory()
  const list = createListInForce(ports, {
    onPublished: () => live.judgeAnew(),
    onChanged: (state) => emit('list.changed', state),
    onProblem: () => publisher.changed(true),
  })
  const live = createLiveCore({
    ports,
    keeper,
    calendar,
    rulesNow: () => coreRules(store.get(), calendar, list.published()),
    listKnown: list.known,
    closing: createClosing(list.dial),
    calls,
    changed: (urgent) => publisher.changed(urgent),
  })
  const watch = createSwitchWatch(ports, {
    onEvents: live.hear,
    onLink: keeper.link,
    onRaw: keeper.raw,
    onState: () => publisher.changed(true),
  })
  const sound = createSound(clock, () => live.core().alerts)
  const imported = createImportedCalls(keeper, calendar, clock)
  const view = createView(ports, { watch, keeper, list, sound, imported })
  const publisher = createPublisher(
    clock,
    () => view(live.core(), live.rules()),
    (patch) => emit('console.changed', patch),
  )
  let cancelTick: (() => void) | undefined

  function tick(): void {
    live.tidy()
    calls.forgetBefore(yesterday(calendar.dayStart, clock.now()))
    sound.tick()
    if (live.isThere()) reports.tick()
    publisher.changed(false)
    cancelTick = clock.after(tickMs, tick)
  }

  const running: Running = {
    ports,
    core: live.core,
    rules: live.rules,
    calendar,
    published: list.published,
    keeper,
    imported,
    liveFrom: live.liveFrom,
    decide: live.decide,
    emit,
    sound,
    watch,
    calls,
    snapshot: () => publisher.snapshot(),
    changed: (urgent) => publisher.changed(urgent),
    listChanged: live.judgeAnew,
    async switchChanged(before) {
      const { connection } = store.get()
      let entering: Promise<void> | undefined
      await watch.reopen(() => {
        if (sameSwitch(before, connection)) return live.judgeAnew()
        if (before.mode !== connection.mode) entering = live.enter()
        else {
          calls.clear()
          live.decide({ kind: 'switched', at: clock.now() })
        }
      })
      await entering
      if (entering) await imported.look()
      publisher.changed(true)
    },
  }
  const handlers = createHandlers(running)
  const reports = createReportClock(running)
  return {
    execute: (name, input, caller) => handlers[name](input, caller),
    subscribe,
    async start() {
      list.start()
      const entering = live.enter()
      watch.open()
      tick()
      await entering
      void imported.look().then(() => publisher.changed(true))
    },
    async stop() {
      live.leave()
      cancelTick?.()
      publisher.stop()
      let written: Promise<void> | undefined
      await watch.close(() => {
        written = keeper.stop()
      })
      await written
      await ports.list.stop()
    },
  }
}

function createListeners(): { emit: ConsoleListener; subscribe: Console['subscribe'] } {
  const listeners = new Set<ConsoleListener>()
  return {
    emit(name, payload) {
      for (const listener of listeners) listener(name, payload)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The same calls and figures, whatever else about the connection changed. */
const sameSwitch = (a: Settings['connection'], b: Settings['connection']): boolean =>
  a.mode === b.mode && (a.mode === 'practice' || (a.ami.host === b.ami.host && a.ami.port === b.ami.port))

/** When the site's day before this one began; not 24 hours ago, which is another day where clocks change. */
const yesterday = (dayStart: (at: number) => number, now: number): number => dayStart(dayStart(now) - 1)
