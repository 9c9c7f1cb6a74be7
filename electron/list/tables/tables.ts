import { randomUUID } from 'node:crypto'
import type { ListDocument } from '#shared/domain/priority/rule.ts'
import type { Draft } from '#electron/list/draft.ts'
import type { ListAuthor, ListCommandName, ListExtra } from '#electron/list/list-keeper.ts'
import { importPlanSchema, listCommands } from '#shared/ipc/list-contract.ts'
import type { AuditEntry } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import { exportAudit } from './export-audit.ts'
import { exportRules } from './export-rules.ts'
import { importNumbers } from './import-numbers.ts'
import { createRuleImport } from './import-rules.ts'
import { createOpenFiles } from './open-files.ts'
import { createTableThreads, type TableThreads } from './run-in-thread.ts'

/**
 * Spreadsheets in and out: the `import.*` commands and the exports. Owns the files that are being imported (open-files.ts). Changes the draft
 * in `import.apply` and `import.numbers` only, and only when it is still the one that was looked at.
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
  /** How files are read and written: in threads of their own. */
  threads?: TableThreads
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

export function createTables(options: TablesOptions): Tables {
  const threads = options.threads ?? createTableThreads()
  const files = createOpenFiles(threads.read)
  const rules = createRuleImport(options, files, options.newId ?? (() => `r-${randomUUID().slice(0, 18)}`))

  async function exportList(
    input: { of: 'draft' | 'published' | number; format: 'csv' | 'xlsx'; language: 'zh' | 'en' },
    { seesNumbers }: ListAuthor,
  ): Promise<Result<ExportedFile, Problem>> {
    const document = options.documentOf(input.of)
    if (!document.ok) return document
    const { format, language } = input
    const bytes = await exportRules(document.value, { format, language, seesNumbers }, threads.writeXlsx)
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
        return parsed(listCommands[name].input.safeParse(input), (valid) => rules.open(valid, extra))
      case 'import.preview':
        return parsed(importPlanSchema.safeParse(input), rules.preview)
      case 'import.rows':
        return parsed(listCommands[name].input.safeParse(input), rules.rowsOf)
      case 'import.apply':
        return parsed(listCommands[name].input.safeParse(input), (valid) => rules.apply(valid, author))
      case 'import.numbers':
        return parsed(listCommands[name].input.safeParse(input), (valid) =>
          importNumbers(options, files, valid, author, extra),
        )
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
