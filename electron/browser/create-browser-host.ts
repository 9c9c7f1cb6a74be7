import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { AccessDesk, Session } from '#electron/access/access-desk.ts'
import type { Console } from '#electron/console/console.ts'
import type { Log } from '#electron/console/ports.ts'
import type { FileShelf } from '#electron/files/file-shelf.ts'
import { mayHear, payloadFor } from '#electron/ipc/events.ts'
import { createRegistrar } from '#electron/ipc/registrar.ts'
import { clientLimits, createClient, type Client, type ClientLimits } from './client.ts'
import { createGuard, type Guard } from './guard.ts'
import { createPage, type Page } from './page.ts'

/**
 * The console for browsers on this machine: the built page over HTTP, the contract over a WebSocket. It listens on
 * 127.0.0.1 and nowhere else. It owns the server, its clients and their sessions; the console belongs to whoever made both.
 */
export type BrowserHost = { port: number; url: string; close(): Promise<void> }

export type BrowserHostOptions = {
  console: Pick<Console, 'execute' | 'subscribe'>
  log: Log
  pageFolder: string
  token: string
  /** Tried in this order; 0 is any free port. */
  ports: number[]
  access: Pick<AccessDesk, 'openSession' | 'onChanged'>
  files: Pick<FileShelf, 'drop'>
  /** Names a screen at which nobody is signed in. */
  deskName: () => string
  /** The development server's page is on another port. */
  moreOrigins?: string[]
  limits?: Partial<HostLimits>
}

export type HostLimits = ClientLimits & {
  maxClients: number
  maxFrameBytes: number
  pingEveryMs: number
  /** Each kind of refusal is logged this often at most. */
  tellRefusedEveryMs: number
}

/** A frame may be larger than an input may be, so that an input that is too large gets its answer. */
const hostLimits: HostLimits = {
  ...clientLimits,
  maxClients: 16,
  maxFrameBytes: 1024 * 1024,
  pingEveryMs: 15_000,
  tellRefusedEveryMs: 60_000,
}

export async function createBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const limits = { ...hostLimits, ...options.limits }
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 8192 })
  server.maxConnections = limits.maxClients * 4
  const port = await listen(server, options.ports)
  const guard = createGuard(port, options.token, options.moreOrigins)
  const page = createPage(options.pageFolder, `'self' ws://127.0.0.1:${port} ws://localhost:${port}`)
  server.on('request', (request, response) => servePage(request, response, guard, page))
  const clients = acceptClients(server, guard, options, limits)
  return {
    port,
    url: `http://127.0.0.1:${port}/#token=${options.token}`,
    close: () => close(server, clients),
  }
}

async function listen(server: Server, ports: number[]): Promise<number> {
  let last: unknown
  for (const port of ports) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject)
          resolve()
        })
      })
      return (server.address() as AddressInfo).port
    } catch (error) {
      last = error
    }
  }
  throw last
}

