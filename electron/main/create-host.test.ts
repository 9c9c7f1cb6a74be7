import type { EventEmitter } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ConsoleListener } from '#electron/console/running.ts'
import type { HostPorts } from '#electron/console/ports.ts'
import { channel } from '#electron/ipc/channel.ts'
import { lockHome } from '#electron/platform/home-lock.ts'
import { createLog } from '#electron/platform/log.ts'
import { dataPaths, type DataPaths } from '#electron/platform/paths.ts'
import { openConf } from '#electron/store/conf.ts'
import { ok } from '#shared/std/result.ts'
import { createHost } from './create-host.ts'
import { pageUrl } from './security.ts'
import { fakeElectron, FakeContents, FakeWindow } from './testing.ts'

let folder: string
let paths: DataPaths
let lines: string[]
let ports: HostPorts
let emit: ConsoleListener
let did: string[]
let stopping: Promise<void>
let fake: ReturnType<typeof fakeElectron>

const start = (given = fakeElectron(), devUrl?: string): Promise<'runs' | 'handed over'> => {
  fake = given
  return createHost({
    electron: given.electron,
    makeConsole: (made) => {
      ports = made
      return {
        execute: async (name, input, { session: _session, ...caller }) => ok({ name, input, caller }),
        subscribe: (listener) => {
          emit = listener
          return () => undefined
        },
        start: async () => void did.push('start'),
        stop: () => {
          did.push('stop')
          return stopping
        },
      }
    },
    openConf,
    paths,
    log: createLog((_level, line) => lines.push(line)),
    pageFolder: path.join(folder, 'renderer'),
    preload: '/out/preload/index.cjs',
    platform: 'linux',
    devUrl,
  })
}

const window = (): FakeWindow => FakeWindow.all[0] as FakeWindow
const sent = (): unknown[] => window().webContents.sent
const patch = (changes: object = {}) => ({ from: 1, revision: 2, sentAt: 0, changes })
const quit = async (): Promise<void> => {
  fake.app.quit()
  await vi.advanceTimersByTimeAsync(2_000)
}

beforeEach(() => {
  vi.useFakeTimers()
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-electron-'))
  mkdirSync(path.join(folder, 'renderer'))
  writeFileSync(path.join(folder, 'renderer', 'index.html'), '先接')
  writeFileSync(path.join(folder, 'secret.txt'), 'not for you')
  paths = dataPaths({ env: { FIRSTLINE_HOME: path.join(folder, 'home') }, platform: 'linux', userHome: '/' })
  lines = []
  did = []
  stopping = Promise.resolve()
})
afterEach(async () => {
  await quit()
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

describe('a page of ours', () => {
  beforeEach(() => start())

  test('runs in the sandbox, without Node, in a world of its own', () => {
    expect(fake.app.calls).toContain('enableSandbox')
    expect(window().options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      devTools: false,
      preload: '/out/preload/index.cjs',
    })
  })

  test('comes from the program itself, with a policy that allows nothing else', async () => {
    expect(window().loaded).toEqual([pageUrl])
    const response = fake.session.scheme?.(new Request(pageUrl))
    expect(await response?.text()).toBe('先接')
    expect(response?.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/)
    expect(response?.headers.get('content-security-policy')).not.toContain('unsafe')
  })

  test.each([
    'app://firstline/../secret.txt',
    'app://firstline/%2e%2e/secret.txt',
    'app://other/',
    'app://firstline//index.html',
  ])('is all that there is: %s', (url) => {
    expect(fake.session.scheme?.(new Request(url)).status).toBe(404)
  })

  test('is permitted full screen and to copy, and nothing else', () => {
    const asked = [
      'fullscreen',
      'clipboard-sanitized-write',
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'usb',
    ]
    const granted = asked.filter((permission) => {
      let answer = false
      fake.session.ask?.(undefined, permission, (given) => (answer = given))
      expect(fake.session.check?.(undefined, permission)).toBe(answer)
      return answer
    })
    expect(granted).toEqual(['fullscreen', 'clipboard-sanitized-write'])
    expect(fake.session.device?.()).toBe(false)
  })

  test.each([
    ['another site', 'https://evil.example/', true],
    ['another scheme with our name', 'https://firstline/', true],
    ['a file', 'file:///etc/passwd', true],
    ['a script', 'javascript:alert(1)', true],
    ['data', 'data:text/html,x', true],
    ['itself', `${pageUrl}?view=list`, false],
  ])('goes nowhere: %s', (_name, url, refused) => {
    const contents = new FakeContents()
    fake.app.emit('web-contents-created', {}, contents)
    for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      const preventDefault = vi.fn()
      contents.emit(name, { url, preventDefault })
      expect(preventDefault).toHaveBeenCalledTimes(refused ? 1 : 0)
    }
  })

  test('opens no window and no webview', () => {
    const contents = new FakeContents()
    fake.app.emit('web-contents-created', {}, contents)
    expect(contents.openHandler({ url: pageUrl })).toEqual({ action: 'deny' })
    const preventDefault = vi.fn()
    contents.emit('will-attach-webview', { preventDefault })
    expect(preventDefault).toHaveBeenCalled()
  })
})

