import { accessSync, constants } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { NotKeptCause } from '#shared/ipc/view.ts'

/**
 * The journal's file: its tables, how an older one becomes the present one, and how it is opened.
 *
 * `call.body` holds what no question looks for (rings, holds, transfers …), so that a record comes back exactly as it was
 * written. `leg`, `talk`, `missed_ring` and `seat_span` are what figures are counted from; `leg_sum`,
 * `work` and `call_sum` are derived. Times that are keys: times.ts. Texts that repeat stand once in `word`.
 */
export const journalFile = 'journal.sqlite'

const version1 = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE listing (
  id INTEGER PRIMARY KEY, rule INTEGER NOT NULL, rule_name INTEGER NOT NULL, class INTEGER NOT NULL,
  severity INTEGER NOT NULL, list_version INTEGER NOT NULL,
  UNIQUE (rule, rule_name, class, severity, list_version)
);
CREATE TABLE seat (id INTEGER PRIMARY KEY, name INTEGER NOT NULL);  -- words; the name of its last call

CREATE TABLE call (
  id INTEGER PRIMARY KEY,         -- by arrival
  source INTEGER NOT NULL,        -- word: the switch
  key TEXT NOT NULL,              -- the switch's own id
  backwards TEXT NOT NULL,        -- caller's number, last digit first: one index finds whole numbers and last digits
  dialled INTEGER NOT NULL,
  vdn INTEGER NOT NULL,
  area INTEGER NOT NULL,          -- of the last queue visit; 0 = none
  seat INTEGER NOT NULL,          -- of the last talk; 0 = none
  outcome INTEGER NOT NULL,
  lasted_ms INTEGER,
  listing INTEGER NOT NULL,       -- 0 = not listed
  flags INTEGER NOT NULL,         -- 1 imported, 2 several areas, 4 several seats
  body TEXT NOT NULL
);
CREATE INDEX call_key ON call (key, source);  -- not unique: a call that was taken for lost may come back
CREATE INDEX call_backwards ON call (backwards) WHERE backwards <> '';

CREATE TABLE leg (
  id INTEGER PRIMARY KEY,         -- by entry
  call INTEGER NOT NULL, area INTEGER NOT NULL, vdn INTEGER NOT NULL, class INTEGER NOT NULL,
  end INTEGER NOT NULL, wait_ms INTEGER NOT NULL, seat INTEGER NOT NULL
);
CREATE TABLE talk (
  id INTEGER PRIMARY KEY,         -- by start
  call INTEGER NOT NULL, seat INTEGER NOT NULL, area INTEGER NOT NULL, vdn INTEGER NOT NULL, class INTEGER NOT NULL,
  talk_ms INTEGER,                -- without the holds; NULL when its end was not seen
  hold_ms INTEGER NOT NULL
);
CREATE TABLE missed_ring (
  id INTEGER PRIMARY KEY,         -- by start of ringing
  call INTEGER NOT NULL, seat INTEGER NOT NULL, area INTEGER NOT NULL, vdn INTEGER NOT NULL, class INTEGER NOT NULL
);
CREATE TABLE seat_span (
  id INTEGER PRIMARY KEY,         -- by start; none is longer than an hour
  ms INTEGER NOT NULL, seat INTEGER NOT NULL, doing INTEGER NOT NULL,
  areas INTEGER NOT NULL,         -- word: names, one per line
  of_area INTEGER NOT NULL, of_vdn INTEGER NOT NULL, of_class INTEGER NOT NULL
);
CREATE TABLE leg_sum (
  kind INTEGER NOT NULL,          -- 1: part is a class, 2: part is a VDN
  grain INTEGER NOT NULL,         -- 0: half-hours, 1: days; grid.ts
  period INTEGER NOT NULL, area INTEGER NOT NULL, part INTEGER NOT NULL, sums BLOB NOT NULL,
  PRIMARY KEY (kind, grain, period, area, part)
) WITHOUT ROWID;
CREATE TABLE work (
  kind INTEGER NOT NULL,          -- 0: everybody, part is 0; 1: part is a seat (days only), 2: an area, 3: a VDN, 4: a class
  grain INTEGER NOT NULL, period INTEGER NOT NULL, part INTEGER NOT NULL, sums BLOB NOT NULL,
  PRIMARY KEY (kind, grain, period, part)
) WITHOUT ROWID;
CREATE TABLE call_sum (
  kind INTEGER NOT NULL,          -- 0: all calls, part is 0; 2: part is an area, 3: a VDN, 4: a class
  grain INTEGER NOT NULL, period INTEGER NOT NULL, part INTEGER NOT NULL, sums BLOB NOT NULL,
  PRIMARY KEY (kind, grain, period, part)
) WITHOUT ROWID;

CREATE TABLE event (
  seq INTEGER PRIMARY KEY, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL, count INTEGER NOT NULL,
  body BLOB NOT NULL              -- zstd of lines; one row per batch
);
CREATE INDEX event_to ON event (to_at);

