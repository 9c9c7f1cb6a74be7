import { closeSync, openSync, writeSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { generous, openJournalHere } from './here.ts'
import type { JournalEntry } from './journal.ts'
import { createLineBuffer } from './lines.ts'
import { createReader } from './reader.ts'
import { createWriter, type WriterReport } from './writer.ts'
import { createImport } from './writer-parts.ts'
import { abandoned, eventsIn, inFolder, record, t } from './testing.ts'

/** One run after the other on the same file, and threads that die between a commit and their word. */

function openWriter(folder: string, run = 'run') {
  const reports: WriterReport[] = []
  const writer = createWriter(
    { folder, run, grid: { dayOffsetMs: 0 }, retention: generous, durable: false },
    (report) => reports.push(report),
  )
  return { writer, reports, kept: () => reports.filter(({ kind }) => kind === 'kept') }
}

function chunkOf(seq: number, entries: JournalEntry[]) {
  const buffer = createLineBuffer()
  for (const entry of entries) buffer.add(entry)
  return { seq, count: entries.length, lines: buffer.take() }
}

const event = (at: number): JournalEntry => ({
  kind: 'event',
  event: { kind: 'ivr-entered', at: t(at), callId: 'switch/1' },
})

function linesIn(folder: string): number {
  const reader = createReader(folder)
  const { blocks } = reader.recover(0)
  reader.close()
  return eventsIn({ events: blocks.flatMap((block) => new TextDecoder().decode(block).split('\n')), open: [] }).length
}

test('chunks that come only after the file was opened, and are in it, are not written again', () =>
  inFolder((folder) => {
    const first = openWriter(folder)
    first.writer.take(chunkOf(1, [event(1), event(2)]))
    first.writer.commit(t(2))
    first.writer.close()
    const again = openWriter(folder)
    expect(again.writer.commit(t(3))).toBe('done') // as a thread does at once, before it hears anything
    again.writer.take(chunkOf(1, [event(1), event(2)]))
    again.writer.take(chunkOf(2, [event(3)]))
    expect(again.writer.commit(t(4))).toBe('done')
    expect(again.kept()).toMatchObject([{ seq: 1 }, { seq: 2 }])
    expect(linesIn(folder)).toBe(3)
    again.writer.close()
  }))

test('a writer that has nothing to write says whether it could', () =>
  inFolder((folder) => {
    const { writer, reports } = openWriter(folder)
    expect([writer.commit(t(0)), writer.commit(t(1))]).toEqual(['done', 'done'])
    expect(reports.map(({ kind }) => kind)).toEqual(['opened', 'well'])
    writer.close()
  }))

describe('when the last run was last heard of', () => {
  const link: JournalEntry = { kind: 'link', change: { at: t(500), switchId: 's', state: 'up', detail: '' } }

  test('is not moved by what this run hears of the link, or persons do, before the past is back', () =>
    inFolder(async (folder) => {
      const first = openJournalHere({ folder, durable: false, now: () => t(10) })
      first.record(event(10))
      await first.stop()
      // Ends again before it has marked the gap.
      const second = openJournalHere({ folder, durable: false, now: () => t(500) })
      second.record(link)
      const action = { at: t(501), by: '', role: 'operator', command: 'x', target: '', result: 'ok' }
      second.record({ kind: 'action', action })
      second.record({ kind: 'raw', at: t(502), callId: 's/1', text: 'x' })
      await second.flush()
      expect((await second.recover(0)).lastAt).toBe(t(10))
      await second.stop()
      const third = openJournalHere({ folder, durable: false, now: () => t(600) })
      expect((await third.recover(0)).lastAt).toBe(t(10))
      await third.stop()
    }))

  test('stays what it was while this run writes', () =>
    inFolder(async (folder) => {
      const first = openJournalHere({ folder, durable: false, now: () => t(10) })
      first.record(event(10))
      await first.stop()
      const second = openJournalHere({ folder, durable: false, now: () => t(500) })
      second.record(event(500))
      await second.flush()
      expect((await second.recover(0)).lastAt).toBe(t(10))
      await second.stop()
    }))
})

describe('what cannot be written, whatever the disk does,', () => {
  const withLines = (seq: number, lines: string[]) => ({
    seq,
    count: lines.length,
    lines: Buffer.from(lines.join('\u001e')),
  })

  test.each([
    ['an event without a time', ['eNaN|{"kind":"ivr-entered","callId":"s/1"}'], 1],
    ['a value that the file does not take', ['x|{"kind":"link","change":{"at":5,"switchId":"s","state":"up"}}'], 1],
    ['a decision that is none', ['d5|no json'], 1],
    ['the whole of a chunk that cannot be taken apart', ['d5|no json', 'd6|neither'], 2],
  ])('%s is counted and left out, and what comes after it is written', (_name, lines, refused) =>
    inFolder((folder) => {
      const { writer, reports, kept } = openWriter(folder)
      writer.take(withLines(1, lines))
      writer.take(chunkOf(2, [event(1), { kind: 'call', record: record() }]))
      expect(writer.commit(t(1))).toBe('done')
      expect(reports.some(({ kind }) => kind === 'failing')).toBe(false)
      expect(kept()).toMatchObject([{ seq: 2, refused, state: { calls: 1 } }])
      expect(linesIn(folder)).toBe(1)
      writer.close()
    }),
  )
})

test('an import of many calls lets live entries in between its steps', () =>
  inFolder((folder) => {
    const { writer, kept } = openWriter(folder)
    writer.commit(t(0))
    const fresh = Array.from({ length: 1200 }, (_, n) =>
      record({ id: `switch/${n}`, arrivedAt: t(n) }, { imported: true }),
    )
    const plan = createImport({ lines: 0, calls: 0, known: 0, fresh, completed: [], wrong: 0, firstWrong: [] })
    const steps: unknown[] = []
    for (let seq = 1; seq < 4; seq += 1) {
      steps.push(writer.applyImport(plan))
      writer.take(chunkOf(seq, [event(seq)]))
      writer.commit(t(seq))
    }
    expect(steps).toEqual(['more', 'more', { calls: 1200 }])
    expect(kept()).toMatchObject([{ state: { calls: 500 } }, { state: { calls: 1000 } }, { state: { calls: 1200 } }])
    writer.close()
  }))

test('a file that is set aside leaves a gap for the time that was in it, and says when it was last written', () =>
  inFolder(async (folder) => {
    const first = openJournalHere({ folder, durable: false, now: () => t(0) })
    for (let n = 0; n < 20; n += 1) first.record({ kind: 'call', record: abandoned(`switch/${n}`, 100 + n) })
    first.record(event(4000))
    await first.stop()
    const file = path.join(folder, 'journal.sqlite')
    const db = new DatabaseSync(file)
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    const page = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'leg_sum'").get()?.['rootpage'])
    db.close()
    const to = openSync(file, 'r+')
    writeSync(to, Buffer.alloc(4096, 0x5a), 0, 4096, (page - 1) * 4096)
    closeSync(to)
    const second = openJournalHere({ folder, durable: false, now: () => t(5000) })
    second.record({ kind: 'call', record: record({ id: 'switch/new' }) })
    await second.flush()
    expect(second.reports.map(({ kind }) => kind)).toContain('set-aside')
    const gaps = await second.ask({ kind: 'gaps', from: 0, to: Infinity })
    expect(gaps).toEqual([{ from: t(100), to: t(5000), switchId: '', why: 'journal-set-aside' }])
    expect((await second.recover(0)).lastAt).toBe(t(4000))
    await second.stop()
  }))
