import { beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from '#electron/console/running.ts'
import { createLog } from '#electron/platform/log.ts'
import { commands, type CommandName } from '#shared/ipc/contract.ts'
import type { Role } from '#shared/ipc/problem.ts'
import { ok } from '#shared/std/result.ts'
import { createRegistrar, maxInputBytes } from './registrar.ts'

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
const as = (role: Role): Caller => ({ role, by: '三号台' })
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

  test.each(Object.entries(commands).map(([name, { role }]) => ({ name, role })))(
    '$name runs for $role and refuses whoever may less',
    async ({ name, role }) => {
      const roles: Role[] = ['viewer', 'reception', 'supervisor', 'admin']
      for (const has of roles) {
        const result = await registrar.run(name, {}, as(has))
        const refused = !result.ok && result.error.kind === 'forbidden'
        expect(refused).toBe(roles.indexOf(has) < roles.indexOf(role))
        if (refused) expect(result.error).toEqual({ kind: 'forbidden', needs: role })
      }
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
