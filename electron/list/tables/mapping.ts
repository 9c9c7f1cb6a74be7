import type { RuleIssue, RuleIssueCode } from '#shared/domain/priority/list-answers.ts'
import type {
  Condition,
  ConditionKind,
  PriorityClass,
  PriorityRule,
  Severity,
  WeeklyHours,
} from '#shared/domain/priority/rule.ts'
import type { ImportDefaults, ImportField } from '#shared/ipc/list-view.ts'
import { readCondition, readUnnamedCondition } from './condition-text.ts'
import { unguard } from './formula-guard.ts'
import type { RuleColumn } from './header-words.ts'
import { isCut } from './limits.ts'
import { classFinder, readDate, readHours } from './values.ts'
import { findEnabled, findKind, findSeverity, findSound } from './words.ts'

/**
 * The cells of a row as parts of a rule. A part is missing where the file has no column for it or the cell is empty, and where it was not
 * understood; then there is an issue that names the column.
 */
export type RowIssue = RuleIssue & { column?: number }

export type RowParts = {
  id: string
  issues: RowIssue[]
  /** The row says nothing but an id and numbers: they belong to the number list of the row with the same id above. */
  onlyNumbers: boolean
  condition?: Condition
  name?: string
  classId?: string
  severity?: Severity
  enabled?: boolean
  sound?: PriorityRule['sound']
  /** Present whenever the file has the column: an empty cell empties them. */
  validFrom?: string | null
  validTo?: string | null
  hours?: WeeklyHours[]
  owner?: string
  note?: string
  ladder?: string
  handling?: string
}

export type RowReader = {
  /** `known`: the rule that the row's id names, whose kind of condition then holds for a file without a column for it. */
  read(cells: string[], known: (id: string) => PriorityRule | undefined): RowParts
  columnOf(field: RuleIssue['field']): number | undefined
}

const longest: Partial<Record<RuleColumn, number>> = {
  id: 100,
  name: 100,
  owner: 100,
  ladder: 100,
  note: 1000,
  handling: 1000,
}

export function createRowReader(fields: ImportField[], defaults: ImportDefaults, classes: PriorityClass[]): RowReader {
  const columns = new Map<ImportField, number>()
  fields.forEach((field, column) => {
    if (field !== 'ignore' && !columns.has(field)) columns.set(field, column)
  })
  const findClass = classFinder(classes)

  function read(cells: string[], known: (id: string) => PriorityRule | undefined): RowParts {
    const cell = (field: RuleColumn): string | undefined => {
      const column = columns.get(field)
      return column === undefined ? undefined : unguard(cells[column] ?? '')
    }
    const parts: RowParts = { id: cell('id') ?? '', issues: [], onlyNumbers: false }
    const wrong = (column: RuleColumn, field: RuleIssue['field'], code: RuleIssueCode, value?: string): undefined => {
      const at = columns.get(column)
      parts.issues.push({
        field,
        code,
        ...(value !== undefined && { value: value.slice(0, 100) }),
        ...(at !== undefined && { column: at }),
      })
    }
    /** Missing when empty; an issue when not understood. */
    const understood = <T>(
      field: Exclude<RuleColumn, 'condition-kind' | 'condition'>,
      find: (text: string) => T | undefined,
      code: RuleIssueCode,
    ): T | undefined => {
      const text = cell(field)
      if (text === undefined || text === '') return undefined
      const value = find(text)
      return value === undefined ? wrong(field, field, code, text) : value
    }
    const free = (field: 'id' | 'name' | 'owner' | 'note' | 'ladder' | 'handling'): string | undefined => {
      const text = cell(field)
      if (text === undefined || text.length <= (longest[field] ?? 0)) return text
      return wrong(field, field, 'too-long', text)
    }
    const timed = <T>(
      field: 'valid-from' | 'valid-to' | 'hours',
      find: (text: string) => T | undefined,
    ): T | undefined => {
      const text = cell(field)
      if (text === undefined) return undefined
      const value = find(text)
      return value === undefined ? wrong(field, field, field === 'hours' ? 'not-hours' : 'not-a-date', text) : value
    }

    parts.id = free('id') ?? ''
    const kindText = cell('condition-kind') ?? ''
    const condition = conditionOf(kindText, cell('condition') ?? '', known(parts.id), wrong)
    assign(parts, {
      condition,
      name: free('name') || undefined,
      classId: understood('class', findClass, 'unknown-class'),
      severity: understood('severity', findSeverity, 'unknown-word'),
      enabled: enabledOf(understood('enabled', findEnabled, 'unknown-word')),
      sound: understood('sound', findSound, 'unknown-word'),
      validFrom: timed('valid-from', readDate),
      validTo: timed('valid-to', readDate),
      hours: timed('hours', readHours),
      owner: free('owner'),
      note: free('note'),
      ladder: free('ladder'),
      handling: free('handling'),
    })
    parts.onlyNumbers = findKind(kindText) === 'caller-list' && saysNothingElse(cells)
    return parts
  }

  function conditionOf(
    kindText: string,
    text: string,
    known: PriorityRule | undefined,
    wrong: (column: RuleColumn, field: RuleIssue['field'], code: RuleIssueCode, value?: string) => undefined,
  ): Condition | undefined {
    if (!columns.has('condition') && !columns.has('condition-kind'))
      return known ? undefined : wrong('condition', 'condition', 'missing')
    const named = kindText === '' ? undefined : findKind(kindText)
    if (kindText !== '' && !named) return wrong('condition-kind', 'condition', 'unknown-word', kindText)
    if (isCut(text)) return wrong('condition', 'condition', 'too-long', text)
    const usual: ConditionKind = known?.condition.kind ?? defaults.conditionKind
    const condition = named ? readCondition(named, text) : readUnnamedCondition(usual, text)
    if (condition.ok) return condition.value
    const { code, value } = condition.error
    return wrong('condition', code === 'not-a-number' ? 'number' : 'condition', code, value ?? (text || undefined))
  }

  const numbersOnly: ReadonlySet<ImportField> = new Set(['id', 'condition-kind', 'condition'])
  const otherColumns = [...columns].filter(([field]) => !numbersOnly.has(field)).map(([, column]) => column)
  const saysNothingElse = (cells: string[]): boolean => otherColumns.every((column) => (cells[column] ?? '') === '')

  return { read, columnOf: (field) => columns.get(field === 'number' ? 'condition' : field) }
}

