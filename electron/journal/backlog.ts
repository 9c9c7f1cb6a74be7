import type { Chunk } from './commit.ts'
import { createLineBuffer } from './lines.ts'
import type { JournalEntry } from './journal.ts'

/**
 * Entries that are not yet in the file, bounded. They are made into chunks as they come; a chunk leaves when the file has
 * it. Towards the bound the dearest entries go last: the switch's own messages are refused from half of it on, events
 * from three quarters on (a restart then plays back less), and everything else when it is full.
 */
export type Backlog = {
  /** False: refused. */
  add(entry: JournalEntry): boolean
  /** Ends the chunk that is being filled. */
  cut(now: number): void
  /** Chunks that were not yet given out, at most so many given out and not kept at a time. */
  send(most: number): Chunk[]
  /** The file has everything up to this one. */
  kept(seq: number): void
  /** Whoever was to write them is gone: all are to be given out again. */
  again(): void
  waiting(): { entries: number; since: number | undefined }
}

export const backlogLimits = { entries: 200_000, bytes: 64_000_000 }
const linesPerChunk = 64

type Waiting = Chunk & { at: number }

export function createBacklog(limits = backlogLimits): Backlog {
  let chunks: Waiting[] = []
  /** Of `chunks`: kept, and given out. */
  let first = 0
  let sent = 0
  let seq = 0
  let entries = 0
  let bytes = 0
  let filling = 0
  const buffer = createLineBuffer()

  function cut(now: number): void {
    if (filling === 0) return
    seq += 1
    chunks.push({ seq, count: filling, lines: buffer.take(), at: now })
    filling = 0
  }

  function share(kind: JournalEntry['kind']): number {
    if (kind === 'raw') return 0.5
    return kind === 'event' ? 0.75 : 1
  }

  return {
    add(entry) {
      const part = share(entry.kind)
      if (entries >= limits.entries * part || bytes >= limits.bytes * part) return false
      const before = buffer.size()
      buffer.add(entry)
      filling += 1
      entries += 1
      bytes += buffer.size() - before
      return true
    },
    cut,
    send(most) {
      const until = Math.min(chunks.length, first + most)
      if (sent >= until) return []
      const given = chunks.slice(sent, until)
      sent = until
      return given.map(({ seq: number, count, lines }) => ({ seq: number, count, lines }))
    },
    kept(upTo) {
      for (let chunk = chunks[first]; chunk && chunk.seq <= upTo; chunk = chunks[first]) {
        entries -= chunk.count
        bytes -= chunk.lines.byteLength
        first += 1
      }
      sent = Math.max(sent, first)
      if (first > 1000 || first === chunks.length) {
        chunks = chunks.slice(first)
        sent -= first
        first = 0
      }
    },
    again() {
      sent = first
    },
    waiting: () => ({ entries, since: chunks[first]?.at }),
  }
}

export const fillsChunk = (recorded: number): boolean => recorded === linesPerChunk
