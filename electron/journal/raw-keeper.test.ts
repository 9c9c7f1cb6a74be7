import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createHealth } from './health.ts'
import { openRawKeeper } from './raw-keeper.ts'
import { createWriter, type WriterReport } from './writer.ts'
import { generous } from './here.ts'
import { createLineBuffer } from './lines.ts'
import type { JournalEntry } from './journal.ts'
import { inFolder, record, t } from './testing.ts'

/** Messages of the switch are a help to whoever looks into a call; nothing else may suffer by them. */
const message = { at: t(0), callId: 'switch/1', text: 'x' }
const rawEntry: JournalEntry = { kind: 'raw', ...message }

function chunkOf(seq: number, entries: JournalEntry[]) {
  const buffer = createLineBuffer()
  for (const entry of entries) buffer.add(entry)
  return { seq, count: entries.length, lines: buffer.take() }
}

function openWriter(folder: string) {
  const reports: WriterReport[] = []
  const options = { folder, run: 'run', grid: { dayOffsetMs: 0 }, retention: generous, durable: false }
  return { reports, writer: createWriter(options, (report) => reports.push(report)) }
}

test('a damaged file of messages is set aside, also in the middle of a run, and the journal is left alone', () =>
  inFolder((folder) => {
    const { writer, reports } = openWriter(folder)
    writer.commit(t(0))
    // Somebody put something else in its place: SQLite finds out when it reads it.
    for (const tail of ['', '-wal', '-shm'])
      writeFileSync(path.join(folder, `raw.sqlite${tail}`), 'no data base '.repeat(999))
    writer.take(chunkOf(1, [rawEntry, { kind: 'call', record: record() }]))
    expect(writer.commit(t(1))).toBe('done')
    while (writer.tidy(t(2)));
    writer.take(chunkOf(2, [rawEntry]))
    expect(writer.commit(t(3))).toBe('done')
    expect(reports.filter(({ kind }) => kind === 'failing' || kind === 'set-aside')).toEqual([])
    expect(reports.filter(({ kind }) => kind === 'kept')).toMatchObject([
      { seq: 1, refused: 0 },
      { seq: 2, refused: 0, refusedRaw: 0 },
    ])
    expect(readdirSync(folder).filter((name) => name.startsWith('journal.damaged'))).toEqual([])
    expect(readdirSync(folder).some((name) => /^raw\.damaged-.*\.sqlite$/.test(name))).toBe(true)
    writer.close()
  }))

test('a file that cannot be opened is tried again after a while', () =>
  inFolder((parent) => {
    const folder = path.join(parent, 'not-yet')
    writeFileSync(folder, 'a file where a folder should be')
    const keeper = openRawKeeper({ folder, durable: false, now: t(0) })
    expect(keeper.write([message, message], t(1))).toBe(2)
    expect(keeper.bytes()).toBe(0)
    expect(keeper.purge(t(100), 0, t(1))).toBe(false)
    rmSync(folder)
    expect(keeper.write([message], t(2))).toBe(1)
    expect(keeper.write([message], t(40))).toBe(0)
    keeper.close()
  }))

test('messages that could not be kept are counted and said, but of the figures nothing is missing', () => {
  const said: string[] = []
  const log = { debug() {}, info() {}, warn() {}, error: (text: string) => void said.push(text) }
  const health = createHealth({ now: () => t(0), after: () => () => undefined }, log)
  const kept = { kind: 'kept' as const, seq: 1, refused: 0, state: { bytes: 0, calls: 0 } }
  health.hear({ ...kept, refusedRaw: 3 })
  health.hear({ ...kept, refusedRaw: 2 })
  expect(health.dropped()).toBe(5)
  expect(health.takeGap()).toBeUndefined()
  expect(said).toHaveLength(1)
  health.hear({ ...kept, refused: 1, refusedRaw: 0 })
  expect(health.takeGap()).toMatchObject({ why: 'journal-not-kept' })
})
