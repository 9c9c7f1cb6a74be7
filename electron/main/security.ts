import type { Session, WebContents } from 'electron'
import type { Log } from '#electron/console/ports.ts'
import { createPage } from '#electron/browser/page.ts'
import type { ElectronModule } from './electron-module.ts'

/**
 * What a page in a window of ours may do: show our own files and talk to us on one channel. Nothing else is opened,
 * navigated to, or permitted, so that a caller's name with a trick in it finds nothing to hold on to.
 */
export const scheme = 'app'
export const pageUrl = 'app://firstline/'

/**
 * `fullscreen` for the wall, `clipboard-sanitized-write` to copy a caller's number. The sound needs no permission.
 */
const permitted = new Set(['fullscreen', 'clipboard-sanitized-write'])

/** Before `ready`, or Electron refuses. */
export function registerScheme({ app, protocol }: ElectronModule): void {
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }])
}

export function secureSession(session: Session, pageFolder: string, log: Log): void {
  const page = createPage(pageFolder, `'self'`)
  session.protocol.handle(scheme, (request) => {
    const url = new URL(request.url)
    const known = url.host === 'firstline' && request.method === 'GET'
    const { status, headers, body } = page.answer(known ? url.pathname : '/unknown')
    return new Response(new Uint8Array(body), { status, headers })
  })
  session.setPermissionRequestHandler((_contents, permission, callback) => {
    if (!permitted.has(permission)) log.warn('permission refused', { permission })
    callback(permitted.has(permission))
  })
  session.setPermissionCheckHandler((_contents, permission) => permitted.has(permission))
  session.setDevicePermissionHandler(() => false)
}

/** For every page of the program, also one that something else would open. */
export function secureContents(contents: WebContents, home: string, log: Log): void {
  const refuse = (event: { preventDefault(): void }, url: string): void => {
    if (isOurs(url, home)) return
    event.preventDefault()
    log.warn('navigation refused', { url: url.slice(0, 100) })
  }
  contents.on('will-navigate', (event) => refuse(event, event.url))
  contents.on('will-redirect', (event) => refuse(event, event.url))
  contents.on('will-frame-navigate', (event) => refuse(event, event.url))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    log.warn('window refused', { url: url.slice(0, 100) })
    return { action: 'deny' }
  })
}

/** Node gives a custom scheme the origin "null", so that scheme and host are compared. */
export function isOurs(url: string, home: string): boolean {
  const [given, ours] = [URL.parse(url), URL.parse(home)]
  return given !== null && ours !== null && given.protocol === ours.protocol && given.host === ours.host
}
