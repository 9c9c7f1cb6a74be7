import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import type { ListDocument, PriorityClass, PriorityRule } from '#shared/domain/priority/rule.ts'
import type { AuditEntry, ListState, VersionMeta } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ConsoleProblem } from '#shared/ipc/view.ts'
import type { Result } from '#shared/std/result.ts'
import type { AreaChange } from './area-rule.ts'
import type { ListAuthor, ListCommandName, ListExtra } from './list-keeper.ts'

/**
 * What the console and the thread of the list's desk say to each other. A version's rules come in pieces, each when the one before was taken:
 * many messages at once would be worked off without a break, and no call would be heard meanwhile.
 */
export type Request =
  | { ask: 'run'; name: ListCommandName; input: unknown; author: ListAuthor; extra: ListExtra | undefined }
  | { ask: 'document' }
  | {
      ask: 'replace'
      document: ListDocument
      why: string
      author: ListAuthor
      kind: VersionMeta['kind']
      approval: boolean
    }
  | { ask: 'area'; change: AreaChange; author: ListAuthor; approval: boolean }

export type ToDesk =
  | { t: 'start' }
  /** `timeZone`: the site's, as it is now. */
  | { t: 'request'; id: number; request: Request; timeZone: string }
  | { t: 'audit'; entry: Omit<AuditEntry, 'id'> }
  /** The next piece of this version; of one that another has taken the place of, there is none. */
  | { t: 'next'; version: number }
  | { t: 'stop' }

export type FromDesk =
  /** The store is open, and what the settings of version 1 held is in it. */
  | { t: 'took-over' }
  | { t: 'version'; meta: VersionMeta; dial: DialPlan; classes: PriorityClass[] }
  | { t: 'rules'; version: number; rules: PriorityRule[]; end: boolean }
  /** `version`: the one in force when this was answered. */
  | { t: 'answer'; id: number; result: Result<unknown, Problem>; version: number }
  | { t: 'changed'; state: ListState }
  | { t: 'problems'; problems: ConsoleProblem[] }
  | { t: 'error'; what: string; error: unknown }
  | { t: 'stopped' }

/** What a desk is opened with; goes to its thread by copy. */
export type DeskData = { folder?: string | undefined; listOfVersion1?: unknown; timeZone: string }
