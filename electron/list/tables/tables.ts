import { randomUUID } from 'node:crypto'
import { conditionLimits, listLimits, type ListDocument } from '#shared/domain/priority/rule.ts'
import { importPlanSchema, listCommands, type ImportPlan } from '#shared/ipc/list-contract.ts'
import type { AuditEntry, ImportCounts, ImportRowPage, ImportTable } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import type { Draft } from '#electron/list/draft.ts'
import type { ListAuthor, ListCommandName, ListExtra } from '#electron/list/list-keeper.ts'
import { createBreather } from './breather.ts'
import { listIn, withNumbers } from './compare-rule.ts'
import { exportAudit } from './export-audit.ts'
import { exportRules } from './export-rules.ts'
import { suggestFields } from './header-words.ts'
import { numbersOfColumn } from './import-numbers.ts'
import { previewTable, type Preview } from './preview.ts'
import { createThreadReader } from './read-in-thread.ts'
import type { ReadHow, ReadTable, Table } from './read-table.ts'

/**
 * Spreadsheets in and out: the `import.*` commands and the exports. Owns the files that are being imported, a few at a time, in memory, with
 * the last preview of each; the oldest goes when another comes. Changes the draft in `import.apply` and `import.numbers` only, and only
 * when it is still the one that was looked at.
 */
export type ExportedFile = { name: string; bytes: Uint8Array }

export type TablesOptions = {
  draft: Draft
  documentOf(of: 'draft' | 'published' | number): Result<ListDocument, Problem>
  auditEntries(): Iterable<AuditEntry>
  /** Who changed the draft last, for whoever comes second. */
  lastChange(): { by: string; at: number }
  /** Of the times in exports; the machine's own when it is not known. */
  timeZone?: () => string | undefined
  newId?: () => string
  /** How files are read: in a thread of their own. */
  read?: ReadTable
  /** Longest time without letting other requests in. */
  workMs?: number
}

export type Tables = {
  /** The `import.*` commands answer what the contract says; `list.export` and `list.exportAudit` answer an `ExportedFile`. */
  handle(
    name: ListCommandName,
    input: unknown,
    author: ListAuthor,
    extra?: ListExtra,
  ): Promise<Result<unknown, Problem>>
}

type OpenFile = { name: string; bytes: Uint8Array; table?: { how: string; value: Table }; preview?: KeptPreview }
type KeptPreview = { rows: Table['rows']; found: Preview; revision: number }

const openFiles = 3
const shownCharacters = 200
const shownSamples = 3

