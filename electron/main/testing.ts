import { EventEmitter } from 'node:events'
import type { ToScreen } from '#electron/ipc/channel.ts'
import type { ElectronModule } from './electron-module.ts'
import { pageUrl } from './security.ts'

/** Electron as far as the host uses it, recording what is asked of it. Nothing here decides anything. */
export class FakeContents extends EventEmitter {
  mainFrame = { url: pageUrl }
  sent: ToScreen[] = []
  crashed = false
  killed = 0
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  isCrashed = (): boolean => this.crashed
  send = (_channel: string, message: ToScreen): void => void this.sent.push(message)
  setWindowOpenHandler = (handler: typeof this.openHandler): void => void (this.openHandler = handler)
  forcefullyCrashRenderer = (): void => void (this.killed += 1)
}

export class FakeWindow extends EventEmitter {
  static all: FakeWindow[] = []
  webContents = new FakeContents()
  loaded: string[] = []
  visible = false
  minimized = false
  fullScreen = false
  maximized = false
  focused = 0
  readonly options: Record<string, unknown> & { webPreferences: Record<string, unknown> }
  constructor(options: FakeWindow['options']) {
    super()
    this.options = options
    FakeWindow.all.push(this)
  }
  isVisible = (): boolean => this.visible
  isMinimized = (): boolean => this.minimized
  isMaximized = (): boolean => this.maximized
  isFullScreen = (): boolean => this.fullScreen
  isDestroyed = (): boolean => false
  getNormalBounds = () => ({ x: 10, y: 20, width: 1000, height: 700 })
  setFullScreen = (on: boolean): void => void (this.fullScreen = on)
  maximize = (): void => void (this.maximized = true)
  focus = (): void => void (this.focused += 1)
  loadURL = async (url: string): Promise<void> => void this.loaded.push(url)
  show = (): void => {
    this.visible = true
    this.emit('show')
  }
  hide = (): void => void (this.visible = false)
  restore = (): void => {
    this.minimized = false
    this.emit('restore')
  }
}

type Handler = (event: { senderFrame: { url: string } | null }, name: unknown, input: unknown) => unknown
type PermissionHandler = (contents: unknown, permission: string, callback: (granted: boolean) => void) => void

type PermissionCheck = (contents: unknown, permission: string) => boolean
type SchemeHandler = (request: Request) => Response

type FakeSession = {
  scheme?: SchemeHandler
  ask?: PermissionHandler
  check?: PermissionCheck
  device?: () => boolean
  protocol: { handle(scheme: string, handler: SchemeHandler): unknown }
  setPermissionRequestHandler(handler: PermissionHandler): unknown
  setPermissionCheckHandler(handler: PermissionCheck): unknown
  setDevicePermissionHandler(handler: () => boolean): unknown
}

export function fakeElectron({ firstInstance = true, backend = 'gnome_libsecret' } = {}) {
  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    exits: [] as number[],
    calls: [] as string[],
    whenReady: () => Promise.resolve(),
    setPath: (name: string, to: string) => app.calls.push(`setPath ${name} ${to}`),
    requestSingleInstanceLock: () => firstInstance,
    enableSandbox: () => app.calls.push('enableSandbox'),
    getLocale: () => 'zh-CN',
    exit: (code: number) => app.exits.push(code),
    quit: () => app.emit('before-quit', { preventDefault: () => app.calls.push('quit prevented') }),
  })
  const session: FakeSession = {
    protocol: { handle: (_scheme, handler) => (session.scheme = handler) },
    setPermissionRequestHandler: (handler) => (session.ask = handler),
    setPermissionCheckHandler: (handler) => (session.check = handler),
    setDevicePermissionHandler: (handler) => (session.device = handler),
  }
  const menus: { label?: string; click?: () => void }[][] = []
  const recorded = {
    app,
    session,
    menus,
    handlers: new Map<string, Handler>(),
    opened: [] as string[],
    schemes: [] as unknown[],
    trays: [] as EventEmitter[],
  }
  FakeWindow.all = []
  class FakeTray extends EventEmitter {
    setToolTip = (): void => undefined
    setContextMenu = (): void => undefined
    destroy = (): void => undefined
  }
  const module = {
    app,
    BrowserWindow: FakeWindow,
    ipcMain: { handle: (name: string, handler: Handler) => recorded.handlers.set(name, handler) },
    Menu: {
      buildFromTemplate: (template: (typeof menus)[number]) => menus.push(template),
      setApplicationMenu: () => undefined,
    },
    nativeImage: { createFromDataURL: () => ({}) },
    protocol: { registerSchemesAsPrivileged: (schemes: unknown[]) => recorded.schemes.push(...schemes) },
    safeStorage: {
      isEncryptionAvailable: () => true,
      getSelectedStorageBackend: () => backend,
      encryptString: (text: string) => Buffer.from(text).reverse(),
      decryptString: (sealed: Buffer) => Buffer.from(sealed).reverse().toString(),
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] },
    session: { defaultSession: session },
    shell: { openExternal: async (url: string) => void recorded.opened.push(url) },
    Tray: FakeTray,
  }
  return { electron: module as unknown as ElectronModule, ...recorded }
}
