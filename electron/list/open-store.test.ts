import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultList } from '#shared/settings/default-list.ts'
import { noCounts } from './first-list.ts'
import { copyFile, listFile, openListStore, type OpenedStore } from './open-store.ts'
import { documentOf, manyRules, numberRule } from './testing.ts'

let folder: string
let file: string
let copy: string
let opened: OpenedStore[] = []
const now = 1_795_000_000_000
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-list-'))
  file = path.join(folder, listFile)
  copy = path.join(folder, copyFile)
})
afterEach(() => {
  for (const { store } of opened) store.close()
  opened = []
  rmSync(folder, { recursive: true })
})

function open(change: Partial<Parameters<typeof openListStore>[0]> = {}): OpenedStore {
  const one = openListStore({ folder, now: () => now, ...change })
  opened.push(one)
  return one
}
function closeAll(): void {
  for (const { store } of opened) store.close()
  opened = []
}
const document = documentOf(...manyRules(300))
function publish({ store, copy: keepCopy }: OpenedStore, version: number, published = document): void {
  const meta = { version, at: now, by: 'Li', why: 'because', kind: 'published' as const, rules: 300, changes: noCounts }
  store.write({ publish: { meta, document: published } })
  keepCopy({ meta, document: published })
}
const inForce = ({ store }: OpenedStore) => store.document(store.latest()?.version ?? 0)
const asideFiles = (): string[] =>
  readdirSync(folder).filter((name) => name.startsWith('list.damaged-') && name.endsWith('.sqlite'))

describe('the store of the list', () => {
  test('begins with the program’s own list, in files for its user alone', () => {
    const { store, problem, frozen } = open()
    expect(store.latest()).toMatchObject({ version: 1, kind: 'first', rules: defaultList.rules.length })
    expect(store.document(1)).toEqual(defaultList)
    expect([problem, frozen]).toEqual([undefined, undefined])
    if (process.platform === 'win32') return
    for (const name of readdirSync(folder))
      expect([name, statSync(path.join(folder, name)).mode & 0o777]).toEqual([name, 0o600])
  })

  test('is there again at the next start', () => {
    publish(open(), 2)
    closeAll()
    const again = open()
    expect(inForce(again)).toEqual(document)
    expect(again.problem).toBeUndefined()
  })

  test('writes the copy anew when a kill came before it', () => {
    publish(open(), 2)
    closeAll()
    rmSync(copy)
    open()
    expect(JSON.parse(readFileSync(copy, 'utf8'))).toMatchObject({ format: 1, meta: { version: 2 }, document })
  })

  test('keeps a version whose copy can be neither written nor dropped', () => {
    const one = open()
    rmSync(copy)
    mkdirSync(path.join(copy, 'held'), { recursive: true }) // no file can be put there, and it cannot be removed
    publish(one, 2)
    closeAll()
    const again = open()
    expect([again.frozen, again.problem]).toEqual([undefined, undefined])
    expect(inForce(again)).toEqual(document)
  })

  test('that was lost begins with the copy', () => {
    publish(open(), 2)
    closeAll()
    for (const name of readdirSync(folder)) if (name !== copyFile) rmSync(path.join(folder, name))
    const again = open()
    expect(again.store.latest()?.version).toBe(2)
    expect(inForce(again)).toEqual(document)
  })
})

describe('a list of the settings of version 1', () => {
  const old = {
    version: 7,
    classes: [
      { id: 'repair', name: { zh: '抢修', en: 'Repair' } },
      { id: 'vip', name: { zh: '重点', en: 'VIP' } },
    ],
    rules: [
      {
        id: 'x',
        name: 'Main',
        classId: 'repair',
        severity: 'P1',
        condition: { kind: 'vdn', vdn: '8001' },
        enabled: true,
      },
      {
        id: 'x',
        name: 'Twice',
        classId: 'vip',
        severity: 'P2',
        condition: { kind: 'transfer-code', code: '1' },
        enabled: false,
      },
    ],
  }

  test('is taken over with its version, its classes given looks', () => {
    const { store, tookOver } = open({ listOfVersion1: old })
    expect(tookOver).toBe(true)
    expect(store.latest()).toMatchObject({ version: 7, kind: 'first', rules: 2 })
    expect(store.document(7)).toMatchObject({
      classes: [
        { id: 'repair', colour: 'red', shape: 'octagon' },
        { id: 'vip', colour: 'amber', severity: 'P2', sound: 'severity' },
      ],
      rules: [
        { id: 'x', condition: { kind: 'vdn', vdn: '8001' }, hours: [], validFrom: null, sound: 'class' },
        { id: 'x-2', name: 'Twice', enabled: false },
      ],
    })
  })

  test('is not taken over twice', () => {
    open({ listOfVersion1: old })
    closeAll()
    const again = open({ listOfVersion1: { ...old, version: 9 } })
    expect([again.tookOver, again.store.latest()?.version]).toEqual([true, 7])
  })

  test('that cannot be understood is kept beside the store, and said', () => {
    const strange = { ...old, rules: [{ id: 'x' }] }
    const { problem, store } = open({ listOfVersion1: strange })
    expect(problem).toMatchObject({ kind: 'list-set-aside', file: 'list-of-version-1.json', fallback: 'default' })
    expect(JSON.parse(readFileSync(path.join(folder, 'list-of-version-1.json'), 'utf8'))).toEqual(strange)
    expect(store.document(1)).toEqual(defaultList)
  })
})