CREATE TABLE alert_change (
  id INTEGER PRIMARY KEY, alert TEXT NOT NULL, change INTEGER NOT NULL, severity INTEGER NOT NULL,
  class INTEGER NOT NULL, rule_name INTEGER NOT NULL, list_version INTEGER NOT NULL,
  by INTEGER, outcome INTEGER, note TEXT,
  because INTEGER                 -- word: JSON
);
CREATE INDEX alert_change_alert ON alert_change (alert);
CREATE TABLE recovery (
  alert TEXT PRIMARY KEY, lost_at INTEGER NOT NULL, how INTEGER NOT NULL,
  closed_at INTEGER, by INTEGER, outcome INTEGER, note TEXT, other TEXT
) WITHOUT ROWID;
CREATE INDEX recovery_open ON recovery (lost_at, alert) WHERE closed_at IS NULL;
CREATE INDEX recovery_closed ON recovery (closed_at, alert) WHERE closed_at IS NOT NULL;

CREATE TABLE link_change (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, state TEXT NOT NULL, detail TEXT NOT NULL);
CREATE TABLE gap (id INTEGER PRIMARY KEY, to_at INTEGER NOT NULL, source INTEGER NOT NULL, why TEXT NOT NULL);
CREATE TABLE action (
  id INTEGER PRIMARY KEY, by INTEGER NOT NULL, role INTEGER NOT NULL, command INTEGER NOT NULL,
  target TEXT NOT NULL, result TEXT NOT NULL
);
CREATE INDEX action_target ON action (target) WHERE target <> '';
CREATE TABLE purge (id INTEGER PRIMARY KEY, calls INTEGER NOT NULL, events INTEGER NOT NULL);
`

/** Step n makes version n + 1 of version n. */
export const steps: readonly string[] = [version1]
export const schemaVersion = steps.length

export type Opened = { kind: 'open'; db: DatabaseSync } | { kind: 'newer'; version: number }

/**
 * For the writer. Throws what SQLite throws: the folder is missing, the file is no database, the disk is full. `durable`:
 * every commit is on the disk when it is over, also when the power goes.
 */
export function openForWriting(file: string, durable = true): Opened {
  const db = new DatabaseSync(file)
  try {
    db.exec(`PRAGMA synchronous = ${durable ? 'FULL' : 'OFF'}`)
    // A new file only: one that exists keeps what it has. Purged pages can then be given back piece by piece.
    db.exec('PRAGMA auto_vacuum = INCREMENTAL')
    const version = versionOf(db)
    if (version > schemaVersion) {
      db.close()
      return { kind: 'newer', version }
    }
    db.exec('PRAGMA journal_mode = WAL; PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY')
    // A long report keeps the log from being reset; when it is over, the file becomes small again.
    db.exec('PRAGMA wal_autocheckpoint = 2000; PRAGMA journal_size_limit = 67108864; PRAGMA busy_timeout = 2000')
    migrate(db)
    return { kind: 'open', db }
  } catch (error) {
    if (db.isOpen) db.close()
    throw error
  }
}

/** Each step in a transaction of its own: a kill leaves one whole version or the next. */
export function migrate(db: DatabaseSync, to = schemaVersion): void {
  for (let version = versionOf(db); version < to; version += 1) {
    db.exec('BEGIN IMMEDIATE')
    try {
      db.exec(steps[version] ?? '')
      db.exec(`PRAGMA user_version = ${version + 1}`)
      db.exec('COMMIT')
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }
}

export function versionOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
}

/** For readers. Throws when there is no journal yet, or not one of this program's version. */
export function openForReading(file: string): DatabaseSync {
  const db = openReadOnly(file)
  try {
    db.exec(
      'PRAGMA busy_timeout = 2000; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY; PRAGMA query_only = ON',
    )
    const version = versionOf(db)
    if (version !== schemaVersion) throw new Error(`journal of version ${version}, not ${schemaVersion}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** A log cannot be shared in a folder that cannot be written; nobody writes there either, so the file stays as it is. */
export function openReadOnly(file: string): DatabaseSync {
  try {
    accessSync(path.dirname(file), constants.W_OK)
    return new DatabaseSync(file, { readOnly: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EROFS' && (error as NodeJS.ErrnoException).code !== 'EACCES')
      throw error
    const url = pathToFileURL(file)
    url.searchParams.set('immutable', '1')
    return new DatabaseSync(url, { readOnly: true })
  }
}

/** What kind of trouble an error of SQLite is. `bug`: not the disk's fault; the entry itself cannot be written. */
export type Trouble = 'damaged' | 'disk' | 'bug'

const diskCodes = new Set([3, 5, 6, 7, 8, 10, 13, 14, 15, 23])
const damageCodes = new Set([11, 26])

export function troubleOf(error: unknown): Trouble {
  const code = (error as { errcode?: number }).errcode
  // What the system says has a number; what Node says of a value that SQLite does not take has none.
  if (code === undefined) return (error as NodeJS.ErrnoException).errno === undefined ? 'bug' : 'disk'
  if (damageCodes.has(code & 0xff)) return 'damaged'
  return diskCodes.has(code & 0xff) ? 'disk' : 'bug'
}

/** What a person can do something about. */
export function causeOf(error: unknown): NotKeptCause {
  const { errcode, code } = error as { errcode?: number; code?: string }
  if (errcode !== undefined) {
    if ((errcode & 0xff) === fullCode) return 'full'
    return (errcode & 0xff) === readOnlyCode ? 'read-only' : 'refused'
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'full'
  return code === 'EROFS' || code === 'EACCES' || code === 'EPERM' ? 'read-only' : 'refused'
}
const fullCode = 13
const readOnlyCode = 8

export const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
