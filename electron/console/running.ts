import type { Session } from '#electron/access/access-desk.ts'
import type { PublishedList } from '#electron/list/list-keeper.ts'
import type { Core, CoreSettings } from '#shared/domain/core.ts'
import type { Decision } from '#shared/domain/journal/call-record.ts'
import type { Calendar } from '#shared/domain/statistics/calendar.ts'
import type { EventName, Events } from '#shared/ipc/contract.ts'
import type { Role } from '#shared/ipc/problem.ts'
import type { ConsoleSnapshot } from '#shared/ipc/view.ts'
import type { Settings } from '#shared/settings/schema.ts'
import type { CallMemory } from './call-memory.ts'
import type { ImportedCalls } from './imported-calls.ts'
import type { JournalKeeper } from './journal-keeper.ts'
import type { ConsolePorts } from './ports.ts'
import type { createSound } from './sound.ts'
import type { SwitchWatch } from './switch-watch.ts'

/** Who asks: `by` is shown where a person's act is shown. Made anew for each command by the session of the screen (electron/access). */
export type Caller = {
  role: Role
  by: string
  /** Callers' numbers whole, or masked in everything that this caller gets. */
  seesNumbers: boolean
  /** Set while a person is signed in. */
  personId?: string
  session?: Session
}
export type ConsoleListener = <E extends EventName>(name: E, payload: Events[E]) => void

/** What the command handlers work with. */
export type Running = {
  ports: ConsolePorts
  core: () => Core
  rules: () => CoreSettings
  calendar: Calendar
  published: () => PublishedList | undefined
  keeper: JournalKeeper
  imported: ImportedCalls
  /** Since when the live figures hold whole: what is older, only the journal knows. */
  liveFrom: () => number
  /** Applied, journaled and shown; false when it changed nothing. */
  decide: (decision: Decision) => boolean
  emit: ConsoleListener
  sound: ReturnType<typeof createSound>
  watch: SwitchWatch
  calls: CallMemory
  snapshot: () => ConsoleSnapshot
  changed: (urgent: boolean) => void
  /** Settings that calls are judged by changed, such as an area's limit: live calls are judged anew. */
  listChanged: () => void
  /**
   * The connection's settings changed: the old link ends, the next begins. Of another switch nothing is known yet; callers
   * whom nobody dealt with stay on the wall.
   */
  switchChanged: (before: Settings['connection']) => Promise<void>
}
