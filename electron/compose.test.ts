import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestPorts } from '#electron/console/testing.ts'
import type { PublishedList } from '#electron/list/list-keeper.ts'
import { createClock } from '#electron/platform/clock.ts'
import { openConf } from '#electron/store/conf.ts'
import { createSettingsStore } from '#electron/store/settings.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import { createList } from './compose.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-compose-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the list of older settings moves into its own store, with its thread, and leaves the settings', async () => {
  const file = path.join(folder, 'settings.json')
  const { access: _access, ...old } = defaultSettings
  const rule = {
    id: 'own',
    name: 'Own',
    classId: 'repair',
    severity: 'P1',
    condition: { kind: 'vdn', vdn: '8001' },
    enabled: true,
  }
  const list = { version: 7, classes: [{ id: 'repair', name: { zh: '抢修', en: 'Repair' } }], rules: [rule] }
  writeFileSync(file, JSON.stringify({ ...old, version: 1, list }))
  const { ports } = createTestPorts()
  const settings = createSettingsStore({ folder, name: 'settings', open: openConf, now: Date.now, log: ports.log })
  const keeper = createList({ ...ports, settings, folder, clock: createClock() })
  const published = await new Promise<PublishedList>((resolve) =>
    keeper.start({ onPublished: resolve, onChanged: () => undefined, onProblem: () => undefined }),
  )
  expect(published.meta).toMatchObject({ version: 7, kind: 'first', rules: 1 })
  await keeper.stop()
  expect(settings.get()).not.toHaveProperty('listOfVersion1')
  expect(JSON.parse(readFileSync(file, 'utf8'))).not.toHaveProperty('listOfVersion1')
})
