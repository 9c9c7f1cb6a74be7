import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Session } from '#electron/access/access-desk.ts'
import { createAccessDesk } from '#electron/access/create-access-desk.ts'
import { mayHear, payloadFor } from '#electron/ipc/events.ts'
import { createRegistrar, type Registrar } from '#electron/ipc/registrar.ts'
import { sampleInputs } from '#electron/ipc/testing.ts'
import * as e from '#shared/domain/testing/events.ts'
import { commands, type CommandInput, type CommandName, type CommandOutput } from '#shared/ipc/contract.ts'
import { mayDo, type Problem, type Role } from '#shared/ipc/problem.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import type { Result } from '#shared/std/result.ts'
import { createConsole, type Console } from './console.ts'
import { createTestPorts } from './testing.ts'

/** The commands as screens give them: through the registrar, each screen with its session, to a real console. */
type Screen = {
  session: Session
  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>, Problem>>
  must<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>
}

let made: ReturnType<typeof createTestPorts>
let folder: string
let console: Console
let registrar: Registrar

beforeEach(async () => {
  made = createTestPorts()
  folder = mkdtempSync(path.join(tmpdir(), 'firstline-commands-'))
  const { settings, clock, log } = made.ports
  made.ports.access = createAccessDesk({ file: path.join(folder, 'access.json'), settings, clock, log })
  console = createConsole(made.ports)
  registrar = createRegistrar(console, log)
  await console.start()
})
afterEach(async () => {
  await console.stop()
  rmSync(folder, { recursive: true })
})

