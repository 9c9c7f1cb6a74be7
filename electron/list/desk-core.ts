import { createSiteTime } from '#shared/domain/dial/site-time.ts'
import { compareLists } from '#shared/domain/priority/difference.ts'
import { findFindings } from '#shared/domain/priority/findings.ts'
import type { Finding } from '#shared/domain/priority/list-answers.ts'
import type { ListDocument } from '#shared/domain/priority/rule.ts'
import type { AuditEntry, AuditKind, ListState, VersionMeta } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ConsoleProblem } from '#shared/ipc/view.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import { createDraftBook, type DraftBook } from './draft-book.ts'
import { withinLimits } from './draft-ops.ts'
import type { ListAuthor } from './list-keeper.ts'
import { maskedText } from './masked.ts'
import type { DraftHead, ListStore, Pending, Stamp, StoreChange } from './list-store.ts'
import { reasonOf, type OpenedStore } from './open-store.ts'

/**
 * The list's desk: the version in force and the draft in memory, each change kept on disk before it counts. What the disk does not take is
 * taken back here, and said. It owns the store; it holds no command (list-desk.ts) and judges no call.
 */
export type DeskCore = ReturnType<typeof createDeskCore>

export type DeskOptions = {
  opened: OpenedStore
  now: () => number
  timeZone: () => string
  /** Calls back once, later; 0 = at the next turn. */
  later: (ms: number, run: () => void) => void
  onPublished: (published: Published) => void
  onChanged: () => void
  onProblem: () => void
  /** Goes to the log. */
  onError: (what: string, error: unknown) => void
}
export type Published = { meta: VersionMeta; document: ListDocument }
export type Facts = AuditEntry['facts']
export type Noted = { kind: AuditKind; facts: Facts }

/** So many rules are looked through within an answer; more of them a little later. */
const quickRules = 2000
const findingsAfterMs = 400

