import type { DatabaseSync } from 'node:sqlite'
import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import type { ListDocument, PriorityClass, PriorityRule } from '#shared/domain/priority/rule.ts'
import type { AuditEntry, VersionMeta } from '#shared/ipc/list-view.ts'
import { createPieces } from './pieces.ts'

/**
 * What `list.sqlite` keeps: every version, the draft, and the audit trail. Versions and the trail never change (the file itself refuses).
 * Everything that belongs together is one transaction; on an error nothing of it is kept and the error is thrown, as SQLite words it.
 */
export type ListStore = {
  latest(): VersionMeta | undefined
  version(version: number): VersionMeta | undefined
  /** Newest first. */
  versions(offset: number, limit: number): { versions: VersionMeta[]; total: number }
  document(version: number): ListDocument | undefined
  draft(): { head: DraftHead; rows: DraftRow[] } | undefined
  write(change: StoreChange): void
  audit(offset: number, limit: number): { entries: AuditEntry[]; total: number }
  close(): void
}

export type StoreChange = {
  publish?: { meta: VersionMeta; document: ListDocument }
  /** What the draft is compared with is another version now: rows of before say only who changed a rule last. */
  rebased?: boolean
  draft?: { head: DraftHead; rows: DraftRow[] }
  audit?: Omit<AuditEntry, 'id'>[]
}

/** Of the draft all but its rules. Classes are few and kept whole. */
export type DraftHead = {
  revision: number
  basedOn: number
  changedAt?: number
  changedBy?: string
  dial: DialPlan
  classes: (Stamp & { class: PriorityClass })[]
  pending?: Pending
}
export type Pending = {
  by: string
  personId?: string
  at: number
  why: string
  kind: 'published' | 'undone' | 'backup'
  fromVersion?: number
}
/** Which revision of the draft changed something last, who and when. */
export type Stamp = { rev: number; by: string; at: number }

/** Only rules that somebody touched have one. `same`: as in the version that the draft is based on, or in neither. */
export type DraftRow = Stamp & { ruleId: string } & (
    | { state: 'same' | 'removed' }
    | { state: 'put'; place: string; rule: PriorityRule }
  )

/** So many texts replaced or discarded before they are cleaned up. */
const sweepAfter = 20_000

