import { createStore, type StoreApi } from 'zustand/vanilla'

/** Which columns the grid shows, and in which order; kept for this screen alone. */
export const ruleColumns = [
  'position',
  'severity',
  'name',
  'class',
  'condition',
  'validity',
  'owner',
  'hits',
  'enabled',
  'note',
  'handling',
  'ladder',
] as const
export type ColumnName = (typeof ruleColumns)[number]

export type ColumnStore = StoreApi<{ shown: ColumnName[] }> & {
  toggle: (column: ColumnName) => void
  /** Before its neighbour on that side. */
  move: (column: ColumnName, by: -1 | 1) => void
  reset: () => void
}

type ScreenStorage = Pick<Storage, 'getItem' | 'setItem'>
const storageKey = 'firstline.list-columns'
/** Without it a row has no handle. */
export const alwaysShown: ColumnName = 'name'
export const usualColumns: ColumnName[] = [...ruleColumns.slice(0, 9)]

export function createColumnStore(storage: ScreenStorage): ColumnStore {
  const store = createStore<{ shown: ColumnName[] }>(() => ({ shown: read(storage) }))
  const keep = (shown: ColumnName[]): void => {
    store.setState({ shown })
    storage.setItem(storageKey, JSON.stringify(shown))
  }
  return Object.assign(store, {
    toggle: (column: ColumnName) => {
      const { shown } = store.getState()
      if (column === alwaysShown) return
      keep(shown.includes(column) ? shown.filter((name) => name !== column) : [...shown, column])
    },
    move: (column: ColumnName, by: -1 | 1) => {
      const shown = [...store.getState().shown]
      const at = shown.indexOf(column)
      const neighbour = shown[at + by]
      if (at < 0 || neighbour === undefined) return
      shown[at] = neighbour
      shown[at + by] = column
      keep(shown)
    },
    reset: () => keep(usualColumns),
  })
}

function read(storage: ScreenStorage): ColumnName[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(storageKey) ?? 'null')
    if (!Array.isArray(value)) return usualColumns
    const known = ruleColumns.filter((name) => value.includes(name))
    const shown = known.sort((a, b) => value.indexOf(a) - value.indexOf(b))
    return shown.includes(alwaysShown) ? shown : usualColumns
  } catch {
    return usualColumns // somebody edited it; the order of columns is not worth an error
  }
}