export function createDeskCore(options: DeskOptions) {
  const { opened, now } = options
  const { store } = opened
  let published = latestOf(store)
  let stored = store.draft()
  let book: DraftBook = createDraftBook(published.document, stored)
  let head: Omit<DraftHead, 'dial' | 'classes'> = stored?.head ?? { revision: 0, basedOn: published.meta.version }
  let notKept: ConsoleProblem | undefined
  let documentOfDraft: ListDocument | undefined
  stored = undefined

  let findings = new Map<string, Finding[]>()
  let findingsStamp = 0
  let findingsDay = ''
  let findingsAwaited = false
  let findingsStale = true

  function write(change: StoreChange): Result<null, Problem> {
    if (opened.frozen !== undefined) return err({ kind: 'not-saved', detail: opened.frozen })
    try {
      store.write(change)
      if (notKept) options.later(0, options.onProblem)
      notKept = undefined
      return ok(null)
    } catch (error) {
      const detail = reasonOf(error)
      options.onError('the list is not kept', error)
      notKept = { kind: 'list-not-kept', detail, inForce: true, at: now() }
      options.onProblem()
      return err({ kind: 'not-saved', detail })
    }
  }

  const noted = ({ by, role }: Pick<ListAuthor, 'by' | 'role'>, { kind, facts }: Noted): Omit<AuditEntry, 'id'> => ({
    at: now(),
    by,
    role,
    kind,
    facts: withoutNumbers(facts),
  })
  const headNow = (next: typeof head): DraftHead => ({ ...next, dial: book.dial(), classes: [...book.classes()] })

  function changed(): void {
    documentOfDraft = undefined
    findingsStale = true
    if (book.size() > quickRules && !findingsAwaited) {
      findingsAwaited = true
      options.later(findingsAfterMs, () => {
        findingsAwaited = false
        refreshFindings()
        options.onChanged()
      })
    }
    options.onChanged()
  }

  const document = (): ListDocument => (documentOfDraft ??= book.document())

  function refreshFindings(): void {
    const today = createSiteTime(options.timeZone())(now()).day
    if (!findingsStale && today === findingsDay) return
    findings = findFindings(document(), today)
    findingsDay = today
    findingsStale = false
    findingsStamp += 1
  }

  function countFindings(): { findings: number; errors: number } {
    if (book.size() <= quickRules) refreshFindings()
    let all = 0
    let errors = 0
    for (const some of findings.values()) {
      all += some.length
      errors += some.filter(({ kind }) => kind === 'error').length
    }
    return { findings: all, errors }
  }

  return {
    options,
    store,
    published: () => published,
    book: () => book,
    head: () => head,
    document,
    frozen: (): Problem | undefined =>
      opened.frozen === undefined ? undefined : { kind: 'not-saved', detail: opened.frozen },
    problems: () => [opened.problem, notKept].filter((problem) => problem !== undefined),

    /** Errors of the draft as it is now. */
    errorsNow(): number {
      refreshFindings()
      return countFindings().errors
    },
    findingsOf: (ruleId: string): Finding[] => findings.get(ruleId) ?? [],
    findingsStamp: (): string => `${head.revision} ${findingsStamp}`,
    freshen: (): void => {
      if (book.size() <= quickRules) refreshFindings()
    },

    state(): ListState {
      const { revision, basedOn, changedAt, changedBy, pending } = head
      const draft: ListState['draft'] = { revision, basedOn, changes: book.changes(), ...countFindings() }
      if (changedAt !== undefined) draft.changedAt = changedAt
      if (changedBy !== undefined) draft.changedBy = changedBy
      if (pending) draft.pending = { by: pending.by, at: pending.at, why: pending.why }
      return {
        published: published.meta,
        draft,
        approval: false, // the console knows (electron/console/list-commands.ts)
        dial: book.dial(),
        classes: book.classes().map(({ class: one, rev }) => ({ ...one, rules: book.rulesOf(one.id), rev })),
        rules: book.size(),
        numbers: book.numbers(),
      }
    },

    /** One change of the draft, of any number of steps: all of it is checked and kept, or nothing of it. */
    change(
      author: ListAuthor,
      steps: (stamp: Stamp) => Result<null, Problem>,
      audit: () => Noted,
    ): Result<{ revision: number }, Problem> {
      if (head.pending) return err({ kind: 'not-in-this-state', why: 'approval-pending' })
      const stamp = { rev: head.revision + 1, by: author.by, at: now() }
      const result = attempt(() => {
        const stepped = steps(stamp)
        if (!stepped.ok) return stepped
        const within = withinLimits(book)
        if (!within.ok) return within
        const next = { ...head, revision: stamp.rev, changedAt: stamp.at, changedBy: stamp.by }
        const kept = write({ draft: { head: headNow(next), rows: book.rows() }, audit: [noted(author, audit())] })
        if (kept.ok) head = next
        return kept
      })
      if (!result.ok) return result
      book.settle()
      changed()
      return ok({ revision: stamp.rev })
    },

    /**
     * A new version, and the draft that goes on from it. `mine` is the version's own document where nobody has unpublished changes.
     * With `before` the draft alone is set anew, on what is in force.
     */
    bringInForce(
      author: Pick<ListAuthor, 'by' | 'role'>,
      next: { document: ListDocument; meta?: Omit<VersionMeta, 'version' | 'at' | 'rules' | 'changes'> },
      mine: ListDocument,
      audit: (version: number) => Noted[],
    ): Result<VersionMeta, Problem> {
      const frozen = opened.frozen
      if (frozen !== undefined) return err({ kind: 'not-saved', detail: frozen })
      const stamp = { rev: head.revision + 1, by: author.by, at: now() }
      const meta = next.meta ? metaOf(next.meta, next.document) : published.meta
      const rows = book.rebase(next.document, mine, stamp)
      const after: typeof head = { revision: stamp.rev, basedOn: meta.version }
      if (book.differs()) Object.assign(after, { changedAt: stamp.at, changedBy: stamp.by })
      const change: StoreChange = { rebased: true, draft: { head: headNow(after), rows } }
      change.audit = audit(meta.version).map((one) => noted(author, one))
      if (next.meta) change.publish = { meta, document: next.document }
      const kept = write(change)
      if (!kept.ok) {
        book = createDraftBook(published.document, store.draft())
        return kept
      }
      head = after
      if (next.meta) {
        published = { meta, document: next.document }
        options.onPublished(published)
        opened.copy(published)
      }
      changed()
      return ok(meta)
    },

    /** Asks a second person, or stops asking. */
    setPending(author: ListAuthor, pending: Pending | undefined, audit: Noted): Result<null, Problem> {
      const { pending: _before, ...rest } = head
      const next = pending ? { ...rest, pending } : rest
      const kept = write({ draft: { head: headNow(next), rows: [] }, audit: [noted(author, audit)] })
      if (!kept.ok) return kept
      head = next
      changed()
      return ok(null)
    },

    /** Never fails the caller: what cannot be recorded is said on screen like all that cannot be kept. */
    record(entries: Omit<AuditEntry, 'id'>[]): Result<null, Problem> {
      return write({ audit: entries.map((entry) => ({ ...entry, facts: withoutNumbers(entry.facts) })) })
    },
    close: () => store.close(),
  }

  function metaOf(meta: Omit<VersionMeta, 'version' | 'at' | 'rules' | 'changes'>, next: ListDocument): VersionMeta {
    const { counts: changes } = compareLists(published.document, next)
    return { ...meta, version: published.meta.version + 1, at: now(), rules: next.rules.length, changes }
  }

  /** A step that fails, or throws, leaves the draft as it was. */
  function attempt(run: () => Result<null, Problem>): Result<null, Problem> {
    let done = false
    try {
      const result = run()
      done = result.ok
      return result
    } finally {
      if (!done) book.rollback()
    }
  }
}

/** The trail is for all who audit: a rule, a file or a reason may be named after a caller's number. */
const withoutNumbers = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'string' ? maskedText(fact) : fact]),
  )

function latestOf(store: ListStore): Published {
  const meta = store.latest()
  const document = meta && store.document(meta.version)
  if (!meta || !document) throw new Error('a store without a version')
  return { meta, document }
}
