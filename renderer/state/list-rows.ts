import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RuleFilter, RulePage, RuleRow, RuleSort } from '#shared/ipc/list-view.ts'
import type { Selection } from '#shared/ipc/list-contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Commands } from './commands.ts'

/**
 * The rules that the grid shows, of a list that may hold a hundred thousand: fetched a page at a time, only what is looked at, at most two requests
 * under way. Keeps old rows on the screen until the new ones are there. An answer to an older question (filter, order) is dropped.
 */
export type RowsState = {
  of: 'draft' | 'published'
  filter: RuleFilter
  sort: RuleSort
  /** Rules that the filter shows; all rules of the list. */
  total: number
  all: number
  /** False until the first answer. */
  loaded: boolean
  problem?: Problem
  pages: ReadonlyMap<number, PageOfRows>
  selected: Selected
}
type PageOfRows = { asked: number; rows: RuleRow[] }

/** `all`: everything that the filter shows, also what was never fetched. */
export type Selected = { kind: 'ids'; ids: ReadonlySet<string> } | { kind: 'all'; except: ReadonlySet<string> }

export type RowStore = StoreApi<RowsState> & {
  /** What is on the screen now. Rows that are missing, or older than the last change, are fetched. */
  want: (from: number, to: number) => void
  rowAt: (index: number) => RuleRow | undefined
  /** −1 when it is not among the rows that were fetched. */
  indexOf: (ruleId: string) => number
  /** The rows change under the screen: somebody edited, or hits were counted. */
  refresh: () => void
  show: (changes: Partial<Pick<RowsState, 'of' | 'filter' | 'sort'>>) => void
  /** Shows at once what this screen has just changed itself. */
  patch: (ruleId: string, change: (row: RuleRow) => RuleRow) => void
  toggle: (ruleId: string) => void
  selectAll: () => void
  selectNone: () => void
  /** Fetches what it does not have; at most `mostSelected` from the anchor on. */
  selectRange: (anchor: number, to: number) => Promise<void>
}

export const pageRows = 100
const mostPages = 60
const mostUnderWay = 2
export const mostSelected = 5000

const noneSelected: Selected = { kind: 'ids', ids: new Set() }

