import { compareLists } from '#shared/domain/priority/difference.ts'
import type { ListDocument } from '#shared/domain/priority/rule.ts'
import type { DifferenceEntry } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import type { DeskCore } from './desk-core.ts'
import type { DeskHandlers } from './list-desk.ts'
import { createRulePages, createVersionPages, type RulePages } from './rule-pages.ts'
import { findNumbers } from './rule-search.ts'
import { fieldView, numbersOf, ruleView } from './rule-view.ts'

/** What screens read: rules by pages of the draft or of any version, versions, differences, the audit trail. Changes nothing. */
export type Documents = {
  of(of: Of): Result<ListDocument, Problem>
  pages(of: Of): Result<RulePages, Problem>
}
export type Of = 'draft' | 'published' | number

/** Versions of the history that are kept at hand. */
const versionsAtHand = 3

export function createDocuments(core: DeskCore): Documents {
  const draft = createRulePages({
    rules: () => core.book().ordered(),
    find: (id) => core.book().entry(id),
    dial: () => core.book().dial(),
    classIds: () =>
      core
        .book()
        .classes()
        .map((one) => one.class.id),
    changeOf: (id) => core.book().changeOf(id),
    findingsOf: core.findings.of,
    stamp: () => `${core.head().revision} ${core.findings.stamp()}`,
  })
  const atHand = new Map<number, { document: ListDocument; pages?: RulePages }>()

  function version(number: number): { document: ListDocument; pages?: RulePages } | undefined {
    const { meta, document } = core.published()
    const before = atHand.get(number)
    const found = before ?? (number === meta.version ? { document } : load(number))
    if (!found) return undefined
    atHand.delete(number)
    atHand.set(number, found)
    const oldest = atHand.keys().next().value
    if (atHand.size > versionsAtHand && oldest !== undefined) atHand.delete(oldest)
    return found
  }

  function load(number: number): { document: ListDocument } | undefined {
    const document = core.store.document(number)
    return document && { document }
  }

  const numberOf = (of: 'published' | number): number => (of === 'published' ? core.published().meta.version : of)

  return {
    of(of) {
      if (of === 'draft') return ok(core.document())
      const found = version(numberOf(of))
      return found ? ok(found.document) : err({ kind: 'not-found', what: 'version' })
    },
    pages(of) {
      if (of === 'draft') return ok(draft)
      const found = version(numberOf(of))
      if (!found) return err({ kind: 'not-found', what: 'version' })
      return ok((found.pages ??= createVersionPages(found.document)))
    },
  }
}

type Reading = Pick<
  DeskHandlers,
  'list.state' | 'list.page' | 'list.rule' | 'list.numbers' | 'list.versions' | 'list.difference' | 'list.audit'
>

export function readingHandlers(core: DeskCore, documents: Documents): Reading {
  let compared: { question: string; found: ReturnType<typeof compareLists> } | undefined

  function difference(before: Of, after: Of): Result<ReturnType<typeof compareLists>, Problem> {
    const name = (of: Of): string =>
      of === 'draft' ? `draft ${core.head().revision}` : String(of === 'published' ? core.published().meta.version : of)
    const question = `${name(before)} → ${name(after)}`
    if (compared?.question === question) return ok(compared.found)
    const [one, other] = [documents.of(before), documents.of(after)]
    if (!one.ok) return one
    if (!other.ok) return other
    compared = { question, found: compareLists(one.value, other.value) }
    return ok(compared.found)
  }

  const hits = (of: Of, hitsToday: Record<string, number> | undefined): Record<string, number> | undefined =>
    of === 'draft' || of === 'published' ? hitsToday : undefined

  return {
    'list.state': () => ok(core.state()),
    'list.page': ({ of, filter, sort, offset, limit }, { seesNumbers }, { hitsToday } = {}) => {
      const pages = documents.pages(of)
      if (!pages.ok) return pages
      const asked = { seesNumbers, hitsToday: hits(of, hitsToday) }
      return ok({ ...pages.value.page(filter, sort, offset, limit, asked), revision: core.head().revision })
    },
    'list.rule': ({ of, ruleId }, { seesNumbers }, { hitsToday } = {}) => {
      const pages = documents.pages(of)
      if (!pages.ok) return pages
      const row = pages.value.rule(ruleId, { seesNumbers, hitsToday: hits(of, hitsToday) })
      return row ? ok(row) : err({ kind: 'not-found', what: 'rule' })
    },
    'list.numbers': ({ of, ruleId, text, offset, limit }, { seesNumbers }) => {
      const document = documents.of(of)
      if (!document.ok) return document
      const rule =
        of === 'draft' ? core.book().entry(ruleId)?.rule : document.value.rules.find(({ id }) => id === ruleId)
      if (!rule) return err({ kind: 'not-found', what: 'rule' })
      const found = findNumbers(numbersOf(rule.condition) ?? [], text, document.value.dial, seesNumbers)
      return ok({ numbers: found.slice(offset, offset + limit), total: found.length })
    },
    'list.versions': ({ offset, limit }) => ok(core.store.versions(offset, limit)),
    'list.difference': ({ before, after, offset, limit }) => {
      const found = difference(before, after)
      if (!found.ok) return found
      const { counts, entries } = found.value
      return ok({ counts, entries: entries.slice(offset, offset + limit).map(entryView), total: entries.length })
    },
    'list.audit': ({ offset, limit }) => ok(core.store.audit(offset, limit)),
  }
}

function entryView(entry: ReturnType<typeof compareLists>['entries'][number]): DifferenceEntry {
  switch (entry.kind) {
    case 'added':
    case 'removed':
      return { kind: entry.kind, rule: ruleView(entry.rule) }
    case 'changed':
      return { ...entry, fields: entry.fields.map(fieldView) }
    case 'class':
    case 'dial':
      return entry
  }
}
