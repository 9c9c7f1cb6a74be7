import type { RuleColumn, RuleView } from '#shared/ipc/list-view.ts'
import type { ConditionInput } from '#shared/ipc/list-view.ts'
import type { ColumnName } from '#renderer/state/list-columns.ts'

/** What the grid knows of its columns: how wide, what the console can sort by, and what can be typed right in the cell. */
export type CellName = 'select' | ColumnName
export type CellEdit = 'name' | 'owner' | 'note' | 'handling' | 'ladder' | 'class' | 'severity' | 'condition'

export const widths: Record<CellName, string> = {
  select: '2.5rem',
  position: '3.5rem',
  severity: '6.25rem',
  name: 'minmax(11rem, 2fr)',
  class: 'minmax(7.5rem, 1fr)',
  condition: 'minmax(14rem, 3fr)',
  validity: 'minmax(7rem, 1.3fr)',
  owner: 'minmax(5rem, 0.7fr)',
  hits: '5rem',
  enabled: '5.5rem',
  note: 'minmax(8rem, 1.5fr)',
  handling: 'minmax(8rem, 1.5fr)',
  ladder: 'minmax(5rem, 0.7fr)',
}

const sortable: Partial<Record<CellName, RuleColumn>> = {
  position: 'position',
  severity: 'severity',
  name: 'name',
  class: 'class',
  condition: 'condition',
  validity: 'validity',
  owner: 'owner',
  enabled: 'enabled',
}
export const sortOf = (cell: CellName): RuleColumn | undefined => sortable[cell]

/** What Enter starts in a cell: typing, a switch at once, or the whole form. */
export function editOf(cell: CellName, rule: RuleView): CellEdit | 'toggle' | 'form' {
  switch (cell) {
    case 'name':
    case 'owner':
    case 'note':
    case 'handling':
    case 'ladder':
    case 'class':
    case 'severity':
      return cell
    case 'enabled':
      return 'toggle'
    case 'condition':
      return simpleText(rule.condition) === undefined ? 'form' : 'condition'
    default:
      return 'form'
  }
}

/** The one text of a condition that has one. */
export function simpleText(condition: RuleView['condition']): string | undefined {
  switch (condition.kind) {
    case 'caller-number':
    case 'dialled-number':
      return condition.number
    case 'caller-prefix':
      return condition.prefix
    case 'transfer-code':
      return condition.code
    case 'vdn':
      return condition.vdn
    case 'queue-area':
      return condition.area
    default:
      return undefined
  }
}

export type SimpleCondition = Extract<
  ConditionInput,
  { kind: 'caller-number' | 'dialled-number' | 'caller-prefix' | 'transfer-code' | 'vdn' | 'queue-area' }
>

export function withText(condition: RuleView['condition'], text: string): SimpleCondition | undefined {
  switch (condition.kind) {
    case 'caller-number':
    case 'dialled-number':
      return { kind: condition.kind, number: text }
    case 'caller-prefix':
      return { kind: 'caller-prefix', prefix: text }
    case 'transfer-code':
      return { kind: 'transfer-code', code: text }
    case 'vdn':
      return { kind: 'vdn', vdn: text }
    case 'queue-area':
      return { kind: 'queue-area', area: text }
    default:
      return undefined
  }
}