describe('a command', () => {
  beforeEach(() => start())
  const run = (senderFrame: { url: string } | null, name: unknown = 'link.retryNow', input: unknown = {}) =>
    fake.handlers.get(channel)?.({ senderFrame }, name, input)

  test('of our page runs as the admin of this desk', async () => {
    ports.settings.update((settings) => ({ ...settings, preferences: { ...settings.preferences, deskName: '三号台' } }))
    expect(await run(window().webContents.mainFrame)).toEqual({
      ok: true,
      value: { name: 'link.retryNow', input: {}, caller: { role: 'admin', by: '三号台', seesNumbers: true } },
    })
  })

  test('goes through the registrar', async () => {
    expect(await run(window().webContents.mainFrame, 'constructor')).toMatchObject({
      error: { kind: 'unknown-command' },
    })
  })

  test('of a frame in our page is refused', async () => {
    expect(await run({ url: pageUrl })).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
  })

  test('of a page that took our place is refused', async () => {
    window().webContents.mainFrame.url = 'https://evil.example/'
    expect(await run(window().webContents.mainFrame)).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
  })

  test('of a frame that is gone is refused', async () => {
    expect(await run(null)).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
  })

  test('has no other channel', () => {
    expect([...fake.handlers.keys()]).toEqual([channel])
  })
})

describe('a window', () => {
  beforeEach(async () => {
    await start()
    window().emit('ready-to-show')
  })

  test('that is closed is hidden, remembers its place, and the console goes on', () => {
    const preventDefault = vi.fn()
    window().emit('close', { preventDefault })
    expect(preventDefault).toHaveBeenCalled()
    expect(window().visible).toBe(false)
    expect(did).toEqual(['start'])
    expect(JSON.parse(readFileSync(paths.windowFile, 'utf8'))).toMatchObject({ x: 10, y: 20, width: 1000, height: 700 })
  })

  test('that can be seen is sent every event', () => {
    emit('console.changed', patch())
    expect(sent()).toEqual([{ t: 'event', name: 'console.changed', payload: patch() }])
  })

  test.each([
    ['hidden', () => window().hide(), () => window().show()],
    ['minimized', () => (window().minimized = true), () => window().restore()],
  ])('that was %s has no backlog and asks for the snapshot', (_name, away, back) => {
    away()
    for (let n = 0; n < 100; n += 1) emit('console.changed', patch())
    expect(sent()).toEqual([])
    back()
    expect(sent()).toEqual([{ t: 'resumed' }])
  })

  test('that is hidden still sounds', () => {
    window().hide()
    emit('console.changed', patch({ sound: { play: 'P1', raised: 1 } }))
    expect(sent()).toHaveLength(1)
  })

  test('comes back when its page is gone, ever more slowly but always, and the console goes on', async () => {
    const waits: number[] = []
    for (let n = 0; n < 8; n += 1) {
      const loads = window().loaded.length
      window().webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
      let waited = 0
      await vi.advanceTimersByTimeAsync(0)
      for (; window().loaded.length === loads; waited += 500) await vi.advanceTimersByTimeAsync(500)
      waits.push(waited)
    }
    expect(waits).toEqual([0, 1_000, 5_000, 15_000, 30_000, 60_000, 60_000, 60_000])
    expect(did).toEqual(['start'])
  })

  test('comes back at once again after its page lived for long', async () => {
    const crash = () => window().webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    crash()
    await vi.advanceTimersByTimeAsync(0)
    crash()
    await vi.advanceTimersByTimeAsync(400_000)
    const loads = window().loaded.length
    crash()
    await vi.advanceTimersByTimeAsync(0)
    expect(window().loaded).toHaveLength(loads + 1)
  })

  test('whose page hangs is sent nothing, and gets a new page after ten seconds', async () => {
    window().emit('unresponsive')
    emit('console.changed', patch())
    expect(sent()).toEqual([])
    await vi.advanceTimersByTimeAsync(9_999)
    expect(window().webContents.killed).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(window().webContents.killed).toBe(1)
  })

  test('whose page answers again keeps it, and asks for the snapshot', async () => {
    window().emit('unresponsive')
    emit('console.changed', patch())
    window().emit('responsive')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(window().webContents.killed).toBe(0)
    expect(sent()).toEqual([{ t: 'resumed' }])
  })

  test('fills the screen and leaves it', () => {
    ports.host.toggleFullScreen?.()
    expect(window().fullScreen).toBe(true)
    ports.host.toggleFullScreen?.()
    expect(window().fullScreen).toBe(false)
  })

  test('speaks the language of the system, and the one that is chosen', () => {
    const labels = (): unknown[] => fake.menus.flatMap((menu) => menu.map((item) => item.label))
    expect(labels()).toContain('打开 Firstline')
    expect(labels()).not.toContain('Open Firstline')
    ports.settings.update((settings) => ({ ...settings, preferences: { ...settings.preferences, language: 'en' } }))
    emit('preferences.changed', ports.settings.get().preferences)
    expect(labels()).toContain('Open Firstline')
  })
})

