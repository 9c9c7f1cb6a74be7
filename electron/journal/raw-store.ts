import { DatabaseSync } from 'node:sqlite'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/**
 * The switch's own messages, in a file of their own: they are many, are kept for days only, and their loss hurts no figure.
 * One compressed block per batch, and which calls it speaks of. A damaged file is simply begun anew.
 */
export const rawFile = 'raw.sqlite'
const version = 1

const schema = `
CREATE TABLE block (id INTEGER PRIMARY KEY, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL, calls BLOB NOT NULL, body BLOB NOT NULL);
CREATE TABLE part (call INTEGER NOT NULL, block INTEGER NOT NULL, PRIMARY KEY (call, block)) WITHOUT ROWID;
PRAGMA user_version = ${version};
`

export type RawMessage = { at: number; callId: string; text: string }
export type RawWriter = {
  /** One transaction. */
  write(messages: RawMessage[]): void
  bytes(): number
  /** Removes some of what is older, or too much; true when there is more to remove. */
  purge(before: number, maxBytes: number): boolean
  close(): void
}

const blocksPerStep = 200

export function openRawForWriting(file: string, durable = true): RawWriter {
  const db = new DatabaseSync(file)
  try {
    db.exec(`PRAGMA synchronous = ${durable ? 'NORMAL' : 'OFF'}`)
    db.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL')
    db.exec('PRAGMA journal_size_limit = 16777216; PRAGMA busy_timeout = 1000')
    const found = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
    if (found === 0) db.exec(`BEGIN; ${schema} COMMIT`)
    else if (found !== version) throw new Error(`raw messages of version ${found}`)
  } catch (error) {
    db.close()
    throw error
  }
  const insertBlock = db.prepare('INSERT INTO block (from_at, to_at, calls, body) VALUES (?, ?, ?, ?)')
  const insertPart = db.prepare('INSERT OR IGNORE INTO part (call, block) VALUES (?, ?)')
  const oldest = db.prepare('SELECT id, calls, to_at FROM block ORDER BY id LIMIT ?')
  const removeBlock = db.prepare('DELETE FROM block WHERE id = ?')
  const removePart = db.prepare('DELETE FROM part WHERE call = ? AND block = ?')

  const bytes = (): number => {
    const row = db
      .prepare(
        `SELECT (page_count - freelist_count) * page_size AS bytes
         FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
      )
      .get()
    return Number(row?.['bytes'] ?? 0)
  }

  return {
    write(messages) {
      if (messages.length === 0) return
      const calls = [...new Set(messages.map(({ callId }) => callHash(callId)))]
      const text = messages.map((message) => JSON.stringify([message.at, message.callId, message.text])).join('\n')
      const times = messages.map(({ at }) => Math.round(at))
      db.exec('BEGIN')
      try {
        const block = insertBlock.run(
          times.reduce((a, b) => Math.min(a, b)),
          times.reduce((a, b) => Math.max(a, b)),
          new Uint8Array(Float64Array.from(calls).buffer),
          zstdCompressSync(text),
        ).lastInsertRowid
        for (const call of calls) insertPart.run(call, block)
        db.exec('COMMIT')
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
    bytes,
    purge(before, maxBytes) {
      const tooMuch = bytes() > maxBytes
      const old = oldest.all(blocksPerStep).filter((row) => tooMuch || Number(row['to_at']) < before)
      if (old.length === 0) return false
      db.exec('BEGIN')
      try {
        for (const row of old) {
          const packed = row['calls'] as Uint8Array
          for (const call of new Float64Array(packed.slice().buffer)) removePart.run(call, Number(row['id']))
          removeBlock.run(Number(row['id']))
        }
        db.exec('COMMIT')
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
      db.exec('PRAGMA incremental_vacuum(500)')
      return old.length === blocksPerStep
    },
    close: () => db.close(),
  }
}

/** Newest last; `truncated` when there were more than fit. */
export function readRaw(
  db: DatabaseSync,
  callId: string,
  maxBytes: number,
): { messages: { at: number; text: string }[]; truncated: boolean } {
  const blocks = db
    .prepare('SELECT body FROM part JOIN block ON block.id = part.block WHERE part.call = ? ORDER BY part.block')
    .iterate(callHash(callId))
  const messages: { at: number; text: string }[] = []
  let bytes = 0
  for (const row of blocks) {
    for (const line of zstdDecompressSync(row['body'] as Uint8Array)
      .toString('utf8')
      .split('\n')) {
      const [at, of, text] = JSON.parse(line) as [number, string, string]
      if (of !== callId) continue
      bytes += text.length
      if (bytes > maxBytes) return { messages, truncated: true }
      messages.push({ at, text })
    }
  }
  return { messages, truncated: false }
}

export function hasRaw(db: DatabaseSync, callId: string): boolean {
  return db.prepare('SELECT 1 FROM part WHERE call = ? LIMIT 1').get(callHash(callId)) !== undefined
}

/** 52 bits of FNV-1a, twice with different seeds. Two calls with one number cost a look into a block in vain. */
export function callHash(callId: string): number {
  return fnv(callId, 0x811c9dc5) * 0x100000 + (fnv(callId, 0x1234567) % 0x100000)
}

function fnv(text: string, seed: number): number {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash
}
