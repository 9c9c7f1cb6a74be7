import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { deskForTest, quietLog } from '#electron/access/testing.ts'
import type { ConsoleListener } from '#electron/console/running.ts'
import { ok } from '#shared/std/result.ts'
import { createBrowserHost, type BrowserHost, type BrowserHostOptions } from './create-browser-host.ts'

/** The sessions of screens on WebSockets: their roles, what they are told of them, what they may see. */
const token = 'right-token'
const minute = 60_000

let made: ReturnType<typeof deskForTest>
let host: BrowserHost
let emit: ConsoleListener
let open: WebSocket[]
let executed: string[]
let dropped: string[]

const start = (limits: BrowserHostOptions['limits'] = {}): Promise<BrowserHost> =>
  createBrowserHost({
    console: {
      execute: async (name, input, { role, by, session }) => {
        executed.push(name)
        if (name === 'session.signIn' && session) {
          const { personId, pin } = input as { personId: string; pin: string }
          return made.desk.signIn(session, personId, pin)
        }
        return ok({ name, role, by, number: '13811111111' })
      },
      subscribe: (listener) => {
        emit = listener
        return () => undefined
      },
    },
    log: quietLog,
    pageFolder: path.join(made.folder, 'renderer'),
    token,
    ports: [0],
    access: made.desk,
    files: { drop: (owner) => void dropped.push(owner) },
    deskName: () => '三号台',
    limits,
  })

beforeEach(async () => {
  made = deskForTest()
  mkdirSync(path.join(made.folder, 'renderer'))
  writeFileSync(path.join(made.folder, 'renderer', 'index.html'), '先接')
  open = []
  executed = []
  dropped = []
  host = await start()
})
afterEach(async () => {
  for (const socket of open) socket.terminate()
  await host.close()
  made.remove()
})

async function connected(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/ws?token=${token}`, {
    headers: { origin: `http://127.0.0.1:${host.port}` },
  })
  open.push(socket)
  await once(socket, 'open')
  return socket
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

test('a screen of a single desk is its admin, and hears what an admin hears', async () => {
  const socket = await connected()
  expect(await call(socket, 'connection.get')).toMatchObject({ result: { value: { role: 'admin', by: '三号台' } } })
  const frame = nextFrame(socket)
  emit('connection.tested', { testId: '1', step: { step: 'reached', result: 'ok', facts: {} } })
  expect(await frame).toMatchObject({ name: 'connection.tested' })
})

describe('a screen at which nobody is signed in', () => {
  let admin: string
  const patch = (number: string) => ({
    from: 1,
    revision: 2,
    sentAt: 0,
    changes: { problems: [{ kind: 'settings-not-saved' as const, detail: number, at: 0 }] },
  })
  beforeEach(async () => {
    const first = made.desk.openSession(() => '')
    const answer = await made.desk.setUp(first, { name: '王班长', pin: '2580' })
    admin = answer.ok ? (answer.value.session.person?.id ?? '') : ''
    made.desk.setPolicy(
      { baseRole: 'viewer', numbers: { viewer: false, reception: false, supervisor: true } },
      first.caller(),
    )
    first.close()
  })
  const signIn = async (socket: WebSocket): Promise<void> => {
    const frames: { t: string }[] = []
    const both = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        frames.push(JSON.parse(data.toString()) as { t: string })
        if (frames.length === 2) resolve()
      })
    })
    socket.send(JSON.stringify({ t: 'call', id: 1, name: 'session.signIn', input: { personId: admin, pin: '2580' } }))
    await both
    socket.removeAllListeners('message')
    expect(frames).toMatchObject([
      { t: 'event', name: 'session.changed', payload: {} },
      { t: 'result', id: 1, result: { ok: true } },
    ])
  }

  test('may only what the base role may', async () => {
    expect(await call(await connected(), 'link.retryNow')).toMatchObject({
      result: { ok: false, error: { kind: 'forbidden', needs: 'reception' } },
    })
    expect(executed).toEqual([])
  })

  test('gets no whole number in an answer or an event, while another one does', async () => {
    const [masked, whole] = [await connected(), await connected()]
    await signIn(whole)
    expect(await call(masked, 'preferences.get')).toMatchObject({ result: { value: { number: '138****1111' } } })
    expect(await call(whole, 'preferences.get')).toMatchObject({ result: { value: { number: '13811111111' } } })
    const frames = Promise.all([nextFrame(masked), nextFrame(whole)])
    emit('console.changed', patch('13811111111'))
    expect(await frames).toEqual([
      { t: 'event', name: 'console.changed', payload: patch('138****1111') },
      { t: 'event', name: 'console.changed', payload: patch('13811111111') },
    ])
  })

  test('hears no event that its role may not ask for', async () => {
    const socket = await connected()
    const frame = nextFrame(socket)
    emit('connection.tested', { testId: '1', step: { step: 'reached', result: 'ok', facts: {} } })
    emit('console.changed', patch(''))
    expect(await frame).toMatchObject({ name: 'console.changed' })
  })

  test('is told when its role ends, in the main process', async () => {
    const socket = await connected()
    await signIn(socket)
    const frame = nextFrame(socket)
    made.clock.advance(15 * minute)
    expect(await frame).toMatchObject({ name: 'session.changed' })
    expect(await call(socket, 'link.retryNow')).toMatchObject({ result: { error: { kind: 'forbidden' } } })
  })

  test('is not told of another one’s role', async () => {
    const [mine, other] = [await connected(), await connected()]
    const frame = nextFrame(mine)
    await signIn(other)
    emit('console.changed', patch(''))
    expect(await frame).toMatchObject({ name: 'console.changed' })
  })

  test('that reads slowly is not sent later what it might see before', async () => {
    await host.close()
    host = await start({ lookEveryMs: 5 })
    const socket = await connected()
    await signIn(socket)
    const frames: string[] = []
    const told = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        frames.push(data.toString())
        if (data.toString().includes('session.changed')) resolve()
      })
    })
    socket.pause()
    for (let n = 1; n <= 200; n += 1) emit('console.changed', { ...patch('13811111111'), revision: n, ...padding })
    made.clock.advance(15 * minute)
    const sent = frames.length
    socket.resume()
    await told
    expect(sent).toBe(0)
    expect(frames.at(-1)).toContain('session.changed')
    expect(frames.join()).not.toContain('"revision":200,') // the newest one had been kept for it
  })
})

const padding = { padding: 'x'.repeat(200_000) }

test('a screen that goes loses its files and its session', async () => {
  const socket = await connected()
  await call(socket, 'link.retryNow')
  socket.close()
  await expect.poll(() => dropped).toHaveLength(1)
})