export function createListStore(database: DatabaseSync): ListStore {
  const pieces = createPieces(database)
  const sql = statements(database)
  let superseded = 0

  function transaction(run: () => void): void {
    database.exec('BEGIN IMMEDIATE')
    try {
      run()
      database.exec('COMMIT')
    } catch (error) {
      pieces.forget()
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  function publish({ meta, document }: NonNullable<StoreChange['publish']>): void {
    const { dial, classes } = document
    const content = pieces.keepOrder(document.rules)
    const { version, at, by, why, kind, rules } = meta
    const changes = JSON.stringify(meta.changes)
    const from = [meta.fromVersion ?? null, meta.approvedBy ?? null]
    sql.addVersion.run(version, at, by, why, kind, ...from, rules, changes, JSON.stringify({ dial, classes }), content)
  }

  function putRow(row: DraftRow): void {
    const { ruleId, rev, by, at, state } = row
    const [place, piece] = state === 'put' ? [row.place, pieces.keepRule(row.rule)] : [null, null]
    sql.putRow.run(ruleId, rev, by, at, state, place, piece)
    superseded += 1
  }

  return {
    latest: () => metaOf(sql.latest.get()),
    version: (version) => metaOf(sql.version.get(version)),
    versions: (offset, limit) => ({
      versions: sql.versions.all(limit, offset).flatMap((row) => metaOf(row) ?? []),
      total: Number(sql.countVersions.get()?.['n']),
    }),
    document(version) {
      const row = sql.version.get(version)
      if (!row) return undefined
      const head = JSON.parse(row['head'] as string) as Omit<ListDocument, 'rules'>
      return { ...head, rules: pieces.order(Number(row['content'])) }
    },
    draft() {
      const row = sql.draft.get()
      if (!row) return undefined
      const head = JSON.parse(row['head'] as string) as DraftHead
      return { head, rows: sql.rows.all().map((one) => rowOf(one, pieces.rule)) }
    },
    write({ publish: version, rebased, draft, audit = [] }) {
      transaction(() => {
        if (version) publish(version)
        if (rebased) sql.settle.run()
        for (const row of draft?.rows ?? []) putRow(row)
        if (draft) sql.putDraft.run(JSON.stringify(draft.head))
        for (const { at, by, role, kind, facts } of audit) sql.addAudit.run(at, by, role, kind, JSON.stringify(facts))
      })
      if (superseded < sweepAfter) return
      superseded = 0
      try {
        transaction(() => void pieces.sweep())
        pieces.forget()
      } catch {
        // What was asked for is kept; tidying comes again.
      }
    },
    audit: (offset, limit) => ({
      entries: sql.audit.all(limit, offset).map(auditOf),
      total: Number(sql.countAudit.get()?.['n']),
    }),
    close: () => database.close(),
  }
}

type Row = Record<string, unknown>

function statements(database: DatabaseSync) {
  const prepare = (text: string) => database.prepare(text)
  return {
    latest: prepare('SELECT * FROM version ORDER BY version DESC LIMIT 1'),
    version: prepare('SELECT * FROM version WHERE version = ?'),
    versions: prepare('SELECT * FROM version ORDER BY version DESC LIMIT ? OFFSET ?'),
    countVersions: prepare('SELECT count(*) AS n FROM version'),
    addVersion: prepare('INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    draft: prepare('SELECT head FROM draft'),
    putDraft: prepare('INSERT INTO draft VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET head = excluded.head'),
    rows: prepare('SELECT * FROM draft_rule'),
    settle: prepare(`UPDATE draft_rule SET state = 'same', place = NULL, piece = NULL WHERE state <> 'same'`),
    putRow: prepare('INSERT OR REPLACE INTO draft_rule VALUES (?, ?, ?, ?, ?, ?, ?)'),
    addAudit: prepare('INSERT INTO audit (at, by, role, kind, facts) VALUES (?, ?, ?, ?, ?)'),
    audit: prepare('SELECT * FROM audit ORDER BY id DESC LIMIT ? OFFSET ?'),
    countAudit: prepare('SELECT count(*) AS n FROM audit'),
  }
}

function metaOf(row: Row | undefined): VersionMeta | undefined {
  if (!row) return undefined
  const meta: VersionMeta = {
    version: Number(row['version']),
    at: Number(row['at']),
    by: row['by'] as string,
    why: row['why'] as string,
    kind: row['kind'] as VersionMeta['kind'],
    rules: Number(row['rules']),
    changes: JSON.parse(row['changes'] as string) as VersionMeta['changes'],
  }
  if (row['from_version'] !== null) meta.fromVersion = Number(row['from_version'])
  if (row['approved_by'] !== null) meta.approvedBy = row['approved_by'] as string
  return meta
}

function rowOf(row: Row, ruleOf: (piece: number) => PriorityRule): DraftRow {
  const stamp = {
    ruleId: row['rule_id'] as string,
    rev: Number(row['rev']),
    by: row['by'] as string,
    at: Number(row['at']),
  }
  const state = row['state'] as DraftRow['state']
  if (state !== 'put') return { ...stamp, state }
  return { ...stamp, state, place: row['place'] as string, rule: ruleOf(Number(row['piece'])) }
}

const auditOf = (row: Row): AuditEntry => ({
  id: Number(row['id']),
  at: Number(row['at']),
  by: row['by'] as string,
  role: row['role'] as AuditEntry['role'],
  kind: row['kind'] as AuditEntry['kind'],
  facts: JSON.parse(row['facts'] as string) as AuditEntry['facts'],
})
