import type { Selection } from '#shared/ipc/list-contract.ts'
import { err, ok } from '#shared/std/result.ts'
import type { DeskCore, Facts } from './desk-core.ts'
import type { Documents } from './desk-reading.ts'
import { applyOp, putChecked, type OpContext } from './draft-ops.ts'
import type { Draft } from './draft.ts'
import type { DeskHandlers } from './list-desk.ts'

/** Changing the draft: by the steps of a screen, or by whole rules of an import. */
export function changingHandlers(
  core: DeskCore,
  documents: Documents,
): Pick<DeskHandlers, 'list.change' | 'list.discard'> {
  function select(selection: Selection, seesNumbers: boolean): string[] {
    if ('ids' in selection) return selection.ids
    const pages = documents.pages('draft')
    const but = new Set(selection.except)
    if (!pages.ok) return []
    const found = pages.value.matching(selection.filter, seesNumbers)
    return found.map(({ rule }) => rule.id).filter((id) => !but.has(id))
  }

  return {
    'list.change': ({ ops }, author) =>
      core.change(
        author,
        (stamp) => {
          const { by, at } = core.published().meta
          const context: OpContext = {
            book: core.book(),
            stamp,
            published: { by, at },
            select: (selection) => select(selection, author.seesNumbers),
          }
          for (const op of ops) {
            const result = applyOp(context, op)
            if (!result.ok) return result
          }
          return ok(null)
        },
        () => ({ kind: 'draft-changed', facts: factsOfChange(core) }),
      ),
    'list.discard': ({ revision }, author) => {
      const { head, published, book } = core
      if (head().pending) return err({ kind: 'not-in-this-state', why: 'approval-pending' })
      if (revision !== head().revision) return err(draftConflict(core))
      const { added, changed, removed } = book().changes()
      const { document } = published()
      const facts = { added, changed, removed, revision }
      const kept = core.bringInForce(author, { document }, document, () => [{ kind: 'draft-discarded', facts }])
      return kept.ok ? ok(core.state()) : kept
    },
  }
}

/** The draft has another revision than the one that was looked at: who changed it last. */
export function draftConflict(core: DeskCore) {
  const { changedBy, changedAt } = core.head()
  const { by, at } = core.published().meta
  return { kind: 'conflict', what: 'draft', by: changedBy ?? by, at: changedAt ?? at } as const
}

/** Of many rules the number, of one its name; never a caller's number. */
function factsOfChange(core: DeskCore): Facts {
  const rows = core.book().rows()
  const facts: Facts = { revision: core.head().revision + 1, rules: rows.length }
  const [only] = rows
  if (rows.length === 1 && only) {
    const rule = core.book().entry(only.ruleId)?.rule ?? core.book().baseRule(only.ruleId)
    if (rule) facts['rule'] = rule.name
    if (only.state === 'removed') facts['removed'] = true
  }
  return facts
}

export function createDraft(core: DeskCore): Draft {
  return {
    document: core.document,
    revision: () => core.head().revision,
    rule(id) {
      const entry = core.book().entry(id)
      return entry && { rule: entry.rule, rev: entry.rev }
    },
    change({ put, remove }, author, audit) {
      return core.change(
        author,
        (stamp) => {
          for (const id of remove) core.book().remove(id, stamp)
          for (const rule of put) {
            const result = putChecked({ book: core.book(), stamp }, rule)
            if (!result.ok) return result
          }
          return ok(null)
        },
        () => audit,
      )
    },
  }
}
