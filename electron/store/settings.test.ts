import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Log } from '#electron/console/ports.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import { settingsVersion } from '#shared/settings/migrations.ts'
import type { Settings } from '#shared/settings/schema.ts'
import { openConf } from './conf.ts'
import { createSettingsStore, type OpenConf } from './settings.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-settings-'))
  file = path.join(folder, 'settings.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const now = 1_795_000_000_000
const nothing = (): void => undefined
const log: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing }
const open = (at = folder, conf: OpenConf = openConf) =>
  createSettingsStore({ folder: at, name: 'settings', open: conf, now: () => now, log })
const withDesk = (deskName: string) => (settings: Settings) => ({
  ...settings,
  preferences: { ...settings.preferences, deskName },
})

describe('the settings', () => {
  test('start with the defaults and a file only for their user', () => {
    expect(open().get()).toEqual(defaultSettings)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(defaultSettings)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('are kept across starts', () => {
    expect(open().update(withDesk('三号台')).ok).toBe(true)
    expect(open().get().preferences.deskName).toBe('三号台')
  })

  test('stay as they are when a change breaks the schema', () => {
    const store = open()
    const before = readFileSync(file, 'utf8')
    expect(store.update((settings) => ({ ...settings, defaultLimitSeconds: 0 }))).toMatchObject({ ok: false })
    expect(store.get().defaultLimitSeconds).toBe(20)
    expect(readFileSync(file, 'utf8')).toBe(before)
  })
})

describe('a settings file that cannot be used', () => {
  test.each([
    ['is cut off', '{"version":1,"preferences":{"lang'],
    ['is empty', ''],
    ['is a list', '[]'],
    ['is null', 'null'],
    ['holds zero bytes', '\0'.repeat(300)],
    ['breaks the schema', JSON.stringify({ ...defaultSettings, defaultLimitSeconds: -1 })],
  ])('because it %s is set aside as it was', (_name, text) => {
    writeFileSync(file, text)
    const store = open()
    expect(store.get()).toEqual(defaultSettings)
    const aside = readdirSync(folder).filter((name) => name.startsWith('settings.damaged-'))
    expect(aside).toEqual(['settings.damaged-20261118T110640Z.json'])
    expect(readFileSync(path.join(folder, aside[0] ?? ''), 'utf8')).toBe(text)
    expect(store.problems()).toEqual([{ kind: 'settings-set-aside', file: aside[0], at: now }])
  })

  test('does not replace one that was set aside before', () => {
    for (const text of ['first', 'second']) {
      writeFileSync(file, text)
      open()
    }
    const kept = readdirSync(folder).filter((name) => name.includes('damaged'))
    expect(kept.map((name) => readFileSync(path.join(folder, name), 'utf8')).toSorted()).toEqual(['first', 'second'])
  })

  test('because a newer program wrote it is left alone', () => {
    const text = JSON.stringify({ ...defaultSettings, version: settingsVersion + 1, later: true })
    writeFileSync(file, text)
    const store = open()
    const detail = `settings.json: ${settingsVersion + 1} > ${settingsVersion}`
    expect(store.problems()).toEqual([{ kind: 'settings-not-saved', detail, at: now }])
    expect(store.update(withDesk('三号台')).ok).toBe(true)
    expect(store.get().preferences.deskName).toBe('三号台')
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  test('of version 1 is brought to the present one, and keeps its list until that has a store', () => {
    const list = { version: 7, classes: [], rules: [] }
    const { access: _access, ...old } = defaultSettings
    writeFileSync(file, JSON.stringify({ ...old, version: 1, list }))
    const store = open()
    expect(store.get()).toEqual({ ...defaultSettings, listOfVersion1: list })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: settingsVersion, listOfVersion1: list })
    store.update(({ listOfVersion1: _taken, ...rest }) => rest)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(defaultSettings)
  })

  test('with a byte order mark is read all the same', () => {
    writeFileSync(file, `\uFEFF${JSON.stringify(withDesk('三号台')(defaultSettings))}`)
    expect(open().get().preferences.deskName).toBe('三号台')
  })
})

describe('a disk that cannot be written', () => {
  test('from the start: goes on in memory and says so', () => {
    const blocked = path.join(folder, 'blocked')
    writeFileSync(blocked, '')
    const store = open(path.join(blocked, 'home'))
    expect(store.problems()).toMatchObject([{ kind: 'settings-not-saved' }])
    expect(store.update(withDesk('三号台')).ok).toBe(true)
    expect(store.get().preferences.deskName).toBe('三号台')
    expect(store.problems()).toMatchObject([{ kind: 'settings-not-saved' }])
  })

  test('later: refuses the change and says so, until it can be written again', () => {
    let full = false
    const failing: OpenConf = (options) => {
      const conf = openConf(options)
      return {
        get store() {
          return conf.store
        },
        set store(value) {
          if (full) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
          conf.store = value
        },
      }
    }
    const store = open(folder, failing)
    full = true
    expect(store.update(withDesk('三号台'))).toEqual({ ok: false, error: { detail: 'ENOSPC' } })
    expect(store.get().preferences.deskName).toBe('')
    expect(store.problems()).toEqual([{ kind: 'settings-not-saved', detail: 'ENOSPC', at: now }])
    full = false
    expect(store.update(withDesk('三号台')).ok).toBe(true)
    expect(store.problems()).toEqual([])
  })
})

test('what a kill left of a write is tidied at the next start', () => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'settings.json.tmp-2611201230abcd'), '{')
  open()
  expect(readdirSync(folder)).toEqual(['settings.json'])
})
