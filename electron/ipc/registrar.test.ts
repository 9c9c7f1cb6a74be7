import { beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from '#electron/console/running.ts'
import { createLog } from '#electron/platform/log.ts'
import { commands, type CommandName } from '#shared/ipc/contract.ts'
import type { Role } from '#shared/ipc/problem.ts'
import { err, ok } from '#shared/std/result.ts'
import { askedByItself, createRegistrar, maxInputBytes } from './registrar.ts'
import { sampleInputs } from './testing.ts'

type Ran = { name: CommandName; input: unknown; caller: Caller }

let ran: Ran[]
let lines: string[]
const log = createLog((_level, line) => lines.push(line))
const registrar = createRegistrar(
  {
    execute: async (name, input, caller) => {
      ran.push({ name, input, caller })
      return ok('done')
    },
  },
  log,
)
const as = (role: Role): Caller => ({ role, by: '三号台', seesNumbers: true })
beforeEach(() => {
  ran = []
  lines = []
})

describe('a command', () => {
  test('of the contract runs with its parsed input and its caller', async () => {
    const result = await registrar.run('preferences.set', { deskName: '  三号台  ' }, as('reception'))
    expect(result).toEqual({ ok: true, value: 'done' })
    expect(ran).toEqual([{ name: 'preferences.set', input: { deskName: '三号台' }, caller: as('reception') }])
  })

  test('without an input is one with an empty input', async () => {
    expect(await registrar.run('console.snapshot', undefined, as('viewer'))).toEqual({ ok: true, value: 'done' })
  })

  test.each([
    'console.destroy',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    7,
    null,
    undefined,
    {},
    ['console.snapshot'],
  ])('that is not one (%j) is refused', async (name) => {
    expect(await registrar.run(name, {}, as('admin'))).toMatchObject({ ok: false, error: { kind: 'unknown-command' } })
    expect(ran).toEqual([])
  })

  test.each((Object.keys(commands) as CommandName[]).map((name) => ({ name, role: commands[name].role })))(
    '$name runs for $role and refuses whoever may less',
    async ({ name, role }) => {
      const roles: Role[] = ['viewer', 'reception', 'supervisor', 'admin']
      for (const has of roles) {
        const refused = roles.indexOf(has) < roles.indexOf(role)
        const result = await registrar.run(name, sampleInputs[name], as(has))
        expect(result).toEqual(refused ? err({ kind: 'forbidden', needs: role }) : ok('done'))
        expect(await registrar.run(name, 'nonsense', as(has))).toMatchObject({
          error: { kind: refused ? 'forbidden' : 'invalid-input' },
        })
      }
      expect(ran.map(({ caller }) => caller.role)).toEqual(roles.slice(roles.indexOf(role)))
    },
  )

  test.each([
    ['a missing field', {}, 'alertIds'],
    ['an empty list', { alertIds: [] }, 'alertIds'],
    ['a wrong type deep inside', { alertIds: ['a', 7] }, 'alertIds.1'],
    ['an unknown field', { alertIds: ['a'], extra: 1 }, ''],
    ['text instead of an object', 'a', ''],
    ['a list instead of an object', ['a'], ''],
  ])('with %s says where', async (_name, input, where) => {
    const result = await registrar.run('alerts.acknowledge', input, as('reception'))
    expect(result).toMatchObject({ ok: false, error: { kind: 'invalid-input', where, what: expect.any(String) } })
    expect(ran).toEqual([])
  })

  test('with an input that holds itself is refused', async () => {
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    expect(await registrar.run('console.snapshot', loop, as('viewer'))).toMatchObject({
      error: { kind: 'invalid-input' },
    })
  })

  test('with an input that is too large is refused before it is parsed', async () => {
    const result = await registrar.run('alerts.acknowledge', { alertIds: ['x'.repeat(maxInputBytes)] }, as('reception'))
    expect(result).toEqual({ ok: false, error: { kind: 'too-large', limitBytes: maxInputBytes } })
  })
})

test.each([
  [
    'throws',
    () => {
      throw new Error('no route to 13811111111')
    },
  ],
  ['rejects', () => Promise.reject(new Error('no route to 13811111111'))],
])('a handler that %s gives `internal`, and a log line without secrets and numbers', async (_name, execute) => {
  const broken = createRegistrar({ execute }, log)
  const input = {
    mode: 'asterisk',
    ami: (await import('#shared/settings/defaults.ts')).defaultSettings.connection.ami,
    secret: 'hunter2',
  }
  expect(await broken.run('connection.save', input, as('admin'))).toEqual({ ok: false, error: { kind: 'internal' } })
  expect(lines.join()).toContain('connection.save')
  expect(lines.join()).not.toMatch(/hunter2|13811111111/)
})

describe('a role', () => {
  let touched: number
  const sitting = (seesNumbers = true, seesAfter = seesNumbers): Caller => ({
    ...as('admin'),
    seesNumbers,
    session: {
      id: 's1',
      caller: () => ({ ...as('admin'), seesNumbers: seesAfter }),
      view: () => ({ role: 'admin', by: '', seesNumbers, access: 'pins', people: [] }),
      touch: () => void (touched += 1),
      close: () => undefined,
    },
  })
  beforeEach(() => void (touched = 0))

  test.each([
    ['somebody’s act', 'sound.pause', { minutes: 5 }, 1],
    ['input', 'session.active', {}, 1],
    ['what the screen asks by itself', 'console.snapshot', {}, 0],
    [
      'a page of the list that is read anew',
      'list.page',
      { of: 'draft', filter: {}, sort: { column: 'name', descending: false }, offset: 0, limit: 50 },
      0,
    ],
    ['nonsense', 'sound.pause', { minutes: -1 }, 0],
  ])('goes on or not with %s', async (_name, name, input, times) => {
    await registrar.run(name, input, sitting())
    expect(touched).toBe(times)
  })

  test('does not go on with what it may not do', async () => {
    await registrar.run('connection.get', {}, { ...sitting(), role: 'viewer' })
    await registrar.run('sound.resume', {}, { ...sitting(), role: 'viewer' })
    expect(touched).toBe(0)
  })

  test('is let go on only by commands that exist', () => {
    for (const name of askedByItself) expect(Object.hasOwn(commands, name)).toBe(true)
  })

  describe('that may not see numbers', () => {
    const answering = (answer: () => ReturnType<Parameters<typeof createRegistrar>[0]['execute']>) =>
      createRegistrar({ execute: answer }, log)
    const snapshot = {
      view: { alerts: { a1: { id: 'a1', callerNumber: '13811111111', callerName: '王 138 1111 1111' } } },
    }

    test.each(Object.keys(commands) as CommandName[])('gets them masked from %s', async (name) => {
      const runs = answering(async () => ok(snapshot))
      const given = sampleInputs[name]
      const result = await runs.run(name, given, { ...as('admin'), seesNumbers: false })
      expect(result).toMatchObject({
        ok: true,
        value: { view: { alerts: { a1: { id: 'a1', callerNumber: '138****1111' } } } },
      })
      expect(JSON.stringify(result)).not.toMatch(/1111 1111|1111111/)
      expect(await runs.run(name, given, as('admin'))).toEqual(ok(snapshot))
    })

    test('gets them masked in a problem too', async () => {
      const runs = answering(async () => err({ kind: 'not-saved', detail: '13811111111' }))
      expect(await runs.run('sound.resume', {}, { ...as('admin'), seesNumbers: false })).toMatchObject({
        error: { detail: '138****1111' },
      })
    })

    test('gets them masked when it ended while the command ran', async () => {
      const runs = answering(async () => ok(snapshot))
      const result = await runs.run('console.snapshot', {}, sitting(true, false))
      expect(JSON.stringify(result)).not.toContain('13811111111')
    })
  })
})
