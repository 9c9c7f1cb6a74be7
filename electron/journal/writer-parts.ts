import { existsSync, mkdirSync, renameSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import path from 'node:path'
import { setAside } from '#electron/platform/private-file.ts'
import { createCommit, type Commit } from './commit.ts'
import type { ImportPlan } from './import-match.ts'
import type { JournalEntry, JournalState, Retention } from './journal.ts'
import type { Grid } from './grid.ts'
import { createMeta, type Meta } from './meta.ts'
import type { Pace } from './pace.ts'
import { openRawForWriting, rawFile, type RawMessage, type RawWriter } from './raw-store.ts'
import { createTidy, type Tidy } from './retention.ts'
import { journalFile, openForWriting, troubleOf } from './schema.ts'
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
  raw: RawWriter | undefined
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
export type FileState = Pick<JournalState, 'bytes' | 'oldestAt' | 'calls' | 'lastPurge'>

/** Throws what SQLite throws. */
export function openParts(options: WriterOptions, now: number, pace?: Pace): Parts | { newer: number } {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  const found = openForWriting(path.join(options.folder, journalFile), options.durable)
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
      raw: openRaw(options.folder, now, options.durable),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

/** Without it everything else goes on: the messages are refused. */
function openRaw(folder: string, now: number, durable: boolean | undefined): RawWriter | undefined {
  const file = path.join(folder, rawFile)
  try {
    return openRawForWriting(file, durable)
  } catch (error) {
    if (troubleOf(error) !== 'damaged') return undefined
  }
  try {
    moveAside(file, now)
    return openRawForWriting(file, durable)
  } catch {
    return undefined
  }
}

export function closeParts(parts: Parts | undefined): void {
  for (const close of [() => parts?.raw?.close(), () => parts?.db.close()]) {
    try {
      close()
    } catch {
      // A file that is beyond use may not close either.
    }
  }
}

/** With its log, so that it can still be looked into. */
export function moveAside(file: string, now: number): string {
  const aside = setAside(file, now)
  for (const tail of ['-wal', '-shm']) if (existsSync(file + tail)) renameSync(file + tail, aside + tail)
  return aside
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
  return {
    bytes: Number(size?.['bytes'] ?? 0) + (raw?.bytes() ?? 0),
    calls: meta.number('calls') ?? 0,
    ...(oldest === null || oldest === undefined
      ? {}
      : { oldestAt: Math.max(timeOfKey(Number(oldest)), meta.number('purgedUntil') ?? 0) }),
    ...(lastPurge ? { lastPurge } : {}),
  }
}

/** When the run before this one was last there. */
export function lastRunOf({ meta }: Parts, run: string): { lastAt?: number } {
  const lastAt = meta.text('run') === run ? undefined : meta.number('lastAt')
  return lastAt === undefined ? {} : { lastAt }
}

/** Answers how many of them could not be kept. */
export function keepRaw({ raw }: Parts, messages: RawMessage[]): number {
  if (messages.length === 0) return 0
  try {
    if (!raw) return messages.length
    raw.write(messages)
    return 0
  } catch {
    return messages.length
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

/** In several transactions: a long one would keep the live entries waiting. Done twice, it changes nothing. */
export function importInto(parts: Parts, plan: ImportPlan): number {
  const { entries } = parts
  const work = [
    ...plan.fresh.map((record) => () => entries.write({ kind: 'call', record })),
    ...plan.completed.map((record) => () => entries.complete(record)),
  ]
  for (let at = 0; at < work.length; at += importPerStep)
    inTransaction(parts, () => {
      for (const one of work.slice(at, at + importPerStep)) one()
    })
  return work.length
}
