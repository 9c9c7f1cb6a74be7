import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemoryBridge } from '#renderer/testing/memory-bridge.ts'
import { createCommands, stillOffered } from './commands.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('commands', () => {
  test('an alert is acknowledged once, however often the key is pressed', async () => {
    const bridge = createMemoryBridge()
    const commands = createCommands(bridge)
    const first = commands.acknowledge(['a'])
    expect(commands.state.getState().pendingAlerts.has('a')).toBe(true)
    await Promise.all([first, commands.acknowledge(['a'])])
    expect(bridge.asked).toEqual([{ name: 'alerts.acknowledge', input: { alertIds: ['a'] } }])
    expect(commands.state.getState().pendingAlerts.size).toBe(0)
  })

  test('a problem is shown for ten seconds', async () => {
    const bridge = createMemoryBridge()
    bridge.answer('link.retryNow', () => ({ ok: false, error: { kind: 'internal' } }))
    const commands = createCommands(bridge)
    await commands.run('link.retryNow', {})
    expect(commands.state.getState().notices).toMatchObject([{ problem: { kind: 'internal' } }])
    vi.advanceTimersByTime(10_000)
    expect(commands.state.getState().notices).toEqual([])
  })

  test('a bridge that throws is a problem and not a crash', async () => {
    const bridge = createMemoryBridge()
    bridge.answer('sound.resume', () => Promise.reject(new Error('gone')))
    expect(await createCommands(bridge).run('sound.resume', {})).toEqual({ ok: false, error: { kind: 'internal' } })
  })

  test('what was refused is not offered any more, nor is anything that needs more', async () => {
    const bridge = createMemoryBridge()
    bridge.answer('alerts.acknowledge', () => ({ ok: false, error: { kind: 'forbidden', needs: 'reception' } }))
    const commands = createCommands(bridge)
    await commands.acknowledge(['a'])
    const { refused } = commands.state.getState()
    expect(['viewer', 'reception', 'admin'].map((role) => stillOffered(refused, role as 'viewer'))).toEqual([
      true,
      false,
      false,
    ])
  })
})
