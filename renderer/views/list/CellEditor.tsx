import { useEffect, useId, useRef, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { RuleRow, RuleView } from '#shared/ipc/list-view.ts'
import { localName } from '#renderer/i18n/local-name.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useScreen } from '#renderer/state/screen.tsx'
import { changesOf, severities } from './cell-values.ts'
import type { CellEdit, CellName } from './columns.ts'

/** `typed` outlives the cell, which comes and goes as rows move; `error`: why the last try was not taken. */
export type CellEditing = { row: RuleRow; cell: CellName; how: CellEdit; typed: string; error?: string }

type Props = {
  editing: CellEditing
  onType: (typed: string) => void
  onCommit: (changes: Partial<RuleView>, next: 'stay' | 'next' | 'previous' | 'left') => Promise<boolean>
  onCancel: () => void
}

const most = { name: 100, owner: 100, ladder: 100, note: 1000, handling: 1000, condition: 100 }

/** Typing in the cell: Enter takes it, Escape does not, Tab takes it and goes on to the next cell; a press elsewhere takes it too. */
export function CellEditor({ editing, onType, onCommit, onCancel }: Props) {
  const { t } = useText()
  const { row, how, typed, error } = editing
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null)
  const leaving = useRef(false)
  const errorId = useId()
  useEffect(() => {
    field.current?.focus()
    if (field.current instanceof HTMLInputElement) field.current.select()
  }, [])

  async function leave(next: 'stay' | 'next' | 'previous' | 'left'): Promise<void> {
    if (leaving.current) return
    leaving.current = true
    if (!(await onCommit(changesOf(row.rule, how, typed), next))) {
      leaving.current = false
      field.current?.focus()
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      leaving.current = true
      event.preventDefault()
      onCancel()
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault()
      void leave(event.key === 'Enter' ? 'stay' : event.shiftKey ? 'previous' : 'next')
    }
    event.stopPropagation()
  }

  const shared = {
    ref: field,
    value: typed,
    'aria-label': t(`list.column.${editing.cell === 'select' ? 'name' : editing.cell}`),
    'aria-invalid': error !== undefined,
    ...(error !== undefined && { 'aria-describedby': errorId }),
    onKeyDown,
    onBlur: () => void leave('left'),
    onChange: (event: { target: { value: string } }) => onType(event.target.value),
  }
  return (
    <span className="cell-editor">
      {how === 'class' || how === 'severity' ? (
        <Options how={how} shared={shared} />
      ) : (
        <TextOf how={how} kind={row.rule.condition.kind} shared={shared} />
      )}
      {error !== undefined && (
        <span id={errorId} role="alert" className="cell-error">
          {error}
        </span>
      )}
    </span>
  )
}

type Shared = React.ComponentProps<'input'> & React.ComponentProps<'select'>

function Options({ how, shared }: { how: 'class' | 'severity'; shared: object }) {
  const { t, language } = useText()
  const { list } = useScreen()
  const classes = useStore(list, (state) => state.list?.classes)
  const options =
    how === 'severity'
      ? severities.map((value) => ({ value, label: `${value} ${t(`severity.${value}`)}` }))
      : (classes ?? []).map(({ id, name }) => ({ value: id, label: localName(name, language, id) }))
  return (
    <select {...(shared as Shared)}>
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}

function TextOf({ how, kind, shared }: { how: CellEdit; kind: RuleView['condition']['kind']; shared: object }) {
  const { t } = useText()
  const areas = useConsole((state) => state.view?.areas)
  const areasId = useId()
  const isArea = how === 'condition' && kind === 'queue-area'
  return (
    <>
      {how === 'condition' && <span className="cell-kind">{t(`cond.kind.${kind}`)}</span>}
      <input
        {...(shared as Shared)}
        maxLength={how === 'class' || how === 'severity' ? undefined : most[how]}
        autoComplete="off"
        spellCheck="false"
        list={isArea ? areasId : undefined}
      />
      {isArea && (
        <datalist id={areasId}>
          {areas?.map(({ area }) => (
            <option key={area} value={area} />
          ))}
        </datalist>
      )}
    </>
  )
}
