import { createContext, useContext, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge } from '#shared/ipc/bridge.ts'
import { mayDo, type Role } from '#shared/ipc/problem.ts'
import { createBackupStore, type BackupStore } from './backup-store.ts'
import { browserClockPorts, createConsoleClock, type ConsoleClock } from './clock.ts'
import { createCommands, stillOffered, type Commands, type CommandState } from './commands.ts'
import { createConnectionStore, type ConnectionStore } from './connection-store.ts'
import { createConsoleStore, type ConsoleState, type ConsoleStore } from './console-store.ts'
import { freshnessOf, type Freshness } from './freshness.ts'
import { createListStore, type ListStore } from './list-store.ts'
import { createPeopleStore, type PeopleStore } from './people-store.ts'
import { createPreferencesStore, type PreferencesState, type PreferencesStore } from './preferences-store.ts'
import { createSessionStore, type SessionState, type SessionStore, type TabStorage } from './session-store.ts'
import type { Side } from './side.ts'
import type { Refusable } from './websocket-bridge.ts'

/** Everything a screen is made of, built once from a bridge; in a test, from a bridge in memory. */
export type Screen = {
  host: Bridge['host']
  clock: ConsoleClock
  console: ConsoleStore
  preferences: PreferencesStore
  commands: Commands
  connection: ConnectionStore
  list: ListStore
  session: SessionStore
  people: PeopleStore
  backup: BackupStore
  shell: StoreApi<ShellState>
  start: () => () => void
}

export type ViewName = 'wall' | 'calls' | 'recovery' | 'reports' | 'list' | 'connection' | 'people'
export type ShellState = {
  view: ViewName
  helpOpen: boolean
  /** The call whose trail the view of calls shows. */
  callId?: string | undefined
  /** What the panel beside the view shows; missing: it is closed. */
  side?: Side | undefined
}

export function createScreen(
  bridge: Bridge & Partial<Refusable>,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  tab: TabStorage,
): Screen {
  const clock = createConsoleClock(browserClockPorts)
  const commands = createCommands(bridge)
  const consoleStore = createConsoleStore(bridge, clock)
  const preferences = createPreferencesStore(bridge, storage)
  const connection = createConnectionStore(bridge, commands)
  const list = createListStore(bridge, commands, storage)
  const session = createSessionStore({ bridge, commands, clock, tab, refresh: consoleStore.refresh })
  const people = createPeopleStore(bridge, commands)
  const shell = createStore<ShellState>(() => ({ view: 'wall', helpOpen: false }))
  // Another view is another matter: what stood beside the last one goes with it.
  shell.subscribe((now, before) => {
    if (now.view !== before.view && now.side) shell.setState({ side: undefined })
  })
  return {
    host: bridge.host,
    clock,
    console: consoleStore,
    preferences,
    commands,
    connection,
    list,
    session,
    people,
    backup: createBackupStore(commands),
    shell,
    start: () => {
      const stops = [
        consoleStore.start(),
        preferences.start(),
        connection.start(),
        list.start(),
        session.start(),
        people.start(),
      ]
      return () => stops.forEach((stop) => stop())
    },
  }
}

const ScreenContext = createContext<Screen | undefined>(undefined)
export const ScreenProvider = ScreenContext.Provider

export function useScreen(): Screen {
  const screen = useContext(ScreenContext)
  if (!screen) throw new Error('No screen around this component')
  return screen
}

export const useConsole = <T,>(select: (state: ConsoleState) => T): T => useStore(useScreen().console, select)
export const usePreferences = <T,>(select: (state: PreferencesState) => T): T =>
  useStore(useScreen().preferences, select)
export const useShell = <T,>(select: (state: ShellState) => T): T => useStore(useScreen().shell, select)
export const useCommandState = <T,>(select: (state: CommandState) => T): T =>
  useStore(useScreen().commands.state, select)

export const useSession = <T,>(select: (state: SessionState) => T): T => useStore(useScreen().session, select)

/** Whether controls of that role are worth showing on this screen: by its role, and by what was refused while that is not known. */
export function useOffered(needs: Role): boolean {
  const role = useSession((state) => state.session?.role)
  const refused = useCommandState((state) => state.refused)
  return role ? mayDo(role, needs) : stillOffered(refused, needs)
}

/** A value that depends on the console's clock; draws again only when the value changes. Give it primitives. */
export function useClockValue<T extends string | number | boolean | undefined>(compute: (now: number) => T): T {
  const { clock } = useScreen()
  return useSyncExternalStore(clock.subscribe, () => compute(clock.current()))
}

/** How far what is shown can be trusted; changes with the link, the carrier and the clock. */
export function useFreshness(): Freshness {
  const link = useConsole((state) => state.view?.link)
  const connected = useConsole((state) => state.connected)
  const lastSentAt = useConsole((state) => state.lastSentAt)
  const quietSeconds = useClockValue((now) => {
    const found = freshnessOf(link, connected, lastSentAt, now)
    return found.kind === 'quiet' ? Math.floor(found.ageMs / 1000) : 0
  })
  if (quietSeconds > 0) return { kind: 'quiet', ageMs: quietSeconds * 1000 }
  return freshnessOf(link, connected, lastSentAt, link?.lastHeardAt ?? 0)
}
