import type { BrowserWindow, WebFrameMain } from 'electron'
import { channel, type ToScreen } from '#electron/ipc/channel.ts'
import type { Clock, Log } from '#electron/console/ports.ts'
import type { Events } from '#shared/ipc/contract.ts'
import type { ElectronModule } from './electron-module.ts'
import { isOurs } from './security.ts'
import { loadWindowState, placeWindow, saveWindowState, smallest } from './window-state.ts'

/**
 * The one window. It owns its place on the displays, its way back after a crash, and what a screen is sent that cannot
 * see. Closing it hides it: calls go on being watched and heard. A page that is gone or hangs is loaded again, at once the
 * first time and ever more slowly after that, but for ever: the console itself never stops for it.
 */
export type ScreenWindow = {
  show(): void
  toggleFullScreen(): void
  send(message: ToScreen): void
  /** Whether this frame is our page's main frame: the only one whose commands are heard. */
  isOurFrame(frame: WebFrameMain | null): boolean
  /** Closing it means closing from now on. */
  letGo(): void
}

export type ScreenWindowOptions = {
  electron: ElectronModule
  clock: Clock
  log: Log
  preload: string
  /** Where our page is: `app://firstline/`, or the development server. */
  home: string
  stateFile: string
}

const reloadAfterMs = [0, 1_000, 5_000, 15_000, 30_000, 60_000]
/** A page that lived this long starts again at the shortest wait. */
const steadyAfterMs = 300_000
const hungForMs = 10_000

export function createScreenWindow(options: ScreenWindowOptions): ScreenWindow {
  const { electron, log, home } = options
  const window = openWindow(options)
  const contents = window.webContents
  let going = false
  let hung = false
  let paused = false

  const canSee = (): boolean => window.isVisible() && !window.isMinimized() && !hung

  function send(message: ToScreen): void {
    if (window.isDestroyed() || contents.isCrashed()) return
    if (canSee() || isHeard(message)) contents.send(channel, message)
    else paused = true
  }

  function resume(): void {
    if (!paused || !canSee()) return
    paused = false
    send({ t: 'resumed' })
  }

  const save = (): void => {
    const { x, y, width, height } = window.getNormalBounds()
    saveWindowState(options.stateFile, {
      x,
      y,
      width,
      height,
      maximized: window.isMaximized(),
      fullScreen: window.isFullScreen(),
    })
  }

  window.on('close', (event) => {
    save()
    if (going) return
    event.preventDefault()
    window.hide()
  })
  window.on('show', resume)
  window.on('restore', resume)
  keepAlive(options, window, (value) => {
    hung = value
    resume()
  })
  load(window, home, log)

  return {
    show() {
      if (window.isDestroyed()) return
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
      if (electron.app.dock) void electron.app.dock.show()
    },
    toggleFullScreen: () => window.setFullScreen(!window.isFullScreen()),
    send,
    isOurFrame: (frame) => frame !== null && frame === contents.mainFrame && isOurs(frame.url, home),
    letGo() {
      going = true
    },
  }
}

/** A screen that cannot be seen still sounds: a change of the sound gets through, and makes it ask for the snapshot. */
function isHeard(message: ToScreen): boolean {
  if (message.t !== 'event' || message.name !== 'console.changed') return true
  return (message.payload as Events['console.changed']).changes.sound !== undefined
}

function openWindow({ electron, preload, stateFile }: ScreenWindowOptions): BrowserWindow {
  const displays = electron.screen.getAllDisplays().map((display) => display.workArea)
  const { maximized, fullScreen, ...bounds } = placeWindow(loadWindowState(stateFile), displays)
  const window = new electron.BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    fullscreen: fullScreen,
    autoHideMenuBar: true,
    backgroundColor: '#10151c',
    title: 'Firstline',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // An alert sounds again every few seconds, also while the window is behind another one, and before any click.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
      devTools: !electron.app.isPackaged,
    },
  })
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
  })
  return window
}

function load(window: BrowserWindow, home: string, log: Log): void {
  window.loadURL(home).catch((error: unknown) => log.error('page not loaded', { error }))
}

function keepAlive(
  { clock, log, home }: ScreenWindowOptions,
  window: BrowserWindow,
  setHung: (hung: boolean) => void,
): void {
  let failures = 0
  let loadedAt = clock.now()
  let cancelHung: (() => void) | undefined
  let waiting = false

  function comeBack(): void {
    setHung(false)
    if (waiting || window.isDestroyed()) return
    if (clock.now() - loadedAt > steadyAfterMs) failures = 0
    const delay = reloadAfterMs[Math.min(failures, reloadAfterMs.length - 1)] ?? 0
    failures += 1
    waiting = true
    clock.after(delay, () => {
      waiting = false
      if (window.isDestroyed()) return
      loadedAt = clock.now()
      load(window, home, log)
    })
  }

  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    cancelHung?.()
    log.error('page gone', { reason, exitCode, failures })
    comeBack()
  })
  window.on('unresponsive', () => {
    log.error('page hangs')
    setHung(true)
    cancelHung?.()
    // Ends as `render-process-gone`.
    cancelHung = clock.after(hungForMs, () => window.webContents.forcefullyCrashRenderer())
  })
  window.on('responsive', () => {
    cancelHung?.()
    setHung(false)
  })
}
