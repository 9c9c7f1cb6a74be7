import { afterEach, describe, expect, test } from 'vitest'
import { createPracticeSwitch } from './practice-switch.ts'
import type { PracticeSwitch, PracticeSwitchOptions } from './practice-switch.ts'
import {
  advanceUntil,
  callerPlan,
  createTestClock,
  field,
  labSite,
  logIn,
  messages,
  openClient,
  turn,
} from './test-kit.ts'

const open: PracticeSwitch[] = []
afterEach(() => Promise.all(open.splice(0).map((one) => one.stop())))

async function practice(more: Partial<PracticeSwitchOptions> = {}) {
  const clock = createTestClock()
  const site = createPracticeSwitch({
    seed: 20261120,
    speed: 1,
    clock,
    username: 'console',
    secret: 'rehearsal',
    timeZone: 'Asia/Shanghai',
    ...more,
  })
  open.push(site)
  const { port } = await site.start()
  return { clock, site, port }
}

/** Everything that a client gets within ten minutes, with a storm and a change of speed in it. */
async function tenMinutes(seed: number): Promise<string> {
  const { clock, site, port } = await practice({ seed, noise: true })
  const client = await logIn(port)
  for (let minute = 0; minute < 10; minute++) {
    if (minute === 3) site.do({ kind: 'storm' })
    if (minute === 7) site.do({ kind: 'set-speed', speed: 4 })
    for (let step = 0; step < 30; step++) {
      clock.advance(2_000)
      await turn()
    }
  }
  client.send('Action: Ping', 'ActionID: end')
  return client.until(/ActionID: end\r\n/)
}

test('the same seed gives the same bytes, another seed others', async () => {
  const [one, same, other] = [await tenMinutes(7), await tenMinutes(7), await tenMinutes(8)]
  expect(one.length).toBeGreaterThan(200_000)
  expect(same).toBe(one)
  expect(other).not.toBe(one)
})

test('a newcomer finds calls under way, and sees a listed one join within five seconds', async () => {
  const { clock, port } = await practice()
  const client = await logIn(port)
  client.send('Action: Status', 'ActionID: s')
  const found = messages(await client.until(/StatusComplete[^]*ListItems/)).filter(({ name }) => name === 'Status')
  expect(found.length).toBeGreaterThanOrEqual(4)
  clock.advance(5_000)
  await client.until(/Event: QueueCallerJoin[^]*?Queue: (repair|complaint)\r\n/)
})

test('a storm brings some 180 calls for repair out of one district within five minutes', async () => {
  const { clock, site } = await practice()
  const calm = site.facts().totals.arrived
  site.do({ kind: 'storm' })
  site.do({ kind: 'storm' })
  clock.advance(5 * 60_000 + 20_000)
  const { calls, totals } = site.facts()
  expect(totals.arrived - calm).toBeGreaterThan(180)
  expect(totals.arrived - calm).toBeLessThan(270)
  expect(calls.filter(({ number }) => number.startsWith('07552731')).length).toBeGreaterThanOrEqual(180)
})

test('a whole day at high speed leaves nothing behind but the facts', async () => {
  const { clock, site, port } = await practice({ speed: 60 })
  const client = await logIn(port, 'off')
  for (let minute = 0; minute < 24; minute++) {
    clock.advance(60_000)
    await turn()
  }
  const { calls, totals } = site.facts()
  expect(totals.arrived).toBeGreaterThan(1_500)
  expect(calls.filter(({ end }) => end === undefined).length).toBeLessThan(60)
  expect(calls.length).toBeLessThanOrEqual(6_000)
  expect(site.planned()).toBeLessThan(2_500)
  client.end()
})

test('at peak a wall is calm: about one listed call a minute, most answered in time, some not', async () => {
  const { clock, site } = await practice()
  clock.advance(2 * 3_600_000)
  const { queues, calls } = site.facts()
  const listed = (queues['repair']?.offered ?? 0) + (queues['complaint']?.offered ?? 0)
  expect(listed / 150).toBeGreaterThan(0.5)
  expect(listed / 150).toBeLessThan(2)
  const waits = calls
    .flatMap(({ legs }) => legs)
    .filter(({ end }) => end === 'answered')
    .map((leg) => (leg.endedAt ?? 0) - leg.enteredAt)
  const late = waits.filter((ms) => ms > 12_000).length / waits.length
  expect(late).toBeGreaterThan(0.03)
  expect(late).toBeLessThan(0.3)
  expect(Object.values(queues).reduce((sum, { abandoned }) => sum + abandoned, 0)).toBeGreaterThan(2)
})

test('at ten times the speed the switch itself says that people waited a tenth', async () => {
  const { clock, site, port } = await practice({ quiet: true, site: labSite, speed: 10 })
  const client = await logIn(port)
  site.call(callerPlan({ keys: [{ atMs: 1_000, digits: '1#' }] }))
  clock.advance(1_000)
  const all = messages(await client.until(/AgentConnect[^]*RingTime/))
  expect(all.find(({ name }) => name === 'AgentConnect')?.fields.find(([key]) => key === 'HoldTime')?.[1]).toBe('0')
  const leg = site.facts().calls[0]?.legs[0]
  expect((leg?.endedAt ?? 0) - (leg?.enteredAt ?? 0)).toBeCloseTo(200, -1)
})

