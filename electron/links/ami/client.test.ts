import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { block, denied, fullyBooted, startFakeAmi, type FakeAmi, type FakeAmiOptions } from '#e2e/fakes/ami-server.ts'
import { testCertificate, testKey } from '#e2e/fakes/test-certificate.ts'
import { advanceUntil, asked, createLinkKit, quiet, until, type LinkKit } from './test-kit.ts'
import { readRecording } from './testing.ts'
import type { LinkProblem } from '#shared/ipc/view.ts'
import type { AmiSettings } from '#shared/settings/schema.ts'
import { problemOf } from './socket.ts'

const list = (complete: string): string =>
  block('Response: Success', 'ActionID: {id}', 'EventList: start', 'Message: will follow') +
  block(`Event: ${complete}`, 'ActionID: {id}', 'EventList: Complete', 'ListItems: 0')
const actions = {
  QueueStatus: () => list('QueueStatusComplete'),
  Status: () => list('StatusComplete'),
  CoreSettings: () => denied(),
}

let fake: FakeAmi | undefined
let kit: LinkKit | undefined
const folders: string[] = []

afterEach(async () => {
  await kit?.link.stop()
  await fake?.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  fake = undefined
  kit = undefined
})

const tlsServer = { key: testKey, cert: testCertificate }
const fingerprint = new X509Certificate(testCertificate).fingerprint256

async function tryIt(
  server: FakeAmiOptions,
  settings: Partial<AmiSettings> = {},
  secret?: string,
): Promise<{ kit: LinkKit; fake: FakeAmi }> {
  fake = await startFakeAmi({ ...server, actions: { ...actions, ...server.actions } })
  kit = createLinkKit(fake.port, settings, secret)
  kit.link.start()
  return { kit, fake }
}

const whyOf = (k: LinkKit): LinkProblem | undefined => {
  const state = k.state()
  return state?.kind === 'waiting' || state?.kind === 'stopped' ? state.why : undefined
}

/** The first problem, with the clock moving as far as it must. */
async function firstProblem(k: LinkKit): Promise<LinkProblem & { stopped: boolean }> {
  await advanceUntil(k, () => whyOf(k) !== undefined)
  const problem = whyOf(k)
  if (!problem) throw new Error('no problem')
  return { ...problem, stopped: k.state()?.kind === 'stopped' }
}

describe('logging in', () => {
  it('by challenge, without sending the secret', async () => {
    const { kit: k, fake: f } = await tryIt({})
    await advanceUntil(k, () => k.state()?.kind === 'up')
    expect(f.heard()).toContain('AuthType: MD5')
    expect(f.heard()).not.toContain('right-secret')
  })

  it('in plain words, when the settings say so', async () => {
    const { kit: k, fake: f } = await tryIt({}, { login: 'plain' })
    await advanceUntil(k, () => k.state()?.kind === 'up')
    expect(f.heard()).toContain('Secret: right-secret')
  })

  it.each(['challenge', 'plain'] as const)(
    'with a wrong secret (%s) stops the link, and shows the secret nowhere',
    async (login) => {
      const { kit: k } = await tryIt({}, { login }, 'wrong-secret')
      const problem = await firstProblem(k)
      expect(problem).toMatchObject({ kind: 'wrong-credentials', stopped: true })
      expect(JSON.stringify([k.states, k.logged])).not.toContain('wrong-secret')
    },
  )

  it('does not repeat the secret after a switch that does', async () => {
    const { kit: k } = await tryIt(
      {
        actions: {
          Login: ({ fields }) => block('Response: Error', 'ActionID: {id}', `Message: I dislike ${fields['Secret']}`),
        },
      },
      { login: 'plain' },
    )
    expect(await firstProblem(k)).toMatchObject({ kind: 'unknown', detail: expect.stringContaining('I dislike ***') })
    expect(JSON.stringify([k.states, k.logged])).not.toContain('right-secret')
  })

  it('takes the recorded answer to a wrong password for one', async () => {
    const recorded = readRecording('17b-wrong-password.ami')
      .toString('utf8')
      .replace(/^[^\r]*\r\n/, '')
      .replace('rec-1', '{id}')
    const { kit: k } = await tryIt({ actions: { Login: () => recorded } }, { login: 'plain' })
    expect(await firstProblem(k)).toMatchObject({ kind: 'wrong-credentials', stopped: true })
  })

  it('refuses a secret with a line break before anything is sent', async () => {
    const { kit: k, fake: f } = await tryIt({}, { login: 'plain' }, 'x\r\nAction: Command')
    expect((await firstProblem(k)).kind).toBe('wrong-credentials')
    expect(f.heard()).toBe('')
  })

  it('without a secret stops before it connects', async () => {
    const { kit: k, fake: f } = await tryIt({}, {}, '')
    expect(await firstProblem(k)).toMatchObject({ kind: 'no-secret', stopped: true })
    expect(f.connections).toHaveLength(0)
  })
})

