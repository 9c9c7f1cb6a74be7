import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { deskForTest } from '#electron/access/testing.ts'
import type { ConsoleListener } from '#electron/console/running.ts'
import type { Log } from '#electron/console/ports.ts'
import { ok } from '#shared/std/result.ts'
import { createBrowserHost, type BrowserHost, type BrowserHostOptions } from './create-browser-host.ts'
import { noncePlaceholder } from './page.ts'

const nothing = (): void => undefined
const log: Log = {
  debug: nothing,
  info: (message) => void logged.push(message),
  warn: (_message, facts) => void warned.push(facts),
  error: nothing,
}
const token = 'right-token'

let folder: string
let host: BrowserHost
let emit: ConsoleListener
let open: WebSocket[]
let logged: string[]
let warned: (Record<string, unknown> | undefined)[]
let executed: string[]
let made: ReturnType<typeof deskForTest>

const start = (options: Partial<BrowserHostOptions> = {}): Promise<BrowserHost> =>
  createBrowserHost({
    console: {
      execute: async (name, _input, { role, by }) => {
        executed.push(name)
        return ok({ name, role, by })
      },
      subscribe: (listener) => {
        emit = listener
        return nothing
      },
    },
    log,
    pageFolder: path.join(folder, 'renderer'),
    token,
    ports: [0],
    access: made.desk,
    files: { drop: nothing },
    deskName: () => '三号台',
    ...options,
  })

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-host-'))
  mkdirSync(path.join(folder, 'renderer', 'assets'), { recursive: true })
  writeFileSync(path.join(folder, 'secret.txt'), 'not for you')
  writeFileSync(path.join(folder, 'renderer', 'index.html'), `<style nonce="${noncePlaceholder}"></style>先接`)
  writeFileSync(path.join(folder, 'renderer', 'assets', 'main-1a2b.js'), 'export {}')
  if (process.platform !== 'win32')
    symlinkSync(path.join(folder, 'secret.txt'), path.join(folder, 'renderer', 'link.txt'))
  open = []
  logged = []
  warned = []
  executed = []
  made = deskForTest()
  host = await start()
})
afterEach(async () => {
  for (const socket of open) socket.terminate()
  await host.close()
  made.remove()
  rmSync(folder, { recursive: true })
})

type Ask = { token?: string | undefined; origin?: string | undefined; hostHeader?: string; at?: string }

function dial({
  token: given = token,
  origin = `http://127.0.0.1:${host.port}`,
  hostHeader,
  at = '/ws',
}: Ask = {}): WebSocket {
  const query = given === '' ? '' : `?token=${given}`
  const headers = { ...(origin === '' ? {} : { origin }), ...(hostHeader === undefined ? {} : { host: hostHeader }) }
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${at}${query}`, { headers })
  open.push(socket)
  return socket
}

async function connected(ask?: Ask): Promise<WebSocket> {
  const socket = dial(ask)
  await once(socket, 'open')
  return socket
}

async function refusal(ask: Ask): Promise<number | undefined> {
  const socket = dial(ask)
  socket.on('error', nothing)
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode?: number }]
  return response.statusCode
}

/** How the host closed a socket that it had opened. */
async function turnedAway(socket: WebSocket): Promise<[number, string] | []> {
  socket.on('error', nothing)
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer]
  return [code, reason.toString()]
}

async function nextFrame(socket: WebSocket): Promise<unknown> {
  const [data] = (await once(socket, 'message')) as [Buffer]
  return JSON.parse(data.toString())
}

const call = (socket: WebSocket, name: string, input: unknown = {}): Promise<unknown> => {
  const frame = nextFrame(socket)
  socket.send(JSON.stringify({ t: 'call', id: 7, name, input }))
  return frame
}

/** Sends bytes as they are: a client library would tidy a bad path or a bad frame before it is sent. */
async function raw(text: string): Promise<string> {
  const socket: Socket = connect(host.port, '127.0.0.1')
  socket.on('error', nothing)
  let answer = ''
  socket.on('data', (data) => (answer += data.toString()))
  socket.end(text)
  await once(socket, 'close')
  return answer
}
const get = (target: string): Promise<string> =>
  raw(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nConnection: close\r\n\r\n`)

