import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Log } from '#electron/console/ports.ts'
import { createClock } from '#electron/platform/clock.ts'
import { openJournal, type RunningJournal } from './open-journal.ts'
import { generous } from './here.ts'
import { eventLines } from './lines.ts'
import { createReader } from './reader.ts'
import { abandoned, alert, eventsIn, record, t } from './testing.ts'

/** The journal as a console has it, with its threads, on a real disk. */

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} }
const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'firstline-journal-'))
  ends.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function open(folder: string, log = quiet): RunningJournal {
  const clock = createClock()
  const journal = openJournal({ folder, timeZone: 'Asia/Shanghai', retention: generous, clock, log })
  ends.push(async () => {
    await journal.stop()
    clock.stop()
  })
  return journal
}

const arrived = (at: number) => ({
  kind: 'event' as const,
  event: {
    kind: 'call-arrived' as const,
    at: t(at),
    callId: 's/1',
    caller: { number: '13800001111', name: '' },
    dialledNumber: '96777',
  },
})

test('what was recorded before a stop is there after the next start', async () => {
  const folder = newFolder()
  const first = open(folder)
  first.record(arrived(1))
  first.record({ kind: 'call', record: record() })
  first.record({ kind: 'call', record: abandoned('switch/2', 5) })
  first.record({ kind: 'alert', change: alert('switch/2', 35, 'abandoned') })
  await first.stop()

  const second = open(folder)
  const recovered = await second.recover(t(0))
  expect(eventsIn(recovered)).toEqual([arrived(1)])
  expect(recovered.open).toEqual([])
  const later = await second.recover(t(100))
  expect(later.open).toEqual([{ record: abandoned('switch/2', 5), changes: [alert('switch/2', 35, 'abandoned')] }])
  expect(second.state()).toMatchObject({ calls: 2, dropped: 0 })
  expect(second.problems()).toEqual([])
})

test('when the last run ended is still known after this one has written', async () => {
  const folder = newFolder()
  const first = open(folder)
  first.record(arrived(1))
  await first.stop()

  const second = open(folder)
  second.record({ kind: 'link', change: { at: t(500), switchId: 's', state: 'up', detail: '' } })
  await second.flush()
  const recovered = await second.recover(t(0))
  expect(eventsIn(recovered)).toEqual([arrived(1)])
  expect(recovered.lastAt).toBe(t(1))

  const third = open(newFolder())
  third.record({ kind: 'link', change: { at: t(500), switchId: 's', state: 'up', detail: '' } })
  await third.flush()
  expect(await third.recover(t(0)), 'a journal that is new').not.toHaveProperty('lastAt')
})

test('flush resolves when everything is on the disk, and a reader sees it', async () => {
  const journal = open(newFolder())
  for (let n = 0; n < 2000; n += 1) journal.record({ kind: 'call', record: record({ id: `switch/${n}` }) })
  await journal.flush()
  expect(journal.state()).toMatchObject({ calls: 2000, waiting: 0 })
  const found = await journal.ask({ kind: 'search', number: '1111', before: null, limit: 3 })
  expect(found.calls).toHaveLength(3)
})

test('a writing thread that dies is started again and nothing is lost or written twice', async () => {
  const journal = open(newFolder())
  let sent = 0
  for (let round = 0; round < 5; round += 1) {
    for (let n = 0; n < 300; n += 1) {
      journal.record(arrived(sent))
      journal.record({ kind: 'call', record: record({ id: `switch/${sent}` }) })
      sent += 1
    }
    await journal.killThread('writer')
  }
  await journal.flush()
  expect(eventsIn(await journal.recover(0))).toEqual(Array.from({ length: sent }, (_, n) => arrived(n)))
  expect(journal.state()).toMatchObject({ calls: sent, dropped: 0 })
  expect(journal.problems()).toEqual([])
})

test('a question that a dying thread was asked is answered with a fault, the next one is answered', async () => {
  const journal = open(newFolder())
  journal.record({ kind: 'call', record: record() })
  await journal.flush()
  const ask = () => journal.ask({ kind: 'trail', callId: 'switch/1.1' })
  await ask()
  const killed = journal.killThread('reader')
  await expect(ask()).rejects.toMatchObject({ kind: 'unavailable' })
  await killed
  expect((await ask())?.record).toEqual(record())
})

