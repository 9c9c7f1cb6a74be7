import { execFileSync } from 'node:child_process'
import {
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { createClock } from '#electron/platform/clock.ts'
import { createBacklog } from './backlog.ts'
import { createLineBuffer, toLine, unpackLines } from './lines.ts'
import type { JournalEntry } from './journal.ts'
import { generous, openJournalHere } from './here.ts'
import { openJournal } from './open-journal.ts'
import { createReader } from './reader.ts'
import { createWriter, type WriterReport } from './writer.ts'
import { abandoned, alert, inFolder, record, t } from './testing.ts'

/** Disks that do not do as they are told. */

const entriesOf = (n: number): JournalEntry[] =>
  Array.from({ length: n }, (_, i) => ({ kind: 'call', record: record({ id: `switch/${i}`, arrivedAt: t(i) }) }))

function linesOf(entries: JournalEntry[]): Uint8Array {
  const buffer = createLineBuffer()
  for (const entry of entries) buffer.add(entry)
  return buffer.take()
}

const chunkOf = (seq: number, entries: JournalEntry[]) => ({
  seq,
  count: entries.length,
  lines: linesOf(entries),
})

function openWriter(folder: string, options: { maxPages?: number; run?: string } = {}) {
  const reports: WriterReport[] = []
  const writer = createWriter(
    { folder, run: 'run', grid: { dayOffsetMs: 0 }, retention: generous, durable: false, ...options },
    (report) => reports.push(report),
  )
  return { writer, reports, last: () => reports.at(-1) }
}

const callsIn = (folder: string): number => {
  const reader = createReader(folder)
  const { calls } = reader.ask({ kind: 'search', before: null, limit: 100_000 })
  reader.close()
  return calls.length
}

describe('a full disk', () => {
  test('keeps nothing of a batch that does not fit, and all of it once there is room', () =>
    inFolder((folder) => {
      const small = openWriter(folder, { maxPages: 60 })
      small.writer.take(chunkOf(1, entriesOf(50)))
      expect(small.writer.commit(t(0))).toBe('done')
      small.writer.take(chunkOf(2, entriesOf(2000).slice(50)))
      expect(small.writer.commit(t(1))).toBe('failing')
      expect(small.last()).toMatchObject({ kind: 'failing' })
      expect(callsIn(folder)).toBe(50)
      expect(small.writer.commit(t(2))).toBe('failing')
      small.writer.close()

      // The next one of the same run is given what was not said to be kept.
      const roomy = openWriter(folder)
      roomy.writer.take(chunkOf(2, entriesOf(2000).slice(50)))
      expect(roomy.writer.commit(t(3))).toBe('done')
      expect(roomy.reports).toMatchObject([{ kind: 'opened' }, { kind: 'kept', seq: 2, state: { calls: 2000 } }])
      expect(callsIn(folder)).toBe(2000)
      roomy.writer.close()
    }))

  const canMount = process.platform === 'linux' && process.getuid?.() === 0
  test.skipIf(!canMount)(
    'with threads and a real one: the console is told, and nothing is lost when there is room again',
    { timeout: 60_000 },
    async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'firstline-full-'))
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder])
      const clock = createClock()
      const quiet = { debug() {}, info() {}, warn() {}, error() {} }
      const journal = openJournal({ folder, timeZone: 'UTC', retention: generous, clock, log: quiet })
      try {
        for (const entry of entriesOf(200)) journal.record(entry)
        await journal.flush()
        const filler = path.join(folder, 'filler')
        fillDisk(filler)
        for (const entry of entriesOf(3000).slice(200)) journal.record(entry)
        await expect
          .poll(() => journal.problems(), { timeout: 20_000 })
          .toMatchObject([{ kind: 'journal-not-kept', cause: 'full', dropped: 0 }])
        expect(journal.state().waiting).toBe(2800)
        rmSync(filler)
        await journal.flush()
        expect(journal.problems()).toEqual([])
        expect(journal.state()).toMatchObject({ calls: 3000, waiting: 0, dropped: 0 })
      } finally {
        await journal.stop()
        clock.stop()
        execFileSync('umount', [folder])
        rmSync(folder, { recursive: true })
      }
    },
  )

  test.skipIf(!canMount)('a folder that can only be read is said, and its past can still be asked', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'firstline-read-only-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder])
    try {
      const first = openJournalHere({ folder, now: () => t(0) })
      first.record({ kind: 'call', record: record() })
      await first.stop()
      execFileSync('mount', ['-o', 'remount,ro', folder])
      const second = openJournalHere({ folder, now: () => t(0) })
      second.record({ kind: 'call', record: record({ id: 'switch/2' }) })
      await expect(second.flush()).rejects.toMatchObject({ kind: 'unavailable' })
      expect(second.problems()).toMatchObject([{ kind: 'journal-not-kept', cause: 'read-only' }])
      expect((await second.ask({ kind: 'trail', callId: 'switch/1.1' }))?.record).toEqual(record())
      await second.stop()
    } finally {
      execFileSync('umount', [folder])
      rmSync(folder, { recursive: true })
    }
  })
})

