import { memo, type MouseEvent } from 'react'
import type { RuleRow, RuleView } from '#shared/ipc/list-view.ts'
import { CheckMark } from '#renderer/components/Checkbox.tsx'
import { ClassMark } from '#renderer/components/ClassMark.tsx'
import { SeverityMark } from '#renderer/components/SeverityMark.tsx'
import type { Text } from '#renderer/i18n/text.ts'
import { CellEditor, type CellEditing } from './CellEditor.tsx'
import type { CellName } from './columns.ts'
import { conditionWords } from './condition-words.ts'
import { findingWords, hasError } from './finding-words.ts'
import type { Names } from '#renderer/views/wall/alert-words.ts'
import { validityWords } from './time-words.ts'

type Props = {
  /** Missing while it is being fetched. */
  row: RuleRow | undefined
  index: number
  /** From the top of the body, px. */
  offset: number
  cells: CellName[]
  /** The cell that has the focus, if it is in this row. */
  active: CellName | undefined
  selected: boolean
  /** It is the one in the form beside the grid. */
  inForm: boolean
  editing: CellEditing | undefined
  text: Text
  names: Names
  on: RowEvents
}

/** The same object for all rows and for ever: a scroll draws only the rows that come into sight. */
export type RowEvents = {
  focus: (index: number, cell: CellName) => void
  press: (index: number, cell: CellName, event: MouseEvent) => void
  open: (index: number, cell: CellName) => void
  commit: (changes: Partial<RuleView>, next: 'stay' | 'next' | 'previous' | 'left') => Promise<boolean>
  type: (typed: string) => void
  cancel: () => void
}

export const GridRow = memo(function GridRow(props: Props) {
  const { row, index, offset, cells, active, selected, editing, on } = props
  return (
    <div
      role="row"
      className="grid-row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-busy={row === undefined}
      data-row={index}
      data-rule={row?.rule.id}
      data-change={row?.change}
      data-enabled={row?.rule.enabled}
      data-in-form={props.inForm}
      style={{ transform: `translateY(${offset}px)` }}
    >
      {cells.map((cell, at) => (
        <div
          key={cell}
          role="gridcell"
          className="grid-cell"
          aria-colindex={at + 1}
          data-cell={cell}
          data-editing={editing?.cell === cell}
          tabIndex={active === cell ? 0 : -1}
          onFocus={() => on.focus(index, cell)}
          onClick={(event) => on.press(index, cell, event)}
          onDoubleClick={() => {
            if (cell !== 'select') on.open(index, cell)
          }}
        >
          {row && editing?.cell === cell ? (
            <CellEditor editing={editing} onType={on.type} onCommit={on.commit} onCancel={on.cancel} />
          ) : (
            row && <CellContent cell={cell} row={row} selected={selected} text={props.text} names={props.names} />
          )}
        </div>
      ))}
    </div>
  )
})

type ContentProps = { cell: CellName; row: RuleRow; selected: boolean; text: Text; names: Names }

function CellContent({ cell, row, selected, text, names }: ContentProps) {
  const { t, number } = text
  const { rule } = row
  switch (cell) {
    case 'select':
      return (
        <>
          <CheckMark state={selected ? 'on' : 'off'} />
          <span className="visually-hidden">{t('list.select-row', { name: rule.name })}</span>
        </>
      )
    case 'position':
      return <span className="grid-number">{number(row.position)}</span>
    case 'severity':
      return (
        <span className="grid-severity" data-severity={rule.severity}>
          <SeverityMark severity={rule.severity} />
          <b>{rule.severity}</b>
          <span>{t(`severity.${rule.severity}`)}</span>
        </span>
      )
    case 'name':
      return <NameCell row={row} text={text} />
    case 'class':
      return <ClassCell classId={rule.classId} names={names} />
    case 'condition':
      return <Cut words={conditionWords(rule.condition, text, names)} />
    case 'validity':
      return <Cut words={validityWords(rule, text)} />
    case 'hits':
      return <span className="grid-number">{row.hitsToday === undefined ? '–' : number(row.hitsToday)}</span>
    case 'enabled':
      return <span className="grid-enabled">{t(rule.enabled ? 'rule.enabled.yes' : 'rule.enabled.no')}</span>
    default:
      return <Cut words={rule[cell]} />
  }
}

function Cut({ words }: { words: string }) {
  return (
    <span className="grid-cut" title={words}>
      {words}
    </span>
  )
}

function NameCell({ row, text }: { row: RuleRow; text: Text }) {
  const { t } = text
  const findings = row.findings.map((finding) => findingWords(finding, text)).join(' ')
  return (
    <>
      <span className="grid-cut" title={row.rule.name}>
        {row.rule.name}
      </span>
      {row.change !== 'same' && <span className="change-mark">{t(`list.change.${row.change}`)}</span>}
      {findings && (
        <span className="finding-mark" data-error={hasError(row.findings)} title={findings}>
          <span aria-hidden="true">{hasError(row.findings) ? '▲' : '△'}</span>
          <span className="visually-hidden">{findings}</span>
        </span>
      )}
    </>
  )
}

function ClassCell({ classId, names }: { classId: string; names: Names }) {
  const known = names.classLook(classId)
  return (
    <>
      {known && <ClassMark colour={known.colour} shape={known.shape} />}
      <Cut words={names.className(classId)} />
    </>
  )
}
