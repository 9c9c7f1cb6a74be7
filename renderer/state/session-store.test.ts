// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { SessionView } from '#shared/ipc/access-view.ts'
import { createMemoryBridge, type MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { sampleDesk, sampleNow, sampleSession, sampleSignedIn } from '#renderer/testing/sample-view.ts'
import { browserClockPorts, createConsoleClock } from './clock.ts'
import { createCommands } from './commands.ts'
import { activeEveryMs, createSessionStore, type SessionStore } from './session-store.ts'

let bridge: MemoryBridge
let store: SessionStore
let kept: Map<string, string>
let snapshots: number
let stop = (): void => undefined

const settle = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(0))
const asked = (name: string): unknown[] => bridge.asked.filter((call) => call.name === name).map(({ input }) => input)
const answers = (session: SessionView): void => bridge.answer('session.get', () => ({ ok: true, value: session }))
const touch = (init: KeyboardEventInit = {}): boolean => document.dispatchEvent(new KeyboardEvent('keydown', init))
const signInAnswers = (ticket = 'ticket-1'): void =>
  bridge.answer('session.signIn', () => ({ ok: true, value: { session: sampleSignedIn(), ticket } }))

async function begin(session: SessionView, ticket?: string): Promise<void> {
  kept = new Map(ticket === undefined ? [] : [['firstline.session', ticket]])
  snapshots = 0
  answers(session)
  const clock = createConsoleClock(browserClockPorts)
  store = createSessionStore({
    bridge,
    commands: createCommands(bridge),
    clock,
    tab: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
    refresh: () => void snapshots++,
  })
  stop = store.start()
  await settle()
}

