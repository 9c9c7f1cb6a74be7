import type { ConsoleProblem } from '#shared/ipc/view.ts'
import type { Settings } from '#shared/settings/schema.ts'
import type { Result } from '#shared/std/result.ts'

/** What the console needs of the machine it runs on. Each host gives its own; a test gives them in memory. */
export type ConsolePorts = {
  settings: SettingsStore
  secrets: SecretStore
  log: Log
  clock: Clock
  /** What only this host can do; a screen that asks another host for it uses its own means. */
  host: { toggleFullScreen?: () => void }
}

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
export type Log = Record<'debug' | 'info' | 'warn' | 'error', (message: string, facts?: Record<string, unknown>) => void>

/**
 * `now` is epoch ms that never steps back and never jumps with the wall clock (it runs on the monotonic clock).
 * `after` calls back once and returns what cancels it.
 */
export type Clock = { now(): number; after(ms: number, run: () => void): () => void }
