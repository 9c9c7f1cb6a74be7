import type { Bridge } from '#shared/ipc/bridge.ts'
import type { CommandName, EventName } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Result } from '#shared/std/result.ts'

/**
 * The contract over a WebSocket, for screens that a browser shows. Owns the socket and the calls under way. Reconnects
 * for ever (0.5 … 5 s), but not once the host has said that this page's token is wrong: no retry mends that. A call that was under way when the socket fell is answered `disconnected`, never sent again:
 * only the caller knows whether that would be harmless.
 */
export type SocketLike = {
  send: (text: string) => void
  close: () => void
  onopen: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
}

/** A carrier that may be told that its page has no business here (any more). A listener that comes late is told, too. */
export type Refusable = { onRefused: (listener: () => void) => () => void }

/** The host's close code for a wrong or missing token. */
export const badToken = 4401

type Answer = Result<unknown, Problem>
const backOffMs = [500, 1000, 2000, 3000, 5000]
const callWithinMs = 60_000

export function createWebSocketBridge(openSocket: () => SocketLike): Bridge & Refusable & { close: () => void } {
  const underWay = new Map<number, { answer: (result: Answer) => void; timer: ReturnType<typeof setTimeout> }>()
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  const watchers = new Set<(connected: boolean) => void>()
  const refusals = new Set<() => void>()
  let whenOpen: { send: () => void; answer: (result: Answer) => void }[] = []
  let socket: SocketLike | undefined
  let open = false
  let closed = false
  let refused = false
  let failures = 0
  let nextId = 1

  function connect(): void {
    const mine = openSocket()
    socket = mine
    mine.onopen = () => {
      open = true
      failures = 0
      const waiting = whenOpen
      whenOpen = []
      waiting.forEach(({ send }) => send())
      watchers.forEach((watch) => watch(true))
    }
    mine.onmessage = (event: { data: unknown }) => receive(event.data)
    mine.onclose = (event?: { code?: number }) => {
      if (mine !== socket) return
      if (event?.code === badToken) refuse()
      drop()
    }
  }

  function drop(): void {
    open = false
    for (const id of [...underWay.keys()]) settle(id, { ok: false, error: { kind: 'disconnected' } })
    watchers.forEach((watch) => watch(false))
    if (closed || refused) return
    setTimeout(connect, backOffMs[Math.min(failures++, backOffMs.length - 1)])
  }

  function refuse(): void {
    refused = true
    whenOpen.forEach(({ answer }) => answer({ ok: false, error: { kind: 'disconnected' } }))
    whenOpen = []
    refusals.forEach((listener) => listener())
  }

  function receive(data: unknown): void {
    const frame = parseFrame(data)
    if (!frame) return
    if (frame.t === 'result') settle(frame.id, frame.result)
    else listeners.get(frame.name)?.forEach((listener) => listener(frame.payload))
  }

  function settle(id: number, result: Answer): void {
    const call = underWay.get(id)
    if (!call) return
    clearTimeout(call.timer)
    underWay.delete(id)
    call.answer(result)
  }

  function call(name: CommandName, input: unknown): Promise<Answer> {
    return new Promise((answer) => {
      const send = (): void => {
        const id = nextId++
        const timer = setTimeout(() => settle(id, { ok: false, error: { kind: 'disconnected' } }), callWithinMs)
        underWay.set(id, { answer, timer })
        socket?.send(JSON.stringify({ t: 'call', id, name, input }))
      }
      if (open) send()
      else if (failures === 0 && !closed && !refused) whenOpen.push({ send, answer })
      else answer({ ok: false, error: { kind: 'disconnected' } })
    })
  }

  connect()
  return {
    host: 'browser',
    call: call as Bridge['call'],
    on: (name: EventName, listener: (payload: never) => void) => {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener as (payload: unknown) => void))
      return () => set.delete(listener as (payload: unknown) => void)
    },
    onConnection: (listener) => {
      watchers.add(listener)
      return () => watchers.delete(listener)
    },
    onRefused: (listener) => {
      refusals.add(listener)
      if (refused) listener()
      return () => refusals.delete(listener)
    },
    close: () => {
      closed = true
      socket?.close()
    },
  }
}

type Frame = { t: 'result'; id: number; result: Answer } | { t: 'event'; name: string; payload: unknown }

function parseFrame(data: unknown): Frame | undefined {
  if (typeof data !== 'string') return undefined
  let frame: unknown
  try {
    frame = JSON.parse(data)
  } catch {
    return undefined // not ours: a proxy's greeting, or a broken host; the next snapshot repairs what is missing
  }
  if (!isRecord(frame)) return undefined
  if (frame.t === 'event' && typeof frame.name === 'string') {
    return { t: 'event', name: frame.name, payload: frame.payload }
  }
  if (frame.t !== 'result' || typeof frame.id !== 'number' || !isRecord(frame.result)) return undefined
  const { result } = frame
  if (result.ok === true) return { t: 'result', id: frame.id, result: { ok: true, value: result.value } }
  if (result.ok !== false || !isRecord(result.error) || typeof result.error.kind !== 'string') return undefined
  return { t: 'result', id: frame.id, result: { ok: false, error: result.error as Problem } }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
