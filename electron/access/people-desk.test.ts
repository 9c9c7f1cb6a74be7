import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SignInRole } from '#shared/ipc/access-view.ts'
import type { AccessDesk, Session } from './access-desk.ts'
import { deskForTest } from './testing.ts'

let made: ReturnType<typeof deskForTest>
let desk: AccessDesk
let screen: Session
beforeEach(() => {
  made = deskForTest()
  desk = made.desk
  screen = desk.openSession(() => '三号台')
})
afterEach(() => made.remove())

async function setUp(): Promise<{ wang: string; ticket: string }> {
  const answer = await desk.setUp(screen, { name: '王班长', pin: '2580' })
  if (!answer.ok) throw new Error(answer.error.kind)
  return { wang: answer.value.session.person?.id ?? '', ticket: answer.value.ticket ?? '' }
}

async function add(name: string, role: SignInRole, pin = '1470'): Promise<string> {
  const answer = await desk.putPerson({ name, role, pin }, screen.caller())
  if (!answer.ok) throw new Error(answer.error.kind)
  return answer.value.id
}

const kinds = (): string[] => made.audit.map(({ kind }) => kind)

describe('people', () => {
  test('are kept without their PINs in what screens see', async () => {
    const { wang } = await setUp()
    await desk.signIn(screen, wang, '2580')
    expect(desk.people()).toEqual([{ id: wang, name: '王班长', role: 'admin', lastSignInAt: made.clock.now() }])
    expect(JSON.stringify([desk.people(), screen.view()])).not.toMatch(/"pin"|hash|salt|scrypt/)
  })

  test('have names of their own', async () => {
    await setUp()
    const again = await desk.putPerson({ name: ' 王班长', role: 'reception', pin: '1111' }, screen.caller())
    expect(again).toEqual({ ok: false, error: { kind: 'not-in-this-state', why: 'name-taken' } })
  })

  test('of whom two get one name at once are not both added', async () => {
    await setUp()
    const both = await Promise.all(
      [1, 2].map(() => desk.putPerson({ name: '李四', role: 'admin', pin: '1111' }, screen.caller())),
    )
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('need a PIN when they are new, and keep it when they are changed', async () => {
    await setUp()
    expect(await desk.putPerson({ name: '李四', role: 'reception' }, screen.caller())).toMatchObject({
      error: { kind: 'invalid-input', where: 'pin' },
    })
    const li = await add('李四', 'reception')
    await desk.putPerson({ id: li, name: '李思', role: 'reception' }, screen.caller())
    expect(
      (
        await desk.signIn(
          desk.openSession(() => ''),
          li,
          '1470',
        )
      ).ok,
    ).toBe(true)
  })

  test('who are not known cannot be changed or removed', async () => {
    await setUp()
    const missing = { ok: false, error: { kind: 'not-found', what: 'person' } }
    expect(await desk.putPerson({ id: 'x', name: '李四', role: 'admin' }, screen.caller())).toEqual(missing)
    expect(desk.removePerson('x', screen.caller())).toEqual(missing)
  })

  test('keep their last admin', async () => {
    const { wang } = await setUp()
    const last = { ok: false, error: { kind: 'not-in-this-state', why: 'last-admin' } }
    expect(desk.removePerson(wang, screen.caller())).toEqual(last)
    expect(await desk.putPerson({ id: wang, name: '王班长', role: 'supervisor' }, screen.caller())).toEqual(last)
    expect(screen.caller().role).toBe('admin')
  })

  test('of a desk without PINs begin with an admin, who goes on as that person', async () => {
    await desk.setUp(screen, null)
    expect(await desk.putPerson({ name: '李四', role: 'reception', pin: '1470' }, screen.caller())).toMatchObject({
      error: { why: 'last-admin' },
    })
    await add('王班长', 'admin')
    expect(screen.view()).toMatchObject({ access: 'pins', role: 'admin', person: { name: '王班长' } })
    expect(desk.openSession(() => '').caller().role).toBe('reception')
  })

  test('and what they do is recorded', async () => {
    await setUp()
    const li = await add('李四', 'reception')
    desk.removePerson(li, screen.caller())
    desk.setPolicy({ baseRole: 'viewer' }, screen.caller())
    desk.signOut(screen)
    expect(kinds()).toEqual([
      'access-changed',
      'signed-in',
      'person-changed',
      'person-removed',
      'access-changed',
      'signed-out',
    ])
    expect(made.audit.every(({ by }) => by === '王班长' || by === '三号台')).toBe(true)
  })
})

describe('approval by a second person', () => {
  const noApprover = { ok: false, error: { kind: 'not-in-this-state', why: 'no-approver' } }

  test('needs two admins', async () => {
    await setUp()
    expect(desk.setPolicy({ approval: true }, screen.caller())).toEqual(noApprover)
    await add('李四', 'admin')
    expect(desk.setPolicy({ approval: true }, screen.caller())).toMatchObject({ ok: true, value: { approval: true } })
  })

  test('keeps two admins', async () => {
    await setUp()
    const li = await add('李四', 'admin')
    desk.setPolicy({ approval: true }, screen.caller())
    expect(desk.removePerson(li, screen.caller())).toEqual(noApprover)
    expect(await desk.putPerson({ id: li, name: '李四', role: 'reception' }, screen.caller())).toEqual(noApprover)
    desk.setPolicy({ approval: false }, screen.caller())
    expect(desk.removePerson(li, screen.caller()).ok).toBe(true)
  })

  test('counts the others', async () => {
    const { wang } = await setUp()
    await add('李四', 'admin')
    expect([desk.otherAdmins(wang), desk.otherAdmins(undefined)]).toEqual([1, 2])
  })
})