const enabledOf = (word: 'yes' | 'no' | undefined): boolean | undefined =>
  word === undefined ? undefined : word === 'yes'

/** Sets what is there; what is undefined stays missing. */
function assign(parts: RowParts, values: { [K in keyof RowParts]?: RowParts[K] | undefined }): void {
  for (const [key, value] of Object.entries(values)) if (value !== undefined) Object.assign(parts, { [key]: value })
}

/** The rule that a row makes of the one it names, or a new one. */
export function mergeRule(
  parts: RowParts,
  known: PriorityRule | undefined,
  defaults: ImportDefaults,
  classes: PriorityClass[],
  newId: () => string,
): PriorityRule {
  const classId = parts.classId ?? known?.classId ?? defaults.classId
  const condition = parts.condition ?? known?.condition ?? { kind: 'caller-withheld' }
  const usual =
    defaults.severity === 'class' ? (classes.find(({ id }) => id === classId)?.severity ?? 'P3') : defaults.severity
  return {
    id: known?.id ?? (parts.id || newId()),
    name: parts.name ?? known?.name ?? nameFrom(condition),
    classId,
    severity: parts.severity ?? known?.severity ?? usual,
    condition,
    enabled: parts.enabled ?? known?.enabled ?? true,
    validFrom: parts.validFrom === undefined ? (known?.validFrom ?? null) : parts.validFrom,
    validTo: parts.validTo === undefined ? (known?.validTo ?? null) : parts.validTo,
    hours: parts.hours ?? known?.hours ?? [],
    owner: parts.owner ?? known?.owner ?? '',
    note: parts.note ?? known?.note ?? '',
    sound: parts.sound ?? known?.sound ?? 'class',
    ladder: parts.ladder ?? known?.ladder ?? '',
    handling: parts.handling ?? known?.handling ?? '',
  }
}

/** A rule without a name is called by what it looks for. */
function nameFrom(condition: Condition): string {
  switch (condition.kind) {
    case 'caller-number':
    case 'dialled-number':
      return condition.number
    case 'caller-prefix':
      return condition.prefix
    case 'caller-range':
      return `${condition.from} – ${condition.to}`
    case 'caller-list':
      return condition.numbers.length > 1 ? `${condition.numbers[0]} …` : (condition.numbers[0] ?? condition.kind)
    case 'transfer-code':
      return condition.code
    case 'vdn':
      return condition.vdn
    case 'queue-area':
      return condition.area
    case 'repeat-caller':
      return `${condition.calls}/${condition.minutes}`
    case 'caller-withheld':
    case 'all':
    case 'any':
    case 'not':
      return condition.kind
  }
}
