import fc from 'fast-check'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import type { ListDocument, PriorityRule } from '#shared/domain/priority/rule.ts'
import { noCounts } from './first-list.ts'
import { createListStore, type DraftHead, type DraftRow } from './list-store.ts'
import { migrate, storeVersion, type Steps } from './tables-of-store.ts'
import { documentOf, manyRules, numberRule } from './testing.ts'

function openStore() {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  return { database, store: createListStore(database) }
}

const metaOf = (version: number, document: ListDocument) => ({
  version,
  at: 1000 + version,
  by: 'Li',
  why: 'because',
  kind: 'published' as const,
  rules: document.rules.length,
  changes: noCounts,
})
const publish = (version: number, document: ListDocument) => ({
  publish: { meta: metaOf(version, document), document },
})
const bytesOf = (database: DatabaseSync): number =>
  Number(database.prepare('SELECT sum(length(body) + coalesce(length(refs), 0)) AS n FROM piece').get()?.['n'])

describe('versions', () => {
  test('come back as they were published, newest first', () => {
    const { store } = openStore()
    const documents = [documentOf(numberRule('a', '1')), documentOf(), documentOf(...manyRules(3000))]
    for (const [n, document] of documents.entries()) store.write(publish(n + 1, document))
    expect(documents.map((_, n) => store.document(n + 1))).toEqual(documents)
    expect(store.versions(0, 2)).toMatchObject({ total: 3, versions: [{ version: 3 }, { version: 2 }] })
    expect(store.latest()).toEqual(metaOf(3, documentOf(...manyRules(3000))))
    expect(store.document(4)).toBeUndefined()
  })

  test('cannot be changed or taken away, nor can the audit trail', () => {
    const { store, database } = openStore()
    store.write({
      ...publish(1, documentOf()),
      audit: [{ at: 1, by: 'Li', role: 'admin', kind: 'published', facts: { version: 1 } }],
    })
    expect(() => database.exec('DELETE FROM version')).toThrow('versions are kept')
    expect(() => database.exec("UPDATE version SET why = ''")).toThrow('versions do not change')
    expect(() => database.exec('DELETE FROM audit')).toThrow('the trail is kept')
    expect(() => store.write(publish(1, documentOf()))).toThrow()
  })

  test('that differ in one rule of 20,000 share the rest, wherever the rule stands', () => {
    const { store, database } = openStore()
    const rules = manyRules(20_000)
    store.write(publish(1, documentOf(...rules)))
    const whole = bytesOf(database)
    for (let n = 0; n < 20; n += 1) {
      rules.splice(n * 997, 1, numberRule(`r${n * 997}`, '95598'))
      rules.splice(n * 991, 0, numberRule(`new${n}`, '12345'))
      store.write(publish(n + 2, documentOf(...rules)))
    }
    expect((bytesOf(database) - whole) / 20).toBeLessThan(12_000)
    expect(store.document(21)?.rules).toEqual(rules)
  })

  test('that add one number to a list of 50,000 share the others', () => {
    const { store, database } = openStore()
    const numbers = Array.from({ length: 50_000 }, (_, n) => String(13_800_000_000 + n * 7))
    const listed = (more: string[]): PriorityRule =>
      numberRule('list', '', {
        condition: {
          kind: 'all',
          of: [
            { kind: 'caller-list', numbers: [...numbers, ...more] },
            { kind: 'vdn', vdn: '1' },
          ],
        },
      })
    store.write(publish(1, documentOf(listed([]))))
    const whole = bytesOf(database)
    store.write(publish(2, documentOf(listed(['13900001111']))))
    expect(bytesOf(database) - whole).toBeLessThan(20_000)
    expect(store.document(1)?.rules).toEqual([listed([])])
    expect(store.document(2)?.rules).toEqual([listed(['13900001111'])])
  })

  test('are refused when what is in the file is not what was written', () => {
    const { store, database } = openStore()
    store.write(publish(1, documentOf(numberRule('a', '13800001111'))))
    database.exec("UPDATE piece SET body = replace(body, '13800001111', '13800001112')")
    const again = createListStore(database)
    expect(() => again.document(1)).toThrow('piece')
  })
})

const head = (change: Partial<DraftHead> = {}): DraftHead => ({
  revision: 1,
  basedOn: 1,
  dial: documentOf().dial,
  classes: [],
  ...change,
})
const stamp = { rev: 1, by: 'Li', at: 1 }

