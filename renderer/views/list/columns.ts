import type { RuleColumn, RuleView } from '#shared/ipc/list-view.ts'
import type { ConditionInput } from '#shared/ipc/list-view.ts'
import type { ColumnName } from '#renderer/state/list-columns.ts'

/** What the grid knows of its columns: how wide, what the console can sort by, and what can be typed right in the cell. */
export type CellName = 'select' | ColumnName
export type CellEdit = 'name' | 'owner' | 'note' | 'handling' | 'ladder' | 'class' | 'severity' | 'condition'

/** The least width in rem, and the share of what is left. */
const widths: Record<CellName, [least: number, share: number]> = {
  select: [2.5, 0],
  position: [4.75, 0],
  severity: [8.75, 0],
  name: [12, 2],
  class: [8.5, 1],
  condition: [13, 2.5],
  validity: [6, 1.2],
  owner: [4.5, 0.6],
  hits: [6, 0],
  enabled: [5.5, 0],
  note: [8, 1.5],
  handling: [8, 1.5],
  ladder: [6, 0.7],
}

/** Heads and rows are as wide as each other, also where the grid is too narrow and has to be scrolled. */
export const columnStyle = (cells: CellName[]): { '--columns': string; '--least': string } => ({
  '--columns': cells
    .map((name) => widths[name])
    .map(([least, share]) => (share > 0 ? `minmax(${least}rem, ${share}fr)` : `${least}rem`))
    .join(' '),
  '--least': `${cells.reduce((sum, name) => sum + widths[name][0], 0)}rem`,
})

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
