import type { AuditEntry } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ConsoleProblem } from '#shared/ipc/view.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import type { DeskOptions } from './desk-core.ts'
import type { StoreChange } from './list-store.ts'
import { maskedText } from './masked.ts'
import { reasonOf } from './open-store.ts'

/** Keeping what the desk decides: what the disk does not take is an answer, and is said on every screen until the disk takes something again. */
export type Keeping = {
  write(change: StoreChange): Result<null, Problem>
  /** Why nothing can be kept at all. */
  frozen(): Problem | undefined
  problems(): ConsoleProblem[]
}

export function createKeeping({ opened, now, onProblem, onError }: DeskOptions): Keeping {
  let notKept: ConsoleProblem | undefined
  const frozen = (): Problem | undefined =>
    opened.frozen === undefined ? undefined : { kind: 'not-saved', detail: opened.frozen }

  return {
    frozen,
    problems: () => [opened.problem, notKept].filter((problem) => problem !== undefined),
    write({ audit = [], ...change }) {
      const refused = frozen()
      if (refused) return err(refused)
      try {
        opened.store.write({ ...change, audit: audit.map(withoutNumbers) })
      } catch (error) {
        const detail = reasonOf(error)
        onError('the list is not kept', error)
        notKept = { kind: 'list-not-kept', detail, inForce: true, at: now() }
        onProblem()
        return err({ kind: 'not-saved', detail })
      }
      const before = notKept
      notKept = undefined
      if (before) onProblem()
      return ok(null)
    },
  }
}

/** The trail is for all who audit: a rule, a file or a reason may be named after a caller's number. */
function withoutNumbers(entry: Omit<AuditEntry, 'id'>): Omit<AuditEntry, 'id'> {
  const facts = Object.entries(entry.facts).map(([name, fact]) => [
    name,
    typeof fact === 'string' ? maskedText(fact) : fact,
  ])
  return { ...entry, facts: Object.fromEntries(facts) as AuditEntry['facts'] }
}
