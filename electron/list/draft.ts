import type { ListDocument, PriorityRule } from '#shared/domain/priority/rule.ts'
import type { AuditKind } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Result } from '#shared/std/result.ts'
import type { ListAuthor } from './list-keeper.ts'

/** The draft as imports and exports see it. A change is checked and kept as one: on an error nothing has changed. */
export type Draft = {
  document(): ListDocument
  revision(): number
  rule(id: string): { rule: PriorityRule; rev: number } | undefined
  /** New rules are put at the end in the order given; others keep their place. Rules that do not exist are not removed. */
  change(
    change: { put: PriorityRule[]; remove: string[] },
    author: ListAuthor,
    audit: { kind: AuditKind; facts: Record<string, string | number | boolean> },
  ): Result<{ revision: number }, Problem>
}
