import type { EventName } from '#shared/ipc/contract.ts'

/** The one channel between Electron's main process and its screens: commands by `invoke`, this by `send`. */
export const channel = 'firstline'

/** `resumed`: the screen was hidden, hung or reloaded, and has missed what happened; it asks for the snapshot. */
export type ToScreen = { t: 'event'; name: EventName; payload: unknown } | { t: 'resumed' }
