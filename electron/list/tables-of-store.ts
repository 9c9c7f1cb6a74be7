import type { DatabaseSync } from 'node:sqlite'

/** The tables of `list.sqlite` and the way from each older form to the present one. The form is PRAGMA user_version. */
export const storeVersion = 1
/** "FLLS": whose file it is. */
const applicationId = 0x46_4c_4c_53

/** From form n to n + 1, by n. */
const steps: Record<number, string> = {
  0: `
    CREATE TABLE piece (
      id INTEGER PRIMARY KEY,
      hash BLOB NOT NULL UNIQUE,
      refs BLOB,
      body TEXT NOT NULL
    ) STRICT;
    CREATE TABLE version (
      version INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      by TEXT NOT NULL,
      why TEXT NOT NULL,
      kind TEXT NOT NULL,
      from_version INTEGER,
      approved_by TEXT,
      rules INTEGER NOT NULL,
      changes TEXT NOT NULL,
      head TEXT NOT NULL,
      content INTEGER NOT NULL
    ) STRICT;
    CREATE TRIGGER version_is_kept BEFORE UPDATE ON version BEGIN SELECT RAISE(ABORT, 'versions do not change'); END;
    CREATE TRIGGER version_stays BEFORE DELETE ON version BEGIN SELECT RAISE(ABORT, 'versions are kept'); END;
    CREATE TABLE draft (id INTEGER PRIMARY KEY CHECK (id = 1), head TEXT NOT NULL) STRICT;
    CREATE TABLE draft_rule (
      rule_id TEXT PRIMARY KEY,
      rev INTEGER NOT NULL,
      by TEXT NOT NULL,
      at INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('same', 'put', 'removed')),
      place TEXT,
      piece INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE audit (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      by TEXT NOT NULL,
      role TEXT NOT NULL,
      kind TEXT NOT NULL,
      facts TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER audit_is_kept BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the trail does not change'); END;
    CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the trail is kept'); END;
    PRAGMA application_id = ${applicationId};`,
}

export type Steps = Record<number, string>

export const formOf = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.['user_version'])

/** Brings the file to the present form, each step whole or not at all. */
export function migrate(database: DatabaseSync, known: Steps = steps, current: number = storeVersion): void {
  for (let form = formOf(database); form < current; form += 1) {
    const step = known[form]
    if (step === undefined) throw new Error(`no way from form ${form}`)
    database.exec('BEGIN IMMEDIATE')
    try {
      database.exec(step)
      database.exec(`PRAGMA user_version = ${form + 1}`)
      database.exec('COMMIT')
    } catch (error) {
      database.exec('ROLLBACK')
      throw error
    }
  }
}
