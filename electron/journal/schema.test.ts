import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import path from 'node:path'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { AlertOutcome } from '#shared/domain/alert/alert.ts'
import type { LegEnd, TalkEndedBy } from '#shared/domain/call/call-event.ts'
import type { Call, CallOutcome } from '#shared/domain/call/call.ts'
import type { AlertChange } from '#shared/domain/journal/call-record.ts'
import type { Severity } from '#shared/domain/priority/rule.ts'
import type { SeatDoing } from '#shared/domain/statistics/seat-time.ts'
import { alertChanges, legEnds, outcomeKinds } from './codes.ts'
import type { alertOutcomes, severities, talkEnds, transferWays } from './codes.ts'
import { openJournalHere } from './here.ts'
import { migrate, openForWriting, schemaVersion, steps, versionOf } from './schema.ts'
import { alert, inFolder, record, t } from './testing.ts'
import type { seatDoings } from './work-sums.ts'

/**
 * A file of each older version, as the program of that version left it. Whoever adds a step adds the builder of the version
 * before it, with rows in every table that the step touches.
 */
const beforeFiles: Record<number, (db: DatabaseSync) => void> = {
  // Nothing was written yet: SQLite makes an empty file when it is opened.
  0: () => undefined,
}

describe('a file of an older version', () => {
  test('has a builder here for each version', () => {
    expect(Object.keys(beforeFiles).map(Number)).toEqual(steps.map((_, version) => version))
  })

  test.each(Object.keys(beforeFiles).map(Number))('version %i becomes the present one and works', (version) =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'journal.sqlite')
      const before = new DatabaseSync(file)
      migrate(before, version)
      beforeFiles[version]?.(before)
      expect(versionOf(before)).toBe(version)
      before.close()

      const journal = openJournalHere({ folder, durable: false, now: () => t(0) })
      journal.record({ kind: 'call', record: record() })
      const trail = await journal.ask({ kind: 'trail', callId: 'switch/1.1' })
      expect(trail?.record).toEqual(record())
      expect((await journal.recompute()).differences).toEqual([])
      await journal.stop()

      const after = new DatabaseSync(file)
      expect(versionOf(after)).toBe(schemaVersion)
      const shapeOf = (db: DatabaseSync) => db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
      const fresh = new DatabaseSync(':memory:')
      migrate(fresh)
      expect(shapeOf(after)).toEqual(shapeOf(fresh))
      after.close()
    }),
  )

  test('a step that fails leaves the whole of the version before', () =>
    inFolder((folder) => {
      const db = new DatabaseSync(path.join(folder, 'x.sqlite'))
      db.exec('CREATE TABLE leg (something)') // the first step stumbles over it half-way
      expect(() => migrate(db)).toThrow('leg')
      expect(versionOf(db)).toBe(0)
      expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'word'").get()).toBeUndefined()
      db.close()
    }))
})

test('a file of a newer program is left as it is', () =>
  inFolder(async (folder) => {
    const file = path.join(folder, 'journal.sqlite')
    const newer = new DatabaseSync(file)
    migrate(newer)
    newer.exec(`PRAGMA user_version = ${schemaVersion + 1}`)
    newer.close()
    const copy = path.join(folder, 'copy')
    copyFileSync(file, copy)
    const journal = openJournalHere({ folder, durable: false, now: () => t(0) })
    journal.record({ kind: 'alert', change: alert('switch/1', 1, 'raised') })
    await expect(journal.flush()).rejects.toMatchObject({ kind: 'unavailable' })
    await expect(journal.ask({ kind: 'gaps', from: 0, to: 1 })).rejects.toMatchObject({ kind: 'unavailable' })
    expect(journal.problems()).toMatchObject([
      { kind: 'journal-not-kept', cause: 'newer', detail: `${schemaVersion + 1}` },
    ])
    await journal.stop()
    expect(readFileSync(file).equals(readFileSync(copy))).toBe(true)
  }))

test('an opened file keeps its log and waits for the disk with every commit', () =>
  inFolder((folder) => {
    const file = path.join(folder, 'journal.sqlite')
    const opened = openForWriting(file)
    if (opened.kind !== 'open') throw new Error('not opened')
    const pragma = (name: string) => Object.values(opened.db.prepare(`PRAGMA ${name}`).get() ?? {})[0]
    expect({ mode: pragma('journal_mode'), sync: pragma('synchronous'), vacuum: pragma('auto_vacuum') }).toEqual({
      mode: 'wal',
      sync: 2,
      vacuum: 2,
    })
    opened.db.close()
    expect(existsSync(file)).toBe(true)
  }))

test('every word of the domain has a code', () => {
  expectTypeOf<(typeof legEnds)[number]>().toEqualTypeOf<LegEnd>()
  expectTypeOf<(typeof outcomeKinds)[number]>().toEqualTypeOf<CallOutcome['kind']>()
  expectTypeOf<(typeof severities)[number]>().toEqualTypeOf<Severity>()
  expectTypeOf<(typeof talkEnds)[number]>().toEqualTypeOf<TalkEndedBy>()
  expectTypeOf<(typeof transferWays)[number]>().toEqualTypeOf<Call['transfers'][number]['how']>()
  expectTypeOf<(typeof alertChanges)[number]>().toEqualTypeOf<AlertChange['change']>()
  expectTypeOf<(typeof alertOutcomes)[number]>().toEqualTypeOf<AlertOutcome>()
  expectTypeOf<(typeof seatDoings)[number]>().toEqualTypeOf<SeatDoing>()
})

test('codes stay what they are in files that exist', () => {
  expect(legEnds).toEqual([
    'unknown',
    'answered',
    'abandoned',
    'timed-out',
    'left-by-key',
    'no-agents',
    'queue-full',
    'transferred',
    'switch-cleared',
  ])
  expect(outcomeKinds).toEqual(['unknown', 'answered', 'abandoned', 'left-in-ivr', 'lost'])
  expect(alertChanges.indexOf('outcome')).toBe(8)
})
