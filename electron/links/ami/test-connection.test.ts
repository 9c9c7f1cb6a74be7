import { afterEach, describe, expect, it } from 'vitest'
import {
  block,
  denied,
  recordedAnswer,
  startFakeAmi,
  unknownCommand,
  type FakeAmi,
  type FakeAmiOptions,
} from '#e2e/fakes/ami-server.ts'
import { createFakeClock } from '#e2e/fakes/fake-clock.ts'
import { testCertificate, testKey } from '#e2e/fakes/test-certificate.ts'
import { quiet, settingsFor, until } from './test-kit.ts'
import { readRecording } from './testing.ts'
import type { TestStep } from '#shared/ipc/view.ts'
import type { AmiSettings } from '#shared/settings/schema.ts'
import { testConnection } from './test-connection.ts'

const resync = readRecording('08-resync.ami').toString('utf8')
const core = recordedAnswer(readRecording('01-quiet.ami').toString('utf8'), 'rec-8')
const event = (name: string, readClass: string): string =>
  block(`Event: ${name}`, `Privilege: ${readClass},all`, 'X: y')
const channels = recordedAnswer(resync, 'rec-5')
const traffic = event('DeviceStateChange', 'call') + event('QueueMemberStatus', 'agent')
const actions = {
  QueueStatus: () => recordedAnswer(resync, 'rec-2'),
  Status: () => channels + traffic,
  CoreSettings: () => core,
}
const nothing = (complete: string): string =>
  block('Response: Success', 'ActionID: {id}', 'EventList: start') +
  block(`Event: ${complete}`, 'ActionID: {id}', 'EventList: Complete', 'ListItems: 0')

let fake: FakeAmi | undefined
afterEach(async () => {
  await fake?.close()
  fake = undefined
})

async function test(server: FakeAmiOptions = {}, settings: Partial<AmiSettings> = {}, secret = 'right-secret') {
  fake = await startFakeAmi({ ...server, actions: { ...actions, ...server.actions } })
  const clock = createFakeClock()
  const startedAt = clock.now()
  const told: TestStep[] = []
  let result: { steps: TestStep[]; queues: string[] } | undefined
  const running = testConnection({
    settings: settingsFor(fake.port, settings),
    secret,
    clock,
    onStep: (step) => told.push(step),
  })
  running.then(
    (r) => {
      result = r
    },
    () => undefined,
  )
  while (!result && clock.now() - startedAt < 20_000) {
    const enough = performance.now() + 1
    do await quiet(4)
    while (performance.now() < enough)
    clock.advance(100)
  }
  const { steps, queues } = await running
  expect(told).toEqual(steps)
  return { steps, queues, tookMs: clock.now() - startedAt, fake }
}

const results = (steps: TestStep[]): string[] => steps.map((s) => `${s.step} ${s.result}${s.cure ? ` ${s.cure}` : ''}`)

