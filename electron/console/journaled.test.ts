import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CommandOutput } from '#shared/ipc/contract.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { ConsoleView } from '#shared/ipc/view.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import { createConsole } from './console.ts'
import { createJournalKit, lost, served, type JournalKit, type Run } from './test-kit.ts'
import { createTestClock, createTestPorts, testCaller } from './testing.ts'

/** The console with a journal on a disk: what it keeps, and what comes back after it ended in the middle of something. */
let kit: JournalKit
beforeEach(() => {
  kit = createJournalKit()
})
afterEach(() => kit.end())

describe('what the journal keeps', () => {
  test('a call that is over is found by its number, with its trail', async () => {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...served('s/1', 10))
    const found = await run.ask('calls.search', { number: '1111', before: null, limit: 10 })
    expect(found.calls).toMatchObject([
      { callId: 's/1', callerNumber: '13800001111', waitMs: 8000, talkMs: 60_000, outcome: { kind: 'answered' } },
    ])
    const trail = await run.ask('calls.trail', { callId: 's/1' })
    expect(trail.call.listing).toMatchObject({ classId: 'repair', severity: 'P1', listVersion: 1 })
    expect(trail.because).toMatchObject({ kind: 'queue-area', area: 'repair' })
    expect(trail.steps.map((step) => (step.kind === 'alert' ? step.change.change : step.kind))).toEqual([
      'arrived',
      'queue',
      'raised',
      'talk',
      'answered',
      'ended',
    ])
    expect(JSON.stringify(trail)).not.toContain('note')
  })

  test('a live call is found before those that are over, and has a trail', async () => {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...served('s/1', 10), e.arrived(100, 's/2'), e.joined(101, 'repair', 's/2'))
    const found = await run.ask('calls.search', { before: null, limit: 10 })
    expect(found.calls.map(({ callId, endedAt }) => [callId, endedAt !== undefined])).toEqual([
      ['s/2', false],
      ['s/1', true],
    ])
    const trail = await run.ask('calls.trail', { callId: 's/2' })
    expect(trail.steps.map(({ kind }) => kind)).toEqual(['arrived', 'queue', 'alert'])
    expect(trail.sameCaller.map(({ callId }) => callId)).toEqual(['s/1'])
  })

  test('where a call is recorded stands on its trail, while it lives and after', async () => {
    const run = await kit.start(0)
    const at = { at: e.t(1), callId: 's/1' }
    run.feed(e.picture(0), e.arrived(1), { kind: 'call-recorded', ...at, reference: '/rec/13800001111.wav' })
    expect((await run.ask('calls.trail', { callId: 's/1' })).recordings).toEqual(['/rec/13800001111.wav'])
    run.feed(e.joined(2), e.answered(9), e.ended(20))
    expect((await run.ask('calls.trail', { callId: 's/1' })).recordings).toEqual(['/rec/13800001111.wav'])
    await run.die()
    const after = await kit.start(60)
    expect((await after.ask('calls.trail', { callId: 's/1' })).recordings).toEqual(['/rec/13800001111.wav'])
  })

  test('one page after the other, live ones first, none twice', async () => {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...served('s/1', 10), ...served('s/2', 20), e.arrived(100, 's/3'), e.arrived(101, 's/4'))
    const ids: string[] = []
    let before: string | null = null
    do {
      const page: CommandOutput<'calls.search'> = await run.ask('calls.search', { before, limit: 1 })
      ids.push(...page.calls.map(({ callId }) => callId))
      before = page.next
    } while (before !== null)
    expect(ids).toEqual(['s/4', 's/3', 's/2', 's/1'])
  })

  test('a call that nobody knows has no trail', async () => {
    const run = await kit.start(0)
    expect(await run.call('calls.trail', { callId: 's/9' })).toEqual({
      ok: false,
      error: { kind: 'not-found', what: 'call' },
    })
  })

  test('what persons did stands in the trail once', async () => {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...lost('s/1', 10))
    await run.call('alerts.acknowledge', { alertIds: ['s/1'] }, { by: '李四' })
    await run.call('recovery.setOutcome', { callId: 's/1', outcome: 'called-back', note: '已回电' }, { by: '王五' })
    const { steps } = await run.ask('calls.trail', { callId: 's/1' })
    expect(
      steps.flatMap((step) => (step.kind === 'alert' && step.change.by ? [[step.change.change, step.change.by]] : [])),
    ).toEqual([
      ['acknowledged', '李四'],
      ['outcome', '王五'],
    ])
    expect(steps.some(({ kind }) => kind === 'action')).toBe(false)
  })

  test('each act of a person that changes something is written down with its result, and nothing that was typed', async () => {
    const run = await kit.start(0)
    const { ami } = defaultSettings.connection
    await run.call('connection.save', { mode: 'practice', ami, secret: 'hunter2' })
    await run.call('areas.set', { area: 'billing', limitSeconds: 15, listed: { classId: 'gone', severity: 'P2' } })
    await run.call('console.snapshot', {})
    const actions = await kit.journals[0]?.ask({ kind: 'actions', from: 0, to: Infinity, limit: 10 })
    expect(actions?.map(({ by, role, command, target, result }) => [by, role, command, target, result])).toEqual([
      ['Desk 2', 'admin', 'connection.save', '', 'ok'],
      ['Desk 2', 'admin', 'areas.set', 'billing', 'not-found'],
    ])
    expect(JSON.stringify(actions)).not.toContain('hunter2')
  })
})

