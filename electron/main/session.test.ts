import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Session } from '#electron/access/access-desk.ts'
import type { HostPorts } from '#electron/console/ports.ts'
import type { ConsoleListener } from '#electron/console/running.ts'
import { channel } from '#electron/ipc/channel.ts'
import { createLog } from '#electron/platform/log.ts'
import { dataPaths } from '#electron/platform/paths.ts'
import { openConf } from '#electron/store/conf.ts'
import { ok } from '#shared/std/result.ts'
import { createHost } from './create-host.ts'
import { fakeElectron, FakeWindow } from './testing.ts'

/** The session of Electron's window: its role, what it is told of it, what it may see. */
let folder: string
let ports: HostPorts
let emit: ConsoleListener
let sessions: (Session | undefined)[]
let fake: ReturnType<typeof fakeElectron>

beforeEach(async () => {
  vi.useFakeTimers()
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-session-'))
  mkdirSync(path.join(folder, 'renderer'))
  writeFileSync(path.join(folder, 'renderer', 'index.html'), '先接')
  sessions = []
  fake = fakeElectron()
  await createHost({
    electron: fake.electron,
    makeConsole: (made) => {
      ports = made
      return {
        execute: async (_name, _input, { role, by, session }) => {
          sessions.push(session)
          return ok({ role, by, number: '13811111111' })
        },
        subscribe: (listener) => {
          emit = listener
          return () => undefined
        },
        start: () => Promise.resolve(),
        stop: () => Promise.resolve(),
      }
    },
    openConf,
    paths: dataPaths({ env: { FIRSTLINE_HOME: path.join(folder, 'home') }, platform: 'linux', userHome: '/' }),
    log: createLog(() => undefined),
    pageFolder: path.join(folder, 'renderer'),
    preload: '/out/preload/index.cjs',
    platform: 'linux',
  })
  window().emit('ready-to-show')
})
afterEach(async () => {
  fake.app.quit()
  await vi.advanceTimersByTimeAsync(2_000)
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

const window = (): FakeWindow => FakeWindow.all[0] as FakeWindow
const sent = (): unknown[] => window().webContents.sent
const run = async (name: string): Promise<unknown> =>
  fake.handlers.get(channel)?.({ senderFrame: window().webContents.mainFrame }, name, {})

async function theSession(): Promise<Session> {
  await run('console.snapshot')
  const session = sessions.at(-1)
  if (!session) throw new Error('no session')
  return session
}

test('the window has one session for as long as the program runs', async () => {
  const first = await theSession()
  expect(await theSession()).toBe(first)
})

describe('a window at which nobody is signed in', () => {
  let session: Session
  beforeEach(async () => {
    session = await theSession()
    await ports.access.setUp(session, { name: '王班长', pin: '2580' })
    ports.access.setPolicy({ numbers: { viewer: false, reception: false, supervisor: true } }, session.caller())
    ports.access.signOut(session)
    window().webContents.sent = []
  })

  test('may only what the base role may, and is answered without numbers', async () => {
    expect(await run('connection.get')).toEqual({ ok: false, error: { kind: 'forbidden', needs: 'admin' } })
    expect(await run('sound.resume')).toMatchObject({ value: { role: 'reception', number: '138****1111' } })
  })

  test('hears events without numbers, and none above its role', () => {
    emit('connection.tested', { testId: '1', step: { step: 'reached', result: 'ok', facts: {} } })
    emit('preferences.changed', { language: 'zh', theme: 'dark', deskName: '13811111111' })
    expect(sent()).toMatchObject([{ name: 'preferences.changed', payload: { deskName: '138****1111' } }])
  })

  test('is told when its role begins, and when it ends without input', async () => {
    await ports.access.signIn(session, ports.access.people()[0]?.id ?? '', '2580')
    expect(sent()).toEqual([{ t: 'event', name: 'session.changed', payload: {} }])
    expect(await run('connection.get')).toMatchObject({ value: { role: 'admin', number: '13811111111' } })
    await vi.advanceTimersByTimeAsync(15 * 60_000)
    expect(sent()).toHaveLength(2)
    expect(await run('connection.get')).toMatchObject({ error: { kind: 'forbidden' } })
  })

  test('is not told of the role of another screen', async () => {
    const other = ports.access.openSession(() => '')
    await ports.access.signIn(other, ports.access.people()[0]?.id ?? '', '2580')
    expect(sent()).toEqual([])
  })
})
