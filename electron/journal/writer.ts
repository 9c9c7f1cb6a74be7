import path from 'node:path'
import type { NotKeptCause } from '#shared/ipc/view.ts'
import type { Chunk } from './commit.ts'
import { JournalFault, type Recomputed, type Retention } from './journal.ts'
import type { Pace } from './pace.ts'
import { createRecompute, type Recompute } from './recompute.ts'
import { salvage } from './salvage.ts'
import { causeOf, detailOf, journalFile, troubleOf } from './schema.ts'
import { moveAside } from './set-aside.ts'
import {
  closeParts,
  keepEntries,
  openParts,
  stateOf,
  type FileState,
  type Import,
  type Parts,
  type WriterOptions,
} from './writer-parts.ts'

/**
 * Owns the journal's file for writing, and with it what happens when the disk does not do as it is told: it tries again
 * whenever it is asked, sets a damaged file aside and begins a new one, leaves a newer one alone. It keeps the chunks that
 * are not yet in the file and drops none. It has no timers and knows no thread: thread.ts and here.ts drive it.
 */
export type WriterReport =
  /** There is a file (again) that readers can open. `before`: when the run before this one was last heard of. */
  | { kind: 'opened'; state: FileState; before?: number }
  /** It can be written (again), or something was tidied away. */
  | { kind: 'well'; state: FileState }
  /** Everything up to this chunk is in the file; so many entries, and messages of the switch, could not be written. */
  | { kind: 'kept'; seq: number; refused: number; refusedRaw: number; state: FileState }
  | { kind: 'failing'; cause: NotKeptCause; detail: string }
  | { kind: 'set-aside'; file: string; before?: number }
  | { kind: 'newer'; version: number }

export type Writer = {
  take(chunk: Chunk): void
  /** Writes what was taken, or a part of it. With nothing to write it only looks whether it could. */
  commit(now: number): 'done' | 'more' | 'failing' | 'newer'
  isFailing(): boolean
  /** The console is there: what "the last run stopped" is counted from. */
  alive(now: number): void
  /** One small step of tidying; true when there is more to do. */
  tidy(now: number): boolean
  retain(retention: Retention): void
  /** One step; the result when it is over. Throws what SQLite throws. */
  recompute(): Recomputed | 'more'
  /** One step; how many calls when it is over. */
  applyImport(plan: Import): { calls: number } | 'more'
  /** A reader says that the file is damaged: looks, and sets it aside if so. */
  suspect(now: number): void
  close(): void
}

const linesPerCommit = 20_000
const dayMs = 86_400_000

