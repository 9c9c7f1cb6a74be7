import { describe, expect, test } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { CommandInput, CommandName, CommandOutput } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ConsolePatch, ConsoleSnapshot } from '#shared/ipc/view.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import type { Result } from '#shared/std/result.ts'
import { createConsole } from './console.ts'
import { createTestPorts, testCaller } from './testing.ts'

async function startConsole(...args: Parameters<typeof createTestPorts>) {
  const parts = createTestPorts(...args)
  const running = createConsole(parts.ports)
  const patches: ConsolePatch[] = []
  const seen: string[] = []
  running.subscribe((name, payload) => {
    seen.push(name)
    if (name === 'console.changed') patches.push(payload as ConsolePatch)
  })
  await running.start()
  const call = <N extends CommandName>(name: N, input: CommandInput<N>) =>
    running.execute(name, input, testCaller()) as Promise<Result<CommandOutput<N>, Problem>>
  const snapshot = async (): Promise<ConsoleSnapshot> => {
    const result = await call('console.snapshot', {})
    if (!result.ok) throw new Error(result.error.kind)
    return result.value
  }
  const feed = (...events: CallEvent[]): void => parts.opened.at(-1)?.listener.onEvents(events)
  return { ...parts, running, patches, seen, call, snapshot, feed }
}

const listedCall = [e.arrived(0), e.joined(1)]

describe('publishing', () => {
  test('an alert that is raised is sent at once', async () => {
    const { feed, patches } = await startConsole()
    const before = patches.length
    feed(...listedCall)
    expect(patches.slice(before).map((patch) => Object.keys(patch.changes.alerts ?? {}))).toEqual([['s/1']])
  })

  test('everything else is sent at most ten times a second', async () => {
    const { feed, patches, clock } = await startConsole()
    const before = patches.length
    for (let i = 0; i < 500; i++) {
      feed(e.arrived(i, `s/${i}`), e.joined(i, 'billing', `s/${i}`))
      clock.advance(2)
    }
    expect(patches.length - before).toBeGreaterThan(5)
    expect(patches.length - before).toBeLessThanOrEqual(11)
  })

  test('patches applied one after the other give the snapshot', async () => {
    const { feed, patches, snapshot, clock } = await startConsole()
    const first = await snapshot()
    const from = patches.length
    feed(...listedCall, e.joined(2, 'billing', 's/2'))
    clock.advance(100)
    feed(e.answered(5), e.rings(6, '1', 'billing', 's/2'))
    clock.advance(5000)
    const view: Record<string, unknown> = { ...first.view }
    const alerts: Record<string, unknown> = { ...first.view.alerts }
    let revision = first.revision
    for (const patch of patches.slice(from)) {
      expect(patch.from).toBe(revision)
      revision = patch.revision
      const { alerts: changed, ...rest } = patch.changes
      Object.assign(view, rest)
      for (const [id, alert] of Object.entries(changed ?? {})) {
        if (alert === null) delete alerts[id]
        else alerts[id] = alert
      }
    }
    const last = await snapshot()
    expect({ ...view, alerts }).toEqual(last.view)
    expect(revision).toBe(last.revision)
  })

  test('a quiet console sends nothing', async () => {
    const { clock, patches } = await startConsole()
    clock.advance(1000)
    const before = patches.length
    clock.advance(10_000)
    expect(patches.length).toBe(before)
  })
})

