import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ImportPlan } from '#shared/ipc/list-contract.ts'
import type {
  ImportCounts,
  ImportDefaults,
  ImportField,
  ImportRow,
  ImportRowState,
  ImportTable,
} from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Commands } from './commands.ts'
import { sendFile, type FileProgress } from './file-transfer.ts'

/**
 * A spreadsheet on its way into the draft: chosen → sent → columns mapped → looked at row by row → taken over. Nothing changes before the last
 * step. One at a time; a new file takes the place of the one before.
 */
export type ImportState =
  | { step: 'none'; problem?: Problem; fileName?: string }
  | { step: 'sending'; fileName: string; progress: FileProgress }
  | ({ step: 'mapping' } & Opened & { busy: boolean; problem?: Problem })
  | ({ step: 'preview' } & Opened & Previewed & { busy: boolean; problem?: Problem })
  | { step: 'done'; fileName: string; added: number; changed: number; removed: number }

type Opened = {
  fileName: string
  fileId: string
  table: ImportTable
  fields: ImportField[]
  defaults: ImportDefaults
}
type Previewed = { counts: ImportCounts; show: 'all' | ImportRowState; pages: ReadonlyMap<number, ImportRow[]> }

export type ImportStore = StoreApi<ImportState> & {
  choose: (file: File, classId: string) => Promise<void>
  /** Another sheet, or another encoding, of the same file. */
  reread: (how: { sheet?: string; encoding?: ImportTable['encoding'] }) => Promise<void>
  map: (column: number, field: ImportField) => void
  setDefaults: (changes: Partial<ImportDefaults>) => void
  preview: () => Promise<void>
  back: () => void
  filter: (show: 'all' | ImportRowState) => void
  want: (from: number, to: number) => void
  apply: (removeMissing: boolean, revision: number) => Promise<boolean>
  stop: () => void
}

export const importPageRows = 100

export function createImportStore(commands: Commands): ImportStore {
  const store = createStore<ImportState>(() => ({ step: 'none' }))
  /** Answers to an earlier file, or filter, are not taken. */
  let question = 0
  const underWay = new Set<string>()
  const put = (state: ImportState): void => store.setState(state, true)

  async function choose(file: File, classId: string): Promise<void> {
    const asked = ++question
    const fileName = file.name
    put({ step: 'sending', fileName, progress: { sent: 0, bytes: file.size } })
    const sent = await sendFile(commands, file, (progress) => {
      if (asked === question) put({ step: 'sending', fileName, progress })
    })
    if (asked !== question) return
    if (!sent.ok) return put({ step: 'none', fileName, problem: sent.error })
    const { fileId } = sent.value
    const opened = await commands.run('import.open', { fileId }, 'caller')
    if (asked !== question) return
    if (!opened.ok) return put({ step: 'none', fileName, problem: opened.error })
    const defaults: ImportDefaults = { classId, severity: 'class', conditionKind: 'caller-number' }
    const table = opened.value
    put({ step: 'mapping', fileName, fileId, table, fields: fieldsOf(table), defaults, busy: false })
  }

  async function reread(how: { sheet?: string; encoding?: ImportTable['encoding'] }): Promise<void> {
    const state = store.getState()
    if (state.step !== 'mapping') return
    const asked = ++question
    put({ ...withoutProblem(state), busy: true })
    const { sheet = state.table.sheet, encoding = state.table.encoding } = how
    const input = { fileId: state.fileId, ...(sheet !== undefined && { sheet }), ...(encoding && { encoding }) }
    const opened = await commands.run('import.open', input, 'caller')
    if (asked !== question) return
    if (!opened.ok) return put({ ...state, busy: false, problem: opened.error })
    put({ ...withoutProblem(state), table: opened.value, fields: fieldsOf(opened.value), busy: false })
  }

  async function preview(): Promise<void> {
    const state = store.getState()
    if (state.step !== 'mapping' || state.busy) return
    const asked = ++question
    put({ ...withoutProblem(state), busy: true })
    const result = await commands.run('import.preview', planOf(state), 'caller')
    if (asked !== question) return
    if (!result.ok) return put({ ...state, busy: false, problem: result.error })
    const counts = result.value
    const show = counts.wrong > 0 ? 'wrong' : 'all'
    put({ ...withoutProblem(state), step: 'preview', counts, show, pages: new Map(), busy: false })
  }

  async function fetchPage(page: number): Promise<void> {
    const state = store.getState()
    const asked = question
    const key = `${asked} ${page}`
    if (state.step !== 'preview' || underWay.has(key) || state.pages.has(page)) return
    underWay.add(key)
    const input = { fileId: state.fileId, show: state.show, offset: page * importPageRows, limit: importPageRows }
    const result = await commands.run('import.rows', input, 'caller')
    underWay.delete(key)
    const now = store.getState()
    if (asked !== question || now.step !== 'preview') return
    if (!result.ok) return put({ ...now, problem: result.error })
    put({ ...now, pages: new Map([...now.pages, [page, result.value.rows]]) })
  }

  async function apply(removeMissing: boolean, revision: number): Promise<boolean> {
    const state = store.getState()
    if (state.step !== 'preview' || state.busy) return false
    put({ ...withoutProblem(state), busy: true })
    const result = await commands.run('import.apply', { fileId: state.fileId, removeMissing, revision }, 'caller')
    if (!result.ok) {
      put({ ...state, busy: false, problem: result.error })
      return false
    }
    const { added, changed, removed } = result.value
    put({ step: 'done', fileName: state.fileName, added, changed, removed })
    void commands.run('files.drop', { fileId: state.fileId }, 'caller')
    return true
  }

  return Object.assign(store, {
    choose,
    reread,
    preview,
    apply,
    map: (column: number, field: ImportField) => {
      const state = store.getState()
      if (state.step !== 'mapping') return
      // A field stands in one column: another that had it lets go.
      const fields = state.fields.map((known, at) =>
        at === column ? field : known === field && field !== 'ignore' ? 'ignore' : known,
      )
      put({ ...state, fields })
    },
    setDefaults: (changes: Partial<ImportDefaults>) => {
      const state = store.getState()
      if (state.step === 'mapping') put({ ...state, defaults: { ...state.defaults, ...changes } })
    },
    back: () => {
      const state = store.getState()
      if (state.step !== 'preview') return
      const { counts: _, show: _show, pages: _pages, ...opened } = withoutProblem(state)
      put({ ...opened, step: 'mapping' })
    },
    filter: (show: 'all' | ImportRowState) => {
      const state = store.getState()
      if (state.step !== 'preview' || state.show === show) return
      question++
      put({ ...state, show, pages: new Map() })
    },
    want: (from: number, to: number) => {
      for (let page = Math.floor(from / importPageRows); page <= Math.floor(to / importPageRows); page++)
        void fetchPage(page)
    },
    stop: () => {
      const state = store.getState()
      question++
      if ('fileId' in state) void commands.run('files.drop', { fileId: state.fileId }, 'caller')
      put({ step: 'none' })
    },
  })
}

const fieldsOf = ({ columns, suggested }: ImportTable): ImportField[] =>
  columns.map((_, at) => suggested[at] ?? 'ignore')

const planOf = ({ fileId, table, fields, defaults }: Opened): ImportPlan => ({
  fileId,
  fields,
  defaults,
  ...(table.sheet !== undefined && { sheet: table.sheet }),
  ...(table.encoding && { encoding: table.encoding }),
})

function withoutProblem<S extends { problem?: Problem }>(state: S): Omit<S, 'problem'> {
  const { problem: _, ...rest } = state
  return rest
}
