import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openJournalHere } from './here.ts'
import { inFolder, record, t } from './testing.ts'

/** Callers' numbers are nobody's business but the user's. */
const others = (place: string): number => statSync(place).mode & 0o077

async function keepSomething(folder: string): Promise<string[]> {
  const journal = openJournalHere({ folder, durable: false, now: () => t(0) })
  journal.record({ kind: 'call', record: record() })
  journal.record({ kind: 'raw', at: t(0), callId: 'switch/1.1', text: 'x' })
  await journal.flush()
  const names = readdirSync(folder)
  expect(names).toEqual(expect.arrayContaining(['journal.sqlite', 'journal.sqlite-wal', 'raw.sqlite']))
  const open = ['', ...names].filter((name) => others(path.join(folder, name)) !== 0)
  await journal.stop()
  return open
}

test.skipIf(process.platform === 'win32')('a journal, its logs and its folder can be read by their user alone', () =>
  inFolder(async (parent) => {
    const folder = path.join(parent, 'journal')
    expect(await keepSomething(folder)).toEqual([])
  }),
)

test.skipIf(process.platform === 'win32')(
  'one that others could read loses that, with what a kill left beside it',
  () =>
    inFolder(async (parent) => {
      const folder = path.join(parent, 'journal')
      mkdirSync(folder)
      chmodSync(folder, 0o755)
      for (const name of ['journal.sqlite', 'journal.sqlite-wal', 'journal.sqlite-shm', 'raw.sqlite']) {
        writeFileSync(path.join(folder, name), '')
        chmodSync(path.join(folder, name), 0o644)
      }
      expect(await keepSomething(folder)).toEqual([])
    }),
)