test('a switch that is stopped while it opens leaves no port open', async () => {
  const clock = createTestClock()
  const options = { seed: 1, speed: 1, clock, username: 'console', secret: 'rehearsal', timeZone: 'Asia/Shanghai' }
  const site = createPracticeSwitch(options)
  const starting = site.start()
  await site.stop()
  const { port } = await starting
  await expect(openClient(port)).rejects.toThrow('ECONNREFUSED')
})

describe('on a bad day', () => {
  test('a dropped link closes every client, and the site goes on', async () => {
    const { site, port } = await practice()
    const clients = [await logIn(port), await logIn(port)]
    site.do({ kind: 'drop-link' })
    await Promise.all(clients.map(({ closed }) => closed)).catch(() => {})
    expect(site.clients()).toBe(0)
    await logIn(port)
  })

  test('a silent switch takes requests and answers none, then goes on where it stopped', async () => {
    const { clock, site, port } = await practice({ quiet: true, site: labSite })
    const client = await logIn(port)
    site.do({ kind: 'go-silent' })
    const before = client.text()
    client.send('Action: Ping', 'ActionID: p')
    const late = await openClient(port)
    site.call(callerPlan())
    for (let second = 0; second < 19; second++) {
      clock.advance(1_000)
      await turn()
    }
    expect(client.text()).toBe(before)
    expect(late.text()).toBe('')
    clock.advance(1_000)
    const after = await client.until(/ActionID: p\r\nPing: Pong/)
    expect(messages(after).filter(({ name }) => name === 'AgentConnect')).toHaveLength(1)
    await late.until(/^Asterisk Call Manager/)
  })

  test('garbage comes between whole events, each time of another kind', async () => {
    const { clock, site, port } = await practice({ quiet: true, site: labSite })
    const client = await logIn(port)
    for (let times = 0; times < 3; times++) site.do({ kind: 'garble' })
    site.call(callerPlan())
    clock.advance(3_000)
    const text = await client.until(/Event: QueueCallerJoin\r\nPrivilege/)
    expect(text).toContain('no colon in this line')
    expect(text).toContain('\ufffd')
    expect(text.length).toBeGreaterThan(3_000_000)
  })

  test('a cut-off ends in the middle of an event', async () => {
    const { site, port } = await practice({ quiet: true, site: labSite })
    const client = await logIn(port)
    site.faults.cutOff()
    await client.closed
    expect(client.text()).toMatch(/Event: PeerStatus\r\n[^]*PeerStatus: Rea[^\n]*$/)
  })

  test('a client that does not read is cut off, and does not hold up the others', async () => {
    const { site, clock, port } = await practice({ quiet: true, site: labSite, noise: true })
    const [slow, quick] = [await logIn(port), await logIn(port)]
    slow.pause()
    for (let call = 0; call < 60_000 && site.clients() === 2; call++) {
      site.call(callerPlan({ leavesIvrAtMs: 600, keys: [] }))
      clock.advance(1_000)
      if (call % 20 === 0) await turn()
    }
    expect(site.clients()).toBe(1)
    slow.resume()
    await slow.closed
    expect(slow.text().endsWith('\r\n\r\n')).toBe(false)
    quick.send('Action: Ping', 'ActionID: p')
    await quick.until(/Pong/)
  })

  test('a restart while a storm is on comes back with empty queues and zero counters', async () => {
    const { clock, site, port } = await practice()
    site.do({ kind: 'storm' })
    await advanceUntil(clock, () => (site.facts().queues['repair']?.waiting ?? 0) > 8, 1_000)
    const client = await logIn(port)
    site.do({ kind: 'restart' })
    const cleared = site.facts().queues['repair']
    expect(cleared?.waiting).toBe(0)
    expect(cleared?.cleared).toBeGreaterThan(8)
    clock.advance(1_100)
    await client.closed
    const again = await logInWhenOpen(clock, port)
    again.send('Action: QueueStatus', 'ActionID: q', 'Queue: repair')
    const [params] = messages(await again.until(/ActionID: q[^]*QueueStatusComplete/)).filter(
      ({ name }) => name === 'QueueParams',
    )
    expect(params && [field(params, 'Completed'), field(params, 'Abandoned')]).toEqual(['0', '0'])
  })
})

async function logInWhenOpen(clock: ReturnType<typeof createTestClock>, port: number) {
  let again: Awaited<ReturnType<typeof logIn>> | undefined
  await advanceUntil(clock, () => {
    logIn(port).then(
      (client) => (again ??= client),
      () => {},
    )
    return again !== undefined
  })
  if (!again) throw new Error('it never opened again')
  clock.advance(1_500)
  await again.until(/FullyBooted/)
  return again
}
