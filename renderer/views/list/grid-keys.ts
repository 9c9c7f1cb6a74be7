import type { KeyboardEvent } from 'react'
import type { CellName } from './columns.ts'

/** Where the keyboard is: −1 = the heads. */
export type ActiveCell = { row: number; cell: CellName }

export type GridKeys = {
  active: ActiveCell
  cells: CellName[]
  total: number
  /** Rows in sight. */
  pageSize: number
  readOnly: boolean
  goTo: (cell: ActiveCell, extend: boolean) => void
  sort: (cell: CellName) => void
  toggle: (row: number) => void
  selectAll: () => void
  selectNone: () => void
  edit: (cell: ActiveCell) => void
  remove: (row: number) => void
  move: (row: number, by: -1 | 1) => void
}

/** The keys of a grid (ARIA Authoring Practices), and those of this list. True when the key was one of them. */
export function onGridKey(event: KeyboardEvent, keys: GridKeys): boolean {
  const { active } = keys
  const { key } = event
  const control = event.ctrlKey || event.metaKey
  if (event.altKey) {
    if ((key !== 'ArrowUp' && key !== 'ArrowDown') || active.row < 0 || keys.readOnly) return false
    keys.move(active.row, key === 'ArrowUp' ? -1 : 1)
    return true
  }
  const goal = goalOf(key, control, keys)
  if (goal) {
    keys.goTo(goal, event.shiftKey && goal.row >= 0)
    return true
  }
  if (control && key.toLowerCase() === 'a') {
    keys.selectAll()
    return true
  }
  return !control && onOtherKey(key, keys)
}

function goalOf(key: string, control: boolean, { active, cells, total, pageSize }: GridKeys): ActiveCell | undefined {
  const { row, cell } = active
  const last = total - 1
  const at = Math.max(0, cells.indexOf(cell))
  const to = (nextRow: number, nextCell = cell): ActiveCell => ({
    row: Math.max(-1, Math.min(last, nextRow)),
    cell: nextCell,
  })
  const beside = (index: number): CellName => cells[Math.max(0, Math.min(cells.length - 1, index))] ?? cell
  switch (key) {
    case 'ArrowDown':
      return to(row + 1)
    case 'ArrowUp':
      return to(row - 1)
    case 'ArrowRight':
      return to(row, beside(at + 1))
    case 'ArrowLeft':
      return to(row, beside(at - 1))
    case 'PageDown':
      return to(row + pageSize)
    case 'PageUp':
      return to(Math.max(Math.min(0, last), row - pageSize))
    case 'Home':
      return control ? to(Math.min(0, last), beside(0)) : to(row, beside(0))
    case 'End':
      return control ? to(last, beside(cells.length)) : to(row, beside(cells.length))
    default:
      return undefined
  }
}

function onOtherKey(key: string, keys: GridKeys): boolean {
  const { active, readOnly } = keys
  if (active.row < 0) {
    if (key !== 'Enter' && key !== ' ') return false
    if (active.cell === 'select') keys.selectAll()
    else keys.sort(active.cell)
    return true
  }
  switch (key) {
    case ' ':
      keys.toggle(active.row)
      return true
    case 'Enter':
    case 'F2':
      keys.edit(active)
      return true
    case 'Escape':
      keys.selectNone()
      return true
    case 'Delete':
      if (!readOnly) keys.remove(active.row)
      return !readOnly
    default:
      return false
  }
}