describe('a console that ended in the middle of calls', () => {
  test('comes back with its calls, alerts, acknowledgements and figures, and marks what it did not see', async () => {
    const before = await kit.start(0)
    before.feed(
      e.picture(0, { areas: [{ area: 'repair' }] }),
      ...lost('s/1', 10),
      ...served('s/2', 20, '139'),
      e.arrived(100, 's/3', '137'),
      e.joined(101, 'repair', 's/3'),
    )
    before.at(110)
    await before.call('alerts.acknowledge', { alertIds: ['s/3', 's/1'] }, { by: '李四' })
    const then = await before.view()
    await before.die()

    const after = await kit.start(115)
    const { alerts, areas, totals, link } = await after.view()
    expect(alerts).toEqual(then.alerts)
    expect(totals).toEqual(then.totals)
    expect(areas).toEqual(then.areas)
    expect(alerts['s/3']?.acknowledged).toEqual({ by: '李四', at: e.t(110) })
    expect(totals).toMatchObject({ waiting: 1, recoveryOpen: 1, today: { offered: 3, answered: 1, abandoned: 1 } })
    expect(link.gaps).toEqual([{ from: e.t(110) }])

    after.at(210)
    after.feed(e.picture(210))
    expect((await after.view()).link.gaps).toEqual([{ from: e.t(110), to: e.t(210) }])
    const gaps = await kit.journals[0]?.ask({ kind: 'gaps', from: 0, to: Infinity })
    expect(gaps).toEqual([{ from: e.t(110), to: e.t(210), switchId: 's', why: 'console-off' }])
    const unknown = await after.ask('calls.trail', { callId: 's/3' })
    expect(unknown.call.outcome).toEqual({ kind: 'unknown' })
    expect(unknown.steps.some((step) => step.kind === 'gap' && step.why === 'console-off')).toBe(true)
  })

  test('a second restart comes back the same', async () => {
    const first = await kit.start(0)
    first.feed(e.picture(0), ...lost('s/1', 10), e.arrived(100, 's/3', '137'), e.joined(101, 'repair', 's/3'))
    await first.die()
    const second = await kit.start(200)
    const { alerts, totals, link } = await second.view()
    await second.die()
    const third = await kit.start(205)
    const view = await third.view()
    expect(view.alerts).toEqual(alerts)
    expect(view.totals).toEqual(totals)
    expect(view.link.gaps).toEqual(link.gaps)
  })

  test('one that was stopped marks the same gap, and says that it was stopped', async () => {
    const before = await kit.start(0)
    before.feed(e.picture(0), ...served('s/2', 20))
    before.at(150)
    await before.running.stop()
    kit.journals.length = 0
    const after = await kit.start(200)
    after.at(210)
    after.feed(e.picture(210))
    expect(await kit.journals[0]?.ask({ kind: 'gaps', from: 0, to: Infinity })).toEqual([
      { from: e.t(150), to: e.t(210), switchId: expect.any(String), why: 'console-closed' },
    ])
  })

  test('another list meanwhile judges only calls that live', async () => {
    const before = await kit.start(0)
    before.feed(e.picture(0), ...lost('s/1', 10), e.arrived(90, 's/2', '139'), e.joined(91, 'billing', 's/2'))
    before.feed(e.callerHungUp(99, 's/2'), e.left(99, 'undecided', 'billing', 's/2'), e.ended(99, 's/2'))
    before.feed(e.arrived(100, 's/3', '137'), e.joined(101, 'billing', 's/3'))
    await before.die()
    const after = await kit.start(200)
    await after.call('areas.set', { area: 'repair', limitSeconds: 12, listed: null })
    await after.call('areas.set', {
      area: 'billing',
      limitSeconds: 12,
      listed: { classId: 'complaint', severity: 'P2' },
    })
    const { alerts } = await after.view()
    expect(Object.values(alerts).map(({ id, returned }) => [id, returned?.reason])).toEqual([
      ['s/1', 'abandoned'],
      ['s/3', undefined],
    ])
    await after.die()
    const again = await kit.start(300)
    expect(Object.keys((await again.view()).alerts)).toEqual(['s/1', 's/3'])
  })

  test('a lost caller of days ago is still there, as it was', async () => {
    const day = 86_400
    const before = await kit.start(0)
    before.feed(e.picture(0), ...lost('s/1', 10))
    before.at(60)
    await before.call('alerts.acknowledge', { alertIds: ['s/1'] }, { by: '李四' })
    const then = (await before.view()).alerts['s/1']
    await before.die()
    const after = await kit.start(10 * day)
    const { alerts, totals } = await after.view()
    expect(totals).toMatchObject({ recoveryOpen: 1, today: { offered: 0 } })
    expect(alerts['s/1']).toMatchObject({
      severity: 'P1',
      callerNumber: '13800001111',
      acknowledged: { by: '李四' },
      returned: then?.returned,
      waitingSince: then?.waitingSince,
      rule: { because: then?.rule.because },
    })
    await after.call('recovery.setOutcome', { callId: 's/1', outcome: 'called-back', note: '' })
    expect((await after.view()).totals.recoveryOpen).toBe(0)
    await after.die()
    expect((await (await kit.start(11 * day)).view()).alerts).toEqual({})
  })

  test('a record that did not come as far as its event is written after all', async () => {
    const before = await kit.start(0)
    const [journal] = kit.journals
    before.feed(e.picture(0), ...served('s/1', 10).slice(0, -1))
    await journal?.flush()
    const last = served('s/1', 10).at(-1)
    if (!last) throw new Error('no last event')
    journal?.record({ kind: 'event', event: last }) // the power goes before what follows from it is written
    await before.die()
    const after = await kit.start(200)
    expect(await after.call('calls.trail', { callId: 's/1' })).toMatchObject({ ok: true })
    const { calls } = await after.ask('calls.search', { before: null, limit: 10 })
    expect(calls.map(({ callId }) => callId)).toEqual(['s/1'])
  })

  test('what happens while the past is read comes after it', async () => {
    const before = await kit.start(0)
    before.feed(e.picture(0), e.arrived(100, 's/3'), e.joined(101, 'repair', 's/3'))
    await before.die()
    const parts = createTestPorts({}, kit.open)
    Object.assign(parts.ports, { clock: createTestClock(e.t(200)) })
    const running = createConsole(parts.ports)
    const ready = running.start()
    parts.opened.at(-1)?.listener.onEvents([
      e.picture(201, {
        calls: [
          {
            callId: 's/3',
            caller: { number: '13800001111', name: '' },
            dialledNumber: '',
            ageMs: 101_000,
            waiting: { area: 'repair', position: 1, waitedMs: 100_000 },
          },
        ],
      }),
    ])
    await ready
    const result = (await running.execute('console.snapshot', {}, testCaller())) as { value: { view: ConsoleView } }
    expect(result.value.view.alerts['s/3']).toMatchObject({
      raisedAt: e.t(101),
      waitingSince: e.t(101),
      stage: 'queued',
    })
    expect(result.value.view.link.gaps).toEqual([{ from: e.t(101), to: e.t(201) }])
  })
})

