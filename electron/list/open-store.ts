import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { setAside, writePrivateFile } from '#electron/platform/private-file.ts'
import type { ConsoleProblem } from '#shared/ipc/view.ts'
import { listOfVersion1, programsList } from './first-list.ts'
import { createListStore, type ListStore } from './list-store.ts'
import { damaged } from './pieces.ts'
import { copyIsOf, readCopy, writeCopy, type PublishedCopy } from './published-copy.ts'
import { formOf, migrate, storeVersion } from './tables-of-store.ts'

/**
 * Opens the list's store, whatever state it is in: there is always a version in force afterwards. A damaged file is set aside, never
 * overwritten. A file that cannot be written, or that a newer program wrote, is left alone: the store is then `frozen`, and answers from
 * that file, from the copy of the published version or, when there is neither, from the program's own list.
 */
export type OpenedStore = {
  store: ListStore
  /** Why nothing can be kept; undefined: it can. */
  frozen?: string
  problem?: ConsoleProblem
  /** What the settings of version 1 held is in the store or beside it, or is not needed any more. */
  tookOver: boolean
  /** After each publishing. That it fails is no reason to refuse what the store has kept: the next start writes it again. */
  copy(published: PublishedCopy): void
}

/** `folder` undefined: in memory, for tests. `listOfVersion1`: see shared/settings/schema.ts. */
export type StoreOptions = { folder?: string | undefined; listOfVersion1?: unknown; now: () => number }

/** A list of version 1 that cannot be understood. */
const oldListFile = 'list-of-version-1.json'
export const listFile = 'list.sqlite'
export const copyFile = 'list-published.json'

export function openListStore(options: StoreOptions): OpenedStore {
  const { folder, now } = options
  if (folder === undefined) return { ...begin(openDatabase(':memory:'), options), copy() {} }
  const file = path.join(folder, listFile)
  const copy = path.join(folder, copyFile)
  try {
    const opened = withCopy(begin(openFile(file), options, copy), copy)
    return keepOldList(opened, folder, options)
  } catch (error) {
    if (!isDamage(error)) return freeze(file, copy, reasonOf(error), now)
  }
  try {
    const aside = setAsideStore(file, now())
    const opened = begin(openFile(file), options, copy)
    const fallback = readCopy(copy)?.meta.version === opened.store.latest()?.version ? 'copy' : 'default'
    const problem: ConsoleProblem = { kind: 'list-set-aside', file: path.basename(aside), fallback, at: now() }
    return { ...withCopy(opened, copy), problem }
  } catch (error) {
    return freeze(file, copy, reasonOf(error), now)
  }
}

function withCopy(opened: Pick<OpenedStore, 'store' | 'tookOver'>, file: string): OpenedStore {
  const copy = (published: PublishedCopy): void => {
    try {
      writeCopy(file, published)
    } catch {
      dropCopy(file)
    }
  }
  const meta = opened.store.latest()
  const document = meta && !copyIsOf(file, meta.version) ? opened.store.document(meta.version) : undefined
  if (meta && document) copy({ meta, document })
  return { ...opened, copy }
}

/** None is better than one that is old. What holds the file (a virus scanner, a full disk) may hold it against this, too. */
function dropCopy(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // Its head names an older version than the store has: the next start writes it again.
  }
}

/** Nothing of what somebody once decided is thrown away unseen. */
function keepOldList(opened: OpenedStore, folder: string, { listOfVersion1: old, now }: StoreOptions): OpenedStore {
  if (old === undefined || listOfVersion1(old, now())) return opened
  try {
    writePrivateFile(path.join(folder, oldListFile), JSON.stringify(old))
  } catch {
    return { ...opened, tookOver: false }
  }
  return { ...opened, problem: { kind: 'list-set-aside', file: oldListFile, fallback: 'default', at: now() } }
}

/** The store of this database, with a first version if it has none. Reads what is in force once, so that damage is found now. */
function begin(database: DatabaseSync, options: StoreOptions, copy?: string): Pick<OpenedStore, 'store' | 'tookOver'> {
  try {
    const store = createListStore(database)
    const latest = store.latest()
    if (latest) store.document(latest.version)
    else store.write({ publish: firstVersion(options, copy) })
    store.draft()
    return { store, tookOver: true }
  } catch (error) {
    database.close()
    throw error
  }
}

function firstVersion({ listOfVersion1: old, now }: StoreOptions, copy: string | undefined): PublishedCopy {
  const kept = copy === undefined ? undefined : readCopy(copy)
  const before = old === undefined ? undefined : listOfVersion1(old, now())
  return kept ?? before ?? programsList(now())
}

function openFile(file: string): DatabaseSync {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600)) // SQLite gives its neighbours the same rights
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  return openDatabase(file)
}

function openDatabase(location: string): DatabaseSync {
  const database = new DatabaseSync(location, { timeout: 5000 })
  try {
    // The form is read first: of a newer program's file nothing may be changed, not even its journal mode.
    const form = formOf(database)
    if (form > storeVersion) throw Object.assign(new Error('newer'), { code: `${listFile}: ${form} > ${storeVersion}` })
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    const [check] = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {})
    if (check !== 'ok') throw Object.assign(new Error(String(check)), { code: damaged })
    migrate(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Nothing can be kept: what is there is shown, or its copy, or the program's own list. */
function freeze(file: string, copy: string, detail: string, now: () => number): OpenedStore {
  const problem: ConsoleProblem = { kind: 'list-not-kept', detail, inForce: true, at: now() }
  const frozen = { frozen: detail, problem, tookOver: false, copy() {} }
  const kept = readCopy(copy)
  const seen = openForReading(file)
  if (seen && (seen.latest()?.version ?? 0) >= (kept?.meta.version ?? 0)) return { store: seen, ...frozen }
  seen?.close()
  const store = createListStore(openDatabase(':memory:'))
  store.write({ publish: kept ?? programsList(now()) })
  return { store, ...frozen }
}

/** From a medium that cannot be written, where SQLite finds no place for its neighbours. */
function openForReading(file: string): ListStore | undefined {
  if (!existsSync(file)) return undefined
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(`${pathToFileURL(file).href}?immutable=1`, { readOnly: true })
    if (formOf(database) !== storeVersion) throw new Error('another form')
    const store = createListStore(database)
    const latest = store.latest()
    if (!latest) throw new Error('empty')
    store.document(latest.version)
    return store
  } catch {
    database?.close()
    return undefined
  }
}

/** The write-ahead log belongs to the damaged file and must not be applied to the next one. */
function setAsideStore(file: string, now: number): string {
  const aside = setAside(file, now)
  for (const end of ['-wal', '-shm']) {
    if (existsSync(file + end)) setAside(file + end, now)
    rmSync(file + end, { force: true })
  }
  return aside
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, a piece whose content is not what was written, or a text in it that is no JSON any more. */
function isDamage(error: unknown): boolean {
  if (error instanceof SyntaxError) return true
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  if (code === damaged) return true
  return typeof errcode === 'number' && ((errcode & 0xff) === 11 || (errcode & 0xff) === 26)
}

const words: Record<number, string> = { 8: 'EROFS', 10: 'EIO', 13: 'ENOSPC', 14: 'EACCES', 5: 'EBUSY', 23: 'EACCES' }

/** Short and without paths, for the screen: as the operating system names it. */
export function reasonOf(error: unknown): string {
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  if (typeof errcode === 'number') return words[errcode & 0xff] ?? `SQLite ${errcode}`
  return typeof code === 'string' ? code : 'unknown'
}