beforeEach(() => {
  vi.useFakeTimers({ now: sampleNow })
  bridge = createMemoryBridge()
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

describe('who is at this screen', () => {
  test('is asked at the start, and again when the console says that it changed', async () => {
    await begin(sampleDesk())
    expect(store.getState().session?.role).toBe('reception')
    answers(sampleDesk({ role: 'viewer' }))
    bridge.emit('session.changed', {})
    await settle()
    expect(store.getState().session?.role).toBe('viewer')
  })

  test('is asked again when the desk got another name', async () => {
    await begin(sampleDesk())
    answers(sampleDesk({ by: '03 席' }))
    bridge.emit('preferences.changed', { language: 'zh', theme: 'dark', deskName: '03 席' })
    await settle()
    expect(store.getState().session?.by).toBe('03 席')
    expect(snapshots).toBe(0)
  })

  test('is asked again after a command was refused', async () => {
    await begin(sampleSession())
    bridge.answer('alerts.acknowledge', () => ({ ok: false, error: { kind: 'forbidden', needs: 'reception' } }))
    const commands = createCommands(bridge)
    stop()
    store = createSessionStore({
      bridge,
      commands,
      clock: createConsoleClock(browserClockPorts),
      tab: { getItem: () => null, setItem: () => undefined, removeItem: () => undefined },
      refresh: () => undefined,
    })
    stop = store.start()
    await settle()
    const before = asked('session.get').length
    await commands.acknowledge(['a'])
    await settle()
    expect(asked('session.get')).toHaveLength(before + 1)
  })

  test('is asked again in a while when the answer was an error', async () => {
    bridge.answer('session.get', () => ({ ok: false, error: { kind: 'internal' } }))
    await begin(sampleDesk())
    bridge.answer('session.get', () => ({ ok: false, error: { kind: 'internal' } }))
    bridge.emit('session.changed', {})
    await settle()
    answers(sampleDesk({ role: 'viewer' }))
    await vi.advanceTimersByTimeAsync(2000)
    expect(store.getState().session?.role).toBe('viewer')
  })

  test.each([
    ['another role', { role: 'viewer' }],
    ['numbers hidden', { seesNumbers: false }],
    ['somebody else', { person: { id: 'li', name: '李娜', role: 'supervisor' } }],
  ] as const)('a fresh snapshot is asked for with %s', async (_name, changes) => {
    await begin(sampleDesk())
    answers(sampleDesk(changes))
    bridge.emit('session.changed', {})
    await settle()
    expect(snapshots).toBe(1)
  })

  test('no snapshot is asked for when only the end of the role moved', async () => {
    await begin(sampleSignedIn())
    answers(sampleSignedIn({ endsAt: sampleNow + 900_000 }))
    bridge.emit('session.changed', {})
    await settle()
    expect(snapshots).toBe(0)
  })
})

describe('signing in', () => {
  test('keeps the ticket for this tab, and never the PIN', async () => {
    await begin(sampleDesk())
    signInAnswers()
    store.openPanel()
    expect(await store.signIn('zhang', '2468')).toBe(true)
    expect([...kept.values()]).toEqual(['ticket-1'])
    expect(store.getState()).toMatchObject({ panelOpen: false, session: { person: { name: '张伟' } } })
    expect(JSON.stringify(store.getState())).not.toContain('2468')
    expect(snapshots).toBe(1)
  })

  test('after a wrong PIN says until when nothing is looked at', async () => {
    await begin(sampleDesk())
    bridge.answer('session.signIn', () => ({ ok: false, error: { kind: 'wrong-pin', waitMs: 8000 } }))
    expect(await store.signIn('zhang', '0000')).toBe(false)
    expect(store.getState()).toMatchObject({ problem: { kind: 'wrong-pin' }, waitUntil: sampleNow + 8000 })
    expect(kept.size).toBe(0)
  })

  test('is taken up again after a reload', async () => {
    bridge.answer('session.resume', () => ({ ok: true, value: sampleSignedIn() }))
    await begin(sampleDesk(), 'ticket-1')
    expect(asked('session.resume')).toEqual([{ ticket: 'ticket-1' }])
    expect(store.getState().session?.person?.name).toBe('张伟')
    expect(snapshots).toBe(1)
  })

  test('is taken up again when the carrier is back, and the numbers are fetched whole', async () => {
    await begin(sampleDesk())
    signInAnswers()
    await store.signIn('zhang', '2468')
    bridge.answer('session.resume', () => ({ ok: true, value: sampleSignedIn() }))
    bridge.connect(false)
    bridge.connect(true)
    await settle()
    expect(asked('session.resume')).toEqual([{ ticket: 'ticket-1' }])
    expect(snapshots).toBe(2)
  })

  test('keeps the ticket while the carrier fails again in the middle of it', async () => {
    bridge.answer('session.resume', () => ({ ok: false, error: { kind: 'disconnected' } }))
    await begin(sampleDesk(), 'ticket-1')
    expect(kept.get('firstline.session')).toBe('ticket-1')
    bridge.answer('session.resume', () => ({ ok: true, value: sampleSignedIn() }))
    bridge.connect(true)
    await settle()
    expect(store.getState().session?.person?.name).toBe('张伟')
  })

  test('forgets a ticket that the console does not know any more', async () => {
    bridge.answer('session.resume', () => ({ ok: false, error: { kind: 'not-found', what: 'person' } }))
    await begin(sampleDesk(), 'old')
    expect(kept.size).toBe(0)
    expect(store.getState().session?.role).toBe('reception')
    expect(store.getState().ended).toBeUndefined()
  })
})

describe('the end of a role', () => {
  test('that nobody asked for is remembered, and the ticket forgotten', async () => {
    bridge.answer('session.resume', () => ({ ok: true, value: sampleSignedIn() }))
    await begin(sampleSignedIn(), 'ticket-1')
    expect(kept.size).toBe(1)
    answers(sampleDesk())
    bridge.emit('session.changed', {})
    await settle()
    expect(store.getState().ended).toEqual({ id: 'zhang', name: '张伟', role: 'admin' })
    expect(kept.size).toBe(0)
    signInAnswers()
    await store.signIn('zhang', '2468')
    expect(store.getState().ended).toBeUndefined()
  })

  test('that the person asked for is no surprise, whoever tells it first', async () => {
    await begin(sampleSignedIn())
    bridge.answer('session.signOut', async () => {
      answers(sampleDesk())
      bridge.emit('session.changed', {})
      await settle()
      return { ok: true, value: sampleDesk() }
    })
    await store.signOut()
    expect(store.getState().session?.person).toBeUndefined()
    expect(store.getState().ended).toBeUndefined()
  })

  test('is warned of in its last minute', async () => {
    await begin(sampleSignedIn({ endsAt: sampleNow + 600_000 }))
    expect(store.getState().warnAt).toBe(sampleNow + 540_000)
  })

  test('of one minute is warned of in its second half', async () => {
    await begin(sampleSignedIn({ endsAt: sampleNow + 60_000 }))
    expect(store.getState().warnAt).toBe(sampleNow + 30_000)
  })

  test('is found out by asking, when the console did not say', async () => {
    await begin(sampleSignedIn({ endsAt: sampleNow + 120_000 }))
    answers(sampleDesk())
    await vi.advanceTimersByTimeAsync(121_000)
    expect(store.getState().ended?.name).toBe('张伟')
  })
})

describe('input at the screen', () => {
  beforeEach(async () => {
    await begin(sampleSignedIn())
    bridge.answer('session.active', () => ({ ok: true, value: sampleSignedIn({ endsAt: sampleNow + 999_000 }) }))
  })

  test('is told at once, then at most every half minute, and the last of it is not lost', async () => {
    touch()
    await settle()
    expect(asked('session.active')).toHaveLength(1)
    expect(store.getState().session?.endsAt).toBe(sampleNow + 999_000)
    for (let i = 0; i < 50; i++) touch()
    document.dispatchEvent(new Event('pointerdown'))
    await vi.advanceTimersByTimeAsync(activeEveryMs - 1)
    expect(asked('session.active')).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(asked('session.active')).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(10 * activeEveryMs)
    expect(asked('session.active')).toHaveLength(2)
  })

  test('is a key that is pressed, not one that is held', async () => {
    touch({ repeat: true })
    await settle()
    expect(asked('session.active')).toEqual([])
  })

  test('is told by nobody who is not signed in', async () => {
    answers(sampleDesk())
    bridge.emit('session.changed', {})
    await settle()
    touch()
    await settle()
    expect(asked('session.active')).toEqual([])
  })
})

describe('the question of the first start', () => {
  test('signs the new admin in and keeps the ticket', async () => {
    await begin(sampleSession({ access: 'unasked' }))
    bridge.answer('people.setUp', () => ({ ok: true, value: { session: sampleSignedIn(), ticket: 'first' } }))
    expect(await store.setUp({ name: '张伟', pin: '2468' })).toBeUndefined()
    expect(kept.get('firstline.session')).toBe('first')
    expect(store.getState().session?.access).toBe('pins')
  })

  test('that another window has answered is looked at again', async () => {
    await begin(sampleSession({ access: 'unasked' }))
    bridge.answer('people.setUp', () => ({ ok: false, error: { kind: 'not-in-this-state', why: 'already-set-up' } }))
    answers(sampleDesk())
    expect(await store.setUp(null)).toEqual({ kind: 'not-in-this-state', why: 'already-set-up' })
    await settle()
    expect(store.getState().session?.access).toBe('pins')
  })
})
