import type { DatabaseSync } from 'node:sqlite'
import { zstdCompressSync } from 'node:zlib'
import type { Decision } from '#shared/domain/journal/call-record.ts'
import type { JournalEntry } from './journal.ts'
import { isSeen, readLine, readRawLine, timeOf, unpackLines } from './lines.ts'
import type { Meta } from './meta.ts'
import { noPace, type Pace } from './pace.ts'
import { troubleOf } from './schema.ts'
import type { RawMessage } from './raw-store.ts'
import type { EntryWriter } from './write-entries.ts'

/** A piece of the stream of entries, in order: lines (lines.ts) as UTF-8. `seq` counts up within one run of the console. */
export type Chunk = { seq: number; count: number; lines: Uint8Array }
export type Committed = { refused: number; raw: RawMessage[] }

/**
 * Writes chunks in one transaction, with the number of the last of them: a thread that begins again asks the file what it
 * has. An entry that cannot be written for a reason of its own is left out and counted; trouble with the disk is thrown,
 * and nothing of the chunks is in the file then.
 */
export type Commit = (run: string, chunks: Chunk[]) => Committed

/** More than come in a second of the busiest hour. */
const manyChunks = 400

type Tried = Committed & { lastAt: number | undefined }

export function createCommit(db: DatabaseSync, meta: Meta, entries: EntryWriter, pace: Pace = noPace): Commit {
  const insertEvents = db.prepare('INSERT INTO event (from_at, to_at, count, body) VALUES (?, ?, ?, ?)')

  function one(json: string, tried: Tried): void {
    const entry = JSON.parse(json) as Exclude<JournalEntry, { kind: 'event' | 'decision' | 'raw' }>
    entries.write(entry)
    if (isSeen(entry)) tried.lastAt = timeOf(entry)
  }

  function write(chunks: Chunk[], careful: boolean): Tried {
    const tried: Tried = { refused: 0, raw: [], lastAt: undefined }
    const events: string[] = []
    let [from, to] = [Infinity, -Infinity]
    for (const chunk of chunks) {
      // Far behind there is no time for rests.
      if (chunks.length < manyChunks) pace()
      for (const text of chunk.lines.byteLength === 0 ? [] : unpackLines(chunk.lines)) {
        const line = readLine(text)
        if (line.kind === 'raw') {
          tried.raw.push(readRawLine(line))
          continue
        }
        if (line.kind === 'other') {
          if (careful) writeCarefully(line.json, tried)
          else one(line.json, tried)
          continue
        }
        if (!Number.isFinite(line.at)) {
          tried.refused += 1
          continue
        }
        events.push(text)
        from = Math.min(from, line.at)
        to = Math.max(to, line.at)
        tried.lastAt = line.at
        if (line.kind === 'decision') entries.decided(JSON.parse(line.json) as Decision)
      }
    }
    if (events.length > 0) {
      insertEvents.run(from, to, events.length, zstdCompressSync(events.join('\n')))
      if (meta.number('recordedFrom') === undefined) meta.setNumber('recordedFrom', from)
    }
    return tried
  }

  /** Each entry can be taken back alone. */
  function writeCarefully(json: string, tried: Tried): void {
    db.exec('SAVEPOINT entry')
    try {
      one(json, tried)
    } catch (error) {
      if (troubleOf(error) !== 'bug') throw error
      db.exec('ROLLBACK TO entry')
      tried.refused += 1
    }
    db.exec('RELEASE entry')
  }

  function transaction(run: string, chunks: Chunk[], careful: boolean): Tried {
    db.exec('BEGIN IMMEDIATE')
    try {
      const tried = write(chunks, careful)
      entries.finish()
      const more = entries.newCalls()
      if (more !== 0) meta.setNumber('calls', (meta.number('calls') ?? 0) + more)
      if (tried.lastAt !== undefined) meta.setNumber('lastAt', tried.lastAt)
      meta.setText('run', run)
      meta.setNumber('seq', chunks.at(-1)?.seq ?? 0)
      db.exec('COMMIT')
      return tried
    } catch (error) {
      entries.forget()
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }

  return (run, chunks) => {
    try {
      return transaction(run, chunks, false)
    } catch (error) {
      if (troubleOf(error) !== 'bug') throw error
    }
    try {
      return transaction(run, chunks, true)
    } catch (error) {
      if (troubleOf(error) !== 'bug') throw error
    }
    const each = chunks.map((chunk) => alone(run, chunk))
    return { refused: each.reduce((sum, { refused }) => sum + refused, 0), raw: each.flatMap(({ raw }) => raw) }
  }

  /** What cannot be written in any way must not keep everything after it from being written. */
  function alone(run: string, chunk: Chunk): Committed {
    try {
      return transaction(run, [chunk], true)
    } catch (error) {
      if (troubleOf(error) !== 'bug') throw error
      transaction(run, [{ ...chunk, count: 0, lines: new Uint8Array() }], true)
      return { refused: chunk.count, raw: [] }
    }
  }
}
