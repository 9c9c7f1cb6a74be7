// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ConsolePatch } from '#shared/ipc/view.ts'
import { createMemoryBridge, type MemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { sampleAlert, sampleNow, sampleSnapshot, sampleView } from '#renderer/testing/sample-view.ts'
import { browserClockPorts, createConsoleClock } from './clock.ts'
import { createConsoleStore, type ConsoleStore } from './console-store.ts'

let bridge: MemoryBridge
let store: ConsoleStore
let stop: () => void

const patch = (from: number, changes: ConsolePatch['changes'] = {}): ConsolePatch => ({
  from,
  revision: from + 1,
  sentAt: sampleNow,
  changes,
})
const asked = (): number => bridge.asked.filter(({ name }) => name === 'console.snapshot').length
const settle = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(0))

beforeEach(async () => {
  vi.useFakeTimers()
  bridge = createMemoryBridge(sampleView({}, [sampleAlert()]))
  store = createConsoleStore(bridge, createConsoleClock(browserClockPorts))
  stop = store.start()
  await settle()
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

describe('the console store', () => {
  test('asks for the snapshot once at the start', () => {
    expect(asked()).toBe(1)
    expect(store.getState()).toMatchObject({ revision: 1, lastSentAt: sampleNow })
  })

  test('adds, changes and removes alerts by a patch that fits', () => {
    bridge.emit('console.changed', patch(1, { alerts: { 'call-1': null, b: sampleAlert({ id: 'b' }) } }))
    expect(Object.keys(store.getState().view?.alerts ?? {})).toEqual(['b'])
    expect(store.getState().revision).toBe(2)
  })

  test('keeps the identity of the sections that a patch does not mention', () => {
    const before = store.getState().view
    bridge.emit('console.changed', patch(1, { sound: { raised: 2 } }))
    expect(store.getState().view?.areas).toBe(before?.areas)
    expect(store.getState().view?.alerts).toBe(before?.alerts)
  })

  test('asks for one snapshot after a gap, however many patches follow', async () => {
    bridge.answer('console.snapshot', () => ({ ok: true, value: sampleSnapshot(sampleView(), 7) }))
    bridge.emit('console.changed', patch(5))
    bridge.emit('console.changed', patch(6))
    expect(asked()).toBe(2)
    await settle()
    expect(asked()).toBe(2)
    expect(store.getState().revision).toBe(7)
  })

  test('applies the patches that came while the snapshot was under way', async () => {
    bridge.answer('console.snapshot', () => ({ ok: true, value: sampleSnapshot(sampleView(), 5) }))
    bridge.emit('console.changed', patch(3))
    bridge.emit('console.changed', patch(4))
    bridge.emit('console.changed', patch(5, { sound: { raised: 9 } }))
    await settle()
    expect(store.getState()).toMatchObject({ revision: 6, view: { sound: { raised: 9 } } })
  })

  test('asks again when the revisions start anew', () => {
    bridge.emit('console.changed', patch(1))
    bridge.emit('console.changed', patch(0))
    expect(asked()).toBe(2)
  })

  test('says that the carrier is gone, keeps the view, and asks when it is back', async () => {
    bridge.connect(false)
    expect(store.getState()).toMatchObject({ connected: false, view: { site: { hotline: '96777' } } })
    bridge.connect(true)
    await settle()
    expect(store.getState().connected).toBe(true)
    expect(asked()).toBe(2)
  })

  test('tries again when a snapshot failed, and when it never came', async () => {
    bridge.answer('console.snapshot', () => ({ ok: false, error: { kind: 'internal' } }))
    store.refresh()
    await settle()
    expect(store.getState().snapshotProblem).toEqual({ kind: 'internal' })
    bridge.answer('console.snapshot', () => new Promise(() => undefined))
    await vi.advanceTimersByTimeAsync(1000)
    expect(asked()).toBe(3)
    bridge.answer('console.snapshot', () => ({ ok: true, value: sampleSnapshot(sampleView(), 3) }))
    await vi.advanceTimersByTimeAsync(10_000 + 2000)
    expect(store.getState()).toMatchObject({ revision: 3 })
    expect(store.getState().snapshotProblem).toBeUndefined()
  })

  test('asks for the snapshot when a hidden window is shown again', () => {
    document.dispatchEvent(new Event('visibilitychange'))
    expect(asked()).toBe(2)
  })

  test('remembers since when there is no alert', () => {
    expect(store.getState().calmSince).toBeUndefined()
    bridge.emit('console.changed', { ...patch(1, { alerts: { 'call-1': null } }), sentAt: sampleNow + 500 })
    bridge.emit('console.changed', { ...patch(2), sentAt: sampleNow + 900 })
    expect(store.getState().calmSince).toBe(sampleNow + 500)
    bridge.emit('console.changed', patch(3, { alerts: { c: sampleAlert({ id: 'c' }) } }))
    expect(store.getState().calmSince).toBeUndefined()
  })
})
