import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PriorityClass } from '#shared/domain/priority/rule.ts'
import type { DraftOp } from '#shared/ipc/list-contract.ts'
import type { RuleRow } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Result } from '#shared/std/result.ts'
import type { Commands } from './commands.ts'
import {
  newValues,
  ruleOf,
  sameRule,
  sameValues,
  valuesOf,
  type FormIssue,
  type RuleToSend,
  type RuleValues,
} from './list-rule-values.ts'

/**
 * The rule that is being edited. Lives beside the views, so that what was typed outlives a look at the wall, a lost connection, and somebody
 * else's publishing. Owns: what it was made from, what was typed, and what somebody else made of the same rule meanwhile.
 */
export type FormState = { form?: RuleForm }
export type RuleForm = {
  ruleId: string
  /** As the console had it; missing for a new rule. */
  base?: RuleRow
  /** Of a new rule: before which it goes; null = last. */
  before: string | null
  first: RuleValues
  values: RuleValues
  saving: boolean
  issues: FormIssue[]
  problem?: Problem
  conflict?: FormConflict
}
/** `theirs` is missing when the rule was removed. */
export type FormConflict = { theirs?: RuleRow; by?: string; at?: number }

export type FormStore = StoreApi<FormState> & {
  isDirty: () => boolean
  edit: (row: RuleRow, changes?: Partial<RuleValues>) => void
  create: (ofClass: PriorityClass | undefined, before: string | null) => void
  change: (changes: Partial<RuleValues>) => void
  close: () => void
  /** Answers whether it was saved; then the form is closed, or stays open on the saved rule. */
  save: (then?: 'close' | 'stay') => Promise<boolean>
  /** The rule as the draft has it now; what was typed is gone. */
  reopen: () => Promise<void>
  keepMine: () => Promise<boolean>
  takeTheirs: () => void
  /** The draft changed: did somebody change this rule? */
  look: (who?: { by?: string; at?: number }) => Promise<void>
}

export function createFormStore(
  commands: Commands,
  change: (ops: DraftOp[]) => Promise<Result<number, Problem>>,
): FormStore {
  const store = createStore<FormState>(() => ({}))
  const set = (changes: Partial<RuleForm>, without: (keyof RuleForm)[] = []): void =>
    store.setState(({ form }) => {
      if (!form) return {}
      const next = { ...form, ...changes }
      for (const name of without) delete next[name]
      return { form: next }
    })
  const isDirty = (): boolean => {
    const { form } = store.getState()
    return form !== undefined && !sameValues(form.first, form.values)
  }

  function edit(row: RuleRow, changes: Partial<RuleValues> = {}): void {
    const first = valuesOf(row.rule)
    const values = { ...first, ...changes }
    store.setState({
      form: { ruleId: row.rule.id, base: row, before: null, first, values, saving: false, issues: [] },
    })
  }

  async function theirRule(ruleId: string): Promise<RuleRow | 'removed' | undefined> {
    const result = await commands.run('list.rule', { of: 'draft', ruleId }, 'caller')
    if (result.ok) return result.value
    return result.error.kind === 'not-found' ? 'removed' : undefined
  }

  async function look(who: { by?: string; at?: number } = {}): Promise<void> {
    const asked = store.getState().form
    if (!asked?.base || asked.saving) return
    const theirs = await theirRule(asked.ruleId)
    const { form } = store.getState()
    if (!theirs || !form?.base || form.ruleId !== asked.ruleId || form.saving) return
    if (theirs === 'removed') return set({ conflict: who })
    if (sameRule(theirs.rule, form.base.rule)) return set({ base: theirs })
    if (isDirty()) return set({ conflict: { theirs, ...who } })
    edit(theirs)
  }

  async function save(then: 'close' | 'stay' = 'close'): Promise<boolean> {
    const { form } = store.getState()
    if (!form || form.saving) return false
    const made = ruleOf(form.ruleId, form.values)
    if (!made.ok) {
      set({ issues: made.issues }, ['problem'])
      return false
    }
    set({ saving: true, issues: [] }, ['problem', 'conflict'])
    const problem = await send(form, made.send)
    set({ saving: false })
    if (problem) await fail(problem)
    else if (then === 'close') store.setState({}, true)
    else await reopen(form.ruleId)
    return !problem
  }

  /** All or nothing as far as one command goes; a list of more numbers than one carries follows in further commands. */
  async function send(form: RuleForm, { rule, numbers }: RuleToSend): Promise<Problem | undefined> {
    const { ruleId, base, before } = form
    const place = base ? {} : { before }
    const ops: DraftOp[] = [{ op: 'put-rule', rule, expects: base ? base.rev : null, ...place }]
    const [first, ...rest] = numbers
    if (first && base) ops.push({ op: 'numbers', ruleId, ...first })
    else if (first) rest.unshift(first)
    const changed = await change(ops)
    if (!changed.ok) return changed.error
    for (const piece of rest) {
      const next = await change([{ op: 'numbers', ruleId, ...piece }])
      if (!next.ok) return next.error
    }
    return undefined
  }

  async function fail(problem: Problem): Promise<void> {
    if (problem.kind === 'conflict' && problem.what === 'rule') return look({ by: problem.by, at: problem.at })
    if (problem.kind === 'bad-rule') return set({ issues: placed(problem.issues, store.getState().form?.values) })
    if (problem.kind === 'not-found' && problem.what === 'rule') return set({ conflict: {} })
    set({ problem })
  }

  async function reopen(ruleId: string): Promise<void> {
    const row = await theirRule(ruleId)
    if (row && row !== 'removed' && store.getState().form?.ruleId === ruleId) edit(row)
  }

  return Object.assign(store, {
    isDirty,
    edit,
    create: (ofClass: PriorityClass | undefined, before: string | null) => {
      const values = newValues(ofClass)
      store.setState({ form: { ruleId: newId(), before, first: values, values, saving: false, issues: [] } })
    },
    change: (changes: Partial<RuleValues>) =>
      store.setState(({ form }) => (form ? { form: { ...form, values: { ...form.values, ...changes } } } : {})),
    close: () => store.setState({}, true),
    save,
    reopen: async () => {
      const { form } = store.getState()
      if (form) await reopen(form.ruleId)
    },
    keepMine: async () => {
      const { form } = store.getState()
      if (!form?.conflict) return false
      const { theirs } = form.conflict
      if (theirs) set({ base: theirs }, ['conflict'])
      else set({ before: null }, ['conflict', 'base'])
      return save()
    },
    takeTheirs: () => {
      const theirs = store.getState().form?.conflict?.theirs
      if (theirs) edit(theirs)
      else store.setState({}, true)
    },
    look,
  })
}

const letters = 'abcdefghijkmnpqrstuvwxyz23456789'

/** Short, because it stands in every exported table; random, because two admins may add at once. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => letters[byte % letters.length]).join('')
}

/** The console names what was typed; here it becomes the condition in which it stands. */
function placed(issues: FormIssue[], values: RuleValues | undefined): FormIssue[] {
  if (!values) return issues
  return issues.map((issue) => {
    if (issue.field !== 'number' || issue.value === undefined) return issue
    const node = nodeWith(values.condition, issue.value)
    return node === undefined ? issue : { ...issue, node }
  })
}

function nodeWith({ key, kind, of, list, ...texts }: RuleValues['condition'], value: string): string | undefined {
  for (const part of of) {
    const found = nodeWith(part, value)
    if (found) return found
  }
  const typed = kind === 'caller-list' ? list.added : Object.values(texts)
  return typed.some((text) => text.trim() === value.trim()) ? key : undefined
}
