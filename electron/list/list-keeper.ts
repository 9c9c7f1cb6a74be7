import type { ListLookup } from '#shared/domain/priority/compile.ts'
import type { CallFacts, ListDocument, PriorityClass, Severity } from '#shared/domain/priority/rule.ts'
import type { CommandName } from '#shared/ipc/contract.ts'
import type { AuditEntry, ListState, VersionMeta } from '#shared/ipc/list-view.ts'
import type { Problem, Role } from '#shared/ipc/problem.ts'
import type { ConsoleProblem } from '#shared/ipc/view.ts'
import type { Result } from '#shared/std/result.ts'

/**
 * The priority reception list as the console has it: the compiled version in force, and a desk elsewhere (a worker thread, or this thread in
 * tests) that keeps versions, draft, history and imports, and answers the `list.*` and `import.*` commands.
 */
export interface ListKeeper {
  /** Calls back when the first version is compiled, and whenever another comes into force. */
  start(listener: ListListener): void
  run(name: ListCommandName, input: unknown, by: ListAuthor, extra?: ListExtra): Promise<Result<unknown, Problem>>
  /** Recorded in the list's audit trail; never fails the caller. */
  audit(entry: Omit<AuditEntry, 'id'>): void
  /** What is in force, for the backup. */
  document(): Promise<Result<{ meta: VersionMeta; document: ListDocument }, Problem>>
  /**
   * Publishes a whole document as a new version; the draft's changes are carried over onto it. Every rule is checked (`bad-rule`). With
   * `approval` it becomes the draft and waits for a second person: the answer is then `approval-needed`.
   */
  replace(
    document: ListDocument,
    why: string,
    by: ListAuthor,
    kind: VersionMeta['kind'],
    approval?: boolean,
  ): Promise<Result<VersionMeta, Problem>>
  /** How every call of one area is listed (null: by no rule of its own): a small version, and the same in the draft. */
  setArea(
    change: { area: string; name: string; listed: AreaListing | null },
    by: ListAuthor,
    approval?: boolean,
  ): Promise<Result<null, Problem>>
  problems(): ConsoleProblem[]
  stop(): Promise<void>
}

export type ListCommandName = Extract<CommandName, `list.${string}` | `import.${string}`>
export type ListAuthor = { by: string; personId?: string | undefined; role: Role; seesNumbers: boolean }

/** What only the console knows and some commands need. */
export type ListExtra = {
  /** For `list.dryRun`: the calls that are remembered, each with the facts it had one after the other until it was answered. */
  calls?: { callId: string; facts: CallFacts[] }[]
  /** For `list.try`: the VDN and area that calls with this transfer code went to. */
  learned?: { vdn?: string; area?: string }
  /** For `import.open`, `import.numbers`: the file's bytes. */
  file?: { name: string; bytes: Uint8Array }
  /** For `list.publish`, `list.undo`: whether a second person must approve, and whether there is one. */
  approval?: boolean
  /** For `list.page`: calls of today by rule. */
  hitsToday?: Record<string, number>
}

export type ListListener = {
  onPublished(list: PublishedList): void
  onChanged(state: ListState): void
  onProblem(): void
}

export type PublishedList = {
  meta: VersionMeta
  classes: PriorityClass[]
  lookup: ListLookup
  /** How every call of an area is listed by an enabled, always valid rule of its own; what the Connection screen shows. */
  areas: Map<string, AreaListing>
}

export type AreaListing = { classId: string; severity: Severity }