describe('the program', () => {
  test('keeps its profile in the data folder', async () => {
    await start()
    expect(fake.app.calls[0]).toBe(`setPath userData ${paths.home}`)
  })

  test('shows its window for a second start', async () => {
    await start()
    window().minimized = true
    fake.app.emit('second-instance')
    expect(window()).toMatchObject({ minimized: false, visible: true, focused: 1 })
  })

  test('that is the second start ends', async () => {
    expect(await start(fakeElectron({ firstInstance: false }))).toBe('handed over')
    expect(fake.app.exits).toEqual([0])
    expect(FakeWindow.all).toEqual([])
  })

  test('opens the page of a browser host that has the data folder, and ends', async () => {
    const locked = lockHome(paths)
    if (locked.kind !== 'ours') throw new Error(locked.kind)
    locked.lock.publish({ pid: 1, url: 'http://127.0.0.1:4750/#token=t' })
    expect(await start()).toBe('handed over')
    expect(fake.opened).toEqual([pathToFileURL(paths.openFile).href])
    expect(readFileSync(paths.openFile, 'utf8')).toContain('url=http://127.0.0.1:4750/#token=t"')
    expect(fake.app.exits).toEqual([0])
    locked.lock.release()
  })

  test('stops the console before it ends', async () => {
    await start()
    fake.app.quit()
    await vi.advanceTimersByTimeAsync(0)
    expect(fake.app.calls).toContain('quit prevented')
    expect(did).toEqual(['start', 'stop'])
    expect(fake.app.exits).toEqual([0])
  })

  test('ends after two seconds although the console does not stop', async () => {
    stopping = new Promise(() => undefined)
    await start()
    fake.app.quit()
    await vi.advanceTimersByTimeAsync(1_999)
    expect(fake.app.exits).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(fake.app.exits).toEqual([0])
  })

  test('ends although stopping the console fails', async () => {
    stopping = Promise.reject(new Error('bug'))
    await start()
    await quit()
    expect(fake.app.exits).toEqual([0])
    expect(lines.join()).toContain('stopping failed')
  })

  test('lets its window close when it ends', async () => {
    await start()
    await quit()
    const preventDefault = vi.fn()
    window().emit('close', { preventDefault })
    expect(preventDefault).not.toHaveBeenCalled()
  })

  test('goes on when a helper process of Chromium ends', async () => {
    await start()
    expect((fake.app as EventEmitter).emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed' })).toBe(true)
    expect(did).toEqual(['start'])
  })

  test('loads the development server only when it is not packaged', async () => {
    await start(fakeElectron(), 'http://localhost:5173/')
    expect(window().loaded).toEqual([pageUrl])
  })

  test.each([
    ['seals secrets with the key store', 'gnome_libsecret', false],
    ['says when the key store would only pretend', 'basic_text', true],
  ])('%s', async (_name, backend, plain) => {
    await start(fakeElectron({ backend }))
    ports.secrets.set('ami-secret', 'hunter2')
    expect(readFileSync(paths.secretsFile, 'utf8').includes('hunter2')).toBe(plain)
    expect(lines.join().includes('no keyring')).toBe(plain)
  })
})
