import type { AccessDesk } from '#electron/access/access-desk.ts'
import type { FileShelf } from '#electron/files/file-shelf.ts'
import type { Journal } from '#electron/journal/journal.ts'
import type { ListKeeper } from '#electron/list/list-keeper.ts'
import type { Link, LinkListener } from '#electron/links/link.ts'
import type { PracticeCommand } from '#shared/ipc/contract.ts'
import type { ConsoleProblem, TestStep } from '#shared/ipc/view.ts'
import type { AmiSettings, Settings } from '#shared/settings/schema.ts'
import type { Result } from '#shared/std/result.ts'

/** What a host (Electron, browser, test) gives the console of the machine it runs on. */
export type HostPorts = {
  settings: SettingsStore
  secrets: SecretStore
  log: Log
  clock: Clock
  access: AccessDesk
  files: FileShelf
  /** Where this machine keeps what the console knows. */
  folder: string
  /** What only this host can do; a screen that asks another host for it uses its own means. */
  host: { toggleFullScreen?: () => void }
}

/** Everything the console needs: the host's ports, the list, the journals, and the ways to switches (electron/compose puts them together). */
export type ConsolePorts = Omit<HostPorts, 'folder'> & {
  list: ListKeeper
  journals: Journals
  switches: Switches
  reportFolder: ReportFolder
}

/** Calls of the practice switch never mix with real ones: each world has a journal of its own. */
export type World = 'switch' | 'practice'
export type Journals = { open(world: World): Journal }

/** Writes a report that is due into a folder of this machine; answers the whole path. */
export type ReportFolder = {
  write(folder: string, name: string, bytes: Uint8Array): Promise<Result<string, { detail: string }>>
}

export type Switches = {
  /** A link to the switch that the settings name; the practice switch is started and stopped with its link. */
  open(
    settings: Settings,
    secret: string | undefined,
    listener: LinkListener,
  ): Link & { practice?: (command: PracticeCommand) => void }
  test(
    ami: AmiSettings,
    secret: string,
    onStep: (step: TestStep) => void,
  ): Promise<{ steps: TestStep[]; queues: string[] }>
}

/** The first part of every call id. */
export const switchIdOf = (settings: Settings): World =>
  settings.connection.mode === 'practice' ? 'practice' : 'switch'

export type SettingsStore = {
  get(): Settings
  /** Checked against the schema, then written atomically; on an error the old settings stay. */
  update(change: (settings: Settings) => Settings): Result<Settings, { detail: string }>
  /** What every screen must say about the settings file: set aside because damaged, not writable, … */
  problems(): ConsoleProblem[]
}

/** Passwords by name. They are never logged, never sent to a screen, never in the settings file. */
export type SecretStore = {
  has(name: string): boolean
  /** `unreadable` when the key store changed (another user, another machine); the user must enter it again. */
  get(name: string): Result<string, 'missing' | 'unreadable'>
  set(name: string, value: string): Result<null, { detail: string }>
}

/** Messages for the log file. Phone numbers go through `maskNumber`, secrets never get here. */
export type Log = Record<
  'debug' | 'info' | 'warn' | 'error',
  (message: string, facts?: Record<string, unknown>) => void
>

/**
 * `now` is epoch ms that never steps back and never jumps with the wall clock (it runs on the monotonic clock).
 * `after` calls back once and returns what cancels it.
 */
export type Clock = {
  now(): number
  after(ms: number, run: () => void): () => void
  /** How far the wall clock is ahead of this one: 0 until somebody sets it. What people read, and days, follow the wall clock. */
  wallOffset?(): number
}
