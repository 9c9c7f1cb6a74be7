import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

/** The host as a process of its own, with a console that does nothing (or does not stop). */
const program = `
  import { runBrowserHost } from '#electron/browser/run.ts'
  const makeConsole = ({ log }) => ({
    execute: async () => ({ ok: true, value: null }),
    subscribe: () => () => {},
    start: () => log.info('stub started'),
    stop: () => process.env.STUCK ? new Promise(() => {}) : Promise.resolve(),
  })
  const code = await runBrowserHost({ makeConsole, pageFolder: process.env.PAGE, print: (line) => console.log(line) })
  if (code !== 'runs') process.exit(code)`

let folder: string
let children: ChildProcess[]
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-run-'))
  mkdirSync(path.join(folder, 'page'))
  writeFileSync(path.join(folder, 'page', 'index.html'), '先接')
  children = []
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

type Started = { child: ChildProcess; lines: string[]; ready: Promise<string>; ended: Promise<number | null> }

function start(env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: {
      ...process.env,
      CI: '1',
      FIRSTLINE_HOME: path.join(folder, 'home'),
      FIRSTLINE_PORT: '0',
      PAGE: path.join(folder, 'page'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  children.push(child)
  const lines: string[] = []
  const output = createInterface(child.stdout)
  const ready = new Promise<string>((resolve) => {
    output.on('line', (line) => {
      lines.push(line)
      if (line.startsWith('firstline-ready ')) resolve(line.slice('firstline-ready '.length))
    })
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, lines, ready, ended }
}

describe('the browser host', () => {
  test('says where it is, and serves the page there', async () => {
    const url = await start().ready
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/)
    expect(await (await fetch(url)).text()).toBe('先接')
  })

  test('keeps its files from others, and its token out of the log', async () => {
    const url = await start().ready
    const home = path.join(folder, 'home')
    const log = readFileSync(path.join(home, 'logs', 'firstline.log'), 'utf8')
    expect(log).toContain('console started')
    expect(log).not.toContain(url.split('token=')[1])
    if (process.platform === 'win32') return
    expect(statSync(home).mode & 0o077).toBe(0)
    for (const name of ['token', 'running.json', 'settings.json']) {
      expect([name, statSync(path.join(home, name)).mode & 0o077]).toEqual([name, 0])
    }
  })

  test('is found by a second start, which ends', async () => {
    const url = await start().ready
    const second = start()
    expect(await second.ended).toBe(0)
    expect(second.lines).toEqual([`Firstline is running already: ${url}`])
  })

  test('has the same address after a kill, for the screens that are open', async () => {
    const first = start()
    const url = new URL(await first.ready)
    first.child.kill('SIGKILL')
    await first.ended
    expect(await start({ FIRSTLINE_PORT: url.port }).ready).toBe(url.href)
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('ends on %s', async (signal) => {
    const { child, ready, ended } = start()
    await ready
    child.kill(signal)
    expect(await ended).toBe(0)
  })

  test('ends within two seconds although the console does not stop', async () => {
    const { child, ready, ended } = start({ STUCK: '1' })
    await ready
    const asked = performance.now()
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(performance.now() - asked).toBeLessThan(2_000)
  })

  test.each([
    ['a port that is none', { FIRSTLINE_PORT: 'http' }, 'FIRSTLINE_PORT must be a port number, not "http".'],
    ['a program that is not built', { PAGE: '/dev/null/page' }, 'Firstline cannot start: '],
  ])('says in one line that it cannot start: %s', async (_name, env, said) => {
    const { lines, ended } = start(env)
    expect(await ended).toBe(1)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(said)
  })

  test('says in one line that the port it was given is taken', async () => {
    const { port } = new URL(await start().ready)
    const second = start({ FIRSTLINE_PORT: port, FIRSTLINE_HOME: path.join(folder, 'other') })
    expect(await second.ended).toBe(1)
    expect(second.lines).toEqual([
      `Port ${port} is in use. Set FIRSTLINE_PORT to another one, or to 0 for any free one.`,
    ])
  })

  test('runs without a folder of its own', async () => {
    await start({ FIRSTLINE_HOME: '/dev/null/home' }).ready
    expect(readdirSync(folder)).toEqual(['page'])
  })
})
