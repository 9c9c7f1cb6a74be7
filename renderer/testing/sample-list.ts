import { plainRule } from '#shared/domain/priority/rule.ts'
import type { CommandInput } from '#shared/ipc/contract.ts'
import type { DraftOp } from '#shared/ipc/list-contract.ts'
import type { DraftState, ListState, RuleRow, RuleView, VersionMeta } from '#shared/ipc/list-view.ts'
import { defaultList } from '#shared/settings/default-list.ts'
import type { MemoryBridge } from './memory-bridge.ts'
import { sampleNow, sampleView } from './sample-view.ts'
import { createMemoryBridge } from './memory-bridge.ts'

/** Readable, fixed lists for the tests of the list's screens, and a bridge that answers as a console with such a list would. */
export const sampleRule = (id: string, changes: Partial<RuleView> = {}): RuleView => ({
  id,
  name: `Rule ${id}`,
  classId: 'repair',
  severity: 'P1',
  condition: { kind: 'vdn', vdn: '8001' },
  ...plainRule(),
  ...changes,
})

export const sampleRow = (id: string, position: number, changes: Partial<RuleView> = {}): RuleRow => ({
  rule: sampleRule(id, changes),
  position,
  rev: 0,
  change: 'same',
  findings: [],
  hitsToday: 0,
})

export const noChanges = { added: 0, changed: 0, removed: 0, classes: 0, dial: false }

export const sampleVersion = (changes: Partial<VersionMeta> = {}): VersionMeta => ({
  version: 41,
  at: sampleNow - 86_400_000,
  by: '陈立',
  why: '医院换号',
  kind: 'published',
  rules: 3,
  changes: noChanges,
  ...changes,
})

type ListChanges = Partial<Omit<ListState, 'draft'>> & { draft?: Partial<DraftState> }
export const sampleList = ({ draft, ...changes }: ListChanges = {}): ListState => ({
  published: sampleVersion(),
  draft: { revision: 7, basedOn: 41, changes: noChanges, findings: 0, errors: 0, ...draft },
  approval: false,
  dial: defaultList.dial,
  classes: defaultList.classes.map((one) => ({ ...one, rules: 1, rev: 0 })),
  rules: 3,
  numbers: 0,
  ...changes,
})

export const threeRows = (): RuleRow[] => [
  sampleRow('a', 1, { name: 'Repair VDN' }),
  sampleRow('b', 2, { name: 'Complaint', classId: 'complaint', severity: 'P2' }),
  sampleRow('c', 3, {
    name: 'Hospitals',
    classId: 'key-customer',
    severity: 'P2',
    condition: { kind: 'caller-list', numbers: ['075526884100'], count: 103 },
  }),
]

/** `rows` are the draft: what is put or removed is there with the next page, as revision 8, 9, …; a test can change them too. */
export function listBridge(rows: RuleRow[] = threeRows(), list: ListState = sampleList()): MemoryBridge {
  const bridge = createMemoryBridge(sampleView())
  bridge.answer('list.state', () => ({ ok: true, value: list }))
  bridge.answer('list.page', (input) => {
    const { offset, limit, filter } = input as CommandInput<'list.page'>
    const found = rows.filter(({ rule }) => !filter.text || rule.name.includes(filter.text))
    return {
      ok: true,
      value: { rows: found.slice(offset, offset + limit), total: found.length, all: rows.length, revision: 7 },
    }
  })
  bridge.answer('list.rule', (input) => {
    const { ruleId } = input as CommandInput<'list.rule'>
    const row = rows.find(({ rule }) => rule.id === ruleId)
    return row ? { ok: true, value: row } : { ok: false, error: { kind: 'not-found', what: 'rule' } }
  })
  bridge.answer('list.difference', () => ({ ok: true, value: { counts: noChanges, entries: [], total: 0 } }))
  bridge.answer('list.numbers', (input) => {
    const { ruleId, text, offset } = input as CommandInput<'list.numbers'>
    const condition = rows.find(({ rule }) => rule.id === ruleId)?.rule.condition
    const numbers = condition?.kind === 'caller-list' ? condition.numbers.filter((one) => one.includes(text)) : []
    return { ok: true, value: { numbers: numbers.slice(offset), total: numbers.length } }
  })
  let revision = list.draft.revision
  bridge.answer('list.change', (input) => {
    revision += 1
    for (const op of (input as { ops: DraftOp[] }).ops) applyOp(rows, op, revision)
    return { ok: true, value: { revision } }
  })
  return bridge
}

function applyOp(rows: RuleRow[], op: DraftOp, rev: number): void {
  if (op.op === 'remove-rules' && 'ids' in op.rules) {
    const gone = op.rules.ids
    rows.splice(0, rows.length, ...rows.filter(({ rule }) => !gone.includes(rule.id)))
  }
  if (op.op !== 'put-rule') return
  const at = rows.findIndex(({ rule }) => rule.id === op.rule.id)
  const before = rows[at]
  const kept = JSON.stringify(op.rule.condition).includes('"numbers":null') && before
  const rule = { ...(op.rule as RuleView), ...(kept && { condition: kept.rule.condition }) }
  if (before) rows[at] = { ...before, rule, rev, change: 'changed' }
  else rows.push({ ...sampleRow(op.rule.id, rows.length + 1, op.rule as RuleView), rev, change: 'new' })
}
