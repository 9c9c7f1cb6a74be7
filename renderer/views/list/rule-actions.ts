import type { DraftOp, Selection } from '#shared/ipc/list-contract.ts'
import type { RuleRow, RuleView } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Commands } from '#renderer/state/commands.ts'
import { countSelected, selectionOf } from '#renderer/state/list-rows.ts'
import { inputOf, nodeOf, wholeInputOf } from '#renderer/state/list-rule-values.ts'
import type { ListStore } from '#renderer/state/list-store.ts'

/**
 * What the grid does to the draft. Everything here can be taken back: a few removed rules by one press, everything by discarding the draft.
 * What goes wrong is told by a notice, unless the cell that was typed in can tell it.
 */
export type RuleActions = ReturnType<typeof createRuleActions>

/** `seen`: the draft that it was chosen in. */
export type Target = { selection: Selection; count: number; seen?: number }

/** Removing more than this is asked first instead of offering to undo it. */
export const mostUndone = 50

export function createRuleActions(list: ListStore, commands: Commands) {
  const { rows, form } = list

  async function did(ops: DraftOp[]): Promise<boolean> {
    const result = await list.change(ops)
    if (!result.ok) commands.report(result.error)
    return result.ok
  }

  /** The rule at a place of the admin's order, from 1. */
  async function ruleAt(position: number): Promise<RuleRow | undefined> {
    const sort = { column: 'position', descending: false } as const
    const page = await commands.run('list.page', { of: 'draft', filter: {}, sort, offset: position - 1, limit: 1 })
    return page.ok ? page.value.rows[0] : undefined
  }

  /** From the last to the first, each before the one that followed it. */
  async function undoOps(gone: RuleRow[]): Promise<DraftOp[] | undefined> {
    if (gone.length > mostUndone) return undefined
    const ops: DraftOp[] = []
    const byPosition = new Map(gone.map((row) => [row.position, row]))
    for (const row of [...gone].sort((a, b) => b.position - a.position)) {
      const rule = wholeInputOf(row.rule)
      if (!rule) return undefined
      const next = byPosition.get(row.position + 1) ?? (await ruleAt(row.position + 1))
      ops.push({ op: 'put-rule', rule, expects: null, before: next?.rule.id ?? null })
    }
    return ops
  }

  function loadedRows(selection: Selection): RuleRow[] | undefined {
    if (!('ids' in selection)) return undefined
    const wanted = new Set(selection.ids)
    const found = [...rows.getState().pages.values()]
      .flatMap((page) => page.rows)
      .filter(({ rule }) => wanted.has(rule.id))
    return found.length === wanted.size ? found : undefined
  }

  /** What was typed in a cell cannot be stored as it is: it goes on in the form, beside what somebody else made of the rule. */
  async function takeToForm(row: RuleRow, changes: Partial<RuleView>, who = {}): Promise<void> {
    form.edit(row)
    form.change(formChanges(changes))
    list.showPanel('form')
    await form.look(who)
  }

  return {
    takeToForm,

    /** What is selected, else the row that has the focus. */
    target(row: RuleRow | undefined): Target | undefined {
      const state = rows.getState()
      const selection = selectionOf(state)
      const revision = list.getState().list?.draft.revision
      const seen = revision === undefined ? {} : { seen: revision }
      if (selection) return { selection, count: countSelected(state.selected, state.total), ...seen }
      return row && { selection: { ids: [row.rule.id] }, count: 1, ...seen }
    },

    /** `ask`: it could not be undone by one press; nothing was removed. */
    async remove({ selection, count, seen }: Target, sure = false): Promise<'done' | 'ask'> {
      const gone = loadedRows(selection)
      const undo = gone && (await undoOps(gone))
      if (!undo && !sure) return 'ask'
      if (await did([{ op: 'remove-rules', rules: selection, ...(seen !== undefined && { seen }) }])) {
        rows.selectNone()
        list.say({ kind: 'removed', count, ...(undo && { undo }) })
      }
      return 'done'
    },

    async undoRemoval(ops: DraftOp[]): Promise<void> {
      if (await did(ops)) list.say({ kind: 'restored', count: ops.length })
    },

    async setEnabled({ selection, count }: { selection: Selection; count: number }, enabled: boolean): Promise<void> {
      if (await did([{ op: 'set-enabled', rules: selection, enabled }]))
        list.say({ kind: enabled ? 'enabled' : 'disabled', count })
    },

    async setClass({ selection, count }: { selection: Selection; count: number }, classId: string): Promise<void> {
      if (await did([{ op: 'set-class', rules: selection, classId }])) list.say({ kind: 'classed', count })
    },

    /** One place up or down among the rows that are shown. Answers the index to which the row goes. */
    async move(index: number, by: -1 | 1): Promise<number | undefined> {
      const { sort } = rows.getState()
      const row = rows.rowAt(index)
      const neighbour = rows.rowAt(index + by)
      if (!row || !neighbour) return undefined
      if (sort.column !== 'position' || sort.descending) {
        list.say({ kind: 'sort-first' })
        return undefined
      }
      const before = by < 0 ? neighbour : await ruleAt(neighbour.position + 1)
      const moved = await did([{ op: 'move-rule', ruleId: row.rule.id, before: before?.rule.id ?? null }])
      return moved ? index + by : undefined
    },

    /** What was typed in a cell. A rule that somebody else changed meanwhile opens in the form, with both sides. */
    async setCell(row: RuleRow, changes: Partial<RuleView>): Promise<Problem | undefined> {
      const rule = { ...inputOf(row.rule), ...changes } as ReturnType<typeof inputOf>
      const result = await list.change([{ op: 'put-rule', rule, expects: row.rev }])
      if (result.ok) {
        rows.patch(row.rule.id, (known) => ({
          ...known,
          rev: result.value,
          rule: { ...known.rule, ...changes },
          change: known.change === 'new' ? 'new' : 'changed',
        }))
        return undefined
      }
      const problem = result.error
      if (problem.kind === 'conflict' && problem.what === 'rule') {
        await takeToForm(row, changes, { by: problem.by, at: problem.at })
        return undefined
      }
      return problem
    },
  }
}

/** What a cell holds, as the form has it. */
function formChanges(changes: Partial<RuleView>): Parameters<ListStore['form']['change']>[0] {
  const { condition: _, validFrom: _from, validTo: _to, ...rest } = changes
  return { ...rest, ...(changes.condition && { condition: nodeOf(changes.condition) }) }
}
