import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useStore } from 'zustand'
import type { RuleRow, RuleView } from '#shared/ipc/list-view.ts'
import { useRem } from '#renderer/components/use-rem.ts'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { isSelected, type RowsState } from '#renderer/state/list-rows.ts'
import { changesOf, textOf } from './cell-values.ts'
import { columnStyle, editOf, sortOf, type CellEdit, type CellName } from './columns.ts'
import type { CellEditing } from './CellEditor.tsx'
import { GridHead } from './GridHead.tsx'
import { onGridKey, type ActiveCell } from './grid-keys.ts'
import { GridRow, type RowEvents } from './GridRow.tsx'
import { issueWords } from './finding-words.ts'
import { useNames } from './names.ts'
import type { RuleActions } from './rule-actions.ts'
import './grid.css'

const rowRem = 2.75
const headRem = 2.5

type Props = {
  actions: RuleActions
  readOnly: boolean
  onOpen: (row: RuleRow) => void
  onRemove: (row: RuleRow | undefined) => void
  onActive: (row: RuleRow | undefined) => void
}

/** A hundred thousand rules as a grid of which only what is in sight exists. One cell has the focus; it stays when rows change under it. */
export function RuleGrid({ actions, readOnly, onOpen, onRemove, onActive }: Props) {
  const text = useText()
  const names = useNames()
  const { list, commands } = useScreen()
  const shown = useStore(list.columns, (state) => state.shown)
  const { total, loaded, selected, pages, sort } = useStore(list.rows)
  const cells = useMemo<CellName[]>(() => ['select', ...shown], [shown])
  const [active, setActive] = useState<ActiveCell>({ row: 0, cell: 'name' })
  const [editing, setEditing] = useState<CellEditing>()
  const anchor = useRef(0)
  const scroller = useRef<HTMLDivElement>(null)
  const wantsFocus = useRef(false)
  const row = Math.min(active.row, total - 1)
  const cell = cells.includes(active.cell) ? active.cell : 'name'
  const inForm = useStore(list.form, (state) => state.form?.ruleId)
  const { virtual, pageSize } = useRows(scroller, total, row)
  const items = virtual.getVirtualItems()
  const first = virtual.range?.startIndex ?? 0
  const last = virtual.range?.endIndex ?? 0

  useEffect(() => list.rows.want(first, last), [list, first, last, pages])
  const activeRow = list.rows.rowAt(Math.max(0, row))
  useEffect(() => onActive(activeRow), [onActive, activeRow])

  useLayoutEffect(() => {
    if (!wantsFocus.current) return
    wantsFocus.current = false
    if (row >= 0) virtual.scrollToIndex(row)
    scroller.current
      ?.querySelector<HTMLElement>(`[data-row="${row}"] [data-cell="${cell}"]`)
      ?.focus({ preventScroll: row >= 0 })
  })

  const focusOn = useCallback((next: ActiveCell): void => {
    wantsFocus.current = true
    setActive(next)
  }, [])

  const reveal = useStore(list, (state) => state.reveal)
  useEffect(() => {
    if (reveal === undefined) return
    const index = list.rows.indexOf(reveal)
    if (index >= 0) {
      const { reveal: _, ...rest } = list.getState()
      list.setState(rest, true)
      focusOn({ row: index, cell: 'name' })
    } else if (isAdminsOrder(list.rows.getState())) virtual.scrollToIndex(total - 1) // a new rule is the last
  }, [reveal, pages, total, list, virtual, focusOn])

  // Somebody removed the rule whose cell is being typed in: what was typed goes on in the form.
  const lost = editing !== undefined && loaded && total > 0 && list.rows.indexOf(editing.row.rule.id) < 0
  useEffect(() => {
    if (!lost || !editing) return
    setEditing(undefined)
    void actions.takeToForm(editing.row, changesOf(editing.row.rule, editing.how, editing.typed))
  }, [lost, editing, actions])

  function goTo(next: ActiveCell, extend: boolean): void {
    if (extend && next.row !== row) void list.rows.selectRange(anchor.current, next.row)
    else anchor.current = Math.max(0, next.row)
    focusOn(next)
  }

  const edit = (target: RuleRow, name: CellName, how: CellEdit): void =>
    setEditing({ row: target, cell: name, how, typed: textOf(target.rule, how) })

  async function switchOver(target: RuleRow): Promise<void> {
    const problem = await actions.setCell(target, { enabled: !target.rule.enabled })
    if (problem) commands.report(problem)
  }

  function startEdit({ row: index, cell: name }: ActiveCell): void {
    const target = list.rows.rowAt(index)
    if (!target) return
    const how = editOf(name, target.rule)
    if (name === 'select') list.rows.toggle(target.rule.id)
    else if (readOnly || how === 'form') onOpen(target)
    else if (how === 'toggle') void switchOver(target)
    else edit(target, name, how)
  }

  /** Answers whether the cell may be left. */
  async function commit(changes: Partial<RuleView>, next: 'stay' | 'next' | 'previous' | 'left'): Promise<boolean> {
    if (!editing) return true
    if (Object.keys(changes).length > 0) {
      const problem = await actions.setCell(editing.row, changes)
      if (problem) {
        const error =
          problem.kind === 'bad-rule'
            ? problem.issues.map((issue) => issueWords(issue, text)).join(' ')
            : problemWords(problem, text.t)
        setEditing({ ...editing, error })
        return false
      }
    }
    setEditing(undefined)
    if (next === 'left') return true
    const beside = next === 'stay' ? undefined : nextEditable(cells, editing, next === 'next' ? 1 : -1)
    focusOn({ row, cell: beside ?? cell })
    const target = list.rows.rowAt(row)
    if (beside && target) {
      const how = editOf(beside, target.rule)
      if (how !== 'form' && how !== 'toggle') edit(target, beside, how)
    }
    return true
  }

  const on = useStable({
    focus: (index, name) => setActive({ row: index, cell: name }),
    press: (index, name, event) => {
      const pressed = list.rows.rowAt(index)
      if (event.shiftKey) void list.rows.selectRange(anchor.current, index)
      else anchor.current = index
      if (pressed && !event.shiftKey && (name === 'select' || event.ctrlKey || event.metaKey))
        list.rows.toggle(pressed.rule.id)
    },
    open: (index, name) => startEdit({ row: index, cell: name }),
    commit,
    type: (typed) => setEditing((known) => known && { ...known, typed }),
    cancel: () => {
      setEditing(undefined)
      focusOn({ row, cell })
    },
  })

  function onKeyDown(event: KeyboardEvent): void {
    if (editing || event.nativeEvent.isComposing) return
    const used = onGridKey(event, {
      active: { row, cell },
      cells,
      total,
      pageSize,
      readOnly,
      goTo,
      edit: startEdit,
      sort: (name) => sortBy(name),
      toggle: (index) => {
        const target = list.rows.rowAt(index)
        anchor.current = index
        if (target) list.rows.toggle(target.rule.id)
      },
      selectAll: list.rows.selectAll,
      selectNone: list.rows.selectNone,
      remove: (index) => onRemove(list.rows.rowAt(index)),
      move: (index, by) => void actions.move(index, by).then((to) => to !== undefined && focusOn({ row: to, cell })),
    })
    if (!used) return
    event.preventDefault()
    event.stopPropagation()
  }

  function sortBy(name: CellName): void {
    const column = sortOf(name)
    if (column) list.rows.show({ sort: { column, descending: sort.column === column && !sort.descending } })
  }

  return (
    <div
      ref={scroller}
      role="grid"
      className="rule-grid"
      aria-label={text.t('list.title')}
      aria-rowcount={loaded ? total + 1 : -1}
      aria-colcount={cells.length}
      aria-multiselectable="true"
      aria-readonly={readOnly}
      aria-busy={!loaded}
      style={columnStyle(cells) as React.CSSProperties}
      onKeyDown={onKeyDown}
    >
      <GridHead
        cells={cells}
        active={row < 0 ? cell : undefined}
        onFocus={(name) => setActive({ row: -1, cell: name })}
        onSort={sortBy}
      />
      <div role="rowgroup" className="grid-body" style={{ blockSize: virtual.getTotalSize() }}>
        {items.map((item) => {
          const known = list.rows.rowAt(item.index)
          return (
            <GridRow
              key={item.index}
              row={known}
              index={item.index}
              offset={item.start - virtual.options.scrollMargin}
              cells={cells}
              active={item.index === row ? cell : undefined}
              inForm={known !== undefined && known.rule.id === inForm}
              selected={known !== undefined && isSelected(selected, known.rule.id)}
              editing={known && editing?.row.rule.id === known.rule.id ? editing : undefined}
              text={text}
              names={names}
              on={on}
            />
          )
        })}
      </div>
    </div>
  )
}

