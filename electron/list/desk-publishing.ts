import { checkRule } from '#shared/domain/priority/check-rule.ts'
import { compareLists } from '#shared/domain/priority/difference.ts'
import type { ChangeCounts, RuleIssue } from '#shared/domain/priority/list-answers.ts'
import { rebaseList } from '#shared/domain/priority/rebase.ts'
import { listLimits, type ListDocument } from '#shared/domain/priority/rule.ts'
import type { VersionMeta } from '#shared/ipc/list-view.ts'
import type { Problem, WrongState } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import { withArea, type AreaChange } from './area-rule.ts'
import { draftConflict } from './desk-changes.ts'
import type { DeskCore, Facts, Noted } from './desk-core.ts'
import { countNumbers } from './draft-tally.ts'
import type { DeskHandlers } from './list-desk.ts'
import type { ListAuthor } from './list-keeper.ts'
import type { Pending } from './list-store.ts'

/**
 * Everything that brings another version in force: publishing the draft, an older version again, an area of the Connection screen, a
 * backup. With approval on, a second person does it. Unpublished changes of the draft are carried over onto whatever comes in force.
 */
type Publishing = Pick<DeskHandlers, 'list.publish' | 'list.approve' | 'list.refuse' | 'list.undo'>

const wrong = (why: WrongState) => err<Problem>({ kind: 'not-in-this-state', why })

export function publishingHandlers(core: DeskCore): Publishing {
  return {
    'list.publish': ({ revision, why }, author, { approval } = {}) => {
      const refused = core.frozen()
      if (refused) return err(refused)
      if (core.head().pending) return wrong('approval-pending')
      if (revision !== core.head().revision) return err(draftConflict(core))
      if (isEmpty(changesOfDraft(core))) return wrong('nothing-to-publish')
      if (core.findings.errorsNow() > 0) return wrong('draft-has-errors')
      if (approval) return askFor(core, author, { why, kind: 'published' })
      const published = publishDraft(core, author, { by: author.by, why, kind: 'published' })
      return published.ok ? ok({ published: published.value }) : published
    },

    'list.approve': ({ revision }, author) => {
      const { pending, revision: now } = core.head()
      if (!pending) return wrong('nothing-pending')
      if (isSamePerson(pending, author)) return wrong('same-person')
      if (revision !== now) return err(draftConflict(core))
      const { by, why, fromVersion } = pending
      const meta = { by, why, approvedBy: author.by }
      if (pending.kind === 'undone' && fromVersion !== undefined) {
        const document = core.store.document(fromVersion)
        if (!document) return err({ kind: 'not-found', what: 'version' })
        const undone = bringBack(core, author, document, { ...meta, kind: 'undone', fromVersion })
        return undone.ok ? ok(undone.value.meta) : undone
      }
      if (core.findings.errorsNow() > 0) return wrong('draft-has-errors')
      return publishDraft(core, author, { ...meta, kind: pending.kind })
    },

    'list.refuse': ({ why }, author) => {
      const { pending } = core.head()
      if (!pending) return wrong('nothing-pending')
      return core.setPending(author, undefined, {
        kind: 'approval-refused',
        facts: { why, asked: pending.by, own: isSamePerson(pending, author) },
      })
    },

    'list.undo': ({ version, why }, author, { approval } = {}) => {
      const refused = core.frozen()
      if (refused) return err(refused)
      if (core.head().pending) return wrong('approval-pending')
      const document = core.store.document(version)
      if (!document) return err({ kind: 'not-found', what: 'version' })
      if (isEmpty(compareLists(core.published().document, document).counts)) return wrong('nothing-to-publish')
      if (approval) {
        const { conflicts } = carryOver(core, document)
        const asked = askFor(core, author, { why, kind: 'undone', fromVersion: version })
        return asked.ok ? ok({ pending: true as const, conflicts }) : asked
      }
      const undone = bringBack(core, author, document, { by: author.by, why, kind: 'undone', fromVersion: version })
      return undone.ok ? ok({ published: undone.value.meta, conflicts: undone.value.conflicts }) : undone
    },
  }
}

type NewMeta = Omit<VersionMeta, 'version' | 'at' | 'rules' | 'changes'>

/** What the trail says of a version: who published it is in the entry itself. */
function factsOf(meta: NewMeta, version: number): Facts {
  const facts: Facts = { version, why: meta.why, kind: meta.kind }
  if (meta.fromVersion !== undefined) facts['fromVersion'] = meta.fromVersion
  if (meta.approvedBy !== undefined) Object.assign(facts, { asked: meta.by, approvedBy: meta.approvedBy })
  return facts
}

function publishDraft(core: DeskCore, author: ListAuthor, meta: NewMeta): Result<VersionMeta, Problem> {
  const document = core.document()
  const noted = (version: number): Noted[] => [{ kind: 'published', facts: factsOf(meta, version) }]
  return core.bringInForce(author, { document, meta }, document, noted)
}

