import { listLimits } from '#shared/domain/priority/rule.ts'
import type { ListAuthor, ListExtra } from '#electron/list/list-keeper.ts'
import type { ImportPlan } from '#shared/ipc/list-contract.ts'
import type { ImportCounts, ImportRowPage, ImportTable } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import { createBreather } from './breather.ts'
import { suggestFields } from './header-words.ts'
import type { OpenFiles } from './open-files.ts'
import { previewTable } from './preview.ts'
import type { ReadHow, Table } from './read-table.ts'
import type { TablesOptions } from './tables.ts'

/** Opening a file, looking at what it would do, page by page, and doing it. Only `apply` changes the draft, and only the one that was looked at. */
const shownCharacters = 200
const shownSamples = 3

export function createRuleImport({ draft, lastChange, workMs }: TablesOptions, files: OpenFiles, newId: () => string) {
  async function open(input: { fileId: string } & ReadHow, extra?: ListExtra): Promise<Result<ImportTable, Problem>> {
    const file = files.take(input.fileId, extra)
    if (!file.ok) return file
    const table = await files.table(file.value, input)
    if (!table.ok) return table
    const { format, encoding, sheets, sheet, header, rows } = table.value
    const columns = header.map((word, index) => ({
      index,
      header: word.slice(0, shownCharacters),
      samples: samplesOf(rows, index),
    }))
    const opened = { format, sheets, rows: rows.length, columns, suggested: suggestFields(header) }
    return ok({ ...opened, ...(encoding && { encoding }), ...(sheet !== undefined && { sheet }) })
  }

  async function preview(plan: ImportPlan): Promise<Result<ImportCounts, Problem>> {
    const file = files.take(plan.fileId)
    if (!file.ok) return file
    delete file.value.preview
    const twice = plan.fields.find((field, at) => field !== 'ignore' && plan.fields.indexOf(field) !== at)
    if (twice) return err({ kind: 'invalid-input', where: 'fields', what: twice })
    const table = await files.table(file.value, plan)
    if (!table.ok) return table
    const revision = draft.revision()
    const { rows } = table.value
    const { fields, defaults } = plan
    const document = draft.document()
    const found = await previewTable({ rows, fields, defaults, document, newId, breather: createBreather(workMs) })
    file.value.preview = { rows, found, revision }
    return ok(found.counts)
  }

  function rowsOf(input: {
    fileId: string
    show: string
    offset: number
    limit: number
  }): Result<ImportRowPage, Problem> {
    const kept = files.find(input.fileId)?.preview
    if (!kept) return err({ kind: 'not-found', what: 'file' })
    const { rows, found } = kept
    const { show, offset, limit } = input
    const shown = show === 'all' ? undefined : rows.flatMap((_, index) => (found.states[index] === show ? [index] : []))
    const total = shown ? shown.length : rows.length
    const indexes = shown?.slice(offset, offset + limit) ?? range(offset, Math.min(total, offset + limit))
    return ok({
      total,
      rows: indexes.map((index) => {
        const fields = found.fields.get(index)
        return {
          row: rows[index]?.row ?? 0,
          state: found.states[index] ?? 'wrong',
          cells: (rows[index]?.cells ?? []).map((cell) => cell.slice(0, shownCharacters)),
          issues: found.issues.get(index) ?? [],
          ...(fields && { fields }),
        }
      }),
    })
  }

  function apply(
    input: { fileId: string; removeMissing: boolean; revision: number },
    author: ListAuthor,
  ): Result<{ revision: number; added: number; changed: number; removed: number }, Problem> {
    const file = files.find(input.fileId)
    if (!file?.preview) return err({ kind: 'not-found', what: 'file' })
    const { found, revision } = file.preview
    const now = draft.revision()
    if (input.revision !== now || revision !== now) return err({ kind: 'conflict', what: 'draft', ...lastChange() })
    // A wrong row without an id may be the very rule that seems to be missing.
    if (input.removeMissing && found.unplaced.length > 0)
      return err({ kind: 'bad-rule', issues: found.unplaced.slice(0, 20) })
    const remove = input.removeMissing ? found.missing : []
    const counts = { added: found.added.length, changed: found.changed.length, removed: remove.length }
    if (draft.document().rules.length + counts.added - counts.removed > listLimits.rules)
      return err({ kind: 'not-in-this-state', why: 'list-full' })
    const facts = { file: file.name, ...counts }
    const put = [...found.changed, ...found.added]
    if (put.length + remove.length === 0) return ok({ revision: now, ...counts })
    const changed = draft.change({ put, remove }, author, { kind: 'draft-imported', facts })
    if (!changed.ok) return changed
    files.drop(input.fileId)
    return ok({ revision: changed.value.revision, ...counts })
  }

  return { open, preview, rowsOf, apply }
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)

function samplesOf(rows: Table['rows'], column: number): string[] {
  const samples: string[] = []
  for (const { cells } of rows) {
    const cell = cells[column] ?? ''
    if (cell !== '') samples.push(cell.slice(0, shownCharacters))
    if (samples.length === shownSamples) break
  }
  return samples
}