describe('what can be wrong with a connection', () => {
  it('nobody listens: refused', async () => {
    const { kit: k, fake: f } = await tryIt({})
    await f.close()
    kit = createLinkKit(f.port)
    kit.link.start()
    expect(await firstProblem(kit)).toMatchObject({ kind: 'refused', stopped: false })
    await k.link.stop()
  })

  it('the name leads nowhere', async () => {
    const { kit: k } = await tryIt({}, { host: 'no-such-host.invalid' })
    expect((await firstProblem(k)).kind).toBe('host-not-found')
  })

  it.each([
    ['EHOSTUNREACH', false, 'unreachable'],
    ['ENETUNREACH', false, 'unreachable'],
    ['ETIMEDOUT', false, 'timed-out'],
    ['ECONNRESET', false, 'closed'],
    ['ECONNRESET', true, 'tls-failed'],
    ['CERT_HAS_EXPIRED', true, 'certificate-untrusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', true, 'certificate-untrusted'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', true, 'tls-failed'],
    ['ESOMETHING', false, 'unknown'],
  ])('%s (TLS: %s) is %s', (code, secured, kind) => {
    expect(problemOf(Object.assign(new Error(code), { code }), secured).kind).toBe(kind)
  })

  it.each([
    ['a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['an SSH server', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ])('%s answers: not a manager', async (_, greeting) => {
    const { kit: k } = await tryIt({ greeting })
    expect((await firstProblem(k)).kind).toBe('not-ami')
  })

  it('nothing answers after the connection: not a manager, or a TLS port', async () => {
    const { kit: k } = await tryIt({ greeting: '' })
    expect(await firstProblem(k)).toMatchObject({ kind: 'not-ami', detail: expect.stringContaining('TLS') })
  })

  it('the login is not answered: timed out', async () => {
    const { kit: k } = await tryIt({ actions: { Challenge: () => undefined } })
    expect((await firstProblem(k)).kind).toBe('timed-out')
  })

  it('QueueStatus is denied: no permission', async () => {
    const { kit: k } = await tryIt({ actions: { QueueStatus: denied } })
    expect((await firstProblem(k)).kind).toBe('no-permission')
  })

  it('Status is denied: the link comes up all the same', async () => {
    const { kit: k } = await tryIt({ actions: { Status: denied } })
    await advanceUntil(k, () => k.state()?.kind === 'up')
  })

  it('the connection is cut in the middle of a message', async () => {
    const { kit: k, fake: f } = await tryIt({})
    await advanceUntil(k, () => k.state()?.kind === 'up')
    f.last().send('Event: QueueCallerJoin\r\nChan')
    f.last().socket.end()
    expect((await firstProblem(k)).kind).toBe('closed')
  })

  it('garbage comes', async () => {
    const { kit: k, fake: f } = await tryIt({})
    await advanceUntil(k, () => k.state()?.kind === 'up')
    f.last().send('nonsense\r\n\r\n'.repeat(50))
    expect((await firstProblem(k)).kind).toBe('garbled')
  })

  it('a message comes that never ends', async () => {
    const { kit: k, fake: f } = await tryIt({})
    await advanceUntil(k, () => k.state()?.kind === 'up')
    f.last().send(`Response: Success\r\n${'Output: more\r\n'.repeat(60_000)}`)
    expect((await firstProblem(k)).kind).toBe('too-much-data')
  })
})

describe('the heartbeat', () => {
  it('finds a switch that went silent within 10 s', async () => {
    const { kit: k, fake: f } = await tryIt({})
    await advanceUntil(k, () => k.state()?.kind === 'up')
    const pings = asked(f, 'Ping')
    for (const action of ['Ping', 'QueueStatus', 'Status']) f.actions[action] = () => undefined
    const before = k.clock.now()
    expect((await firstProblem(k)).kind).toBe('silent')
    expect(k.clock.now() - before).toBeLessThanOrEqual(10_000)
    expect(asked(f, 'Ping') - pings).toBeGreaterThanOrEqual(2)
  })

  it('takes any byte for a sign of life: a busy switch may answer late', async () => {
    const { kit: k, fake: f } = await tryIt({})
    await advanceUntil(k, () => k.state()?.kind === 'up')
    f.actions['Ping'] = () => undefined
    for (let i = 0; i < 15; i++) {
      f.last().send(block('Event: RTCPSent', 'Channel: x'))
      await quiet()
      k.clock.advance(1000)
    }
    expect(k.state()?.kind).toBe('up')
  })

  it('keeps quiet while the switch answers', async () => {
    const { kit: k, fake: f } = await tryIt({})
    await advanceUntil(k, () => k.state()?.kind === 'up')
    await advanceUntil(k, () => asked(f, 'Ping') > 8)
    expect(k.state()?.kind).toBe('up')
  })
})

describe('TLS', () => {
  const fileWith = (text: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'firstline-'))
    folders.push(folder)
    const path = join(folder, 'ca.pem')
    writeFileSync(path, text)
    return path
  }

  it('trusts the certificate whose fingerprint is pinned', async () => {
    const { kit: k } = await tryIt(
      { tls: tlsServer },
      { tls: { kind: 'fingerprint', sha256: fingerprint.toLowerCase().replaceAll(':', '') } },
    )
    await advanceUntil(k, () => k.state()?.kind === 'up')
  })

  it('sends nothing to another one', async () => {
    const { kit: k, fake: f } = await tryIt(
      { tls: tlsServer },
      { login: 'plain', tls: { kind: 'fingerprint', sha256: 'AB'.repeat(32) } },
    )
    expect(await firstProblem(k)).toMatchObject({
      kind: 'fingerprint-mismatch',
      stopped: true,
      detail: expect.stringContaining(fingerprint),
    })
    await quiet()
    expect(f.heard()).toBe('')
  })

  it('trusts a certificate of the given authority', async () => {
    const { kit: k } = await tryIt({ tls: tlsServer }, { tls: { kind: 'ca-file', path: fileWith(testCertificate) } })
    await advanceUntil(k, () => k.state()?.kind === 'up')
  })

  it('does not trust a certificate that nobody vouches for, and sends it nothing', async () => {
    const { kit: k, fake: f } = await tryIt({ tls: tlsServer }, { tls: { kind: 'system-ca' } })
    expect(await firstProblem(k)).toMatchObject({ kind: 'certificate-untrusted', stopped: true })
    expect(f.heard()).toBe('')
  })

  it('says when the file of the authority is not there', async () => {
    const { kit: k } = await tryIt({ tls: tlsServer }, { tls: { kind: 'ca-file', path: '/nowhere/ca.pem' } })
    expect(await firstProblem(k)).toMatchObject({
      kind: 'certificate-untrusted',
      detail: expect.stringContaining('ENOENT'),
    })
  })

  it('a switch without TLS', async () => {
    const { kit: k } = await tryIt({}, { tls: { kind: 'system-ca' } })
    expect((await firstProblem(k)).kind).toBe('tls-failed')
  })

  it('a port that accepts and then says nothing', async () => {
    const mute = createServer((socket) => socket.resume().on('error', () => undefined))
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    kit = createLinkKit((mute.address() as AddressInfo).port, { tls: { kind: 'system-ca' } })
    kit.link.start()
    expect((await firstProblem(kit)).kind).toBe('tls-failed')
    await kit.link.stop()
    await new Promise((resolve) => mute.close(resolve))
  })
})

