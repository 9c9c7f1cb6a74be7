import { describe, expect, test } from 'vitest'
import { defaultSettings } from './defaults.ts'
import { readSettings, settingsVersion } from './migrations.ts'

describe('settings read from a file', () => {
  test('of the present version are taken as they are', () => {
    expect(readSettings(defaultSettings)).toEqual({ kind: 'good', settings: defaultSettings, migrated: false })
  })

  test('of a newer program are refused', () => {
    expect(readSettings({ ...defaultSettings, version: 7 })).toEqual({ kind: 'newer', version: 7 })
  })

  test.each([
    ['a list', []],
    ['nothing', null],
    ['no version', { preferences: {} }],
    ['a version that is no number', { ...defaultSettings, version: '1' }],
    ['a version before the first', { ...defaultSettings, version: 0 }],
  ])('%s is invalid', (_name, raw) => {
    expect(readSettings(raw).kind).toBe('invalid')
  })

  test('that break the schema say where', () => {
    const ami = { ...defaultSettings.connection.ami, port: 0 }
    const broken = { ...defaultSettings, connection: { mode: 'asterisk', ami } }
    expect(readSettings(broken)).toMatchObject({ kind: 'invalid', where: 'connection.ami.port' })
  })

  test('of an older version go through every step in order', () => {
    const seen: unknown[] = []
    const note = (settings: Record<string, unknown>) => (seen.push(settings['version']), settings)
    const read = readSettings({ ...defaultSettings, version: 1 }, { 1: note, 2: note, 3: note }, 4)
    expect(seen).toEqual([1, 2, 3])
    expect(read).toMatchObject({ kind: 'invalid', where: 'version' }) // the schema of this test's future does not exist
  })

  test('of before the journal get its usual limits, and keep everything else', () => {
    const { figures: _figures, journal: _journal, reports: _reports, ...before } = defaultSettings
    const site = { ...before.site, name: '海滨市燃气' }
    const read = readSettings({ ...before, site, version: 2 })
    expect(read).toEqual({ kind: 'good', settings: { ...defaultSettings, site }, migrated: true })
  })

  test('of version 1 get who may do what, and hand their list on', () => {
    const { access: _access, ...old } = defaultSettings
    const list = { version: 3, classes: [], rules: [] }
    expect(readSettings({ ...old, version: 1, list })).toEqual({
      kind: 'good',
      migrated: true,
      settings: { ...defaultSettings, listOfVersion1: list },
    })
  })

  test('without a way to the present version are invalid', () => {
    expect(readSettings(defaultSettings, {}, settingsVersion + 1).kind).toBe('invalid')
  })
})
