import { hostname } from 'node:os'
import electronLog from 'electron-log/node'
import { createAccessDesk } from '#electron/access/create-access-desk.ts'
import type { Console } from '#electron/console/console.ts'
import type { HostPorts } from '#electron/console/ports.ts'
import { createFileShelf } from '#electron/files/create-file-shelf.ts'
import { createClock } from '#electron/platform/clock.ts'
import { lockHome, type HomeLock } from '#electron/platform/home-lock.ts'
import { createLog, fileSink, type RedactingLog } from '#electron/platform/log.ts'
import { dataPaths, thisMachine, type Machine } from '#electron/platform/paths.ts'
import { createFileSecrets } from '#electron/platform/secrets.ts'
import { openConf } from '#electron/store/conf.ts'
import { createSettingsStore } from '#electron/store/settings.ts'
import { createBrowserHost, type BrowserHost } from './create-browser-host.ts'
import { installationToken } from './guard.ts'
import { openPage } from './open-page.ts'

/**
 * One run of the browser host, from the lock of the data folder to the exit. It owns the process: signals, exit code and
 * what is printed. A second start on the same folder opens the page of the first and ends.
 */
export type BrowserRun = {
  makeConsole: (ports: HostPorts) => Console
  pageFolder: string
  print: (line: string) => void
  machine?: Machine
}

const usualPort = 4750
/** A switch that does not answer and a screen that does not close get this long together. */
const stopWithinMs = 1800

export async function runBrowserHost({
  makeConsole,
  pageFolder,
  print,
  machine = thisMachine(),
}: BrowserRun): Promise<number | 'runs'> {
  const ports = portsToTry(machine.env['FIRSTLINE_PORT'])
  if (!ports) {
    print(`FIRSTLINE_PORT must be a port number, not "${machine.env['FIRSTLINE_PORT']}".`)
    return 1
  }
  const paths = dataPaths(machine)
  const log = createLog(fileSink(electronLog, paths.logFolder), machine.env['FIRSTLINE_DEBUG'] ? 'debug' : 'info')
  const locked = lockHome(paths)
  if (locked.kind === 'taken') {
    const url = locked.running?.url
    print(url ? `Firstline is running already: ${url}` : 'Firstline is running already, in its own window.')
    if (url) openPage(machine, paths.openFile, url)
    return 0
  }
  if (locked.kind === 'no-lock') log.warn('running without a lock on the data folder', { detail: locked.detail })
  const lock = locked.kind === 'ours' ? locked.lock : undefined

  const clock = createClock()
  const settings = createSettingsStore({
    folder: paths.home,
    name: paths.settingsName,
    open: openConf,
    now: clock.now,
    log,
  })
  const access = createAccessDesk({ file: paths.accessFile, settings, clock, log })
  const files = createFileShelf({ clock })
  const secrets = createFileSecrets(paths.secretsFile, log)
  const console = makeConsole({ settings, secrets, log, clock, access, files, folder: paths.home, host: {} })
  const token = installationToken(paths.tokenFile)
  log.hide(token)
  const deskName = () => settings.get().preferences.deskName || hostname()
  const moreOrigins = machine.env['FIRSTLINE_DEV_ORIGIN'] ? [machine.env['FIRSTLINE_DEV_ORIGIN']] : []
  let host: BrowserHost
  try {
    host = await createBrowserHost({ console, log, pageFolder, token, ports, access, files, deskName, moreOrigins })
  } catch (error) {
    print(whyNot(error, ports))
    lock?.release()
    return 1
  }
  void console.start()
  publish(lock, host.url, log)
  endOnSignals({ host, console, lock, log })
  log.info('console started', { port: host.port, node: process.version })
  print(`Firstline is open at ${host.url}`)
  print(`firstline-ready ${host.url}`)
  openPage(machine, paths.openFile, host.url)
  return 'runs'
}

/** A port that was asked for is used or refused; without one, the usual port gives way to any free one. */
function portsToTry(asked: string | undefined): number[] | undefined {
  if (asked === undefined || asked === '') return [usualPort, 0]
  const port = Number(asked)
  return Number.isInteger(port) && port >= 0 && port <= 65535 ? [port] : undefined
}

function whyNot(error: unknown, ports: number[]): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return `Port ${ports[0]} is in use. Set FIRSTLINE_PORT to another one, or to 0 for any free one.`
  if (code === 'EACCES') return `Port ${ports[0]} needs more rights. Set FIRSTLINE_PORT to one above 1023.`
  return `Firstline cannot start: ${error instanceof Error ? error.message : String(error)}`
}

function publish(lock: HomeLock | undefined, url: string, log: RedactingLog): void {
  try {
    lock?.publish({ pid: process.pid, url })
  } catch (error) {
    log.warn('a second start will not find this console', { error })
  }
}

type Running = { host: BrowserHost; console: Console; lock: HomeLock | undefined; log: RedactingLog }

function endOnSignals({ host, console, lock, log }: Running): void {
  let askedAt: number | undefined
  const end = (signal: NodeJS.Signals): void => {
    // Asked twice: now. But when-exit, which conf brings along, sends each first signal to its own process once more.
    if (askedAt !== undefined) return void (performance.now() - askedAt > 300 && process.exit(130))
    askedAt = performance.now()
    log.info('console stops', { signal })
    const late = new Promise((resolve) => setTimeout(resolve, stopWithinMs))
    void Promise.race([Promise.allSettled([host.close(), console.stop()]), late]).then(() => {
      lock?.release()
      process.exit(0)
    })
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  // The one place for bugs: calls must go on being shown, whatever a library threw on some socket's behalf.
  process.on('uncaughtException', (error) => log.error('unexpected', { error }))
  process.on('unhandledRejection', (error) => log.error('unexpected rejection', { error }))
  // Whoever read the output has gone (a closed terminal).
  process.stdout.on('error', () => undefined)
}
