import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPeopleFile, type Person } from './people-file.ts'
import { hashPin, type PinHash } from './pin.ts'
import { quietLog } from './testing.ts'

let folder: string
let file: string
let pin: PinHash
const now = Date.UTC(2026, 10, 20, 3)
const open = () => createPeopleFile({ file, now: () => now, log: quietLog })
const wang = (): Person => ({ id: 'p1', name: '王班长', role: 'admin', pin, lastSignInAt: null })
const put = (content: unknown): void =>
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 })

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-people-'))
  file = path.join(folder, 'access.json')
  pin ??= await hashPin('2580')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('without a file nobody has decided yet', () => {
  expect(open().access()).toBe('unasked')
  expect(open().problem()).toBeUndefined()
  expect(readdirSync(folder)).toEqual([])
})

test('what was saved is there after a restart, for its user alone, without the PIN', () => {
  expect(open().save({ access: 'pins', people: [wang()] }).ok).toBe(true)
  expect(open().people()).toEqual([wang()])
  expect(readFileSync(file, 'utf8')).not.toContain('2580')
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a file that others may read loses that', () => {
  if (process.platform === 'win32') return
  put({ version: 1, access: 'open', people: [] })
  chmodSync(file, 0o644)
  expect(open().access()).toBe('open')
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

describe.each<[string, unknown]>([
  ['is no JSON', '{"version":1,"access":"op'],
  ['is empty', ''],
  ['is a list', []],
  ['has no version', { access: 'open', people: [] }],
  ['says something else about access', { version: 1, access: 'everybody', people: [] }],
  ['has a person without a PIN', { version: 1, access: 'pins', people: [{ id: 'p1', name: '王', role: 'admin' }] }],
  ['has a word that is not known', { version: 1, access: 'open', people: [], admin: true }],
])('a file that %s', (_name, content) => {
  test('makes nobody an admin, is kept aside, and says so, also after a restart', () => {
    put(content)
    for (const people of [open(), open()]) {
      expect([people.access(), people.people()]).toEqual(['pins', []])
      expect(people.problem()).toEqual({
        kind: 'access-locked',
        file: 'access.damaged-20261120T030000Z.json',
        why: 'damaged',
        at: now,
      })
    }
    const aside = path.join(folder, 'access.damaged-20261120T030000Z.json')
    expect(readFileSync(aside, 'utf8')).toBe(typeof content === 'string' ? content : JSON.stringify(content))
    if (process.platform !== 'win32') expect(statSync(aside).mode & 0o777).toBe(0o600)
  })
})

test('two people with one id are a damaged file', () => {
  put({ version: 1, access: 'pins', people: [wang(), wang()] })
  expect(open().problem()).toMatchObject({ why: 'damaged' })
})

test('deleting the file on the machine is the way back', () => {
  put('{')
  open()
  rmSync(file)
  expect([open().access(), open().problem()]).toEqual(['unasked', undefined])
})

test('a file of a newer program locks, and is left alone', () => {
  put({ version: 2, access: 'by-badge' })
  const people = open()
  expect([people.access(), people.people(), people.problem()?.kind]).toEqual(['pins', [], 'access-locked'])
  expect(people.save({ access: 'open', people: [] }).ok).toBe(false)
  expect(people.access()).toBe('pins')
  expect(readdirSync(folder)).toEqual(['access.json'])
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ version: 2, access: 'by-badge' })
})

test('a file that cannot be read locks', () => {
  mkdirSync(file) // reading a folder fails for every user, also for root
  expect([open().access(), open().problem()]).toMatchObject(['pins', { why: 'unreadable' }])
})

test('a damaged file that can neither be copied nor replaced locks', () => {
  file = path.join(folder, `${'a'.repeat(245)}.json`) // with a longer name there is none that the system takes
  put('{')
  for (const people of [open(), open()]) {
    expect([people.access(), people.problem()]).toMatchObject(['pins', { why: 'damaged', file: path.basename(file) }])
  }
})

test('what cannot be saved has not happened', () => {
  file = '/dev/null/access.json'
  const people = open()
  expect(people.save({ access: 'pins', people: [wang()] }).ok).toBe(false)
  expect(people.people()).toEqual([])
})
