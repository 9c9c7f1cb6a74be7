import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge } from '#shared/ipc/bridge.ts'
import type { DraftOp } from '#shared/ipc/list-contract.ts'
import type { ListState } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { ok, type Result } from '#shared/std/result.ts'
import type { Commands } from './commands.ts'
import { createColumnStore, type ColumnStore } from './list-columns.ts'
import { createFormStore, type FormStore } from './list-form.ts'
import { createImportStore, type ImportStore } from './list-import.ts'
import { createRowStore, type RowStore } from './list-rows.ts'

/**
 * The priority reception list as this screen knows it: what is in force, what the draft is about, where in it the person is. Asks for nothing
 * until somebody opens the view; from then on follows `list.changed`, and asks anew after the carrier came back or the session changed.
 */
export type ListPlace = 'rules' | 'classes' | 'history' | 'import'
export type ListPanel = 'try' | 'dry-run' | 'changes' | 'form'

export type ListStoreState = {
  list?: ListState
  /** Why the list could not be had. */
  problem?: Problem
  place: ListPlace
  /** Beside the rules. */
  panel?: ListPanel
  /** A rule that the grid should bring into sight: it was just added. */
  reveal?: string
  /** What was typed into the test box. */
  tried: TryValues
  /** What was just done, for those who see and those who listen. */
  said?: { id: number; what: Said }
}

export type TryValues = {
  of: 'draft' | 'published'
  callerNumber: string
  dialledNumber: string
  transferCode: string
  vdn: string
  area: string
  now: boolean
  date: string
  time: string
  callsBefore: string
}
export const emptyTry: TryValues = {
  of: 'draft',
  callerNumber: '',
  dialledNumber: '',
  transferCode: '',
  vdn: '',
  area: '',
  now: true,
  date: '',
  time: '',
  callsBefore: '0',
}

export type Said =
  | { kind: 'removed'; count: number; undo?: DraftOp[] }
  | { kind: 'restored' | 'enabled' | 'disabled' | 'classed'; count: number }
  | { kind: 'published'; version: number }
  | { kind: 'asked' | 'refused' | 'taken-back' | 'discarded' | 'sort-first' }
  | { kind: 'undone'; version: number; from: number; conflicts: number }
  | { kind: 'exported' | 'saved-rule'; name: string }

export type ListStore = StoreApi<ListStoreState> & {
  start: () => () => void
  /** The view is on the screen. */
  open: () => void
  load: () => Promise<void>
  /** Answers the draft's new revision. */
  change: (ops: DraftOp[]) => Promise<Result<number, Problem>>
  say: (what: Said) => void
  hush: () => void
  goTo: (place: ListPlace) => void
  showPanel: (panel: ListPanel | undefined) => void
  rows: RowStore
  form: FormStore
  columns: ColumnStore
  importing: ImportStore
}

export function createListStore(
  bridge: Bridge,
  commands: Commands,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): ListStore {
  const store = createStore<ListStoreState>(() => ({ place: 'rules', panel: 'try', tried: emptyTry }))
  const rows = createRowStore(commands)
  const form = createFormStore(commands, change)
  let opened = false
  let saidId = 0
  /** Draft and version that the rows on the screen are of, or are being fetched for. */
  let rowsOf = ''

  function take(list: ListState): void {
    const { problem: _, ...rest } = store.getState()
    store.setState({ ...rest, list }, true)
    followRows(list.published.version, list.draft.revision)
  }

  function followRows(version: number | undefined, revision: number): void {
    const next = `${version} ${revision}`
    if (next === rowsOf) return
    rowsOf = next
    rows.refresh()
  }

  async function load(): Promise<void> {
    const result = await commands.run('list.state', {}, 'caller')
    if (result.ok) take(result.value)
    else store.setState({ problem: result.error })
  }

  async function change(ops: DraftOp[]): Promise<Result<number, Problem>> {
    const result = await commands.run('list.change', { ops }, 'caller')
    if (!result.ok) return result
    followRows(store.getState().list?.published.version, result.value.revision)
    return ok(result.value.revision)
  }

  function start(): () => void {
    const again = (): void => {
      if (!opened) return
      void load().then(() => rows.refresh())
    }
    const stops = [
      bridge.on('list.changed', (list) => {
        if (!opened) return
        take(list)
        const { changedBy: by, changedAt: at } = list.draft
        if (rows.getState().of === 'draft')
          void form.look({ ...(by !== undefined && { by }), ...(at !== undefined && { at }) })
      }),
      bridge.on('session.changed', again),
      bridge.onConnection((connected) => {
        if (connected) again()
      }),
    ]
    return () => stops.forEach((stop) => stop())
  }

  return Object.assign(store, {
    start,
    open: () => {
      opened = true
      void load()
    },
    load,
    change,
    say: (what: Said) => store.setState({ said: { id: ++saidId, what } }),
    hush: () => {
      const { said: _, ...rest } = store.getState()
      store.setState(rest, true)
    },
    goTo: (place: ListPlace) => store.setState({ place }),
    showPanel: (panel: ListPanel | undefined) => {
      if (panel !== 'form' && !form.isDirty()) form.close()
      const { panel: _, ...rest } = store.getState()
      store.setState(panel ? { ...rest, panel } : rest, true)
    },
    rows,
    form,
    columns: createColumnStore(storage),
    importing: createImportStore(commands),
  })
}
