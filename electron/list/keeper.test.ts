import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock } from '#e2e/fakes/fake-clock.ts'
import { defaultList } from '#shared/settings/default-list.ts'
import type { ListState } from '#shared/ipc/list-view.ts'
import { connectHere, connectThread, findWorker, type Connect } from './connect.ts'
import { createListKeeper, type KeeperOptions } from './keeper.ts'
import type { ListKeeper, PublishedList } from './list-keeper.ts'
import { createLocalKeeper } from './open-keeper.ts'
import { author, documentOf, manyRules, numberRule, put } from './testing.ts'

let folder: string
let keepers: ListKeeper[] = []
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-keeper-'))
})
afterEach(async () => {
  await Promise.all(keepers.map((keeper) => keeper.stop()))
  keepers = []
  rmSync(folder, { recursive: true })
})

const facts = { arrivedAt: 0, callerNumber: '13800001111', dialledNumber: '', areas: [] }
const nobody = { countCalls: () => 0 }

/** A keeper that is listened to; `inForce` waits for the next version. */
function listen(keeper: ListKeeper) {
  keepers.push(keeper)
  const published: PublishedList[] = []
  const changed: ListState[] = []
  let told = 0
  let waiting: (() => void)[] = []
  const tell = (): void => {
    for (const run of waiting.splice(0)) run()
  }
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise<void>((resolve) => (waiting = [...waiting, resolve]))
  }
  keeper.start({
    onPublished(list) {
      published.push(list)
      tell()
    },
    onChanged(state) {
      changed.push(state)
      tell()
    },
    onProblem() {
      told += 1
      tell()
    },
  })
  const change = (...ops: unknown[]) => keeper.run('list.change', { ops }, author('Li'))
  const publish = (revision: number) => keeper.run('list.publish', { revision, why: 'because' }, author('Li'))
  return { keeper, published, changed, told: () => told, until, change, publish }
}

const threadOptions = (change: Partial<KeeperOptions> = {}): KeeperOptions => ({
  connect: connectThread({ folder, timeZone: 'Asia/Shanghai' }),
  timeZone: () => 'Asia/Shanghai',
  now: Date.now,
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  soon: setImmediate,
  log: () => undefined,
  onTookOver: () => undefined,
  ...change,
})

