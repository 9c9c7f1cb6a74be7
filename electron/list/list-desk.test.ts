import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { copyFile, listFile } from './open-store.ts'
import { author, deskForTest, documentOf, numberRule, put } from './testing.ts'

const start = documentOf(numberRule('a', '13800001111'), numberRule('b', '95598', { classId: 'vip', severity: 'P2' }))
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-desk-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('a restart', () => {
  test('brings back the draft, who changed it, and what waits for a second person', async () => {
    const one = deskForTest({ folder, document: start })
    await one.change('Li', put(numberRule('c', '1'), null, 'a'), put(numberRule('b', '2'), 0))
    await one.change(
      'Li',
      { op: 'remove-rules', rules: { ids: ['a'] } },
      { op: 'set-dial', dial: { country: 'CN', areaCode: '021' } },
    )
    await one.publish('Li', 'please', { approval: true })
    const before = one.desk.state()
    one.desk.close()
    const again = deskForTest({ folder })
    expect(again.desk.state()).toEqual(before)
    const page = await again.ask('list.page', {
      of: 'draft',
      filter: {},
      sort: { column: 'position', descending: false },
      offset: 0,
      limit: 9,
    })
    expect(page.rows.map(({ rule, rev }) => [rule.id, rev])).toEqual([
      ['c', 1],
      ['b', 1],
    ])
    expect(await again.run('list.approve', { revision: 2 }, author('Li'))).toMatchObject({
      error: { why: 'same-person' },
    })
    expect(await again.ask('list.approve', { revision: 2 }, author('Wang'))).toMatchObject({ version: 3, by: 'Li' })
    again.desk.close()
  })

  test('still tells who changed a rule that was published before it', async () => {
    const one = deskForTest({ folder, document: start })
    await one.change('Li', put(numberRule('a', '1'), 0), { op: 'remove-rules', rules: { ids: ['b'] } })
    await one.publish('Li')
    one.desk.close()
    const again = deskForTest({ folder })
    for (const id of ['a', 'b'])
      expect(await again.change('Wang', put(numberRule(id, '2'), 0))).toMatchObject({
        error: { kind: 'conflict', by: 'Li' },
      })
    again.desk.close()
  })

  test('leaves the published version beside the store, as one readable file', async () => {
    const one = deskForTest({ folder, document: start })
    await one.change('Li', put(numberRule('c', '1')))
    await one.publish('Li')
    const copy = JSON.parse(readFileSync(path.join(folder, copyFile), 'utf8')) as object
    expect(copy).toMatchObject({
      format: 1,
      version: 3,
      meta: { version: 3, by: 'Li' },
      document: one.desk.published().document,
    })
    one.desk.close()
  })
})

describe('a disk that is full', () => {
  test('refuses what it cannot keep, leaves everything as it was, and says so until there is room', async () => {
    let full = false
    const one = deskForTest({ document: start, full: () => full })
    await one.change('Li', put(numberRule('c', '1')))
    const before = one.desk.state()
    full = true
    const notSaved = { ok: false, error: { kind: 'not-saved', detail: 'ENOSPC' } }
    expect(await one.change('Li', put(numberRule('d', '1')))).toEqual(notSaved)
    expect(await one.publish()).toEqual(notSaved)
    expect(await one.run('list.undo', { version: 1, why: 'x' })).toEqual(notSaved)
    expect(await one.run('list.discard', { revision: 1 })).toEqual(notSaved)
    expect(
      one.desk.setArea({ area: 'x', name: 'x', listed: { classId: 'vip', severity: 'P2' } }, author('Li'), false),
    ).toEqual(notSaved)
    expect(one.desk.problems()).toMatchObject([{ kind: 'list-not-kept', detail: 'ENOSPC', inForce: true }])
    expect([one.desk.state(), one.desk.published().document, one.published]).toEqual([before, start, []])
    full = false
    expect(await one.publish()).toMatchObject({ ok: true })
    expect(one.desk.problems()).toEqual([])
  })
})

test('a store of a newer program is read, and every change says why it is not kept', async () => {
  deskForTest({ folder }).desk.close()
  const newer = new DatabaseSync(path.join(folder, listFile))
  newer.exec('PRAGMA user_version = 9')
  newer.close()
  const one = deskForTest({ folder })
  const notSaved = { ok: false, error: { kind: 'not-saved', detail: 'list.sqlite: 9 > 1' } }
  expect(await one.change('Li', put(numberRule('d', '1', { classId: 'repair' })))).toEqual(notSaved)
  expect(await one.publish()).toEqual(notSaved)
  expect(await one.run('list.undo', { version: 1, why: 'x' })).toEqual(notSaved)
  expect(await one.ask('list.versions', { offset: 0, limit: 9 })).toMatchObject({ total: 1 })
  one.desk.close()
})