function fillDisk(file: string): void {
  const to = openSync(file, 'w')
  try {
    for (;;) writeSync(to, Buffer.alloc(4096))
  } catch {
    // Full.
  } finally {
    closeSync(to)
  }
}

describe('a damaged file', () => {
  /** Overwrites the middle of the file, where the rows are. */
  function damage(file: string): void {
    const { size } = statSync(file)
    const to = openSync(file, 'r+')
    writeSync(to, Buffer.alloc(size - 8192, 0x5a), 0, size - 8192, 8192)
    closeSync(to)
  }

  test('found while writing is set aside, and the batch goes into a new one', () =>
    inFolder((folder) => {
      const first = openWriter(folder)
      first.writer.take(chunkOf(1, entriesOf(3000)))
      first.writer.commit(t(0))
      first.writer.close()
      damage(path.join(folder, 'journal.sqlite'))
      const second = openWriter(folder, { run: 'next' })
      second.writer.take(chunkOf(1, entriesOf(20)))
      while (second.writer.commit(t(1)) !== 'done');
      expect(second.reports.map(({ kind }) => kind)).toContain('set-aside')
      expect(second.last()).toMatchObject({ kind: 'kept', state: { calls: 20 } })
      expect(readdirSync(folder).filter((name) => /damaged-.*\.sqlite$/.test(name))).toHaveLength(1)
      expect(callsIn(folder)).toBe(20)
      second.writer.close()
    }))

  test('found by a reader is looked at by the writer, and set aside', () =>
    inFolder((folder) => {
      const first = openWriter(folder)
      first.writer.take(chunkOf(1, entriesOf(3000)))
      first.writer.commit(t(0))
      first.writer.close()
      damage(path.join(folder, 'journal.sqlite'))
      const reader = createReader(folder)
      expect(() => reader.ask({ kind: 'search', before: null, limit: 10_000 })).toThrow(
        expect.objectContaining({ kind: 'unavailable', damaged: true }),
      )
      const second = openWriter(folder, { run: 'next' })
      second.writer.suspect(t(1))
      expect(second.reports.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['set-aside', 'opened']))
      reader.reopen()
      expect(reader.ask({ kind: 'search', before: null, limit: 10 }).calls).toEqual([])
      reader.close()
      second.writer.close()
    }))

  test('gives back the lost callers without an outcome that can still be read', () =>
    inFolder(async (folder) => {
      const first = openJournalHere({ folder, durable: false, now: () => t(0) })
      for (const id of ['switch/1', 'switch/2']) {
        first.record({ kind: 'call', record: abandoned(id) })
        first.record({ kind: 'alert', change: alert(id, 30, 'abandoned') })
      }
      for (const entry of entriesOf(3000))
        if (entry.kind === 'call')
          first.record({ ...entry, record: { call: { ...entry.record.call, id: `x/${entry.record.call.id}` } } })
      await first.stop()
      // Only the table of sums is damaged.
      const file = path.join(folder, 'journal.sqlite')
      const db = new DatabaseSync(file)
      const page = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'leg_sum'").get()?.['rootpage'])
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      db.close()
      const to = openSync(file, 'r+')
      writeSync(to, Buffer.alloc(4096, 0x5a), 0, 4096, (page - 1) * 4096)
      closeSync(to)

      const second = openJournalHere({ folder, durable: false, now: () => t(50) })
      second.record({ kind: 'call', record: record({ id: 'switch/9' }) })
      await second.flush()
      expect(second.reports.map(({ kind }) => kind)).toContain('set-aside')
      const { open } = await second.recover(Infinity)
      expect(open.map(({ record: { call } }) => call.id)).toEqual(['switch/1', 'switch/2'])
      expect(second.state().calls).toBe(3)
      await second.stop()
    }))

  test('of messages of the switch costs those messages only', () =>
    inFolder(async (folder) => {
      writeFileSync(path.join(folder, 'raw.sqlite'), 'no data base '.repeat(1000))
      const journal = openJournalHere({ folder, durable: false, now: () => t(0) })
      journal.record({ kind: 'raw', at: t(0), callId: 'switch/1', text: 'x' })
      journal.record({ kind: 'call', record: record() })
      await journal.flush()
      expect(journal.state()).toMatchObject({ calls: 1, dropped: 0 })
      expect((await journal.ask({ kind: 'raw', callId: 'switch/1' })).messages).toHaveLength(1)
      expect(journal.problems()).toEqual([])
      await journal.stop()
    }))

  test('that is empty, or shorter than it was, is not taken for a journal that has lost its calls', () =>
    inFolder((folder) => {
      const first = openWriter(folder)
      first.writer.take(chunkOf(1, entriesOf(500)))
      first.writer.commit(t(0))
      first.writer.close()
      const file = path.join(folder, 'journal.sqlite')
      truncateSync(file, Math.floor(statSync(file).size / 2 / 4096) * 4096)
      const second = openWriter(folder, { run: 'next' })
      second.writer.take(chunkOf(1, entriesOf(5)))
      while (second.writer.commit(t(1)) !== 'done');
      expect(second.reports.map(({ kind }) => kind)).toContain('set-aside')
      second.writer.close()
    }))
})