describe('what the wall is told', () => {
  test('a listed call comes with its rule, its place in the line and its limit', async () => {
    const { feed, snapshot } = await startConsole()
    feed(e.joined(0, 'repair', 's/0'), ...listedCall, e.routed(1, '8001', '1'), e.rings(2, '1001'))
    expect((await snapshot()).view.alerts['s/1']).toMatchObject({
      severity: 'P1',
      callerNumber: '13800001111',
      vdn: '8001',
      transferCode: '1',
      area: 'repair',
      position: 2,
      stage: 'ringing',
      seats: ['Seat 1001'],
      waitingSince: e.t(1),
      limitMs: 12_000,
      rule: { because: { kind: 'vdn', vdn: '8001' }, listVersion: 1 },
    })
  })

  test('the waiting total is the sum over areas', async () => {
    const { feed, snapshot } = await startConsole()
    feed(e.joined(0, 'repair', 's/1'), e.joined(3, 'billing', 's/2'), e.joined(2, 'billing', 's/3'))
    const { totals, areas } = (await snapshot()).view
    expect(totals).toMatchObject({
      waiting: 3,
      listedWaiting: 1,
      waitingByClass: { repair: 1 },
      oldestEnteredAt: e.t(0),
    })
    expect(areas.map((a) => [a.area, a.waiting, a.oldestEnteredAt])).toEqual([
      ['repair', 1, e.t(0)],
      ['billing', 2, e.t(2)],
    ])
  })

  test('the sound is the strongest alert that nobody has acknowledged', async () => {
    const { feed, snapshot, call } = await startConsole()
    feed(e.joined(0, 'complaint', 's/2'), ...listedCall)
    expect((await snapshot()).view.sound).toEqual({ play: 'p1', raised: 2 })
    await call('alerts.acknowledge', { alertIds: ['s/1'] })
    expect((await snapshot()).view.sound.play).toBe('p2')
    await call('alerts.acknowledge', { alertIds: ['s/2'] })
    expect((await snapshot()).view.sound).not.toHaveProperty('play')
  })

  test('a paused sound comes back by itself', async () => {
    const { call, snapshot, clock } = await startConsole()
    await call('sound.pause', { minutes: 2 })
    expect((await snapshot()).view.sound.pausedUntil).toBe(clock.now() + 120_000)
    clock.advance(121_000)
    expect((await snapshot()).view.sound).not.toHaveProperty('pausedUntil')
  })
})

