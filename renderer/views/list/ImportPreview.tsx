import { useEffect, useRef, useState } from 'react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useStore } from 'zustand'
import type { ImportRow, ImportRowState } from '#shared/ipc/list-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Checkbox } from '#renderer/components/Checkbox.tsx'
import { useRem } from '#renderer/components/use-rem.ts'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { importPageRows, type ImportState } from '#renderer/state/list-import.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { counted } from './counted.ts'
import { issueWords } from './finding-words.ts'

type Preview = Extract<ImportState, { step: 'preview' }>
const states: ImportRowState[] = ['new', 'changed', 'same', 'wrong']
const rowRem = 4

/** What each row of the file would do, before it does: new, changed, the same, or wrong with the cell and the reason. */
export function ImportPreview({ state }: { state: Preview }) {
  const text = useText()
  const { t, number } = text
  const { list } = useScreen()
  const revision = useStore(list, (known) => known.list?.draft.revision ?? 0)
  const [removeMissing, setRemoveMissing] = useState(false)
  const { counts, show, busy, problem } = state
  const taken = counts.new + counts.changed
  const effect = taken + (removeMissing ? counts.missing : 0)
  return (
    <section className="page-card import-preview" aria-label={t('import.step.preview')}>
      <header>
        <h2>{state.fileName}</h2>
        <div className="chips" role="group" aria-label={t('import.show')}>
          {(['all', ...states] as const).map((name) => (
            <button
              key={name}
              type="button"
              className="chip"
              data-state={name}
              aria-pressed={show === name}
              onClick={() => list.importing.filter(name)}
            >
              {t(`import.state.${name}`)} <b>{number(name === 'all' ? counts.rows : counts[name])}</b>
            </button>
          ))}
        </div>
      </header>
      <Rows state={state} total={show === 'all' ? counts.rows : counts[show]} />
      {counts.wrong > 0 && <p className="form-warning">{t('import.wrong', counted(counts.wrong, text))}</p>}
      {counts.missing > 0 && (
        <Checkbox
          label={t('import.missing', counted(counts.missing, text))}
          checked={removeMissing}
          onChange={setRemoveMissing}
        />
      )}
      {problem && (
        <p role="alert" className="dialog-error">
          {problemWords(problem, t)}
        </p>
      )}
      <div className="dialog-buttons">
        <span className="nothing-yet">{t('import.nothing-yet')}</span>
        <Button onPress={() => list.importing.back()}>{t('import.back')}</Button>
        <Button
          look="main"
          isDisabled={effect === 0}
          isPending={busy}
          onPress={() => void list.importing.apply(removeMissing, revision)}
        >
          {t('import.apply', counted(effect, text))}
        </Button>
      </div>
    </section>
  )
}

function Rows({ state, total }: { state: Preview; total: number }) {
  const { t } = useText()
  const { list } = useScreen()
  const scroller = useRef<HTMLDivElement>(null)
  const rem = useRem()
  const rowPx = rowRem * rem
  // oxlint-disable-next-line react/incompatible-library -- no React Compiler here: nothing of it is memoised
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 6,
  })
  const first = virtual.range?.startIndex ?? 0
  const last = virtual.range?.endIndex ?? 0
  useEffect(() => virtual.measure(), [virtual, rowPx])
  useEffect(() => {
    if (total > 0) list.importing.want(first, last)
  }, [list, first, last, total, state.show])
  if (total === 0) return <p className="list-state">{t('import.none-of-these')}</p>
  const columns = `4.5rem 6rem repeat(${state.table.columns.length}, minmax(9rem, 1fr))`
  return (
    <div
      ref={scroller}
      role="table"
      className="preview-table"
      aria-label={t('import.step.preview')}
      aria-rowcount={total + 1}
      tabIndex={0}
      style={{ '--columns': columns } as React.CSSProperties}
    >
      <div role="rowgroup" className="grid-head">
        <div role="row" className="preview-row" aria-rowindex={1}>
          <span role="columnheader">{t('import.head.row')}</span>
          <span role="columnheader">{t('import.head.state')}</span>
          {state.table.columns.map(({ index, header }, at) => (
            <span key={index} role="columnheader">
              <b>{header || t('import.column', { number: index + 1 })}</b>
              <span className="preview-field">{t(`import.field.${state.fields[at] ?? 'ignore'}`)}</span>
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="grid-body" style={{ blockSize: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => (
          <PreviewRow
            key={item.index}
            row={state.pages.get(Math.floor(item.index / importPageRows))?.[item.index % importPageRows]}
            index={item.index}
            offset={item.start}
            state={state}
          />
        ))}
      </div>
    </div>
  )
}

type RowProps = { row: ImportRow | undefined; index: number; offset: number; state: Preview }

function PreviewRow({ row, index, offset, state }: RowProps) {
  const text = useText()
  const { t, number } = text
  const loose = row?.issues.filter(({ column }) => column === undefined) ?? []
  return (
    <div
      role="row"
      className="preview-row"
      aria-rowindex={index + 2}
      aria-busy={row === undefined}
      data-state={row?.state}
      style={{ transform: `translateY(${offset}px)` }}
    >
      <span role="cell" className="grid-number">
        {row && number(row.row)}
      </span>
      <span role="cell">
        {row && <b>{t(`import.state.${row.state}`)}</b>}
        {loose.length > 0 && (
          <span className="cell-issue">{loose.map((issue) => issueWords(issue, text)).join(' ')}</span>
        )}
      </span>
      {state.table.columns.map(({ index: column }, at) => {
        const issues = row?.issues.filter((issue) => issue.column === column) ?? []
        const field = state.fields[at]
        const changed = row?.state === 'changed' && field !== undefined && row.fields?.includes(field)
        const why = issues.map((issue) => issueWords(issue, text)).join(' ')
        return (
          <span key={column} role="cell" data-wrong={issues.length > 0} data-changed={changed ?? false}>
            <span className="grid-cut" title={row?.cells[column]}>
              {row?.cells[column]}
            </span>
            {changed && <span className="change-mark">{t('list.change.changed')}</span>}
            {why && (
              <span className="cell-issue" title={why}>
                {why}
              </span>
            )}
          </span>
        )
      })}
    </div>
  )
}