describe('the page', () => {
  test('is served with a policy that allows nothing but itself', async () => {
    const response = await fetch(`http://127.0.0.1:${host.port}/`)
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(response.status).toBe(200)
    expect(policy).toContain(`default-src 'none'; script-src 'self';`)
    expect(policy).not.toContain('unsafe')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
    expect(await response.text()).toBe(`<style nonce="${nonce}"></style>先接`)
  })

  test('gets a new nonce each time', async () => {
    const policies = [1, 2].map(async () => (await fetch(host.url)).headers.get('content-security-policy'))
    const [first, second] = await Promise.all(policies)
    expect(first).not.toBe(second)
  })

  test('keeps built assets, whose names change with them', async () => {
    const response = await fetch(`http://127.0.0.1:${host.port}/assets/main-1a2b.js`)
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('cache-control')).toContain('immutable')
  })

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '/link.txt',
    '/index.html/../../secret.txt',
    '/assets',
    '/index.html%00.js',
    'http://other/../secret.txt',
  ])('serves no file outside of it: %s', async (target) => {
    const answer = await get(target)
    expect(answer).toMatch(/^HTTP\/1\.1 40[04]/)
    expect(answer).not.toContain('not for you')
  })

  test.each(['firstline.example', `firstline.example:4750`, '127.0.0.1', ''])(
    'is refused to the host name %j',
    async (name) => {
      expect(await raw(`GET / HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 40[03]/)
    },
  )

  test('is only read', async () => {
    expect((await fetch(`http://127.0.0.1:${host.port}/`, { method: 'POST', body: 'x' })).status).toBe(405)
  })
})

