import { readFileSync, readdirSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { iconPng } from '#electron/platform/icon.ts'

/**
 * The built renderer, read into memory once: a request can only name what was in the folder at the start, so that no path
 * of a request ever reaches the file system. Both hosts serve it from here, with the same headers.
 */
export type Page = { answer(urlPath: string): PageAnswer }
export type PageAnswer = { status: 200 | 404; headers: Record<string, string>; body: Buffer }

/** Stands in the built HTML for the nonce of each answer (html.cspNonce in electron.vite.config.ts). */
export const noncePlaceholder = '__CSP_NONCE__'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/png',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
}

/**
 * Nothing but our own files. Styles need the nonce because react-aria puts one `<style>` of its own into the head.
 * `connect` is what the page may open beside itself: the WebSocket in a browser, nothing in Electron.
 */
export const contentSecurityPolicy = (nonce: string, connect: string): string =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `media-src 'self' data:`,
    `connect-src ${connect}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')

const everyAnswer: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), midi=(), payment=()',
}

/** Throws when the folder holds no index.html: the program is not built. */
export function createPage(folder: string, connect: string): Page {
  const files = new Map([['/favicon.ico', iconPng]])
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue // A link could lead out of the folder.
    const file = path.join(entry.parentPath, entry.name)
    files.set(`/${path.relative(folder, file).split(path.sep).join('/')}`, readFileSync(file))
  }
  const html = files.get('/index.html')?.toString('utf8')
  if (html === undefined) throw new Error(`no index.html in ${folder}`)

  return {
    answer(urlPath) {
      const name = urlPath === '/' ? '/index.html' : urlPath
      const nonce = randomBytes(16).toString('base64')
      const headers = { ...everyAnswer, 'Content-Security-Policy': contentSecurityPolicy(nonce, connect) }
      const body = name === '/index.html' ? Buffer.from(html.replaceAll(noncePlaceholder, nonce)) : files.get(name)
      const plain = 'text/plain; charset=utf-8'
      if (!body)
        return { status: 404, headers: { ...headers, 'Content-Type': plain }, body: Buffer.from('Not found\n') }
      const type = types[path.posix.extname(name)] ?? 'application/octet-stream'
      // Built assets carry a hash in their name; the rest must be asked for again after an update.
      const cache = name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store'
      return { status: 200, headers: { ...headers, 'Content-Type': type, 'Cache-Control': cache }, body }
    },
  }
}
