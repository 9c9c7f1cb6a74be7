import { hostname } from 'node:os'
import { pathToFileURL } from 'node:url'
import type { Session } from '#electron/access/access-desk.ts'
import { createAccessDesk } from '#electron/access/create-access-desk.ts'
import { writeOpeningPage } from '#electron/browser/open-page.ts'
import type { Console } from '#electron/console/console.ts'
import type { HostPorts } from '#electron/console/ports.ts'
import { createFileShelf } from '#electron/files/create-file-shelf.ts'
import { channel } from '#electron/ipc/channel.ts'
import { mayHear, payloadFor } from '#electron/ipc/events.ts'
import { createRegistrar } from '#electron/ipc/registrar.ts'
import { createClock } from '#electron/platform/clock.ts'
import { lockHome, type HomeLock } from '#electron/platform/home-lock.ts'
import type { RedactingLog } from '#electron/platform/log.ts'
import type { DataPaths } from '#electron/platform/paths.ts'
import { createFileSecrets, safeStorageSealer } from '#electron/platform/secrets.ts'
import { createSettingsStore, type OpenConf } from '#electron/store/settings.ts'
import { err } from '#shared/std/result.ts'
import type { ElectronModule } from './electron-module.ts'
import { createMenus } from './menus.ts'
import { quitPolitely } from './quit.ts'
import { createScreenWindow, type ScreenWindow } from './screen-window.ts'
import { pageUrl, registerScheme, secureContents, secureSession } from './security.ts'
import { wordsFor } from './words.ts'

/**
 * The console in a window. Electron's module is an argument: what is done with it is the security of the program, and is
 * tested where the binary cannot be had. One console per data folder: a second start shows the window of the first, or
 * the page of a browser host that has the folder.
 */
export type HostParts = {
  electron: ElectronModule
  makeConsole: (ports: HostPorts) => Console
  openConf: OpenConf
  paths: DataPaths
  log: RedactingLog
  pageFolder: string
  preload: string
  platform: NodeJS.Platform
  /** The development server's page; never in a packaged program. */
  devUrl?: string | undefined
}

/** The caller must not await it while its own module loads: Electron is ready only after that. */
export async function createHost(parts: HostParts): Promise<'runs' | 'handed over'> {
  const { electron, paths, log } = parts
  const { app } = electron
  app.setPath('userData', paths.home)
  if (!app.requestSingleInstanceLock()) return handOver(parts, undefined)
  const locked = lockHome(paths)
  if (locked.kind === 'taken') return handOver(parts, locked.running?.url)
  const lock = locked.kind === 'ours' ? locked.lock : undefined
  registerScheme(electron)
  const home = parts.devUrl !== undefined && !app.isPackaged ? parts.devUrl : pageUrl
  app.on('web-contents-created', (_event, contents) => secureContents(contents, home, log))
  app.on('child-process-gone', (_event, { type, reason }) => log.error('process gone', { type, reason }))
  // Closing the window hides it; without this Electron would quit where the last one is really closed.
  app.on('window-all-closed', () => undefined)
  await app.whenReady()
  secureSession(electron.session.defaultSession, parts.pageFolder, log)
  run(parts, home, lock)
  return 'runs'
}

/** The address holds the token, which must not stand in a command line: the browser gets a file that leads there. */
async function handOver({ electron, log, paths }: HostParts, url: string | undefined): Promise<'handed over'> {
  log.info('running already')
  if (url !== undefined) {
    await electron.app.whenReady()
    try {
      writeOpeningPage(paths.openFile, url)
      await electron.shell.openExternal(pathToFileURL(paths.openFile).href)
    } catch (error) {
      log.warn('the page was not opened', { error })
    }
  }
  electron.app.exit(0)
  return 'handed over'
}

function run(parts: HostParts, home: string, lock: HomeLock | undefined): void {
  const { electron, paths, log } = parts
  const { app } = electron
  const clock = createClock()
  const settings = createSettingsStore({
    folder: paths.home,
    name: paths.settingsName,
    open: parts.openConf,
    now: clock.now,
    log,
  })
  const secrets = createFileSecrets(
    paths.secretsFile,
    log,
    safeStorageSealer(electron.safeStorage, parts.platform, log),
  )
  const window = createScreenWindow({ electron, clock, log, preload: parts.preload, home, stateFile: paths.windowFile })
  const access = createAccessDesk({ file: paths.accessFile, settings, clock, log })
  const console = parts.makeConsole({
    settings,
    secrets,
    log,
    clock,
    access,
    files: createFileShelf({ clock }),
    folder: paths.home,
    host: { toggleFullScreen: window.toggleFullScreen },
  })
  const words = () => wordsFor(settings.get().preferences.language, app.getLocale())
  const menus = createMenus(
    electron,
    { open: window.show, quit: () => app.quit(), toggleFullScreen: window.toggleFullScreen },
    words(),
  )

  const session = access.openSession(() => settings.get().preferences.deskName || hostname())
  hearCommands(electron, console, window, log, session)
  console.subscribe((name, payload) => {
    const caller = session.caller()
    if (mayHear(caller, name)) window.send({ t: 'event', name, payload: payloadFor(caller, payload) })
    if (name === 'preferences.changed') menus.say(words())
  })
  access.onChanged((sessionId) => {
    if (sessionId === undefined || sessionId === session.id) {
      window.send({ t: 'event', name: 'session.changed', payload: {} })
    }
  })
  app.on('second-instance', window.show)
  app.on('activate', window.show)
  quitPolitely(electron, {
    log,
    letGo: window.letGo,
    stop: async () => {
      menus.remove()
      await console.stop()
      lock?.release()
    },
  })
  publish(lock, log)
  void console.start()
}

/** The one channel. Whoever is not our page's main frame is told nothing, not even what exists. */
function hearCommands(
  { ipcMain }: ElectronModule,
  console: Console,
  window: ScreenWindow,
  log: RedactingLog,
  session: Session,
): void {
  const registrar = createRegistrar(console, log)
  ipcMain.handle(channel, (event, name: unknown, input: unknown) => {
    if (!window.isOurFrame(event.senderFrame)) {
      log.warn('command of a foreign frame refused', { url: event.senderFrame?.url.slice(0, 100) })
      return err({ kind: 'forbidden', needs: 'admin' })
    }
    return registrar.run(name, input, session.caller())
  })
}

function publish(lock: HomeLock | undefined, log: RedactingLog): void {
  try {
    lock?.publish({ pid: process.pid })
  } catch (error) {
    log.warn('a second start will not find this console', { error })
  }
}