describe('the list in a thread of its own', () => {
  test('is in force after the start, and again after the next one', async () => {
    const first = listen(createListKeeper(threadOptions()))
    await first.until(() => first.published.length > 0)
    expect(first.published[0]).toMatchObject({ meta: { version: 1, kind: 'first' }, classes: defaultList.classes })
    expect(first.published[0]?.areas.get('repair')).toEqual({ classId: 'repair', severity: 'P1' })
    expect(await first.change(put(numberRule('a', '13800001111')))).toEqual({ ok: true, value: { revision: 1 } })
    expect(await first.publish(1)).toMatchObject({ ok: true, value: { published: { version: 2 } } })
    await first.keeper.stop()
    const second = listen(createListKeeper(threadOptions()))
    await second.until(() => second.published.length > 0)
    expect(second.published[0]?.lookup.match(facts, nobody)).toMatchObject({ ruleId: 'a', listVersion: 2 })
  })

  test('answers a publishing once the version is in force, not before', async () => {
    const one = listen(createListKeeper(threadOptions()))
    await one.change(put(numberRule('a', '13800001111')))
    await one.publish(1)
    expect(one.published.at(-1)?.lookup.match(facts, nobody)?.ruleId).toBe('a')
    expect(one.changed.at(-1)?.published.version).toBe(2)
  })

  test('lets calls be heard between the pieces of a long list', async () => {
    const one = listen(createListKeeper(threadOptions()))
    await one.until(() => one.published.length > 0)
    let turns = 0
    let counting = true
    const turn = (): void => {
      turns += 1
      if (counting) setImmediate(turn)
    }
    turn()
    const document = { ...documentOf(...manyRules(8000)) }
    expect(await one.keeper.replace(document, 'many', author('Li'), 'backup')).toMatchObject({ ok: true })
    counting = false
    expect(one.published.at(-1)?.meta.rules).toBe(8000)
    expect(one.published.at(-1)?.lookup.match(facts, nobody)?.ruleId).toBe('r1111')
    expect(turns).toBeGreaterThan(8)
  })

  test('takes over the list of older settings once', async () => {
    let took = 0
    const rule = {
      id: 'old',
      name: 'Old',
      classId: 'repair',
      severity: 'P1',
      condition: { kind: 'vdn', vdn: '1' },
      enabled: true,
    }
    const listOfVersion1 = { version: 4, classes: [{ id: 'repair', name: { zh: '', en: '' } }], rules: [rule] }
    const connect = connectThread({ folder, listOfVersion1, timeZone: 'UTC' })
    const one = listen(createListKeeper(threadOptions({ connect, onTookOver: () => void took++ })))
    await one.until(() => one.published.length > 0)
    expect([one.published[0]?.meta.version, one.published[0]?.meta.rules, took]).toEqual([4, 1, 1])
  })

  test('that has ended of itself is started again, and what was asked of it fails', async () => {
    const clock = createFakeClock()
    let kill: () => Promise<void> = async () => undefined
    const real = connectThread({ folder, timeZone: 'UTC' })
    const connect: Connect = (onMessage, onEnd) => {
      const connection = real(onMessage, onEnd)
      kill = connection.end
      return connection
    }
    const options = threadOptions({ connect, now: clock.now, after: clock.after })
    const one = listen(createListKeeper(options))
    await one.until(() => one.published.length > 0)
    const open = one.keeper.run('list.state', {}, author('Li'))
    await kill()
    expect(await open).toEqual({ ok: false, error: { kind: 'internal' } })
    expect(one.keeper.problems()).toMatchObject([{ kind: 'list-not-kept', inForce: true }])
    expect(await one.keeper.run('list.state', {}, author('Li'))).toMatchObject({ error: { why: 'list-not-loaded' } })
    one.keeper.audit({ at: 1, by: 'Zhou', role: 'reception', kind: 'sign-in-failed', facts: {} })
    const states = one.changed.length
    clock.advance(500)
    await one.until(() => one.changed.length > states)
    expect(one.keeper.problems()).toEqual([])
    expect(await one.keeper.run('list.state', {}, author('Li'))).toMatchObject({ ok: true })
    expect(await one.keeper.run('list.audit', { offset: 0, limit: 9 }, author('Li'))).toMatchObject({
      value: { entries: [{ kind: 'sign-in-failed', by: 'Zhou' }] },
    })
    expect(one.published).toHaveLength(1) // what is in force stayed in force
  })

  test('that cannot be started is done without, after a few tries', async () => {
    const clock = createFakeClock()
    const broken = path.join(folder, 'broken.mjs')
    writeFileSync(broken, 'throw new Error("no thread here")')
    const ends: unknown[] = []
    const tried = connectThread({ timeZone: 'UTC' }, broken)
    const connect: Connect = (onMessage, onEnd) =>
      tried(onMessage, (error) => {
        ends.push(error)
        onEnd(error)
      })
    const otherwise = connectHere({ timeZone: 'UTC', now: clock.now, later: clock.after })
    const one = listen(createListKeeper(threadOptions({ connect, otherwise, now: clock.now, after: clock.after })))
    for (let n = 1; n <= 3; n += 1) {
      await one.until(() => ends.length === n && one.told() >= n)
      expect(one.keeper.problems()).toMatchObject([{ kind: 'list-not-kept', inForce: false }])
      clock.advance(30_000)
    }
    await one.until(() => one.published.length > 0)
    expect(one.keeper.problems()).toEqual([])
  })
})

test('the thread is found beside the source, and beside or above a part of the built program', () => {
  expect(findWorker(import.meta.dirname)).toBe(path.join(import.meta.dirname, 'worker.ts'))
  writeFileSync(path.join(folder, 'list-worker.js'), '')
  expect(findWorker(folder)).toBe(path.join(folder, 'list-worker.js'))
  expect(findWorker(path.join(folder, 'chunks'))).toBe(path.join(folder, 'list-worker.js'))
})

describe('the list in this thread', () => {
  test('is in force at once', () => {
    const one = listen(createLocalKeeper())
    expect(one.published[0]?.meta).toMatchObject({ version: 1 })
  })

  test('after a version that came in between waits for the newest', async () => {
    const one = listen(createLocalKeeper())
    await one.change(put(numberRule('a', '1')))
    const both = [
      one.publish(1),
      one.keeper.setArea({ area: 'x', name: 'x', listed: { classId: 'repair', severity: 'P1' } }, author('Wang')),
    ]
    expect(await Promise.all(both)).toMatchObject([{ ok: true }, { ok: true }])
    expect(one.published.map(({ meta }) => meta.version)).toEqual([1, 2, 3])
    expect(await one.keeper.document()).toMatchObject({ value: { meta: { version: 3, kind: 'area' } } })
  })
})