describe('the draft', () => {
  test('is one row per touched rule', () => {
    const { store } = openStore()
    const rows: DraftRow[] = [
      { ruleId: 'a', ...stamp, state: 'put', place: '1', rule: numberRule('a', '1') },
      { ruleId: 'b', ...stamp, state: 'removed' },
    ]
    store.write({ ...publish(1, documentOf()), draft: { head: head(), rows } })
    store.write({ draft: { head: head({ revision: 2 }), rows: [{ ruleId: 'b', ...stamp, rev: 2, state: 'same' }] } })
    expect(store.draft()).toEqual({
      head: head({ revision: 2 }),
      rows: [rows[0], { ruleId: 'b', ...stamp, rev: 2, state: 'same' }],
    })
  })

  test('that was published keeps who changed a rule last', () => {
    const { store } = openStore()
    const row: DraftRow = { ruleId: 'a', ...stamp, state: 'put', place: '1', rule: numberRule('a', '1') }
    store.write({ ...publish(1, documentOf()), draft: { head: head(), rows: [row] } })
    store.write({ ...publish(2, documentOf(numberRule('a', '1'))), rebased: true, draft: { head: head(), rows: [] } })
    expect(store.draft()?.rows).toEqual([{ ruleId: 'a', ...stamp, state: 'same' }])
  })

  test('leaves nothing of a change that fails in its middle', () => {
    const { store } = openStore()
    store.write(publish(1, documentOf()))
    const broken = { ...numberRule('a', '1'), validFrom: 1n as never } // JSON has no such number
    const row: DraftRow = { ruleId: 'a', ...stamp, state: 'put', place: '1', rule: broken }
    expect(() => store.write({ ...publish(2, documentOf()), draft: { head: head(), rows: [row] } })).toThrow()
    expect(store.latest()?.version).toBe(1)
    expect(store.draft()).toBeUndefined()
    store.write(publish(2, documentOf(numberRule('b', '2'))))
    expect(store.document(2)?.rules).toEqual([numberRule('b', '2')])
  })

  test('that is edited for ever leaves no heap of what it was', () => {
    const { store, database } = openStore()
    store.write(publish(1, documentOf(numberRule('kept', '1'))))
    for (let n = 0; n < 5; n += 1) {
      const rows = Array.from({ length: 5000 }, (_, i): DraftRow => {
        const rule = numberRule(`r${i}`, String(n * 100_000 + i))
        return { ruleId: rule.id, ...stamp, state: 'put', place: `p${i}`, rule }
      })
      store.write({ draft: { head: head(), rows } })
    }
    expect(Number(database.prepare('SELECT count(*) AS n FROM piece').get()?.['n'])).toBeLessThan(16_000)
    expect(store.document(1)?.rules).toEqual([numberRule('kept', '1')])
    expect(store.draft()?.rows).toHaveLength(5000)
  })
})

test('any versions come back, in whatever order they are read', () => {
  const ruleOf = fc.record({ id: fc.integer({ min: 0, max: 30 }), number: fc.stringMatching(/^\d{3,5}$/) })
  const version = fc.uniqueArray(ruleOf, { selector: ({ id }) => id, maxLength: 30 })
  fc.assert(
    fc.property(fc.array(version, { minLength: 1, maxLength: 8 }), (versions) => {
      const { store, database } = openStore()
      const documents = versions.map((rules) =>
        documentOf(...rules.map(({ id, number }) => numberRule(`${id}`, number))),
      )
      for (const [n, document] of documents.entries()) store.write(publish(n + 1, document))
      const again = createListStore(database)
      for (const [n, document] of [...documents.entries()].reverse()) expect(again.document(n + 1)).toEqual(document)
    }),
    { numRuns: 50 },
  )
})

describe('an older form of the file', () => {
  const next: Steps = { [storeVersion]: 'CREATE TABLE later (a INTEGER) STRICT' }

  test('is brought to the present one', () => {
    const { database } = openStore()
    migrate(database, next, storeVersion + 1)
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: storeVersion + 1 })
    expect(database.prepare('SELECT * FROM later').all()).toEqual([])
  })

  test('stays what it was when a step fails', () => {
    const { database } = openStore()
    const broken = { [storeVersion]: 'CREATE TABLE later (a INTEGER) STRICT; CREATE TABLE draft (a)' }
    expect(() => migrate(database, broken, storeVersion + 1)).toThrow()
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: storeVersion })
    expect(() => database.prepare('SELECT * FROM later')).toThrow()
  })
})
