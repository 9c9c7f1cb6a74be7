import { useStore } from 'zustand'
import { CheckMark } from '#renderer/components/Checkbox.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { countSelected } from '#renderer/state/list-rows.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { sortOf, type CellName } from './columns.ts'

type Props = {
  cells: CellName[]
  /** The head that has the focus. */
  active: CellName | undefined
  onFocus: (cell: CellName) => void
  onSort: (cell: CellName) => void
}

export function GridHead({ cells, active, onFocus, onSort }: Props) {
  const { t } = useText()
  const { list } = useScreen()
  const { sort, selected, total } = useStore(list.rows)
  const count = countSelected(selected, total)
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" aria-rowindex={1} data-row={-1} className="grid-row">
        {cells.map((cell, at) => {
          const column = sortOf(cell)
          const sorted = column !== undefined && sort.column === column
          return (
            <div
              key={cell}
              role="columnheader"
              data-cell={cell}
              aria-colindex={at + 1}
              tabIndex={active === cell ? 0 : -1}
              className={column || cell === 'select' ? 'grid-cell pressable' : 'grid-cell'}
              {...(column && { 'aria-sort': sorted ? (sort.descending ? 'descending' : 'ascending') : 'none' })}
              onFocus={() => onFocus(cell)}
              onClick={() => {
                if (cell !== 'select') onSort(cell)
                else if (count > 0) list.rows.selectNone()
                else list.rows.selectAll()
              }}
            >
              {cell === 'select' ? (
                <>
                  <CheckMark state={count === 0 ? 'off' : count >= total ? 'on' : 'some'} />
                  <span className="visually-hidden">{t('list.select-all')}</span>
                </>
              ) : (
                t(`list.column.${cell}`)
              )}
              {sorted && (
                <span className="sort-mark" aria-hidden="true">
                  {sort.descending ? '↓' : '↑'}
                </span>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}