/** Always the same functions, which do what the last drawing meant. */
function useStable(events: RowEvents): RowEvents {
  const latest = useRef(events)
  useLayoutEffect(() => {
    latest.current = events
  })
  return useMemo<RowEvents>(
    () => ({
      focus: (index, name) => latest.current.focus(index, name),
      press: (index, name, event) => latest.current.press(index, name, event),
      open: (index, name) => latest.current.open(index, name),
      type: (typed) => latest.current.type(typed),
      commit: (changes, next) => latest.current.commit(changes, next),
      cancel: () => latest.current.cancel(),
    }),
    [],
  )
}

const isAdminsOrder = ({ sort, filter }: RowsState): boolean =>
  sort.column === 'position' && !sort.descending && Object.keys(filter).length === 0

/** The row that has the focus always exists, so that the focus is not lost by scrolling. */
function useRows(scroller: React.RefObject<HTMLDivElement | null>, total: number, activeRow: number) {
  const rem = useRem()
  const rowPx = rowRem * rem
  // oxlint-disable-next-line react/incompatible-library -- no React Compiler here: nothing of it is memoised
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
    scrollMargin: headRem * rem,
    scrollPaddingStart: headRem * rem,
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range)
      if (activeRow < 0 || activeRow >= total || inSight.includes(activeRow)) return inSight
      return [...inSight, activeRow].sort((a, b) => a - b)
    },
  })
  useLayoutEffect(() => virtual.measure(), [virtual, rowPx])
  const height = virtual.scrollRect?.height ?? 0
  return { virtual, pageSize: Math.max(1, Math.floor((height - headRem * rem) / rowPx) - 1) }
}

function nextEditable(cells: CellName[], { cell, row }: CellEditing, by: 1 | -1): CellName | undefined {
  for (let at = cells.indexOf(cell) + by; at > 0 && at < cells.length; at += by) {
    const name = cells[at]
    const how = name && editOf(name, row.rule)
    if (how && how !== 'form' && how !== 'toggle') return name
  }
  return undefined
}