describe('the audit trail', () => {
  test('keeps who did what, newest first, with nobody’s number in it', async () => {
    const one = deskForTest({ document: start })
    one.desk.audit({ at: 5, by: 'Zhou', role: 'reception', kind: 'sign-in-failed', facts: {} })
    await one.change('Li', put(numberRule('c', '13800002222', { name: '老王 13800002222' })))
    await one.publish('Li', '13800002222 打不通')
    const { entries, total } = await one.ask('list.audit', { offset: 0, limit: 10 })
    expect(total).toBe(3)
    expect(entries.map(({ kind, by }) => [kind, by])).toEqual([
      ['published', 'Li'],
      ['draft-changed', 'Li'],
      ['sign-in-failed', 'Zhou'],
    ])
    expect(entries[1]?.facts).toEqual({ revision: 1, rules: 1, rule: '老王 138****2222' })
    expect(JSON.stringify(entries)).not.toContain('13800002222')
    expect(await one.ask('list.audit', { offset: 2, limit: 10 })).toMatchObject({
      entries: [{ kind: 'sign-in-failed' }],
    })
  })

  test('tells who took the list out of the console', async () => {
    const one = deskForTest({ document: start })
    const file = (await one.ask('list.export', { of: 'published', format: 'csv', language: 'zh' })) as unknown as {
      bytes: Uint8Array
    }
    expect(new TextDecoder().decode(file.bytes)).toContain('13800001111')
    const { entries } = await one.ask('list.audit', { offset: 0, limit: 1 })
    expect(entries).toMatchObject([{ kind: 'exported', by: 'Li' }])
  })
})

describe('trying the list', () => {
  const call = {
    callerNumber: '+86 138 0000 1111',
    dialledNumber: '96777',
    transferCode: '1',
    vdn: '',
    area: '',
    at: 1_795_000_000_000,
    callsBefore: 0,
  }

  test('answers for the draft, for what is in force, and for any version', async () => {
    const one = deskForTest({ document: start })
    await one.change(
      'Li',
      { op: 'remove-rules', rules: { ids: ['a'] } },
      put(numberRule('vdn', '', { condition: { kind: 'vdn', vdn: '8001' } })),
    )
    const winner = async (of: 'draft' | 'published' | number) =>
      (await one.ask('list.try', { of, call }, author('Li'), { learned: { vdn: '8001' } })).winner?.ruleId
    expect([await winner('draft'), await winner('published'), await winner(2)]).toEqual(['vdn', 'a', 'a'])
  })

  test('runs the draft over the calls that are remembered', async () => {
    const one = deskForTest({ document: start })
    await one.change('Li', put(numberRule('c', '13800003333', { severity: 'P2' })), {
      op: 'remove-rules',
      rules: { ids: ['a'] },
    })
    const facts = (callerNumber: string) => [
      { arrivedAt: 1_795_000_000_000, callerNumber, dialledNumber: '', areas: [] },
    ]
    const calls = ['13800001111', '13800003333', '95598', '12345'].map((number, n) => ({
      callId: `s/${n}`,
      facts: facts(number),
    }))
    expect(await one.ask('list.dryRun', { of: 'draft' }, author('Li'), { calls })).toMatchObject({
      calls: 4,
      listedBefore: 2,
      listedAfter: 2,
      newly: [{ callId: 's/1', after: { ruleId: 'c' } }],
      noLonger: [{ callId: 's/0', before: { ruleId: 'a' } }],
    })
  })
})

test('a difference names every field, between any two versions and the draft', async () => {
  const one = deskForTest({ document: start })
  await one.change('Li', put(numberRule('a', '13800009999', { owner: '王工' }), 0), put(numberRule('c', '1')))
  await one.publish()
  await one.change('Li', { op: 'remove-rules', rules: { ids: ['b'] } })
  const difference = await one.ask('list.difference', { before: 2, after: 'draft', offset: 0, limit: 10 })
  expect(difference).toMatchObject({ counts: { added: 1, changed: 1, removed: 1 }, total: 3 })
  expect(difference.entries.map((entry) => entry.kind).toSorted()).toEqual(['added', 'changed', 'removed'])
  expect(difference.entries.find(({ kind }) => kind === 'changed')).toMatchObject({
    ruleId: 'a',
    fields: [
      { field: 'condition', before: { number: '13800001111' }, after: { number: '13800009999' } },
      { field: 'owner', before: '', after: '王工' },
    ],
  })
  expect(await one.run('list.difference', { before: 7, after: 'draft', offset: 0, limit: 10 })).toMatchObject({
    error: { kind: 'not-found', what: 'version' },
  })
})

test('a version whose text was damaged on the disk is not shown as something else', async () => {
  const one = deskForTest({ folder, document: documentOf(numberRule('secret', '13812345678')) })
  await one.change('Li', put(numberRule('secret', '1'), 0))
  await one.publish()
  one.desk.close()
  const file = path.join(folder, listFile)
  const bytes = readFileSync(file)
  bytes.write('13812345679', bytes.lastIndexOf('13812345678'))
  writeFileSync(file, bytes)
  const again = deskForTest({ folder })
  await expect(
    again.run('list.page', { of: 2, filter: {}, sort: { column: 'name', descending: false }, offset: 0, limit: 9 }),
  ).rejects.toThrow('piece')
  expect(again.desk.published().meta.version).toBe(3)
  again.desk.close()
})