export function createRowStore(commands: Commands): RowStore {
  const store = createStore<RowsState>(() => ({
    of: 'draft',
    filter: {},
    sort: { column: 'position', descending: false },
    total: 0,
    all: 0,
    loaded: false,
    pages: new Map(),
    selected: noneSelected,
  }))
  /** Counts up with each question; rows that were asked for earlier are old. */
  let asked = 0
  /** Rows that were asked for before this belong to another filter or order. */
  let validSince = 0
  const underWay = new Set<string>()
  let wanted = { from: 0, to: pageRows - 1 }
  let open = false

  const isFresh = (page: number): boolean => (store.getState().pages.get(page)?.asked ?? -1) >= asked

  function pump(): void {
    if (!open) return
    const { total, loaded } = store.getState()
    const last = loaded ? Math.max(0, Math.min(wanted.to, total - 1)) : wanted.to
    for (let page = pageOf(wanted.from); page <= pageOf(last); page++) {
      if (underWay.size >= mostUnderWay) return
      if (!isFresh(page) && !underWay.has(`${asked} ${page}`)) void fetchPage(page)
    }
  }

  async function fetchPage(page: number): Promise<void> {
    const question = asked
    const key = `${question} ${page}`
    const { of, filter, sort } = store.getState()
    underWay.add(key)
    const input = { of, filter, sort, offset: page * pageRows, limit: pageRows }
    const result = await commands.run('list.page', input, 'caller')
    underWay.delete(key)
    if (question >= validSince) {
      if (result.ok) take(page, question, result.value)
      else store.setState({ problem: result.error })
    }
    if (result.ok || question !== asked) pump()
  }

  function take(page: number, question: number, { rows, total, all }: RulePage): void {
    const { pages: before, problem: _, ...rest } = store.getState()
    if ((before.get(page)?.asked ?? -1) > question) return
    const pages = new Map([...before].filter(([known, { asked: of }]) => of >= validSince && known * pageRows < total))
    pages.set(page, { asked: question, rows })
    store.setState({ ...rest, pages: nearest(pages, wanted), total, all, loaded: true }, true)
  }

  const rowAt = (index: number): RuleRow | undefined =>
    store.getState().pages.get(pageOf(index))?.rows[index % pageRows]

  async function rangeIds(from: number, to: number): Promise<string[]> {
    const ids: string[] = []
    for (let page = pageOf(from); page <= pageOf(to); page++) {
      if (!store.getState().pages.has(page)) await fetchPage(page)
      const rows = store.getState().pages.get(page)?.rows ?? []
      rows.forEach(({ rule }, at) => {
        const index = page * pageRows + at
        if (index >= from && index <= to) ids.push(rule.id)
      })
    }
    return ids
  }

  return Object.assign(store, {
    want: (from: number, to: number) => {
      open = true
      wanted = { from, to: Math.max(from, to) }
      pump()
    },
    rowAt,
    indexOf: (ruleId: string) => {
      for (const [page, { rows }] of store.getState().pages) {
        const at = rows.findIndex(({ rule }) => rule.id === ruleId)
        if (at >= 0) return page * pageRows + at
      }
      return -1
    },
    refresh: () => {
      asked++
      pump()
    },
    show: (changes: Partial<Pick<RowsState, 'of' | 'filter' | 'sort'>>) => {
      asked++
      validSince = asked
      wanted = { from: 0, to: Math.min(wanted.to - wanted.from, pageRows - 1) }
      const keepsRows = changes.filter === undefined && changes.of === undefined
      store.setState({ ...changes, ...(!keepsRows && { selected: noneSelected }) })
      pump()
    },
    patch: (ruleId: string, change: (row: RuleRow) => RuleRow) =>
      store.setState(({ pages }) => ({ pages: patched(pages, ruleId, change) })),
    toggle: (ruleId: string) => store.setState(({ selected }) => ({ selected: toggled(selected, ruleId) })),
    selectAll: () => store.setState({ selected: { kind: 'all', except: new Set() } }),
    selectNone: () => store.setState({ selected: noneSelected }),
    selectRange: async (anchor: number, to: number) => {
      const limited = Math.max(anchor - mostSelected + 1, Math.min(anchor + mostSelected - 1, to))
      const ids = await rangeIds(Math.min(anchor, limited), Math.max(anchor, limited))
      store.setState({ selected: { kind: 'ids', ids: new Set(ids) } })
    },
  })
}

const pageOf = (index: number): number => Math.floor(index / pageRows)

function nearest(pages: Map<number, PageOfRows>, wanted: { from: number }): ReadonlyMap<number, PageOfRows> {
  if (pages.size <= mostPages) return pages
  const middle = pageOf(wanted.from)
  const kept = [...pages].sort(([a], [b]) => Math.abs(a - middle) - Math.abs(b - middle)).slice(0, mostPages)
  return new Map(kept)
}

function patched(
  pages: RowsState['pages'],
  ruleId: string,
  change: (row: RuleRow) => RuleRow,
): ReadonlyMap<number, PageOfRows> {
  const next = new Map(pages)
  for (const [page, known] of pages) {
    if (known.rows.some(({ rule }) => rule.id === ruleId))
      next.set(page, { ...known, rows: known.rows.map((row) => (row.rule.id === ruleId ? change(row) : row)) })
  }
  return next
}

function toggled(selected: Selected, ruleId: string): Selected {
  const set = new Set(selected.kind === 'ids' ? selected.ids : selected.except)
  if (!set.delete(ruleId)) set.add(ruleId)
  if (set.size > mostSelected) return selected // one command names no more
  return selected.kind === 'ids' ? { kind: 'ids', ids: set } : { kind: 'all', except: set }
}

export const isSelected = (selected: Selected, ruleId: string): boolean =>
  selected.kind === 'ids' ? selected.ids.has(ruleId) : !selected.except.has(ruleId)

export const countSelected = (selected: Selected, total: number): number =>
  selected.kind === 'ids' ? selected.ids.size : Math.max(0, total - selected.except.size)

/** As a command names it; undefined when there is nothing in it, or more by name than one command takes. */
export function selectionOf({ selected, filter }: Pick<RowsState, 'selected' | 'filter'>): Selection | undefined {
  if (selected.kind === 'all') return { filter, except: [...selected.except].slice(0, mostSelected) }
  return selected.ids.size > 0 ? { ids: [...selected.ids].slice(0, mostSelected) } : undefined
}