function connect(deskName = '三号台'): Screen {
  const session = made.ports.access.openSession(() => deskName)
  const call: Screen['call'] = (name, input) => registrar.run(name, input, session.caller()) as never
  return {
    session,
    call,
    async must(name, input) {
      const result = await call(name, input)
      if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`)
      return result.value
    },
  }
}

const minute = 60_000

/** A console with one person of each role; a screen at which the given one is signed in. */
async function withPeople(): Promise<(role: Role) => Promise<Screen>> {
  const admin = connect()
  await admin.must('people.setUp', { admin: { name: '王班长', pin: '2580' } })
  for (const role of ['supervisor', 'reception'] as const) {
    await admin.must('people.put', { name: role, role, pin: '1470' })
  }
  await admin.must('access.set', { baseRole: 'viewer' })
  return async (role) => {
    const screen = connect()
    const person = made.ports.access.people().find((one) => one.role === role)
    if (person) await screen.must('session.signIn', { personId: person.id, pin: role === 'admin' ? '2580' : '1470' })
    return screen
  }
}

describe('a screen', () => {
  test('of a desk that has not decided is asked, and may everything', async () => {
    expect(await connect().must('session.get', {})).toMatchObject({ access: 'unasked', role: 'admin', by: '三号台' })
  })

  test('signs in, goes on while somebody touches it, and ends without input', async () => {
    const as = await withPeople()
    const screen = await as('supervisor')
    made.clock.advance(14 * minute)
    await screen.must('session.active', {})
    made.clock.advance(14 * minute)
    await screen.must('console.snapshot', {})
    expect((await screen.must('session.get', {})).role).toBe('supervisor')
    made.clock.advance(minute)
    expect(await screen.must('session.get', {})).toMatchObject({ role: 'viewer', by: '三号台' })
    expect(await screen.call('practice.do', { kind: 'storm' })).toEqual({
      ok: false,
      error: { kind: 'forbidden', needs: 'supervisor' },
    })
  })

  test('that was cut off comes back with its ticket', async () => {
    await withPeople()
    const [person] = made.ports.access.people()
    const first = connect()
    const { ticket } = await first.must('session.signIn', { personId: person?.id ?? '', pin: '2580' })
    first.session.close()
    expect(await connect().must('session.resume', { ticket })).toMatchObject({ role: 'admin', by: '王班长' })
  })

  test('acts under the name of who is signed in', async () => {
    const as = await withPeople()
    made.opened.at(-1)?.listener.onEvents([e.arrived(0), e.joined(1)])
    const screen = await as('reception')
    const id = Object.keys((await screen.must('console.snapshot', {})).view.alerts)[0] ?? ''
    await screen.must('alerts.acknowledge', { alertIds: [id] })
    const { alerts } = (await screen.must('console.snapshot', {})).view
    expect(alerts[id]?.acknowledged?.by).toBe('reception')
  })
})

describe('every command', () => {
  const roles: Role[] = ['viewer', 'reception', 'supervisor', 'admin']
  test.each(roles)('that a %s may not give is refused, whatever the screen shows', async (role) => {
    const as = await withPeople()
    const screen = await as(role)
    for (const name of Object.keys(commands) as CommandName[]) {
      if (mayDo(role, commands[name].role)) continue
      const result = await screen.call(name, sampleInputs[name])
      expect([name, result]).toEqual([name, { ok: false, error: { kind: 'forbidden', needs: commands[name].role } }])
    }
    expect(made.opened).toHaveLength(1) // and nothing has happened
    expect(made.ports.settings.get().connection).toEqual(defaultSettings.connection)
  })
})

describe('numbers of callers', () => {
  const planted = '13812345678'
  const rule = (id: string, condition: object) => ({
    id,
    name: `王小明 ${planted}`,
    classId: 'key-customer',
    severity: 'P2' as const,
    condition: condition as { kind: 'caller-number'; number: string },
    enabled: true,
    validFrom: null,
    validTo: null,
    hours: [],
    owner: `张 ${planted}`,
    note: `138 1234 5678`,
    sound: 'class' as const,
    ladder: '',
    handling: `回电 ${planted}`,
  })

  async function plant(screen: Screen): Promise<void> {
    const ops = [
      rule('exact', { kind: 'caller-number', number: planted }),
      rule('many', { kind: 'caller-list', numbers: [planted, '13812345679'] }),
      rule('part', { kind: 'any', of: [{ kind: 'caller-prefix', prefix: '1381234567' }] }),
    ].map((one) => ({ op: 'put-rule' as const, rule: one, expects: null }))
    await screen.must('list.change', { ops })
    const { draft } = await screen.must('list.state', {})
    await screen.must('list.publish', { revision: draft.revision, why: `因为 ${planted}` })
    await screen.must('list.change', { ops: [{ op: 'remove-rules', rules: { ids: ['exact'] } }] })
    made.opened
      .at(-1)
      ?.listener.onEvents([
        { ...e.arrived(0), caller: { number: planted, name: `王 ${planted}` } } as ReturnType<typeof e.arrived>,
        e.joined(1),
      ])
  }

  test.each(['viewer', 'reception', 'supervisor'] as const)(
    'reach a %s without the right in no answer and no event; with it they do',
    async (role) => {
      const as = await withPeople()
      const admin = await as('admin')
      await admin.must('access.set', { numbers: { viewer: false, reception: false, supervisor: false } })
      const screen = await as(role)
      const heard: string[] = []
      console.subscribe((name, payload) => {
        const caller = screen.session.caller()
        if (mayHear(caller, name)) heard.push(JSON.stringify(payloadFor(caller, payload)))
      })
      await plant(admin)
      const asked: Partial<Record<CommandName, unknown[]>> = {
        'list.rule': ['exact', 'many', 'part'].map((ruleId) => ({ of: 'published', ruleId })),
        'list.numbers': [{ of: 'published', ruleId: 'many', text: '', offset: 0, limit: 50 }],
        'list.difference': [
          { before: 1, after: 2, offset: 0, limit: 50 },
          { before: 'published', after: 'draft', offset: 0, limit: 50 },
        ],
      }
      const gather = async (of: Screen): Promise<string[]> => {
        const answers: string[] = []
        for (const name of Object.keys(commands) as CommandName[]) {
          if (!mayDo(role, commands[name].role) || name.startsWith('session.')) continue
          for (const input of asked[name] ?? [sampleInputs[name]]) {
            answers.push(JSON.stringify(await of.call(name, input as CommandInput<typeof name>)))
          }
        }
        return answers
      }
      const number = /1381234567|138[ -]?1234[ -]?567/
      expect((await gather(admin)).filter((answer) => number.test(answer)).length).toBeGreaterThan(
        role === 'viewer' ? 0 : 5,
      )
      expect((await gather(screen)).filter((answer) => number.test(answer))).toEqual([])
      expect(heard.length).toBeGreaterThan(0)
      expect(heard.filter((answer) => number.test(answer))).toEqual([])
    },
  )
})

describe('a backup', () => {
  const passphrase = 'correct horse'

  async function fetchFile(screen: Screen, fileId: string): Promise<Buffer> {
    const pieces: Buffer[] = []
    for (let offset = 0; ; ) {
      const { data, end } = await screen.must('files.read', { fileId, offset })
      pieces.push(Buffer.from(data, 'base64'))
      offset += pieces.at(-1)?.length ?? 0
      if (end) return Buffer.concat(pieces)
    }
  }

  async function sendFile(screen: Screen, name: string, bytes: Buffer): Promise<string> {
    const { fileId, chunkBytes } = await screen.must('files.begin', { name, bytes: bytes.length })
    for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
      const data = bytes.subarray(offset, offset + chunkBytes).toString('base64')
      await screen.must('files.write', { fileId, offset, data })
    }
    return fileId
  }

  async function asteriskWith(secret: string): Promise<void> {
    const { ami } = defaultSettings.connection
    await connect().must('connection.save', { mode: 'asterisk', ami: { ...ami, host: '10.1.1.5' }, secret })
  }

  test('goes out and comes back in on a new machine: settings, list, secrets', async () => {
    await asteriskWith('hunter2')
    const old = connect()
    await old.must('list.change', { ops: [{ op: 'remove-rules', rules: { ids: ['hospital'] } }] })
    const { draft } = await old.must('list.state', {})
    await old.must('list.publish', { revision: draft.revision, why: '试' })
    const offer = await old.must('backup.export', { passphrase })
    expect(offer.name).toMatch(/^firstline-backup-示例市燃气-\d{4}-\d\d-\d\d\.json$/)
    const bytes = await fetchFile(old, offer.fileId)
    expect(bytes.toString('utf8')).not.toContain('hunter2')

    await console.stop()
    made = createTestPorts()
    console = createConsole(made.ports)
    registrar = createRegistrar(console, made.ports.log)
    await console.start()
    const fresh = connect()
    const heard: string[] = []
    console.subscribe((name) => heard.push(name))
    const fileId = await sendFile(fresh, offer.name, bytes)
    expect(await fresh.must('backup.open', { fileId, passphrase })).toMatchObject({
      site: '示例市燃气',
      list: { version: 2, rules: 4 },
      hasSecrets: true,
      secretsOpen: true,
    })
    expect(made.ports.settings.get()).toEqual(defaultSettings)
    const input = { fileId, passphrase, settings: true, list: true, secrets: true, why: '换机器' }
    expect(await fresh.must('backup.restore', input)).toEqual({ settings: true, list: true, secrets: true })
    expect(made.ports.settings.get().connection.ami.host).toBe('10.1.1.5')
    expect(made.opened.map(({ secret, stopped }) => [secret, stopped])).toEqual([
      [undefined, true],
      ['hunter2', false],
    ])
    expect(await fresh.must('list.state', {})).toMatchObject({
      published: { version: 2, kind: 'backup', why: '换机器', rules: 4 },
    })
    expect(heard).toContain('preferences.changed')
    const audit = await fresh.must('list.audit', { offset: 0, limit: 50 })
    expect(audit.entries.map(({ kind }) => kind)).toContain('backup-restored')
    expect(JSON.stringify(audit)).not.toMatch(/hunter2|correct horse/)
  })

  test('of another screen cannot be read, and is gone with its screen', async () => {
    const [mine, other] = [connect(), connect()]
    const { fileId } = await mine.must('backup.export', { passphrase: null })
    expect(await other.call('files.read', { fileId, offset: 0 })).toEqual({
      ok: false,
      error: { kind: 'not-found', what: 'file' },
    })
  })

  test('without a passphrase holds no secret at all', async () => {
    await asteriskWith('hunter2')
    const screen = connect()
    const { fileId } = await screen.must('backup.export', { passphrase: null })
    expect(JSON.parse((await fetchFile(screen, fileId)).toString('utf8'))).toMatchObject({ secrets: null })
  })

  test('does not get a list past the second person', async () => {
    const as = await withPeople()
    const admin = await as('admin')
    await admin.must('people.put', { name: '李四', role: 'admin', pin: '3690' })
    await admin.must('list.change', { ops: [{ op: 'remove-rules', rules: { ids: ['hospital'] } }] })
    const { draft } = await admin.must('list.state', {})
    await admin.must('list.publish', { revision: draft.revision, why: '试' })
    const offer = await admin.must('backup.export', { passphrase: null })
    const fileId = await sendFile(admin, offer.name, await fetchFile(admin, offer.fileId))
    await admin.must('list.undo', { version: 1, why: '撤回' })
    await admin.must('access.set', { approval: true })
    const input = { fileId, passphrase: null, settings: false, list: true, secrets: false, why: '换机器' }
    expect(await admin.must('backup.restore', input)).toEqual({ settings: false, list: false, secrets: false })
    expect(await admin.must('list.state', {})).toMatchObject({
      published: { version: 3 },
      draft: { pending: { by: '王班长' } },
    })
  })

  test('that is damaged is refused, and nothing has changed', async () => {
    const screen = connect()
    const { fileId } = await screen.must('backup.export', { passphrase: null })
    const bytes = await fetchFile(screen, fileId)
    const broken = await sendFile(screen, 'x.json', bytes.subarray(0, bytes.length - 10))
    for (const name of ['backup.open', 'backup.restore'] as const) {
      const input = { ...sampleInputs['backup.restore'], fileId: broken }
      const given = name === 'backup.open' ? { fileId: broken, passphrase: null } : input
      expect(await screen.call(name, given as never)).toMatchObject({ error: { kind: 'bad-file', why: 'damaged' } })
    }
    expect((await screen.must('list.state', {})).published.version).toBe(1)
  })
})