function servePage(request: IncomingMessage, response: ServerResponse, guard: Guard, page: Page): void {
  const refuse = (status: number): void => void response.writeHead(status, { Connection: 'close' }).end()
  if (!guard.host(request.headers.host)) return refuse(403)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
  const { status, headers, body } = page.answer(pathOf(request.url))
  response.writeHead(status, { ...headers, 'Content-Length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Without the query, and not decoded: the page's own files need no escapes, and nobody else's are served. */
const pathOf = (url = '/'): string => url.split('?', 1)[0] ?? '/'

type Clients = { all: Map<Client, Session>; sockets: WebSocketServer; stop(): void }

function acceptClients(server: Server, guard: Guard, options: BrowserHostOptions, limits: HostLimits): Clients {
  const { console, log, access, files } = options
  const registrar = createRegistrar(console, log)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.maxFrameBytes, perMessageDeflate: false })
  const all = new Map<Client, Session>()
  const strangers = createStrangers(limits.maxClients)
  const refusedFor = countRefusals(log, limits.tellRefusedEveryMs)

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const refused = refusal(request, guard, all.size >= limits.maxClients)
    if (refused) {
      refusedFor(refused, request)
      if (refused === wrongToken && !strangers.full()) return strangers.turnAway(request, socket, head)
      return socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    }
    return sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const session = access.openSession(options.deskName)
      const client = createClient(webSocket, registrar, session.caller, limits)
      all.set(client, session)
      webSocket.on('close', (code) => {
        all.delete(client)
        files.drop(session.id)
        session.close()
        log.info('screen left', { code, screens: all.size })
      })
      log.info('screen connected', { screens: all.size })
    })
  })

  const unsubscribe = console.subscribe((name, payload) => {
    const texts = new Map<boolean, string>() // of at most two kinds: whole and masked
    for (const [client, session] of all) {
      const caller = session.caller()
      if (!mayHear(caller, name)) continue
      const text =
        texts.get(caller.seesNumbers) ?? JSON.stringify({ t: 'event', name, payload: payloadFor(caller, payload) })
      texts.set(caller.seesNumbers, text)
      client.send(name, text)
    }
  })
  const unwatch = access.onChanged((sessionId) => {
    for (const [client, { id }] of all) {
      if (sessionId !== undefined && sessionId !== id) continue
      client.forget()
      client.send('session.changed', sessionChanged)
    }
  })
  const pinging = setInterval(() => {
    for (const client of all.keys()) client.ping()
  }, limits.pingEveryMs)
  return {
    all,
    sockets,
    stop: () => {
      unsubscribe()
      unwatch()
      clearInterval(pinging)
    },
  }
}

const sessionChanged = JSON.stringify({ t: 'event', name: 'session.changed', payload: {} })
const wrongToken = '401 Unauthorized'

/** A host that is asked again and again must not fill its log. */
function countRefusals(log: Log, everyMs: number): (status: string, request: IncomingMessage) => void {
  const told = new Map<string, { at: number; untold: number }>()
  return (status, { headers }) => {
    const now = performance.now()
    const before = told.get(status)
    if (before && now - before.at < everyMs) return void (before.untold += 1)
    told.set(status, { at: now, untold: 0 })
    log.warn('screen refused', { status, origin: headers.origin, host: headers.host, times: (before?.untold ?? 0) + 1 })
  }
}

/**
 * Our own page with a wrong token, or none. A browser does not tell its page why an upgrade was refused: only a socket that
 * was opened can say "not with this token" (4401), so that the page asks for another one instead of trying for ever.
 * Nothing that such a socket sends is looked at.
 */
function createStrangers(max: number) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024, perMessageDeflate: false })
  const open = new Set<WebSocket>()
  return {
    full: () => open.size >= max,
    turnAway: (request: IncomingMessage, socket: Duplex, head: Buffer): void =>
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        open.add(webSocket)
        const cut = setTimeout(() => webSocket.terminate(), politeMs)
        webSocket.on('error', () => undefined)
        webSocket.on('close', () => {
          clearTimeout(cut)
          open.delete(webSocket)
        })
        webSocket.close(unauthorized, 'wrong token')
      }),
  }
}

function refusal(request: IncomingMessage, guard: Guard, full: boolean): string | undefined {
  if (!guard.host(request.headers.host)) return '403 Forbidden'
  if (!guard.origin(request.headers.origin)) return '403 Forbidden'
  const url = URL.parse(request.url ?? '/', 'http://localhost')
  if (url?.pathname !== '/ws') return '404 Not Found'
  if (!guard.token(url.searchParams.get('token'))) return wrongToken
  return full ? '503 Service Unavailable' : undefined
}

/** How long a screen may take to say goodbye. */
const politeMs = 500
const unauthorized = 4401

/** Screens are told, and those that do not answer are cut off. */
async function close(server: Server, { all, sockets, stop }: Clients): Promise<void> {
  stop()
  for (const client of all.keys()) client.end()
  const cut = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
  }, politeMs)
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeIdleConnections()
  })
  clearTimeout(cut)
  sockets.close()
}