describe('the connection test', () => {
  it('finds everything in order, with the facts', async () => {
    const { steps, queues, fake: f } = await test()
    expect(results(steps)).toEqual([
      'reached ok',
      'tls skipped',
      'greeting ok',
      'logged-in ok',
      'rights ok',
      'booted ok',
      'queues ok',
      'vdn-source ok',
    ])
    expect(queues).toEqual(['repair', 'overflow', 'billing', 'night', 'operator', 'bank', 'complaint'])
    expect(steps[6]?.facts).toMatchObject({ queues: 7, waiting: 3 })
    expect(steps[7]?.facts).toMatchObject({ vdn: '8001', source: 'automatic' })
    await until(() => f.last().socket.destroyed || f.last().socket.readableEnded)
  })

  it.each<[string, FakeAmiOptions, Partial<AmiSettings>, string, string]>([
    ['a web server', { greeting: 'HTTP/1.1 200 OK\r\n' }, {}, 'right-secret', 'greeting failed not-ami'],
    ['a mute port', { greeting: '' }, {}, 'right-secret', 'greeting failed not-ami'],
    ['a wrong secret', {}, {}, 'wrong', 'logged-in failed wrong-credentials'],
    ['no secret', {}, {}, '', 'logged-in failed no-secret'],
    ['a switch without TLS', {}, { tls: { kind: 'system-ca' } }, 'right-secret', 'tls failed tls-failed'],
    [
      'a name that leads nowhere',
      {},
      { host: 'no-such-host.invalid' },
      'right-secret',
      'reached failed host-not-found',
    ],
    [
      'another certificate',
      { tls: { key: testKey, cert: testCertificate } },
      { tls: { kind: 'fingerprint', sha256: '00'.repeat(32) } },
      'right-secret',
      'tls failed fingerprint-mismatch',
    ],
    ['QueueStatus denied', { actions: { QueueStatus: denied } }, {}, 'right-secret', 'rights failed right-missing'],
    [
      'a switch that is not ready',
      { boots: false, actions: { QueueStatus: () => unknownCommand('QueueStatus') } },
      {},
      'right-secret',
      'booted failed never-booted',
    ],
    [
      'no queues',
      { actions: { QueueStatus: () => nothing('QueueStatusComplete') } },
      {},
      'right-secret',
      'queues failed no-queues',
    ],
  ])('%s: says which step failed, and the cure', async (_, server, settings, secret, expected) => {
    const { steps, tookMs } = await test(server, settings, secret)
    expect(results(steps)).toContain(expected)
    expect(steps.map((s) => s.step)).toEqual([
      'reached',
      'tls',
      'greeting',
      'logged-in',
      'rights',
      'booted',
      'queues',
      'vdn-source',
    ])
    expect(tookMs).toBeLessThanOrEqual(15_200)
    expect(JSON.stringify(steps)).not.toContain('right-secret')
  })

  it('warns of a login that does not get class system', async () => {
    const { steps } = await test({ boots: false })
    expect(results(steps)).toContain('rights warning right-missing')
    expect(steps[4]?.facts).toEqual({ missing: 'system', seen: 'agent, call' })
  })

  it('warns of a login that may not ask for Status', async () => {
    const { steps } = await test({ actions: { Status: denied } })
    expect(steps[4]).toMatchObject({ result: 'warning', facts: { missing: 'Status' }, cure: 'right-missing' })
  })

  it.each([
    ['agent', event('DeviceStateChange', 'call'), 'call, system'],
    ['call', event('QueueMemberStatus', 'agent'), 'agent, system'],
    ['call, agent', '', 'system'],
  ])('warns of a class that is not heard although there are calls: %s', async (unseen, heard, seen) => {
    const { steps, tookMs } = await test({ actions: { Status: () => channels + heard } })
    expect(steps[4]).toEqual({ step: 'rights', result: 'warning', facts: { unseen, seen }, cure: 'right-missing' })
    expect(results(steps).slice(5)).toEqual(['booted ok', 'queues ok', 'vdn-source ok'])
    expect(tookMs).toBeLessThanOrEqual(10_000)
  })

  it('hears a class that comes late, and goes on at once', async () => {
    const later = test({ actions: { Status: () => channels } })
    await until(() => fake?.connections.at(-1)?.actions.some((a) => a.name === 'CoreSettings') ?? false)
    fake?.last().send(traffic)
    const { steps, tookMs } = await later
    expect(results(steps)).toContain('rights ok')
    expect(tookMs).toBeLessThan(5000)
  })

  it('does not claim to know the classes of a login while nothing goes on', async () => {
    const lines = recordedAnswer(resync, 'rec-2').split('\r\n\r\n')
    const queues = lines.filter((text) => !/^Event: Queue(Entry|Member)/.test(text)).join('\r\n\r\n')
    const { steps, tookMs } = await test({
      actions: { QueueStatus: () => queues, Status: () => nothing('StatusComplete') },
    })
    expect(steps[4]).toEqual({ step: 'rights', result: 'ok', facts: { seen: 'system' } })
    expect(tookMs).toBeLessThan(2000)
  })

  it('says that the connection was lost while it listened', async () => {
    const cut = test({ actions: { Status: () => channels } })
    await until(() => fake?.connections.at(-1)?.actions.some((a) => a.name === 'CoreSettings') ?? false)
    await quiet()
    fake?.last().socket.destroy()
    expect(results((await cut).steps)).toContain('rights failed closed')
  })

  it('does not call a VDN that no call shows just now a failure', async () => {
    const { steps } = await test({ actions: { Status: () => nothing('StatusComplete') } })
    expect(steps[7]).toMatchObject({ result: 'warning', cure: 'vdn-source-unseen' })
  })

  it('ends after 15 s when the switch stops answering', async () => {
    const { steps, tookMs } = await test({ actions: { Status: () => undefined } })
    expect(tookMs).toBeLessThanOrEqual(15_200)
    expect(steps.some((s) => s.result === 'failed' && s.cure === 'timed-out')).toBe(true)
  })
})