/** Publishes a document that is not the draft's; the draft goes on from it with the changes that it had. */
function bringBack(
  core: DeskCore,
  author: ListAuthor,
  document: ListDocument,
  meta: NewMeta,
): Result<{ meta: VersionMeta; conflicts: number }, Problem> {
  const { mine, conflicts } = carryOver(core, document)
  const kind = meta.kind === 'undone' ? 'undone' : 'published'
  const noted = (version: number): Noted[] => {
    const facts = factsOf(meta, version)
    const rebased: Noted = { kind: 'draft-rebased', facts: { version, conflicts } }
    return mine === document ? [{ kind, facts }] : [{ kind, facts }, rebased]
  }
  const published = core.bringInForce(author, { document, meta }, mine, noted)
  return published.ok ? ok({ meta: published.value, conflicts }) : published
}

function carryOver(core: DeskCore, document: ListDocument): { mine: ListDocument; conflicts: number } {
  if (!core.book().differs()) return { mine: document, conflicts: 0 }
  const rebased = rebaseList(core.published().document, core.document(), document)
  return { mine: rebased.document, conflicts: rebased.conflicts.length }
}

type Asked = { why: string; kind: Pending['kind']; fromVersion?: number }

function askFor(core: DeskCore, author: ListAuthor, asked: Asked): Result<{ pending: true }, Problem> {
  const pending: Pending = { by: author.by, at: core.options.now(), ...asked }
  if (author.personId !== undefined) pending.personId = author.personId
  const facts: Facts = { why: asked.why, kind: asked.kind, revision: core.head().revision }
  if (asked.fromVersion !== undefined) facts['fromVersion'] = asked.fromVersion
  const kept = core.setPending(author, pending, { kind: 'approval-asked', facts })
  return kept.ok ? ok({ pending: true as const }) : kept
}

const isSamePerson = (pending: Pending, { personId, by }: ListAuthor): boolean =>
  pending.personId === undefined && personId === undefined ? pending.by === by : pending.personId === personId

const changesOfDraft = (core: DeskCore): ChangeCounts => compareLists(core.published().document, core.document()).counts

const isEmpty = ({ added, changed, removed, classes, dial }: ChangeCounts): boolean =>
  added + changed + removed + classes === 0 && !dial

/** A small version with one area listed otherwise, and the same in the draft. */
export function setArea(
  core: DeskCore,
  change: AreaChange,
  author: ListAuthor,
  approval: boolean,
): Result<null, Problem> {
  if (core.head().pending) return wrong('approval-pending')
  const { document } = core.published()
  if (change.listed && !document.classes.some(({ id }) => id === change.listed?.classId))
    return err({ kind: 'not-found', what: 'class' })
  const next = withArea(document, change)
  if (next === document) return ok(null)
  const refused = core.frozen()
  if (refused) return err(refused)
  const mine = core.book().differs() ? withArea(core.document(), change) : next
  if (approval) {
    const facts: Facts = { area: change.area, revision: core.head().revision + 1 }
    const kept = core.bringInForce(author, { document }, mine, () => [{ kind: 'draft-changed', facts }])
    return kept.ok ? wrong('approval-needed') : kept
  }
  const meta: NewMeta = { by: author.by, why: '', kind: 'area' }
  const published = core.bringInForce(author, { document: next, meta }, mine, (version) => [
    { kind: 'published', facts: { ...factsOf(meta, version), area: change.area } },
  ])
  return published.ok ? ok(null) : published
}

/** A whole document from outside, such as a backup's. */
export function replaceList(
  core: DeskCore,
  document: ListDocument,
  why: string,
  author: ListAuthor,
  kind: VersionMeta['kind'],
  approval: boolean,
): Result<VersionMeta, Problem> {
  if (core.head().pending) return wrong('approval-pending')
  const issues = issuesOf(document)
  if (issues.length > 0) return err({ kind: 'bad-rule', issues })
  if (isTooLarge(document)) return wrong('list-full')
  if (isEmpty(compareLists(core.published().document, document).counts)) return ok(core.published().meta)
  if (!approval) {
    const published = bringBack(core, author, document, { by: author.by, why, kind })
    return published.ok ? ok(published.value.meta) : published
  }
  const { mine, conflicts } = carryOver(core, document)
  const inDraft = core.bringInForce(author, { document: core.published().document }, mine, () => [
    { kind: 'draft-rebased', facts: { conflicts, kind } },
  ])
  if (!inDraft.ok) return inDraft
  const asked = askFor(core, author, { why, kind: 'backup' })
  return asked.ok ? wrong('approval-needed') : asked
}

/** The first of them are enough to know that it cannot be used. */
const shownIssues = 20

function issuesOf({ dial, rules, classes }: ListDocument): RuleIssue[] {
  const issues: RuleIssue[] = []
  const classIds = new Set(classes.map(({ id }) => id))
  if (classIds.size < classes.length) issues.push({ field: 'class', code: 'duplicate-id' })
  const ids = new Set<string>()
  for (const rule of rules) {
    if (issues.length >= shownIssues) break
    if (ids.has(rule.id)) issues.push({ field: 'id', code: 'duplicate-id', value: rule.id })
    ids.add(rule.id)
    issues.push(...checkRule(rule, classIds, dial))
  }
  return issues.slice(0, shownIssues)
}

const isTooLarge = ({ rules, classes }: ListDocument): boolean =>
  rules.length > listLimits.rules ||
  classes.length > listLimits.classes ||
  rules.reduce((sum, { condition }) => sum + countNumbers(condition), 0) > listLimits.numbers