export function createTables(options: TablesOptions): Tables {
  const { draft, newId = () => `r-${randomUUID().slice(0, 18)}`, workMs, read = createThreadReader() } = options
  const files = new Map<string, OpenFile>()

  function fileOf(fileId: string, extra: ListExtra | undefined): Result<OpenFile, Problem> {
    const known = files.get(fileId)
    const file = known ?? (extra?.file && { name: extra.file.name, bytes: extra.file.bytes })
    if (!file) return err({ kind: 'not-found', what: 'file' })
    files.delete(fileId)
    files.set(fileId, file)
    for (const oldest of files.keys()) {
      if (files.size <= openFiles) break
      files.delete(oldest)
    }
    return ok(file)
  }

  async function tableOf(file: OpenFile, how: ReadHow): Promise<Result<Table, Problem>> {
    const key = `${how.sheet ?? ''}\n${how.encoding ?? ''}`
    if (file.table?.how === key) return ok(file.table.value)
    const table = await read(file.bytes, how)
    if (table.ok) file.table = { how: key, value: table.value }
    return table
  }

  async function open(input: { fileId: string } & ReadHow, extra?: ListExtra): Promise<Result<ImportTable, Problem>> {
    const file = fileOf(input.fileId, extra)
    if (!file.ok) return file
    const table = await tableOf(file.value, input)
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
    const file = fileOf(plan.fileId, undefined)
    if (!file.ok) return file
    delete file.value.preview
    const twice = plan.fields.find((field, at) => field !== 'ignore' && plan.fields.indexOf(field) !== at)
    if (twice) return err({ kind: 'invalid-input', where: 'fields', what: twice })
    const table = await tableOf(file.value, plan)
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
    const kept = files.get(input.fileId)?.preview
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
    const file = files.get(input.fileId)
    if (!file?.preview) return err({ kind: 'not-found', what: 'file' })
    const { found, revision } = file.preview
    const now = draft.revision()
    if (input.revision !== now || revision !== now)
      return err({ kind: 'conflict', what: 'draft', ...options.lastChange() })
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
    files.delete(input.fileId)
    return ok({ revision: changed.value.revision, ...counts })
  }

  async function numbers(
    input: { fileId: string; column: number; ruleId: string; replace: boolean },
    author: ListAuthor,
    extra?: ListExtra,
  ): Promise<Result<{ revision: number; added: number; wrong: number; duplicate: number }, Problem>> {
    const file = fileOf(input.fileId, extra)
    if (!file.ok) return file
    // As it was opened: its sheet, its encoding.
    const table = file.value.table ? ok(file.value.table.value) : await tableOf(file.value, {})
    if (!table.ok) return table
    if (input.column >= table.value.header.length)
      return err({ kind: 'invalid-input', where: 'column', what: String(input.column + 1) })
    const before = draft.rule(input.ruleId)
    if (!before) return err({ kind: 'not-found', what: 'rule' })
    const list = listIn(before.rule.condition)
    if (!list) return err({ kind: 'invalid-input', where: 'ruleId', what: before.rule.condition.kind })
    const present = input.replace ? [] : list.numbers
    const { dial } = draft.document()
    const found = await numbersOfColumn(table.value, input.column, present, dial, createBreather(workMs))
    const { wrong, duplicate } = found
    // Others had their turn meanwhile.
    if (draft.rule(input.ruleId)?.rev !== before.rev)
      return err({ kind: 'conflict', what: 'rule', ...options.lastChange() })
    const all = [...present, ...found.numbers]
    if (all.length === 0) return err({ kind: 'bad-rule', issues: [{ field: 'number', code: 'list-empty' }] })
    if (all.length > conditionLimits.numbers)
      return err({
        kind: 'bad-rule',
        issues: [{ field: 'number', code: 'too-many-numbers', value: String(all.length) }],
      })
    const rule = { ...before.rule, condition: withNumbers(before.rule.condition, all) }
    const counts = { added: found.numbers.length, wrong, duplicate }
    if (counts.added === 0 && !input.replace) return ok({ revision: draft.revision(), ...counts })
    const facts = { file: file.value.name, rule: rule.name, ...counts }
    const changed = draft.change({ put: [rule], remove: [] }, author, { kind: 'draft-imported', facts })
    return changed.ok ? ok({ revision: changed.value.revision, ...counts }) : changed
  }

  async function exportList(
    input: { of: 'draft' | 'published' | number; format: 'csv' | 'xlsx'; language: 'zh' | 'en' },
    { seesNumbers }: ListAuthor,
  ): Promise<Result<ExportedFile, Problem>> {
    const document = options.documentOf(input.of)
    if (!document.ok) return document
    const { format, language } = input
    const bytes = await exportRules(document.value, { format, language, seesNumbers })
    return ok({ name: `${listFileName(input.of, language)}.${format}`, bytes })
  }

  async function handle(
    name: ListCommandName,
    input: unknown,
    author: ListAuthor,
    extra?: ListExtra,
  ): Promise<Result<unknown, Problem>> {
    switch (name) {
      case 'import.open':
        return parsed(listCommands[name].input.safeParse(input), (valid) => open(valid, extra))
      case 'import.preview':
        return parsed(importPlanSchema.safeParse(input), preview)
      case 'import.rows':
        return parsed(listCommands[name].input.safeParse(input), rowsOf)
      case 'import.apply':
        return parsed(listCommands[name].input.safeParse(input), (valid) => apply(valid, author))
      case 'import.numbers':
        return parsed(listCommands[name].input.safeParse(input), (valid) => numbers(valid, author, extra))
      case 'list.export':
        return parsed(listCommands[name].input.safeParse(input), (valid) => exportList(valid, author))
      case 'list.exportAudit':
        return parsed(listCommands[name].input.safeParse(input), ({ language }) => {
          const bytes = exportAudit(options.auditEntries(), { language, timeZone: options.timeZone?.() })
          return ok({ name: language === 'zh' ? '优先接待表-操作记录.csv' : 'priority-list-audit.csv', bytes })
        })
      default:
        return err({ kind: 'unknown-command', name })
    }
  }

  return { handle }
}

type Parsed<T> =
  | { success: true; data: T }
  | { success: false; error: { issues: { path: PropertyKey[]; code?: string }[] } }

async function parsed<T>(
  input: Parsed<T>,
  run: (valid: T) => Result<unknown, Problem> | Promise<Result<unknown, Problem>>,
): Promise<Result<unknown, Problem>> {
  if (input.success) return run(input.data)
  const issue = input.error.issues[0]
  return err({ kind: 'invalid-input', where: issue?.path.map(String).join('.') ?? '', what: issue?.code ?? '' })
}

function listFileName(of: 'draft' | 'published' | number, language: 'zh' | 'en'): string {
  const [list, names] =
    language === 'zh'
      ? ['优先接待表', { draft: '草稿', published: '已发布' }]
      : ['priority-list', { draft: 'draft', published: 'published' }]
  return `${list}-${typeof of === 'number' ? `v${of}` : names[of]}`
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
