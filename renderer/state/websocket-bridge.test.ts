import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { badToken, createWebSocketBridge, type SocketLike } from './websocket-bridge.ts'

type FakeSocket = SocketLike & { sent: string[] }
let sockets: FakeSocket[]
let bridge: ReturnType<typeof createWebSocketBridge>

const open = (): FakeSocket => {
  const sent: string[] = []
  const socket: FakeSocket = {
    sent,
    send: (text) => void sent.push(text),
    close: () => undefined,
    onopen: null,
    onclose: null,
    onmessage: null,
  }
  sockets.push(socket)
  return socket
}
const last = (): FakeSocket => sockets[sockets.length - 1] as FakeSocket
const receive = (data: unknown): void =>
  last().onmessage?.({ data: typeof data === 'string' ? data : JSON.stringify(data) } as never)
const opened = (): void => last().onopen?.(undefined as never)
const closed = (code = 1006): void => last().onclose?.({ code } as never)

beforeEach(() => {
  vi.useFakeTimers()
  sockets = []
  bridge = createWebSocketBridge(open)
})
afterEach(() => {
  bridge.close()
  vi.useRealTimers()
})

describe('the WebSocket bridge', () => {
  test('sends a call that was made before the socket was open, and gives back its answer', async () => {
    const answer = bridge.call('sound.resume', {})
    expect(last().sent).toEqual([])
    opened()
    expect(JSON.parse(last().sent[0] ?? '')).toEqual({ t: 'call', id: 1, name: 'sound.resume', input: {} })
    receive({ t: 'result', id: 1, result: { ok: true, value: null } })
    expect(await answer).toEqual({ ok: true, value: null })
  })

  test('answers disconnected for what was under way when the socket fell, and sends it never again', async () => {
    opened()
    const answer = bridge.call('alerts.acknowledge', { alertIds: ['a'] })
    closed()
    expect(await answer).toEqual({ ok: false, error: { kind: 'disconnected' } })
    await vi.advanceTimersByTimeAsync(500)
    opened()
    expect(last().sent).toEqual([])
  })

  test('reconnects after 0.5, 1, 2, 3, 5 and again 5 seconds', async () => {
    opened()
    const waits: number[] = []
    for (let index = 0; index < 6; index++) {
      const before = sockets.length
      closed()
      let waited = 0
      while (sockets.length === before) {
        await vi.advanceTimersByTimeAsync(100)
        waited += 100
      }
      waits.push(waited)
    }
    expect(waits).toEqual([500, 1000, 2000, 3000, 5000, 5000])
  })

  test('stops for good when the host says that the token is wrong, and tells so, late listeners too', async () => {
    const heard: string[] = []
    bridge.onRefused(() => heard.push('early'))
    opened()
    closed(badToken)
    bridge.onRefused(() => heard.push('late'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sockets).toHaveLength(1)
    expect(heard).toEqual(['early', 'late'])
    expect(await bridge.call('sound.resume', {})).toEqual({ ok: false, error: { kind: 'disconnected' } })
  })

  test('answers what waited for the first opening when the token is wrong', async () => {
    const answer = bridge.call('sound.resume', {})
    closed(badToken)
    expect(await answer).toEqual({ ok: false, error: { kind: 'disconnected' } })
  })

  test('tells when the carrier goes and comes', async () => {
    const heard: boolean[] = []
    bridge.onConnection((connected) => heard.push(connected))
    opened()
    closed()
    await vi.advanceTimersByTimeAsync(500)
    opened()
    expect(heard).toEqual([true, false, true])
  })

  test.each([
    ['no JSON', 'hello'],
    ['no frame', { t: 'other' }],
    ['a list', '[1]'],
    ['a result without an answer', { t: 'result', id: 1 }],
    ['an answer without a kind', { t: 'result', id: 1, result: { ok: false, error: {} } }],
  ])('ignores %s', (_name, data) => {
    opened()
    expect(() => receive(data)).not.toThrow()
  })

  test('gives events to their listeners until they stop', () => {
    const heard: unknown[] = []
    const stop = bridge.on('preferences.changed', (payload) => heard.push(payload))
    opened()
    const payload = { language: 'zh', theme: 'dark', deskName: '' }
    receive({ t: 'event', name: 'preferences.changed', payload })
    stop()
    receive({ t: 'event', name: 'preferences.changed', payload })
    expect(heard).toEqual([payload])
  })
})