describe('a damaged store', () => {
  const damages: [string, () => void][] = [
    ['is something else', () => writeFileSync(file, 'this is no database, '.repeat(500))],
    ['is cut off', () => truncateSync(file, 12_288)],
    ['has a page of zeros', () => overwrite(8192, Buffer.alloc(4096))],
    [
      'has a draft that is no JSON any more',
      () => {
        const raw = new DatabaseSync(file)
        raw.exec(`INSERT OR REPLACE INTO draft (id, head) VALUES (1, '{"revision":'); PRAGMA wal_checkpoint(TRUNCATE)`)
        raw.close()
      },
    ],
    [
      'has a changed digit',
      () => {
        const bytes = readFileSync(file)
        overwrite(bytes.lastIndexOf('13800000250'), Buffer.from('13800000251'))
      },
    ],
  ]
  function overwrite(at: number, bytes: Uint8Array): void {
    const whole = readFileSync(file)
    whole.set(bytes, at)
    writeFileSync(file, whole)
  }

  test.each(damages)('that %s is set aside, and the copy of the published version is in force', (_name, damage) => {
    publish(open(), 2)
    closeAll()
    damage()
    const before = readFileSync(file)
    const { store, problem, frozen } = open()
    expect(store.document(store.latest()?.version ?? 0)).toEqual(document)
    expect(asideFiles()).toHaveLength(1)
    expect(readFileSync(path.join(folder, asideFiles()[0] ?? ''))).toEqual(before)
    expect(problem).toEqual({ kind: 'list-set-aside', file: asideFiles()[0], fallback: 'copy', at: now })
    expect(frozen).toBeUndefined()
  })

  test('without a copy that can be used gives way to the program’s own list', () => {
    publish(open(), 2)
    closeAll()
    writeFileSync(file, 'no database, '.repeat(500))
    writeFileSync(copy, '{"format":1,')
    const one = open()
    expect(inForce(one)).toEqual(defaultList)
    expect(one.problem).toMatchObject({ kind: 'list-set-aside', fallback: 'default' })
  })
})

describe('a store that nothing can be written to', () => {
  test('because a newer program wrote it is left alone: the copy is in force', () => {
    publish(open(), 2)
    closeAll()
    const newer = new DatabaseSync(file)
    newer.exec('PRAGMA user_version = 99; PRAGMA journal_mode = DELETE')
    newer.close()
    const before = readFileSync(file)
    const one = open()
    expect(one.frozen).toBe('list.sqlite: 99 > 1')
    expect(one.problem).toMatchObject({ kind: 'list-not-kept', detail: 'list.sqlite: 99 > 1', inForce: true })
    expect(inForce(one)).toEqual(document)
    expect([readFileSync(file), asideFiles()]).toEqual([before, []])
    expect(one.tookOver).toBe(false)
  })

  test('because there is a folder in its place goes on with the program’s own list', () => {
    mkdirSync(file)
    const one = open({ listOfVersion1: { version: 1, classes: [], rules: [] } })
    expect(one.problem).toMatchObject({ kind: 'list-not-kept', inForce: true })
    expect(inForce(one)).toEqual(defaultList)
    expect(one.tookOver).toBe(false)
  })

  test('because its folder cannot be made goes on all the same', () => {
    writeFileSync(path.join(folder, 'blocked'), '')
    const one = open({ folder: path.join(folder, 'blocked', 'home') })
    expect(one.frozen).toBeDefined()
    expect(inForce(one)).toEqual(defaultList)
  })

  test('because SQLite cannot have its neighbours there is read as it is', () => {
    const one = open()
    publish(one, 2)
    publish(one, 3, documentOf(numberRule('a', '1')))
    closeAll()
    rmSync(copy)
    mkdirSync(`${file}-wal`)
    const again = open()
    expect(again.frozen).toBe('EACCES')
    expect(again.store.versions(0, 5).total).toBe(3)
    expect(inForce(again)).toEqual(documentOf(numberRule('a', '1')))
  })
})
