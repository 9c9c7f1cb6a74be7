import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import { checkRule } from '#shared/domain/priority/check-rule.ts'
import type { ListDocument, PriorityRule } from '#shared/domain/priority/rule.ts'
import type { ImportCounts, ImportDefaults, ImportField, ImportRowState } from '#shared/ipc/list-view.ts'
import type { Breather } from './breather.ts'
import { conditionKey, differingFields, listIn } from './compare-rule.ts'
import type { TableRow } from './limits.ts'
import { createRowReader, mergeRule, type RowIssue, type RowParts, type RowReader } from './mapping.ts'

/**
 * What a file would do to the draft, row by row, and nothing done yet. A row belongs to the rule that its id names; without an id, to the
 * rule of the same class that looks for the same. Rows that nobody can use are wrong, each with its cells and reasons; they never
 * change a rule, and the rule they name does not count as missing.
 */
export type Preview = {
  counts: ImportCounts
  states: ImportRowState[]
  issues: ReadonlyMap<number, RowIssue[]>
  fields: ReadonlyMap<number, ImportField[]>
  added: PriorityRule[]
  changed: PriorityRule[]
  /** Rules of the draft that the file does not have. */
  missing: string[]
  /** Of wrong rows without an id, which may have meant any rule. */
  unplaced: RowIssue[]
}

export type PreviewInput = {
  rows: TableRow[]
  fields: ImportField[]
  defaults: ImportDefaults
  document: ListDocument
  newId: () => string
  breather: Breather
}

/** A rule as the file has it: its row, and the rows in which its number list goes on. */
type Group = { parts: RowParts; rows: number[]; further: Map<number, RowIssue[]> }

export async function previewTable(input: PreviewInput): Promise<Preview> {
  const { rows, document, breather } = input
  const reader = createRowReader(input.fields, input.defaults, document.classes)
  const byId = new Map(document.rules.map((rule) => [rule.id, rule]))
  const groups = new Map<string, Group>()
  const all: Group[] = []
  for (const [index, { cells }] of rows.entries()) {
    if (breather.due()) await breather.rest()
    const parts = reader.read(cells, (id) => byId.get(id))
    const above = parts.id === '' ? undefined : groups.get(parts.id)
    if (above && continues(above, parts, index)) continue
    const group: Group = { parts, rows: [index], further: new Map() }
    if (above) parts.issues.push(issueAt(reader, 'id', 'duplicate-id', parts.id))
    else if (parts.id !== '') groups.set(parts.id, group)
    all.push(group)
  }
  return resolveGroups(input, all, byId, reader)
}

/** Takes the numbers of a further row into the list of the row above; false when it is no such row. */
function continues(above: Group, parts: RowParts, index: number): boolean {
  const list = above.parts.condition && listIn(above.parts.condition)
  if (!parts.onlyNumbers || !list) return false
  above.rows.push(index)
  if (parts.issues.length > 0) above.further.set(index, parts.issues)
  if (parts.condition?.kind === 'caller-list') for (const number of parts.condition.numbers) list.numbers.push(number)
  return true
}

const issueAt = (reader: RowReader, field: RowIssue['field'], code: RowIssue['code'], value?: string): RowIssue => {
  const column = reader.columnOf(field)
  return { field, code, ...(value !== undefined && { value }), ...(column !== undefined && { column }) }
}

