import { compileList, type ListLookup } from '#shared/domain/priority/compile.ts'
import { dryRun } from '#shared/domain/priority/dry-run.ts'
import { tryCall } from '#shared/domain/priority/explain.ts'
import type { ListDocument } from '#shared/domain/priority/rule.ts'
import { ok } from '#shared/std/result.ts'
import type { DeskCore } from './desk-core.ts'
import type { Documents, Of } from './desk-reading.ts'
import type { DeskHandlers } from './list-desk.ts'

/** What a list would do: with one call that somebody describes, or with the calls that the console remembers. */
export function trialHandlers(core: DeskCore, documents: Documents): Pick<DeskHandlers, 'list.try' | 'list.dryRun'> {
  /** Compiling 100,000 numbers takes a third of a second: the last two are kept. */
  let compiled: { document: ListDocument; timeZone: string; lookup: ListLookup }[] = []

  function lookupOf(document: ListDocument, version: number): ListLookup {
    const timeZone = core.options.timeZone()
    const known = compiled.find((one) => one.document === document && one.timeZone === timeZone)
    if (known) return known.lookup
    const lookup = compileList({ ...document, version }, core.siteTime())
    compiled = [{ document, timeZone, lookup }, ...compiled].slice(0, 2)
    return lookup
  }

  /** The draft would be the next version. */
  const versionOf = (of: Of): number => {
    const { version } = core.published().meta
    return of === 'draft' ? version + 1 : of === 'published' ? version : of
  }

  return {
    'list.try': ({ of, call }, _author, { learned } = {}) => {
      const document = documents.of(of)
      if (!document.ok) return document
      return ok(tryCall({ ...document.value, version: versionOf(of) }, call, core.siteTime(), learned))
    },
    'list.dryRun': ({ of }, _author, { calls } = {}) => {
      const after = documents.of(of)
      if (!after.ok) return after
      const { meta, document } = core.published()
      return ok(dryRun(lookupOf(document, meta.version), lookupOf(after.value, versionOf(of)), calls ?? []))
    },
  }
}
