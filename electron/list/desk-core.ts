import { createSiteTime, type SiteTime } from '#shared/domain/dial/site-time.ts'
import { compareLists } from '#shared/domain/priority/difference.ts'
import type { ListDocument } from '#shared/domain/priority/rule.ts'
import type { AuditEntry, AuditKind, ListState, VersionMeta } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import { createKeeping } from './desk-keeping.ts'
import { createFindings } from './desk-findings.ts'
import { createDraftBook, type DraftBook } from './draft-book.ts'
import { withinLimits } from './draft-ops.ts'
import type { ListAuthor } from './list-keeper.ts'
import type { DraftHead, ListStore, Pending, Stamp, StoreChange } from './list-store.ts'
import type { OpenedStore } from './open-store.ts'

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

export function createDeskCore(options: DeskOptions) {
  const { opened, now } = options
  const { store } = opened
  let published = latestOf(store)
  let stored = store.draft()
  let book: DraftBook = createDraftBook(published.document, stored)
  let head: Omit<DraftHead, 'dial' | 'classes'> = stored?.head ?? { revision: 0, basedOn: published.meta.version }
  let documentOfDraft: ListDocument | undefined
  stored = undefined

  const { write, frozen, problems } = createKeeping(options)
  const siteTime = createZoned(options.timeZone)
  const findings = createFindings({
    document,
    today: () => siteTime()(now()).day,
    size: () => book.size(),
    later: options.later,
    onFound: options.onChanged,
  })

  const headNow = (next: typeof head): DraftHead => ({ ...next, dial: book.dial(), classes: [...book.classes()] })

  function changed(): void {
    documentOfDraft = undefined
    findings.stale()
    options.onChanged()
  }

  function document(): ListDocument {
    return (documentOfDraft ??= book.document())
  }

  return {
    options,
    store,
    published: () => published,
    book: () => book,
    head: () => head,
    document,
    frozen,
    problems,
    findings,
    siteTime,

    state: (): ListState => stateOf(published.meta, head, book, findings.counts()),

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
        const kept = write({
          draft: { head: headNow(next), rows: book.rows() },
          audit: [noteOf(author, stamp.at, audit())],
        })
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
      const refused = frozen()
      if (refused) return err(refused)
      const stamp = { rev: head.revision + 1, by: author.by, at: now() }
      const meta = next.meta ? metaOf(next.meta, next.document) : published.meta
      const rows = book.rebase(next.document, mine, stamp)
      const after: typeof head = { revision: stamp.rev, basedOn: meta.version }
      if (book.differs()) Object.assign(after, { changedAt: stamp.at, changedBy: stamp.by })
      const change: StoreChange = { rebased: true, draft: { head: headNow(after), rows } }
      change.audit = audit(meta.version).map((one) => noteOf(author, stamp.at, one))
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
      const kept = write({ draft: { head: headNow(next), rows: [] }, audit: [noteOf(author, now(), audit)] })
      if (!kept.ok) return kept
      head = next
      changed()
      return ok(null)
    },

    record: (entry: Omit<AuditEntry, 'id'>): Result<null, Problem> => write({ audit: [entry] }),
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

function stateOf(
  published: VersionMeta,
  { revision, basedOn, changedAt, changedBy, pending }: Omit<DraftHead, 'dial' | 'classes'>,
  book: DraftBook,
  counts: { findings: number; errors: number },
): ListState {
  const draft: ListState['draft'] = { revision, basedOn, changes: book.changes(), ...counts }
  if (changedAt !== undefined) draft.changedAt = changedAt
  if (changedBy !== undefined) draft.changedBy = changedBy
  if (pending) draft.pending = { by: pending.by, at: pending.at, why: pending.why }
  return {
    published,
    draft,
    approval: false, // the console knows (electron/console/list-commands.ts)
    dial: book.dial(),
    classes: book.classes().map(({ class: one, rev }) => ({ ...one, rules: book.rulesOf(one.id), rev })),
    rules: book.size(),
    numbers: book.numbers(),
  }
}

/** Who did what, for the trail. */
const noteOf = ({ by, role }: Pick<ListAuthor, 'by' | 'role'>, at: number, noted: Noted): Omit<AuditEntry, 'id'> => ({
  at,
  by,
  role,
  ...noted,
})

/** Site time of the zone that the settings name now; made once for each. */
function createZoned(timeZone: () => string): () => SiteTime {
  let zone = ''
  let siteTime: SiteTime | undefined
  return () => {
    if (siteTime && zone === timeZone()) return siteTime
    zone = timeZone()
    return (siteTime = createSiteTime(zone))
  }
}

function latestOf(store: ListStore): Published {
  const meta = store.latest()
  const document = meta && store.document(meta.version)
  if (!meta || !document) throw new Error('a store without a version')
  return { meta, document }
}