describe('questions', () => {
  it('are answered by their id, with events in between', async () => {
    const { kit: k, fake: f } = await tryIt({ boots: false })
    await until(() => asked(f, 'Login') === 1)
    f.actions['QueueStatus'] = () =>
      block('Response: Success', 'ActionID: {id}', 'EventList: start') +
      block(
        'Event: QueueMemberStatus',
        'Queue: repair',
        'MemberName: Wang',
        'Interface: PJSIP/1001',
        'Status: 2',
        'Paused: 0',
      ) +
      block('Event: QueueParams', 'Queue: repair', 'ServiceLevel: 12', 'ActionID: {id}') +
      block('Response: Success', 'ActionID: of-somebody-else') +
      block('Event: QueueParams', 'Queue: foreign', 'ActionID: of-somebody-else') +
      block('Event: QueueStatusComplete', 'ActionID: {id}', 'EventList: Complete', 'ListItems: 1')
    f.last().send(fullyBooted())
    await advanceUntil(k, () => k.state()?.kind === 'up')
    const [picture, seat] = k.events()
    expect(picture).toMatchObject({
      kind: 'picture-taken',
      picture: { areas: [{ area: 'repair', serviceLevelSeconds: 12 }] },
    })
    expect(seat).toMatchObject({ kind: 'seat-changed', seat: { name: 'Wang', state: 'talking' } })
  })
})