describe('entries', () => {
  test('that cannot be written for a reason of their own are left out and counted; their neighbours are written', () =>
    inFolder((folder) => {
      const { writer, last } = openWriter(folder)
      const poison = { ...record({ id: 'switch/bad' }) }
      const bad = toLine({ kind: 'call', record: { ...poison, call: { ...poison.call, arrivedAt: Number.NaN } } })
      const chunk = chunkOf(1, entriesOf(3))
      writer.take({
        ...chunk,
        count: 5,
        lines: Buffer.from([...unpackLines(chunk.lines), bad, 'x|{"kind":"call"}', 'x|not json'].join('\u001e')),
      })
      expect(writer.commit(t(0))).toBe('done')
      expect(last()).toMatchObject({ kind: 'kept', seq: 1, refused: 3, state: { calls: 3 } })
      expect(callsIn(folder)).toBe(3)
      writer.close()
    }))

  test('that the file has already are not written again after a thread died between commit and word', () =>
    inFolder((folder) => {
      const entries = entriesOf(10)
      const first = openWriter(folder)
      first.writer.take(chunkOf(1, entries))
      first.writer.commit(t(0))
      first.writer.close()
      const again = openWriter(folder)
      again.writer.take(chunkOf(1, entries))
      again.writer.take(chunkOf(2, [{ kind: 'gap', gap: { from: t(1), to: t(2), switchId: 's', why: 'x' } }]))
      again.writer.commit(t(1))
      expect(again.reports.filter(({ kind }) => kind === 'kept')).toMatchObject([{ seq: 1 }, { seq: 2 }])
      const reader = createReader(folder)
      expect(reader.ask({ kind: 'gaps', from: t(0), to: t(9) })).toHaveLength(1)
      reader.close()
      again.writer.close()
    }))
})

describe('the backlog', () => {
  const raw: JournalEntry = { kind: 'raw', at: 0, callId: 's/1', text: 'x' }
  const event: JournalEntry = { kind: 'event', event: { kind: 'ivr-entered', at: 0, callId: 's/1' } }
  const gap: JournalEntry = { kind: 'gap', gap: { from: 0, to: 1, switchId: '', why: '' } }
  const fill = (backlog: ReturnType<typeof createBacklog>, entry: JournalEntry): number => {
    let taken = 0
    while (taken < 1000 && backlog.add(entry)) taken += 1
    return taken
  }

  test('is bounded, and gives up what is cheapest first', () => {
    const backlog = createBacklog({ entries: 100, bytes: 1e9 })
    expect([fill(backlog, raw), fill(backlog, event), fill(backlog, gap), fill(backlog, raw)]).toEqual([50, 25, 25, 0])
  })

  test('is bounded in bytes, too', () => {
    const backlog = createBacklog({ entries: 1e9, bytes: 10_000 })
    fill(backlog, gap)
    expect(backlog.waiting().entries).toBeLessThan(200)
  })

  test('gives out a part at a time, in order, and all again when the writer is gone', () => {
    const backlog = createBacklog()
    for (let n = 0; n < 6; n += 1) {
      backlog.add(gap)
      backlog.cut(n)
    }
    expect(backlog.send(4).map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    expect(backlog.send(4)).toEqual([])
    backlog.kept(2)
    expect(backlog.send(4).map(({ seq }) => seq)).toEqual([5, 6])
    expect(backlog.waiting()).toEqual({ entries: 4, since: 2 })
    backlog.again()
    expect(backlog.send(9).map(({ seq }) => seq)).toEqual([3, 4, 5, 6])
    backlog.kept(6)
    expect(backlog.waiting()).toEqual({ entries: 0, since: undefined })
  })
})