test('a damaged file is set aside, a new one begun, and every screen told', async () => {
  const folder = newFolder()
  writeFileSync(path.join(folder, 'journal.sqlite'), 'this is no data base, '.repeat(400))
  const journal = open(folder)
  journal.record({ kind: 'call', record: record() })
  await journal.flush()
  expect(journal.state().calls).toBe(1)
  expect(journal.problems()).toMatchObject([{ kind: 'journal-set-aside' }])
  expect(readdirSync(folder).filter((name) => name.startsWith('journal.damaged-'))).toHaveLength(1)
})

test('a folder that cannot be is said, and so is that its past cannot be read', async () => {
  const folder = newFolder()
  writeFileSync(path.join(folder, 'file'), '')
  const journal = open(path.join(folder, 'file', 'journal'))
  await expect(journal.recover(0)).rejects.toMatchObject({ kind: 'unavailable' })
  journal.record({ kind: 'call', record: record() })
  expect(journal.problems()).toMatchObject([{ kind: 'journal-not-kept', dropped: 0 }])
  expect(journal.state()).toMatchObject({ waiting: 1 })
  await expect(journal.ask({ kind: 'gaps', from: 0, to: 1 })).rejects.toMatchObject({ kind: 'unavailable' })
})

test('without its threads the console goes on: what it records waits, and that is said', async () => {
  const clock = createClock()
  const program = path.join(newFolder(), 'missing.js')
  const options = { folder: newFolder(), timeZone: 'UTC', retention: generous, clock, log: quiet, program }
  const journal = openJournal(options)
  journal.record({ kind: 'call', record: record() })
  await expect(journal.recover(0)).rejects.toMatchObject({ kind: 'unavailable' })
  expect(journal.problems()).toMatchObject([{ kind: 'journal-not-kept', cause: 'stopped' }])
  expect(journal.state()).toMatchObject({ waiting: 1, dropped: 0 })
  await journal.stop()
  clock.stop()
})

test('an import is planned by a reader and written by the writer, once', async () => {
  const journal = open(newFolder())
  const text = [
    '1800000000|1800000000.7|repair|NONE|ENTERQUEUE||13800001111|1',
    '1800000009|1800000000.7|repair|NONE|ABANDON|1|1|9',
  ]
  const query = {
    kind: 'plan-import' as const,
    format: 'queue-log' as const,
    text: text.join('\n'),
    from: 0,
    to: 2e12,
    switchId: 'switch',
    timeZone: 'UTC',
    seats: [],
  }
  const plan = await journal.ask(query)
  expect(plan.fresh).toHaveLength(1)
  expect(await journal.applyImport(plan)).toEqual({ calls: 1 })
  expect(await journal.applyImport(plan)).toEqual({ calls: 1 })
  expect(await journal.ask(query)).toMatchObject({ fresh: [], known: 1 })
  expect(await journal.ask({ kind: 'imported', from: 0, to: 2e12 })).toBe(1)
  expect((await journal.recompute()).differences).toEqual([])
})

test('what is recorded in one go is written together', async () => {
  const folder = newFolder()
  const journal = open(folder)
  for (let n = 0; n < 200; n += 1) journal.record(arrived(n))
  await journal.flush()
  const db = new DatabaseSync(path.join(folder, 'journal.sqlite'), { readOnly: true })
  // Chunks are numbered, and a chunk is in one transaction.
  expect(db.prepare("SELECT value FROM meta WHERE key = 'seq'").get()).toEqual({ value: 1 })
  db.close()
})

test('a stop writes everything, however much was waiting', async () => {
  const folder = newFolder()
  const journal = open(folder)
  const [chunks, each] = [700, 64]
  for (let n = 0; n < chunks; n += 1) {
    for (let m = 0; m < each; m += 1) journal.record(arrived(n * each + m))
    await Promise.resolve()
  }
  await journal.stop()
  const reader = createReader(folder)
  expect(reader.recover(0).blocks.flatMap(eventLines)).toHaveLength(chunks * each)
  reader.close()
})

test('a thread that died and came back is not said to be missing, also when nothing happens', async () => {
  const journal = open(newFolder())
  await journal.flush()
  await journal.killThread('writer')
  await expect.poll(() => journal.problems(), { interval: 5 }).toHaveLength(1)
  await expect.poll(() => journal.problems(), { timeout: 5000 }).toEqual([])
})
