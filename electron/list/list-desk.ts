import type { ListDocument } from '#shared/domain/priority/rule.ts'
import type { CommandName, CommandOutput } from '#shared/ipc/contract.ts'
import type { AuditEntry, ListState, VersionMeta } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ConsoleProblem } from '#shared/ipc/view.ts'
import { ok, type Result } from '#shared/std/result.ts'
import type { z } from 'zod'
import type { listCommands } from '#shared/ipc/list-contract.ts'
import type { AreaChange } from './area-rule.ts'
import { changingHandlers, createDraft } from './desk-changes.ts'
import { createDeskCore, type DeskCore, type DeskOptions, type Published } from './desk-core.ts'
import { publishingHandlers, replaceList, setArea } from './desk-publishing.ts'
import { createDocuments, readingHandlers } from './desk-reading.ts'
import { trialHandlers } from './desk-trials.ts'
import type { ListAuthor, ListCommandName, ListExtra } from './list-keeper.ts'
import { masked } from './masked.ts'
import { createTables, type ExportedFile } from './tables/tables.ts'

/**
 * Answers every command of the priority reception list, wherever it runs: in the list's own thread, or in a test. Inputs were parsed and roles
 * checked before they get here (electron/ipc); whoever may not see callers' numbers gets masked answers from here on.
 */
export type ListDesk = {
  handle(
    name: ListCommandName,
    input: unknown,
    author: ListAuthor,
    extra?: ListExtra,
  ): Promise<Result<unknown, Problem>>
  audit(entry: Omit<AuditEntry, 'id'>): void
  published(): Published
  state(): ListState
  problems(): ConsoleProblem[]
  setArea(change: AreaChange, author: ListAuthor, approval: boolean): Result<null, Problem>
  replace(
    document: ListDocument,
    why: string,
    author: ListAuthor,
    kind: VersionMeta['kind'],
    approval: boolean,
  ): Result<VersionMeta, Problem>
  close(): void
}

type DeskCommand = Exclude<Extract<CommandName, `list.${string}`>, 'list.export' | 'list.exportAudit'>
export type DeskHandlers = {
  [N in DeskCommand]: (
    input: z.output<(typeof listCommands)[N]['input']>,
    author: ListAuthor,
    extra?: ListExtra,
  ) => Result<CommandOutput<N>, Problem>
}

export function createListDesk(options: DeskOptions): ListDesk {
  const core = createDeskCore(options)
  const documents = createDocuments(core)
  const handlers: DeskHandlers = {
    ...readingHandlers(core, documents),
    ...changingHandlers(core, documents),
    ...publishingHandlers(core),
    ...trialHandlers(core, documents),
  }
  // The registrar has parsed each input with that command's own schema, which TypeScript cannot follow through a table.
  const loose = handlers as Record<
    string,
    ((input: never, author: ListAuthor, extra?: ListExtra) => Result<unknown, Problem>) | undefined
  >
  const tables = createTables({
    draft: createDraft(core),
    documentOf: documents.of,
    auditEntries: () => allEntries(core),
    lastChange() {
      const { changedBy: by, changedAt: at } = core.head()
      return by !== undefined && at !== undefined ? { by, at } : core.published().meta
    },
    timeZone: options.timeZone,
  })

  /** Whoever takes numbers out of the console is on record; if that cannot be kept, he does not. */
  async function answerTables(
    name: ListCommandName,
    input: unknown,
    author: ListAuthor,
    extra?: ListExtra,
  ): Promise<Result<unknown, Problem>> {
    const result = await tables.handle(name, input, author, extra)
    if (!result.ok || !name.startsWith('list.')) return result
    const facts = { file: (result.value as ExportedFile).name }
    const kept = core.record({ at: options.now(), by: author.by, role: author.role, kind: 'exported', facts })
    return kept.ok || core.frozen() ? result : kept
  }

  return {
    async handle(name, input, author, extra) {
      const handler = loose[name]
      if (!handler) return answerTables(name, input, author, extra)
      const result = handler(input as never, author, extra)
      if (author.seesNumbers || !result.ok) return result
      return ok(masked(result.value))
    },
    audit: (entry) => void core.record(entry),
    published: core.published,
    state: core.state,
    problems: core.problems,
    setArea: (change, author, approval) => setArea(core, change, author, approval),
    replace: (document, why, author, kind, approval) => replaceList(core, document, why, author, kind, approval),
    close: core.close,
  }
}

const entriesAtOnce = 1000

/** Newest first, as many as there are. */
function* allEntries({ store }: DeskCore): Generator<AuditEntry> {
  for (let offset = 0; ; offset += entriesAtOnce) {
    const { entries } = store.audit(offset, entriesAtOnce)
    yield* entries
    if (entries.length < entriesAtOnce) return
  }
}
