import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSettings } from '#shared/settings/migrations.ts'

/** Writes as fast as it can, alternately a short and a long file, and says so once the first write is done. */
const writer = `
  import { openConf } from '#electron/store/conf.ts'
  import { createSettingsStore } from '#electron/store/settings.ts'
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const store = createSettingsStore({ folder: process.env.FOLDER, name: 'settings', open: openConf, now: Date.now, log })
  const long = Array.from({ length: 200 }, (_, n) => ({ area: 'area ' + n, name: { zh: '', en: '' }, limitSeconds: 20 }))
  for (let n = 0; ; n += 1) {
    store.update((settings) => ({ ...settings, areas: n % 2 ? [] : long }))
    if (n === 0) process.stdout.write('writing')
  }`

let folders: string[]
beforeAll(() => {
  folders = Array.from({ length: 4 }, () => mkdtempSync(path.join(tmpdir(), 'firstline-kill-')))
})
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

async function killWhileWriting(folder: string, afterMs: number): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer], {
    env: { ...process.env, FOLDER: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  await wait(afterMs)
  child.kill('SIGKILL')
  await once(child, 'exit')
  return readFileSync(path.join(folder, 'settings.json'), 'utf8')
}

/** Rounds of four kills: forty where somebody waits for the answer, a hundred where nobody does. */
const rounds = process.env['CI'] ? 25 : 10

test('a kill in the middle of writing leaves the old file or the new one', { timeout: 120_000 }, async () => {
  const lengths = new Set<number>()
  for (let round = 0; round < rounds; round += 1) {
    // Moments spread over several writes, a different one for each kill.
    const texts = await Promise.all(folders.map((folder, n) => killWhileWriting(folder, ((round * 4 + n) * 7) % 41)))
    for (const text of texts) {
      expect(readSettings(JSON.parse(text)).kind).toBe('good')
      lengths.add(text.length)
    }
  }
  expect(lengths.size).toBe(2)
})
