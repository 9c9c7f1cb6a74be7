import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { hashPin } from '#electron/access/pin.ts'
import type { SignInRole } from '#shared/ipc/access-view.ts'
import { firstVersion } from '#electron/list/first-list.ts'
import { copyFile } from '#electron/list/open-store.ts'
import { writeCopy } from '#electron/list/published-copy.ts'
import type { ListDocument } from '#shared/domain/priority/rule.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import type { Settings } from '#shared/settings/schema.ts'

/**
 * A console as users run it: the built browser host in its own process, with a data folder of its own. It is ended by its
 * own process id. Build first (`npm run build`; `npm test` does).
 */
export type RunningConsole = {
  /** With the token: what the browser opens. */
  url: string
  home: string
  pid: number
  /** Everything it logged so far. */
  log(): string
  /** Asks it to end, as a closed terminal does; answers the exit code (null: it had to be killed). */
  stop(): Promise<number | null>
  /** The power is gone: nothing is asked, nothing is finished. Done when the process is no more. */
  kill(): Promise<void>
}

export type StartOptions = {
  settings?: Partial<Settings>
  secret?: string
  /** A desk without PINs, if nothing is said; `unasked`: as on the first start. */
  access?: AccessOfTest
  /** The list that is in force from the start; the program's own, if nothing is said. */
  list?: ListDocument
  home?: string
  env?: Record<string, string>
}

export type PersonOfTest = { id: string; name: string; role: SignInRole; pin: string }
export type AccessOfTest = 'open' | 'unasked' | PersonOfTest[]

const root = path.join(import.meta.dirname, '..')
const readyWithinMs = 20_000

/** The practice switch runs fast and always alike in tests. */
export const testSettings = (change: Partial<Settings> = {}): Settings => ({
  ...structuredClone(defaultSettings),
  preferences: { language: 'en', theme: 'dark', deskName: 'Desk 2' },
  ...change,
})

export const asteriskSettings = (
  port: number,
  change: Partial<Settings['connection']['ami']> = {},
): Settings['connection'] => ({
  mode: 'asterisk',
  ami: { ...defaultSettings.connection.ami, port, username: 'console', ...change },
})

export async function startConsole(options: StartOptions = {}): Promise<RunningConsole> {
  const home = options.home ?? mkdtempSync(path.join(tmpdir(), 'firstline-test-'))
  if (!options.home || options.settings) {
    writeFileSync(path.join(home, 'settings.json'), JSON.stringify(testSettings(options.settings)), { mode: 0o600 })
  }
  if (!options.home || options.access) await writeAccess(home, options.access)
  if (options.list) writeCopy(path.join(home, copyFile), firstVersion(options.list, 1, Date.now()))
  if (options.secret !== undefined) {
    const secrets = { version: 1, secrets: { 'ami-secret': { plain: options.secret } } }
    writeFileSync(path.join(home, 'secrets.json'), JSON.stringify(secrets), { mode: 0o600 })
  }
  const child = spawn(process.execPath, [path.join(root, 'out/main/browser.js')], {
    env: { ...process.env, FIRSTLINE_HOME: home, FIRSTLINE_PORT: '0', FIRSTLINE_NO_OPEN: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await untilReady(child)
  return {
    url,
    home,
    pid: child.pid ?? 0,
    log: () => readLogs(path.join(home, 'logs')),
    async stop() {
      const code = await endProcess(child)
      if (!options.home) rmSync(home, { recursive: true, force: true })
      return code
    },
    kill: () => killProcess(child),
  }
}

/** Who may sign in at a console that is about to start. */
export async function writeAccess(home: string, access: AccessOfTest = 'open'): Promise<void> {
  if (access === 'unasked') return
  const people = access === 'open' ? [] : access
  const hashed = people.map(async ({ pin, ...person }) => ({
    ...person,
    pin: await hashPin(pin),
    lastSignInAt: null,
  }))
  const content = { version: 1, access: access === 'open' ? 'open' : 'pins', people: await Promise.all(hashed) }
  writeFileSync(path.join(home, 'access.json'), JSON.stringify(content), { mode: 0o600 })
}

function untilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const late = setTimeout(() => fail('was not ready in time'), readyWithinMs)
    const fail = (why: string): void => {
      clearTimeout(late)
      child.kill('SIGKILL')
      reject(new Error(`the console ${why}:\n${said}`))
    }
    child.stderr?.on('data', (data: Buffer) => (said += data.toString()))
    child.once('exit', (code) => fail(`ended with ${code}`))
    if (!child.stdout) return fail('has no output')
    createInterface({ input: child.stdout }).on('line', (line) => {
      said += `${line}\n`
      const url = /^firstline-ready (\S+)$/.exec(line)?.[1]
      if (!url) return
      clearTimeout(late)
      child.removeAllListeners('exit')
      resolve(url)
    })
  })
}

function endProcess(child: ChildProcess): Promise<number | null> {
  if (isOver(child)) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => {
    const kill = setTimeout(() => child.kill('SIGKILL'), 5000)
    child.once('exit', (code) => {
      clearTimeout(kill)
      resolve(code)
    })
    child.kill('SIGTERM')
  })
}

function killProcess(child: ChildProcess): Promise<void> {
  if (isOver(child)) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}

const isOver = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

function readLogs(folder: string): string {
  try {
    return readdirSync(folder)
      .map((name) => readFileSync(path.join(folder, name), 'utf8'))
      .join('\n')
  } catch {
    return '' // nothing was logged yet
  }
}
