import { describe, expect, test } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import type { PriorityRule } from '#shared/domain/priority/rule.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { CommandInput, CommandName, CommandOutput } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ListState } from '#shared/ipc/list-view.ts'
import type { ConsoleView } from '#shared/ipc/view.ts'
import type { Result } from '#shared/std/result.ts'
import { createConsole } from './console.ts'
import type { Caller } from './running.ts'
import { createTestPorts, testCaller } from './testing.ts'

async function startConsole(ports = createTestPorts()) {
  const running = createConsole(ports.ports)
  const states: ListState[] = []
  running.subscribe((name, payload) => {
    if (name === 'list.changed') states.push(payload as ListState)
  })
  await running.start()
  const call = <N extends CommandName>(name: N, input: CommandInput<N>, caller: Caller = testCaller()) =>
    running.execute(name, input, caller) as Promise<Result<CommandOutput<N>, Problem>>
  async function ask<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    caller?: Caller,
  ): Promise<CommandOutput<N>> {
    const result = await call(name, input, caller)
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`)
    return result.value
  }
  const view = async (): Promise<ConsoleView> => (await ask('console.snapshot', {})).view
  const feed = (...events: CallEvent[]): void => ports.opened.at(-1)?.listener.onEvents(events)
  async function publish(...rules: PriorityRule[]): Promise<number> {
    await ask('list.change', { ops: rules.map((rule) => ({ op: 'put-rule', rule, expects: null })) })
    const { draft } = await ask('list.state', {})
    const answer = await ask('list.publish', { revision: draft.revision, why: 'because' })
    return answer.published?.version ?? 0
  }
  return { ...ports, running, states, call, ask, view, feed, publish }
}

const caller = (change: Partial<PriorityRule> = {}): PriorityRule =>
  e.rule('caller', {
    classId: 'key-customer',
    severity: 'P2',
    condition: { kind: 'caller-number', number: '+86 138 0000 1111' },
    handling: '先问压力表读数',
    ...change,
  })

/** Its keeper has read nothing until it is told to. */
async function startWithoutList() {
  const ports = createTestPorts()
  const { list } = ports.ports
  let comes: () => void = () => undefined
  ports.ports.list = { ...list, start: (listener) => (comes = () => list.start(listener)) }
  const running = createConsole(ports.ports)
  const started = running.start()
  await new Promise((resolve) => void setImmediate(resolve)) // the past, of which there is none, is back
  const feed = (...events: CallEvent[]): void => ports.opened.at(-1)?.listener.onEvents(events)
  const view = async (): Promise<ConsoleView> => {
    const answer = await running.execute('console.snapshot', {}, testCaller())
    if (!answer.ok) throw new Error(answer.error.kind)
    return (answer.value as CommandOutput<'console.snapshot'>).view
  }
  return { ...ports, started, feed, view, listComes: () => comes() }
}

describe('a start at which calls are there before the list is', () => {
  const gaveUp = [e.arrived(0), e.joined(1, 'repair'), e.callerHungUp(2), e.left(2, 'undecided', 'repair'), e.ended(2)]

  test('lists also a caller who gave up before it was in force', async () => {
    const { started, feed, view, listComes } = await startWithoutList()
    feed(e.picture(0), ...gaveUp)
    listComes()
    await started
    const { alerts, totals } = await view()
    expect(alerts['s/1']).toMatchObject({ returned: { reason: 'abandoned' }, needsOutcome: true })
    expect(totals.recoveryOpen).toBe(1)
  })

  test('does not wait long: calls are shown without a list, nothing is listed, and that is said', async () => {
    const { started, feed, view, clock } = await startWithoutList()
    feed(e.picture(0), ...gaveUp)
    clock.advance(3000)
    await started
    const shown = await view()
    expect(shown).toMatchObject({ alerts: {}, list: { rules: 0 }, classes: [], totals: { today: { abandoned: 1 } } })
    expect(shown.list).not.toHaveProperty('version')
  })
})

describe('a version that is published while calls wait', () => {
  test('lists them at once, and undoing it withdraws them and names the version', async () => {
    const { feed, publish, view, ask } = await startConsole()
    feed(e.arrived(0), e.joined(1, 'billing'))
    expect((await view()).alerts).toEqual({})
    expect(await publish(caller())).toBe(2)
    expect((await view()).alerts['s/1']).toMatchObject({
      severity: 'P2',
      handling: '先问压力表读数',
      sound: 'p2',
      rule: { id: 'caller', listVersion: 2, because: { kind: 'caller-number', number: '+86 138 0000 1111' } },
    })
    await ask('list.undo', { version: 1, why: '误发布' })
    expect((await view()).alerts['s/1']?.returned).toMatchObject({ reason: 'unlisted', listVersion: 3 })
    expect((await view()).list).toMatchObject({ version: 3, by: 'Desk 2', rules: 5 })
  })

  test('brings its classes to the wall, and tells every screen', async () => {
    const { ask, view, states } = await startConsole()
    const media = e.priorityClass('media', { colour: 'pink' })
    await ask('list.change', { ops: [{ op: 'put-class', class: media, expects: null }] })
    expect((await view()).classes.map(({ id }) => id)).not.toContain('media')
    await ask('list.publish', { revision: 1, why: '媒体' })
    expect((await view()).classes).toContainEqual(media)
    expect(states.at(-1)).toMatchObject({ published: { version: 2, why: '媒体' }, approval: false })
  })
})

describe('the sound', () => {
  test.each<[string, Partial<PriorityRule>, string | undefined]>([
    ['a rule that wants the urgent one', { sound: 'p1' }, 'p1'],
    ['a rule that leaves it to its severity', { sound: 'severity' }, 'p2'],
    ['a silent rule', { sound: 'silent' }, undefined],
    ['a P1 rule, which is never silent', { severity: 'P1', sound: 'class' }, 'p1'],
  ])('of %s', async (_name, change, pattern) => {
    const { feed, publish, view } = await startConsole()
    await publish(caller(change))
    feed(e.arrived(0), e.joined(1, 'billing'))
    expect((await view()).sound.play).toBe(pattern)
  })

  test('is the strongest of all that are heard', async () => {
    const { feed, publish, view } = await startConsole()
    await publish(caller({ sound: 'silent' }))
    feed(e.arrived(0), e.joined(1, 'billing'), e.joined(2, 'complaint', 's/2'))
    expect((await view()).sound.play).toBe('p2')
  })
})

describe('trying the draft', () => {
  test('runs over the calls that the console remembers', async () => {
    const { feed, ask } = await startConsole()
    feed(
      e.arrived(0),
      e.joined(1, 'billing'),
      e.answered(9),
      e.arrived(2, 's/2', '13900009999'),
      e.joined(3, 'repair', 's/2'),
    )
    await ask('list.change', { ops: [{ op: 'put-rule', rule: caller(), expects: null }] })
    expect(await ask('list.dryRun', { of: 'draft' })).toMatchObject({
      calls: 2,
      listedBefore: 1,
      listedAfter: 2,
      newly: [{ callId: 's/1', callerNumber: '13800001111', area: 'billing' }],
    })
  })

  test('also over the calls of yesterday, and over none of before', async () => {
    const { feed, ask, clock } = await startConsole()
    const hoursAgo = (hours: number): number => clock.now() - hours * 3_600_000 // it is four in the afternoon
    feed({ ...e.arrived(0, 's/old'), at: hoursAgo(41) }, { ...e.arrived(0, 's/yesterday'), at: hoursAgo(39) })
    await ask('list.change', { ops: [{ op: 'put-rule', rule: caller(), expects: null }] })
    clock.advance(1000)
    expect(await ask('list.dryRun', { of: 'draft' })).toMatchObject({
      calls: 1,
      newly: [{ callId: 's/yesterday' }],
    })
  })

  test('leads a described call where calls with the same code went', async () => {
    const { feed, ask } = await startConsole()
    feed(e.arrived(0), e.routed(1, '8001', '1'), e.joined(2))
    const described = {
      callerNumber: '',
      dialledNumber: '',
      transferCode: '1',
      vdn: '',
      area: '',
      at: e.t(0),
      callsBefore: 0,
    }
    expect(await ask('list.try', { of: 'published', call: described })).toMatchObject({
      used: { vdn: '8001', area: 'repair', learned: true },
      winner: { ruleId: 'repair-vdn' },
    })
  })
})

test('each rule tells how many calls of today it listed', async () => {
  const { feed, ask } = await startConsole()
  feed(e.arrived(0), e.joined(1), e.arrived(2, 's/2'), e.joined(3, 'repair', 's/2'))
  const row = await ask('list.rule', { of: 'published', ruleId: 'repair-area' })
  expect(row.hitsToday).toBe(2)
})

describe('a second person', () => {
  async function withApproval() {
    const one = await startConsole()
    const { access } = one.ports
    const session = access.openSession(() => 'Desk')
    await access.setUp(session, { name: 'Li', pin: '2580' })
    const li = session.caller()
    return { ...one, access, li }
  }

  test('is asked for where the policy wants one', async () => {
    const { access, li, ask, call, view } = await withApproval()
    const wang = await access.putPerson({ name: 'Wang', role: 'admin', pin: '1379' }, li)
    expect(wang.ok && access.setPolicy({ approval: true }, li).ok).toBe(true)
    await ask('list.change', { ops: [{ op: 'put-rule', rule: caller(), expects: null }] }, li)
    expect((await ask('list.state', {}, li)).approval).toBe(true)
    expect(await ask('list.publish', { revision: 1, why: 'x' }, li)).toEqual({ pending: true })
    expect((await view()).list.version).toBe(1)
    expect(await call('list.approve', { revision: 1 }, li)).toMatchObject({ error: { why: 'same-person' } })
    const other = { ...li, by: 'Wang', personId: wang.ok ? wang.value.id : '' }
    await ask('list.approve', { revision: 1 }, other)
    expect((await view()).list).toMatchObject({ version: 2, by: 'Li' })
    const area = { area: 'billing', limitSeconds: 33, listed: { classId: 'complaint', severity: 'P2' as const } }
    expect(await call('areas.set', area, li)).toMatchObject({ error: { why: 'approval-needed' } })
    expect((await view()).list.version).toBe(2)
  })

  test('who does not exist is missed before anything is asked', async () => {
    const { access, li, call, ports } = await withApproval()
    ports.settings.update((now) => ({ ...now, access: { ...now.access, approval: true } }))
    access.policyChanged()
    await call('list.change', { ops: [{ op: 'put-rule', rule: caller(), expects: null }] }, li)
    expect(await call('list.publish', { revision: 1, why: 'x' }, li)).toEqual({
      ok: false,
      error: { kind: 'not-in-this-state', why: 'no-approver' },
    })
  })

  test('signing in and out is in the list’s trail', async () => {
    const { li, ask } = await withApproval()
    const { entries } = await ask('list.audit', { offset: 0, limit: 10 }, li)
    expect(entries.map(({ kind }) => kind)).toContain('signed-in')
  })
})

describe('files of the list', () => {
  test('wait on the shelf of the screen that asked', async () => {
    const { ports, ask } = await startConsole()
    const session = ports.access.openSession(() => 'Desk')
    const offer = await ask('list.export', { of: 'published', format: 'csv', language: 'en' }, session.caller())
    const read = await ask('files.read', { fileId: offer.fileId, offset: 0 }, session.caller())
    expect(Buffer.from(read.data, 'base64').toString()).toContain('repair-vdn')
    const other = ports.access.openSession(() => 'Other')
    expect(ports.files.take(other.id, offer.fileId)).toMatchObject({ ok: false })
  })

  test('come from the shelf of the screen that sent them, and from no other', async () => {
    const { ports, ask, call } = await startConsole()
    const session = ports.access.openSession(() => 'Desk')
    const bytes = Buffer.from('name,condition\nA,13800001111\n')
    const begun = await ask('files.begin', { name: 'list.csv', bytes: bytes.length }, session.caller())
    await ask('files.write', { fileId: begun.fileId, offset: 0, data: bytes.toString('base64') }, session.caller())
    const other = ports.access.openSession(() => 'Other').caller()
    expect(await call('import.open', { fileId: begun.fileId }, other)).toMatchObject({ error: { kind: 'not-found' } })
    expect(await ask('import.open', { fileId: begun.fileId }, session.caller())).toMatchObject({
      format: 'csv',
      rows: 1,
    })
  })
})