/** `pace`: rests between pieces of a long commit. */
export function createWriter(options: WriterOptions, report: (report: WriterReport) => void, pace?: Pace): Writer {
  let { retention } = options
  let parts: Parts | undefined
  let newer = false
  let failing = false
  /** Something was written since the file was opened: until then nobody knows whether it can be. */
  let proven = false
  /** The last chunk of this run that the file has; unknown after trouble. */
  let done: number | undefined
  let recomputing: Recompute | undefined
  const waiting: Chunk[] = []

  function open(now: number): Parts | undefined {
    const onRawAnew = (): void => report({ kind: 'opened', state: stateOf(parts) })
    const found = openParts({ ...options, retention, onRawAnew }, now, pace)
    if ('newer' in found) {
      newer = true
      report({ kind: 'newer', version: found.newer })
      return undefined
    }
    parts = found
    const before = found.meta.text('run') === options.run ? undefined : found.meta.number('lastAt')
    report({ kind: 'opened', state: stateOf(found), ...(before === undefined ? {} : { before }) })
    return found
  }

  /** Before something is written: a thread before this one may have written more than it could say. */
  function skipKept({ meta }: Parts): void {
    done ??= meta.text('run') === options.run ? (meta.number('seq') ?? 0) : 0
    const upTo = done
    const next = waiting.findIndex(({ seq }) => seq > upTo)
    const kept = waiting.splice(0, next < 0 ? waiting.length : next)
    const last = kept.at(-1)
    if (last) report({ kind: 'kept', seq: last.seq, refused: 0, refusedRaw: 0, state: stateOf(parts) })
  }

  function close(): void {
    const closing = parts
    parts = undefined
    proven = false
    recomputing = undefined
    closeParts(closing)
  }

  function fail(error: unknown): void {
    failing = true
    report({ kind: 'failing', cause: causeOf(error), detail: detailOf(error) })
  }

  function trouble(error: unknown, now: number): void {
    done = undefined
    if (troubleOf(error) !== 'damaged') {
      // A full disk keeps its file; one that cannot be opened or written is opened anew next time.
      if (((error as { errcode?: number }).errcode ?? 0) % 256 !== sqliteFull) close()
      return fail(error)
    }
    close()
    try {
      const aside = moveAside(path.join(options.folder, journalFile), now)
      const { entries, before } = salvage(aside, now)
      report({ kind: 'set-aside', file: path.basename(aside), ...(before === undefined ? {} : { before }) })
      const fresh = open(now)
      if (fresh) keepEntries(fresh, entries)
    } catch (second) {
      close()
      fail(second)
    }
  }

  /** Answers what `run` does, or undefined when the disk did not let it. */
  function guarded<T>(now: number, run: (parts: Parts) => T): T | undefined {
    try {
      const found = parts ?? (newer ? undefined : open(now))
      return found && run(found)
    } catch (error) {
      trouble(error, now)
      return undefined
    }
  }

  function writeNext(found: Parts, now: number): true {
    skipKept(found)
    const chunks = nextOf(waiting)
    const last = chunks.at(-1)
    if (!last) {
      if (failing || !proven) found.meta.setNumber('openedAt', now)
      return true
    }
    const { refused, raw } = found.commit(options.run, chunks)
    done = last.seq
    proven = true
    waiting.splice(0, chunks.length)
    report({ kind: 'kept', seq: last.seq, refused, refusedRaw: found.raw.write(raw, now), state: stateOf(found) })
    return true
  }

  function openNow(): Parts {
    if (!parts) throw new JournalFault('unavailable', 'there is no journal')
    return parts
  }

  return {
    take: (chunk) => void waiting.push(chunk),
    commit(now) {
      if (!guarded(now, (found) => writeNext(found, now))) return newer ? 'newer' : 'failing'
      if (failing || !proven) report({ kind: 'well', state: stateOf(parts) })
      failing = false
      proven = true
      return waiting.length === 0 ? 'done' : 'more'
    },
    isFailing: () => failing,
    alive(now) {
      guarded(now, ({ meta }) => meta.setNumber('lastAt', now))
    },
    tidy(now) {
      const more = guarded(now, (found) => tidyOnce(found, retention, now))
      if (more) report({ kind: 'well', state: stateOf(parts) })
      return more ?? false
    },
    retain(next) {
      retention = next
      parts?.tidy.retain(next)
    },
    recompute() {
      const { db, grid, meta } = openNow()
      const counting = recomputing ?? createRecompute(db, grid, meta)
      // After an error the next one begins anew.
      recomputing = undefined
      if (!counting.step()) return counting.result()
      recomputing = counting
      return 'more'
    },
    applyImport(plan) {
      if (plan.step(openNow())) return 'more'
      report({ kind: 'well', state: stateOf(parts) })
      return { calls: plan.calls }
    },
    suspect(now) {
      guarded(now, proveWhole)
    },
    close,
  }
}

const sqliteFull = 13
const sqliteCorrupt = 11

function nextOf(waiting: readonly Chunk[]): Chunk[] {
  let lines = 0
  const end = waiting.findIndex((chunk) => (lines += chunk.count) > linesPerCommit)
  return waiting.slice(0, end < 0 ? waiting.length : Math.max(1, end))
}

function tidyOnce({ tidy, raw }: Parts, retention: Retention, now: number): boolean {
  const rawMegabytes = retention.rawMegabytes ?? retention.megabytes / 4
  const moreRaw = raw.purge(now - retention.rawDays * dayMs, rawMegabytes * 1_000_000, now)
  return tidy.step(now) || moreRaw
}

/** Throws as SQLite does when it finds damage itself. */
function proveWhole({ db }: Parts): void {
  const said = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check']
  if (said !== 'ok') throw Object.assign(new Error(String(said)), { errcode: sqliteCorrupt })
}