describe('two worlds', () => {
  test('practice calls are never among real ones, and lost real callers come back', async () => {
    const { ami } = defaultSettings.connection
    const run = await kit.start(0, { connection: { mode: 'asterisk', ami } })
    run.feed(e.picture(0), ...lost('s/1', 10))
    await run.call('connection.save', { mode: 'practice', ami })
    expect((await run.view()).alerts).toEqual({})
    run.feed(e.picture(200), ...lost('s/2', 210))
    await run.call('connection.save', { mode: 'asterisk', ami })
    const { alerts, totals } = await run.view()
    expect(Object.keys(alerts)).toEqual(['s/1'])
    expect(totals.recoveryOpen).toBe(1)
    const { calls } = await run.ask('calls.search', { before: null, limit: 10 })
    expect(calls.map(({ callId }) => callId)).toEqual(['s/1'])
  })

  test('another real switch: who waited there is unknown and stays, also after a restart', async () => {
    const { ami } = defaultSettings.connection
    const run = await kit.start(0, { connection: { mode: 'asterisk', ami } })
    run.feed(e.picture(0), ...lost('s/1', 10), e.arrived(100, 's/3', '137'), e.joined(101, 'repair', 's/3'))
    await run.call('connection.save', { mode: 'asterisk', ami: { ...ami, host: 'other' }, secret: 'pw' })
    const reasons = async (of: Run) =>
      Object.values((await of.view()).alerts).map(({ id, returned }) => [id, returned?.reason])
    const kept = [
      ['s/1', 'abandoned'],
      ['s/3', 'unknown'],
    ]
    expect(await reasons(run)).toEqual(kept)
    expect((await run.view()).totals.today.offered).toBe(0)
    expect((await run.ask('calls.trail', { callId: 's/3' })).call.outcome).toEqual({ kind: 'unknown' })
    await run.die()
    const after = await kit.start(200, { connection: { mode: 'asterisk', ami: { ...ami, host: 'other' } } })
    expect(await reasons(after)).toEqual(kept)
    expect((await after.view()).totals.today.offered).toBe(0)
  })
})
