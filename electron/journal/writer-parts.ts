import type { DatabaseSync } from 'node:sqlite'
import path from 'node:path'
import { createCommit, type Commit } from './commit.ts'
import type { ImportPlan } from './import-match.ts'
import type { JournalEntry, JournalState, Retention } from './journal.ts'
import type { Grid } from './grid.ts'
import { createMeta, type Meta } from './meta.ts'
import type { Pace } from './pace.ts'
import { makePrivate } from './private-place.ts'
import { openRawKeeper, type RawKeeper } from './raw-keeper.ts'
import { createTidy, type Tidy } from './retention.ts'
import { journalFile, openForWriting } from './schema.ts'
import { timeOfKey } from './times.ts'
import { createEntryWriter, type EntryWriter } from './write-entries.ts'

/** What a writer holds while its file is open, and what is done with the whole of it. */
export type Parts = {
  db: DatabaseSync
  meta: Meta
  grid: Grid
  entries: EntryWriter
  commit: Commit
  tidy: Tidy
  raw: RawKeeper
}
export type WriterOptions = {
  folder: string
  run: string
  grid: Grid
  retention: Retention
  /** False: a power cut may cost more than the last batch. For tests and generated data. */
  durable?: boolean
  /** For tests: the file cannot grow beyond so many pages, as on a disk that is full. */
  maxPages?: number
}
export type FileState = Pick<JournalState, 'bytes' | 'oldestAt' | 'recordedFrom' | 'calls' | 'lastPurge'>

/** Throws what SQLite throws. */
export function openParts(
  options: WriterOptions & { onRawAnew?: () => void },
  now: number,
  pace?: Pace,
): Parts | { newer: number } {
  const file = path.join(options.folder, journalFile)
  makePrivate(file)
  const found = openForWriting(file, options.durable)
  if (found.kind === 'newer') return { newer: found.version }
  const { db } = found
  try {
    if (options.maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${options.maxPages}`)
    const meta = createMeta(db)
    if (meta.number('dayOffset') === undefined) meta.setNumber('dayOffset', options.grid.dayOffsetMs)
    const grid = { dayOffsetMs: meta.number('dayOffset') ?? 0 }
    const entries = createEntryWriter(db, grid)
    return {
      db,
      meta,
      grid,
      entries,
      commit: createCommit(db, meta, entries, pace),
      tidy: createTidy(db, grid, meta, options.retention),
      raw: openRawKeeper({ folder: options.folder, durable: options.durable, now, onAnew: options.onRawAnew }),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

export function closeParts(parts: Parts | undefined): void {
  for (const close of [() => parts?.raw.close(), () => parts?.db.close()]) {
    try {
      close()
    } catch {
      // A file that is beyond use may not close either.
    }
  }
}

export function stateOf(parts: Parts | undefined): FileState {
  if (!parts) return { bytes: 0, calls: 0 }
  const { db, meta, tidy, raw } = parts
  const size = db
    .prepare(
      `SELECT (page_count - freelist_count) * page_size AS bytes
       FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
    )
    .get()
  const oldest = db.prepare('SELECT min(id) AS id FROM call').get()?.['id']
  const lastPurge = tidy.lastPurge()
  const purgedUntil = meta.number('purgedUntil') ?? 0
  const recordedFrom = meta.number('recordedFrom')
  return {
    bytes: Number(size?.['bytes'] ?? 0) + raw.bytes(),
    calls: meta.number('calls') ?? 0,
    ...(oldest === null || oldest === undefined ? {} : { oldestAt: Math.max(timeOfKey(Number(oldest)), purgedUntil) }),
    ...(recordedFrom === undefined ? {} : { recordedFrom: Math.max(recordedFrom, purgedUntil) }),
    ...(lastPurge ? { lastPurge } : {}),
  }
}

/** Writes what `write` writes in one transaction of its own, with all that follows from it. */
export function inTransaction({ db, meta, entries }: Parts, write: () => void): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    write()
    entries.finish()
    meta.setNumber('calls', (meta.number('calls') ?? 0) + entries.newCalls())
    db.exec('COMMIT')
  } catch (error) {
    entries.forget()
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

export function keepEntries(parts: Parts, saved: readonly JournalEntry[]): void {
  inTransaction(parts, () => {
    for (const entry of saved) {
      if (entry.kind !== 'event' && entry.kind !== 'decision' && entry.kind !== 'raw') parts.entries.write(entry)
    }
  })
}

const importPerStep = 500

/** One step is one transaction: between two of them the live entries get their turn. Done twice, it changes nothing. */
export type Import = { step(parts: Parts): boolean; calls: number }

export function createImport(plan: ImportPlan): Import {
  const calls = plan.fresh.length + plan.completed.length
  let at = 0
  return {
    calls,
    /** True when there is more to do. */
    step(parts) {
      const { entries } = parts
      inTransaction(parts, () => {
        const until = Math.min(calls, at + importPerStep)
        for (let n = at; n < until; n += 1) {
          const fresh = plan.fresh[n]
          const completed = plan.completed[n - plan.fresh.length]
          if (fresh) entries.write({ kind: 'call', record: fresh })
          else if (completed) entries.complete(completed)
        }
      })
      at += importPerStep
      return at < calls
    },
  }
}