async function resolveGroups(
  input: PreviewInput,
  groups: Group[],
  byId: ReadonlyMap<string, PriorityRule>,
  reader: RowReader,
): Promise<Preview> {
  const { rows, document, defaults, breather } = input
  const classIds = new Set(document.classes.map(({ id }) => id))
  const states: ImportRowState[] = []
  const issues = new Map<number, RowIssue[]>()
  const fields = new Map<number, ImportField[]>()
  const counts: ImportCounts = { new: 0, changed: 0, same: 0, wrong: 0, rows: rows.length, missing: 0 }
  const preview = { added: [] as PriorityRule[], changed: [] as PriorityRule[], unplaced: [] as RowIssue[] }
  const seen = new Set<string>()
  const byCondition = await indexConditions(groups, document, breather)
  /** By rule of the draft, or by class and condition: where the file has it first. */
  const first = new Map<string, { row: number; rule: PriorityRule }>()
  const unusedId = (): string => {
    for (;;) {
      const id = input.newId()
      if (!byId.has(id)) return id
    }
  }

  for (const { parts, rows: groupRows, further } of groups) {
    if (breather.due()) await breather.rest()
    const named = byId.get(parts.id)
    const key = parts.id === '' && parts.condition ? keyOf(parts, defaults.classId, document) : undefined
    const known = named ?? (key === undefined ? undefined : byCondition.get(key))
    if (known) seen.add(known.id)
    const rule = mergeRule(parts, known, defaults, document.classes, unusedId)
    // The list keeps the way a number was typed first.
    if (known && !named) rule.condition = known.condition
    const [head = 0] = groupRows
    const found = issuesOf(parts, rule, classIds, document.dial, reader)
    for (const issues of further.values()) found.push(...issues)
    const places = [known ? `id ${known.id}` : '', key ?? ''].filter((place) => place !== '')
    const earlier = places.map((place) => first.get(place)).find((place) => place !== undefined)
    if (earlier && found.length === 0 && !isRepeat(earlier.rule, rule))
      found.push(issueAt(reader, 'condition', 'duplicate-row', String(earlier.row)))
    if (!earlier && found.length === 0)
      for (const place of places) first.set(place, { row: rows[head]?.row ?? 0, rule })
    const changes = known ? differingFields(known, rule) : []
    const nothingNew = earlier !== undefined || (known !== undefined && changes.length === 0)
    const state = stateOf(found.length > 0, nothingNew, known)
    for (const index of groupRows) states[index] = state
    counts[state] += groupRows.length
    if (state === 'wrong') {
      found.sort((a, b) => (a.column ?? -1) - (b.column ?? -1))
      for (const index of groupRows)
        issues.set(index, index === head ? found : (further.get(index) ?? issuesIn(rows[index]?.cells ?? [], found)))
      if (parts.id === '' && !known) preview.unplaced.push(...found.slice(0, 1))
    } else if (state === 'new') preview.added.push(rule)
    else if (state === 'changed') {
      preview.changed.push(rule)
      for (const index of groupRows) fields.set(index, changes)
    }
  }
  const missing = document.rules.filter(({ id }) => !seen.has(id)).map(({ id }) => id)
  counts.missing = missing.length
  return { counts, states, issues, fields, missing, ...preview }
}

/** Of a row in which a number list goes on: what its own cells hold, else why the whole list is not taken. */
function issuesIn(cells: string[], found: RowIssue[]): RowIssue[] {
  const own = found.filter(({ value }) => value !== undefined && cells.some((cell) => cell.includes(value)))
  return own.length > 0 ? own : found.slice(0, 1)
}

/** The second of two rows that look for the same says nothing new. */
const isRepeat = (first: PriorityRule, second: PriorityRule): boolean =>
  differingFields(first, { ...second, condition: first.condition }).length === 0

function stateOf(wrong: boolean, same: boolean, known: PriorityRule | undefined): ImportRowState {
  if (wrong) return 'wrong'
  if (same) return 'same'
  return known ? 'changed' : 'new'
}

const keyOf = (parts: RowParts, usualClass: string, { dial }: ListDocument): string | undefined =>
  parts.condition && `${parts.classId ?? usualClass}\n${conditionKey(parts.condition, dial)}`

/** The rules of the draft by class and condition; only when the file has rows that must be found so. */
async function indexConditions(
  groups: Group[],
  { rules, dial }: ListDocument,
  breather: Breather,
): Promise<Map<string, PriorityRule>> {
  const found = new Map<string, PriorityRule>()
  if (groups.every(({ parts }) => parts.id !== '')) return found
  for (const rule of rules) {
    if (breather.due()) await breather.rest()
    const key = `${rule.classId}\n${conditionKey(rule.condition, dial)}`
    if (!found.has(key)) found.set(key, rule)
  }
  return found
}

/** What was not understood, and what is wrong with the rule otherwise; one issue for a field is enough. */
function issuesOf(
  parts: RowParts,
  rule: PriorityRule,
  classIds: ReadonlySet<string>,
  dial: DialPlan,
  reader: RowReader,
): RowIssue[] {
  const found = [...parts.issues]
  const reported = new Set(found.map(({ field }) => plainField(field)))
  for (const issue of checkRule(rule, classIds, dial))
    if (!reported.has(plainField(issue.field))) found.push(issueAt(reader, issue.field, issue.code, issue.value))
  return found
}

const plainField = (field: RowIssue['field']): RowIssue['field'] => (field === 'number' ? 'condition' : field)