describe('a screen is refused', () => {
  test.each([
    ['from another site', { origin: 'http://evil.example' }, 403],
    ['from another site, with a wrong token', { origin: 'http://evil.example', token: 'wrong-token' }, 403],
    ['from another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['from a file', { origin: 'null' }, 403],
    ['without an origin', { origin: '' }, 403],
    ['under another host name', { hostHeader: 'evil.example:80' }, 403],
    ['at another path', { at: '/socket' }, 404],
  ])('%s', async (_name, ask, status) => {
    expect(await refusal(ask)).toBe(status)
  })

  test.each([
    ['without a token', ''],
    ['with a wrong token', 'wrong-token'],
    ['with a longer token', `${token}x`],
  ])('%s, in a way that its page can read', async (_name, given) => {
    expect(await turnedAway(dial({ token: given }))).toEqual([4401, 'wrong token'])
  })

  test('with a wrong token and nothing that it sends is looked at', async () => {
    const socket = dial({ token: 'wrong-token' })
    const heard: unknown[] = []
    socket.on('message', (data) => heard.push(data))
    socket.on('open', () => socket.send('{"t":"call","id":1,"name":"link.retryNow","input":{}}', nothing))
    const closed = turnedAway(socket)
    await once(socket, 'open')
    emit('connection.tested', { testId: '1', step: { step: 'reached', result: 'ok', facts: {} } })
    expect(await closed).toEqual([4401, 'wrong token'])
    expect(heard).toEqual([])
    expect(executed).toEqual([])
    expect(logged).not.toContain('screen connected')
  })

  test('with a wrong token, although it does not say goodbye', async () => {
    await host.close()
    host = await start({ limits: { maxClients: 2 } })
    const deaf = await Promise.all(
      [1, 2].map(async () => {
        const socket = connect(host.port, '127.0.0.1')
        socket.on('error', nothing)
        const own = `Host: 127.0.0.1:${host.port}\r\nOrigin: http://127.0.0.1:${host.port}`
        const upgrade = `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==`
        socket.write(`GET /ws?token=wrong HTTP/1.1\r\n${own}\r\n${upgrade}\r\n\r\n`)
        await once(socket, 'data')
        return socket
      }),
    )
    expect(await refusal({ token: 'wrong-token' })).toBe(401)
    await connected() // strangers take nobody's place
    for (const socket of deaf) await expect.poll(() => socket.closed, { timeout: 3000 }).toBe(true)
    expect((await turnedAway(dial({ token: 'wrong-token' })))[0]).toBe(4401)
  })

  test('and the log says so once a minute', async () => {
    for (let i = 0; i < 20; i += 1) await turnedAway(dial({ token: 'wrong-token' }))
    expect(warned).toHaveLength(1)
    await host.close()
    warned = []
    host = await start({ limits: { tellRefusedEveryMs: 100 } })
    for (let i = 0; i < 3; i += 1) await turnedAway(dial({ token: 'wrong-token' }))
    await new Promise((resolve) => setTimeout(resolve, 120))
    await turnedAway(dial({ token: 'wrong-token' }))
    expect(warned.map((facts) => facts?.['times'])).toEqual([1, 3])
  })

  test('for a target that is no path', async () => {
    const headers = `Host: 127.0.0.1:${host.port}\r\nOrigin: http://127.0.0.1:${host.port}\r\nUpgrade: websocket\r\nConnection: Upgrade`
    expect(await raw(`GET // HTTP/1.1\r\n${headers}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 404/)
    await connected()
  })

  test('when there are too many', async () => {
    await host.close()
    host = await start({ limits: { maxClients: 2 } })
    await Promise.all([connected(), connected()])
    expect(await refusal({})).toBe(503)
  })
})

describe('a screen', () => {
  test('calls as the admin of a single desk', async () => {
    const result = await call(await connected(), 'link.retryNow')
    expect(result).toEqual({
      t: 'result',
      id: 7,
      result: { ok: true, value: { name: 'link.retryNow', role: 'admin', by: '三号台' } },
    })
  })

  test('gets a problem for an unknown command', async () => {
    const result = await call(await connected(), '__proto__')
    expect(result).toMatchObject({ id: 7, result: { ok: false, error: { kind: 'unknown-command' } } })
  })

  test('gets a problem for an input that is too large', async () => {
    const result = await call(await connected(), 'alerts.acknowledge', { alertIds: ['x'.repeat(300_000)] })
    expect(result).toMatchObject({ id: 7, result: { ok: false, error: { kind: 'too-large' } } })
  })

  test.each([
    ['is no JSON', 'hello', 1008],
    ['has no id', '{"t":"call","name":"console.snapshot"}', 1008],
    ['has another type', '{"t":"event","id":1,"name":"console.changed"}', 1008],
    ['is a list', '[]', 1008],
    ['is binary', Buffer.from([1, 2, 3]), 1003],
    ['is larger than any command', 'x'.repeat(1024 * 1024 + 1), 1009],
  ])('is dropped for a frame that %s', async (_name, frame, code) => {
    const socket = await connected()
    socket.send(frame)
    expect((await once(socket, 'close'))[0]).toBe(code)
    await connected() // the host goes on
  })

  test('hears events', async () => {
    const frame = nextFrame(await connected())
    emit('connection.tested', { testId: '1', step: { step: 'reached', result: 'ok', facts: {} } })
    expect(await frame).toMatchObject({ t: 'event', name: 'connection.tested', payload: { testId: '1' } })
  })
})

describe('a screen that reads too slowly', () => {
  const patch = (revision: number) => ({ from: revision - 1, revision, sentAt: 0, changes: {} })
  const large = (revision: number) => ({ ...patch(revision), padding: 'x'.repeat(200_000) })

  test('is sent only the newest change once it has caught up', async () => {
    await host.close()
    host = await start({ limits: { lookEveryMs: 5 } })
    const socket = await connected()
    const revisions: number[] = []
    const caughtUp = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const { payload } = JSON.parse(data.toString()) as { payload: { revision: number } }
        revisions.push(payload.revision)
        if (payload.revision === 200) resolve()
      })
    })
    socket.pause()
    for (let revision = 1; revision <= 200; revision += 1) emit('console.changed', large(revision))
    socket.resume()
    await caughtUp
    expect(revisions.length).toBeLessThan(100)
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b))
  })

  test('and never catches up is dropped', async () => {
    await host.close()
    host = await start({ limits: { lookEveryMs: 5, behindForMs: 50 } })
    const socket = await connected()
    socket.pause()
    for (let revision = 1; revision <= 200; revision += 1) emit('console.changed', large(revision))
    // A paused socket does not see its own end: the host's log does.
    await expect.poll(() => logged, { timeout: 5_000 }).toContain('screen left')
  })
})

test('a screen that answers no ping is dropped', async () => {
  await host.close()
  host = await start({ limits: { pingEveryMs: 20 } })
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/ws?token=${token}`, {
    headers: { origin: `http://127.0.0.1:${host.port}` },
    autoPong: false,
  })
  open.push(socket)
  await once(socket, 'open')
  expect((await once(socket, 'close'))[0]).toBe(1006)
})

test('closing tells the screens and ends within a second', async () => {
  const polite = await connected()
  const deaf = await connected()
  deaf.pause()
  const told = once(polite, 'close')
  const began = performance.now()
  await host.close()
  expect((await told)[0]).toBe(1001)
  expect(performance.now() - began).toBeLessThan(1000)
})

test('a taken port gives way to the next one', async () => {
  const second = await start({ ports: [host.port, 0] })
  expect(second.port).not.toBe(host.port)
  await second.close()
  await expect(start({ ports: [host.port] })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('it listens on loopback alone', async () => {
  const outside = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  for (const address of [
    '::1',
    ...outside.filter((face) => !face.internal && face.family === 'IPv4').map((face) => face.address),
  ]) {
    await expect(once(connect(host.port, address), 'connect')).rejects.toThrow()
  }
})