describe('commands', () => {
  test('acknowledging says who did it, and counts only what was open', async () => {
    const { feed, call, snapshot } = await startConsole()
    feed(...listedCall)
    expect(await call('alerts.acknowledge', { alertIds: ['s/1', 'gone'] })).toEqual({
      ok: true,
      value: { acknowledged: 1 },
    })
    expect((await snapshot()).view.alerts['s/1']?.acknowledged?.by).toBe('Desk 2')
  })

  test('an outcome for an alert that left the wall is not found', async () => {
    const { call } = await startConsole()
    expect(await call('alerts.setOutcome', { alertId: 'x', outcome: 'duplicate' })).toEqual({
      ok: false,
      error: { kind: 'not-found', what: 'alert' },
    })
  })

  test('the connection is shown without its secret', async () => {
    const { call } = await startConsole()
    const { ami } = defaultSettings.connection
    await call('connection.save', { mode: 'practice', ami, secret: 'hunter2' })
    const shown = await call('connection.get', {})
    expect(shown).toMatchObject({ ok: true, value: { hasSecret: true } })
    expect(JSON.stringify(shown)).not.toContain('hunter2')
  })

  test('saving the connection of the same switch keeps its alerts and figures, and marks the gap', async () => {
    const { call, feed, snapshot, opened } = await startConsole()
    feed(e.picture(0), ...listedCall, e.callerHungUp(9), e.ended(9))
    await call('connection.save', { mode: 'practice', ami: { ...defaultSettings.connection.ami, port: 9 } })
    const { view } = await snapshot()
    expect(Object.keys(view.alerts)).toEqual(['s/1'])
    expect(view.totals.today.offered).toBe(1)
    expect(view.link.gaps).toHaveLength(1)
    expect(opened).toHaveLength(2)
  })

  test('a kept secret is not sent to another address, neither by a test nor by saving', async () => {
    const { call } = await startConsole()
    const { ami } = defaultSettings.connection
    await call('connection.save', { mode: 'asterisk', ami, secret: 'pw' })
    const needed = { ok: false, error: { kind: 'not-in-this-state', why: 'secret-needed' } }
    expect(await call('connection.test', { testId: 't', ami: { ...ami, host: 'elsewhere' } })).toEqual(needed)
    expect(await call('connection.save', { mode: 'asterisk', ami: { ...ami, host: 'elsewhere' } })).toEqual(needed)
    expect(await call('connection.test', { testId: 't', ami })).toMatchObject({ value: { queues: ['with-secret'] } })
  })

  test('a right that the login lacks is said on every screen until it is there', async () => {
    const { opened, snapshot } = await startConsole()
    opened.at(-1)?.listener.onProblem({ kind: 'right-missing', right: 'agent' })
    expect((await snapshot()).view.problems).toMatchObject([{ kind: 'right-missing', right: 'agent' }])
    opened.at(-1)?.listener.onProblem(undefined)
    expect((await snapshot()).view.problems).toEqual([])
  })

  test('an area cannot be listed in a class that does not exist', async () => {
    const { call } = await startConsole()
    const result = await call('areas.set', {
      area: 'billing',
      limitSeconds: 15,
      listed: { classId: 'gone', severity: 'P2' },
    })
    expect(result).toEqual({ ok: false, error: { kind: 'not-found', what: 'class' } })
  })

  test('names from the switch are only names', async () => {
    const { feed, snapshot } = await startConsole()
    feed(e.routed(0, 'constructor'), e.joined(1), e.routed(0, '__proto__', '1', 's/2'), e.joined(1, 'repair', 's/2'))
    expect(Object.entries((await snapshot()).view.totals.waitingByVdn)).toEqual([
      ['constructor', 1],
      ['__proto__', 1],
    ])
  })

  test('a caller who overflowed keeps the wait and the stricter limit', async () => {
    const { feed, snapshot } = await startConsole()
    feed(e.arrived(0), e.joined(1), e.left(61, 'undecided'), e.joined(62, 'overflow'))
    expect((await snapshot()).view.alerts['s/1']).toMatchObject({
      waitingSince: e.t(1),
      limitMs: 12_000,
      area: 'overflow',
    })
  })

  test('a wall clock that was set moves days, and what people read, but no wait', async () => {
    const parts = createTestPorts()
    parts.ports.clock.wallOffset = () => 86_400_000
    const running = createConsole(parts.ports)
    await running.start()
    parts.opened.at(-1)?.listener.onEvents(listedCall)
    const result = (await running.execute('console.snapshot', {}, testCaller())) as {
      ok: true
      value: ConsoleSnapshot
    }
    const { site, alerts, totals } = result.value.view
    expect(site.wallOffsetMs).toBe(86_400_000)
    expect(alerts['s/1']?.waitingSince).toBe(e.t(1))
    expect((totals.today.window.from + 86_400_000 + 8 * 3_600_000) % 86_400_000).toBe(0)
  })

  test('saving another switch stops the old link, and begins with nothing known', async () => {
    const { call, opened, feed, snapshot } = await startConsole()
    feed(...listedCall)
    await call('connection.save', { mode: 'asterisk', ami: defaultSettings.connection.ami, secret: 'pw' })
    expect(opened.map((link) => [link.stopped, link.secret])).toEqual([
      [true, undefined],
      [false, 'pw'],
    ])
    const { view } = await snapshot()
    expect(view.alerts).toEqual({})
    expect(view.site.practice).toBe(false)
    opened[0]?.listener.onEvents(listedCall) // what the old link still says is not heard
    expect((await snapshot()).view.alerts).toEqual({})
  })

  test('settings that cannot be written are a clear problem, and the old link goes on', async () => {
    const { call, opened, refuseWrites } = await startConsole()
    refuseWrites()
    expect(await call('connection.save', { mode: 'asterisk', ami: defaultSettings.connection.ami })).toEqual({
      ok: false,
      error: { kind: 'not-saved', detail: 'read-only' },
    })
    expect(opened.map((link) => link.stopped)).toEqual([false])
  })

  test('listing a queue area raises the calls that already wait in it, and unlisting withdraws them', async () => {
    const { feed, call, snapshot } = await startConsole()
    feed(e.joined(0, 'billing', 's/7'))
    await call('areas.set', { area: 'billing', limitSeconds: 15, listed: { classId: 'complaint', severity: 'P2' } })
    expect((await snapshot()).view.alerts['s/7']).toMatchObject({
      severity: 'P2',
      limitMs: 15_000,
      rule: { listVersion: 2 },
    })
    await call('areas.set', { area: 'billing', limitSeconds: 15, listed: null })
    expect((await snapshot()).view.alerts['s/7']?.returned?.reason).toBe('unlisted')
  })

  test('the connection test uses the kept secret when none is typed', async () => {
    const { call, seen } = await startConsole()
    const { ami } = defaultSettings.connection
    expect(await call('connection.test', { testId: 't', ami })).toMatchObject({ value: { queues: ['no-secret'] } })
    await call('connection.save', { mode: 'practice', ami, secret: 'pw' })
    expect(await call('connection.test', { testId: 't', ami })).toMatchObject({ value: { queues: ['with-secret'] } })
    expect(seen).toContain('connection.tested')
  })
})
