import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockHome, type Locked } from './home-lock.ts'
import { dataPaths, type DataPaths } from './paths.ts'

let paths: DataPaths
beforeEach(() => {
  const home = mkdtempSync(path.join(tmpdir(), 'firstline-lock-'))
  paths = dataPaths({ env: { FIRSTLINE_HOME: home }, platform: 'linux', userHome: '/' })
})
afterEach(() => rmSync(paths.home, { recursive: true }))

const mine = (locked: Locked) => {
  if (locked.kind !== 'ours') throw new Error(`expected our lock, got ${locked.kind}`)
  return locked.lock
}

describe('the lock of a data folder', () => {
  test('is given once, and tells the second where the first can be reached', () => {
    const first = mine(lockHome(paths))
    first.publish({ pid: 1, url: 'http://127.0.0.1:4750/' })
    expect(lockHome(paths)).toEqual({ kind: 'taken', running: { pid: 1, url: 'http://127.0.0.1:4750/' } })
    first.release()
    mine(lockHome(paths)).release()
  })

  test('does not stay behind when its holder is killed', async () => {
    const program = `import { lockHome } from '#electron/platform/home-lock.ts'
      import { dataPaths } from '#electron/platform/paths.ts'
      console.log(lockHome(dataPaths()).kind); setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      env: { ...process.env, FIRSTLINE_HOME: paths.home },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    expect(said.toString().trim()).toBe('ours')
    expect(lockHome(paths).kind).toBe('taken')
    child.kill('SIGKILL')
    await once(child, 'exit')
    mine(lockHome(paths)).release()
  })

  test('is done without where the folder cannot be written', () => {
    const nowhere = dataPaths({ env: { FIRSTLINE_HOME: '/dev/null/home' }, platform: 'linux', userHome: '/' })
    expect(lockHome(nowhere).kind).toBe('no-lock')
  })
})
