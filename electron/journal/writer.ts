import path from 'node:path'
import type { Chunk } from './commit.ts'
import type { ImportPlan } from './import-match.ts'
import { JournalFault, type Recomputed, type Retention } from './journal.ts'
import type { Pace } from './pace.ts'
import { createRecompute, type Recompute } from './recompute.ts'
import { salvage } from './salvage.ts'
import { detailOf, journalFile, troubleOf } from './schema.ts'
import {
  closeParts,
  importInto,
  keepEntries,
  keepRaw,
  lastRunOf,
  moveAside,
  openParts,
  stateOf,
  type FileState,
  type Parts,
  type WriterOptions,
} from './writer-parts.ts'

/**
 * Owns the journal's file for writing, and with it what happens when the disk does not do as it is told: it tries again
 * whenever it is asked, sets a damaged file aside and begins a new one, leaves a newer one alone. It keeps the chunks that
 * are not yet in the file and drops none. It has no timers and knows no thread: thread.ts and here.ts drive it.
 */
export type WriterReport =
  /**
   * There is a file (again) that readers can open. `lastAt`: when the run before this one was last there, also when this one has
   * written since.
   */
  | { kind: 'opened'; state: FileState; lastAt?: number }
  /** It can be written (again), or something was tidied away. */
  | { kind: 'well'; state: FileState }
  /** Everything up to this chunk is in the file; so many entries could not be written, whatever the disk does. */
  | { kind: 'kept'; seq: number; refused: number; state: FileState }
  | { kind: 'failing'; detail: string }
  | { kind: 'set-aside'; file: string }
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
  applyImport(plan: ImportPlan): number
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
  let recomputing: Recompute | undefined
  const waiting: Chunk[] = []

  function open(now: number): Parts | undefined {
    const found = openParts({ ...options, retention }, now, pace)
    if ('newer' in found) {
      newer = true
      report({ kind: 'newer', version: found.newer })
      return undefined
    }
    parts = found
    skipKept(found)
    report({ kind: 'opened', state: stateOf(found), ...lastRunOf(found, options.run) })
    return found
  }

  /** A thread before this one wrote more than it could say. */
  function skipKept(found: Parts): void {
    if (found.meta.text('run') !== options.run) return
    const seq = found.meta.number('seq') ?? 0
    const kept = waiting.filter((chunk) => chunk.seq <= seq)
    if (kept.length === 0) return
    waiting.splice(0, kept.length)
    report({ kind: 'kept', seq, refused: 0, state: stateOf(found) })
  }

  function close(): void {
    const closing = parts
    parts = undefined
    recomputing = undefined
    closeParts(closing)
  }

  function fail(error: unknown): void {
    failing = true
    report({ kind: 'failing', detail: detailOf(error) })
  }

  function trouble(error: unknown, now: number): void {
    if (troubleOf(error) !== 'damaged') {
      // A full disk keeps its file; one that cannot be opened or written is opened anew next time.
      if (((error as { errcode?: number }).errcode ?? 0) % 256 !== sqliteFull) close()
      return fail(error)
    }
    close()
    try {
      const aside = moveAside(path.join(options.folder, journalFile), now)
      report({ kind: 'set-aside', file: path.basename(aside) })
      const fresh = open(now)
      // Lost callers without an outcome, as far as the damaged file can still be read.
      if (fresh) keepEntries(fresh, salvage(aside))
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

  function nextChunks(): Chunk[] {
    let lines = 0
    const end = waiting.findIndex((chunk) => (lines += chunk.count) > linesPerCommit)
    return waiting.slice(0, end < 0 ? waiting.length : Math.max(1, end))
  }

  function writeNext(found: Parts, now: number): true {
    const chunks = nextChunks()
    const last = chunks.at(-1)
    if (!last) {
      if (failing) found.meta.setNumber('lastAt', now)
      return true
    }
    const { refused, raw } = found.commit(options.run, chunks)
    waiting.splice(0, chunks.length)
    report({ kind: 'kept', seq: last.seq, refused: refused + keepRaw(found, raw), state: stateOf(found) })
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
      if (failing) report({ kind: 'well', state: stateOf(parts) })
      failing = false
      return waiting.length === 0 ? 'done' : 'more'
    },
    isFailing: () => failing,
    alive(now) {
      guarded(now, ({ meta }) => meta.setNumber('lastAt', now))
    },
    tidy(now) {
      const more = guarded(now, ({ tidy, raw }) => {
        const rawMegabytes = retention.rawMegabytes ?? retention.megabytes / 4
        const moreRaw = raw?.purge(now - retention.rawDays * dayMs, rawMegabytes * 1_000_000) ?? false
        return tidy.step(now) || moreRaw
      })
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
      const calls = importInto(openNow(), plan)
      report({ kind: 'well', state: stateOf(parts) })
      return calls
    },
    suspect(now) {
      guarded(now, ({ db }) => {
        const said = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check']
        if (said !== 'ok') throw Object.assign(new Error(String(said)), { errcode: sqliteCorrupt })
      })
    },
    close,
  }
}

const sqliteFull = 13
const sqliteCorrupt = 11
