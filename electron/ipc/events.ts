import { maskFor } from '#electron/access/mask.ts'
import type { Caller } from '#electron/console/running.ts'
import type { EventName } from '#shared/ipc/contract.ts'
import { mayDo, type Role } from '#shared/ipc/problem.ts'

/**
 * Which events a screen hears, and how: the counterpart of the registrar for what nobody asked for. The role is that of the command which
 * answers the same; whoever may not see numbers hears them masked.
 */
const eventRoles: Record<EventName, Role> = {
  'console.changed': 'viewer',
  'connection.tested': 'admin',
  'preferences.changed': 'viewer',
  'list.changed': 'reception',
  'session.changed': 'viewer',
}

export const mayHear = (caller: Pick<Caller, 'role'>, name: EventName): boolean => mayDo(caller.role, eventRoles[name])

/** One masked copy for all screens. */
export const payloadFor = <T>(caller: Pick<Caller, 'seesNumbers'>, payload: T): T =>
  caller.seesNumbers ? payload : maskFor(payload)
