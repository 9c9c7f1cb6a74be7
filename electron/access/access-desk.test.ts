import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SignInRole } from '#shared/ipc/access-view.ts'
import type { AccessDesk, Session } from './access-desk.ts'
import { deskForTest } from './testing.ts'

let made: ReturnType<typeof deskForTest>
let desk: AccessDesk
let screen: Session
const minute = 60_000
const begin = (access?: Parameters<typeof deskForTest>[0]): void => {
  made = deskForTest(access)
  desk = made.desk
  screen = desk.openSession(() => '三号台')
}
const restart = (): void => {
  desk = made.again()
  screen = desk.openSession(() => '三号台')
}
beforeEach(() => begin())
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

describe('on the first start', () => {
  test('everybody is the admin of the desk until somebody decides', () => {
    expect(screen.caller()).toEqual({ role: 'admin', by: '三号台', seesNumbers: true, session: screen })
    expect(screen.view()).toEqual({ role: 'admin', by: '三号台', seesNumbers: true, access: 'unasked', people: [] })
  })

  test('a single desk goes on without PINs, and is not asked again', async () => {
    expect(await desk.setUp(screen, null)).toMatchObject({
      ok: true,
      value: { session: { access: 'open', role: 'admin' } },
    })
    restart()
    expect(screen.view()).toMatchObject({ access: 'open', role: 'admin' })
    expect(await desk.setUp(screen, null)).toEqual({
      ok: false,
      error: { kind: 'not-in-this-state', why: 'already-set-up' },
    })
  })

  test('the first admin is signed in at once; every other screen has the base role', async () => {
    const other = desk.openSession(() => '二号台')
    await setUp()
    expect(screen.caller()).toMatchObject({ role: 'admin', by: '王班长' })
    expect(other.caller()).toMatchObject({ role: 'reception', by: '二号台' })
  })

  test('of two who decide at once the first one wins', async () => {
    const other = desk.openSession(() => '二号台')
    const answers = await Promise.all([
      desk.setUp(screen, { name: '王班长', pin: '2580' }),
      desk.setUp(other, { name: '李四', pin: '1470' }),
    ])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(desk.people()).toHaveLength(1)
  })
})

describe('a role', () => {
  test.each(['reception', 'supervisor', 'admin'] as const)('of %s comes with the right PIN', async (role) => {
    await setUp()
    const li = await add('李四', role)
    const other = desk.openSession(() => '二号台')
    expect(await desk.signIn(other, li, '1470')).toMatchObject({ ok: true, value: { session: { role, by: '李四' } } })
    expect(other.caller()).toMatchObject({ role, by: '李四', personId: li })
  })

  test('ends after the time without input, and not before', async () => {
    await setUp()
    made.clock.advance(14 * minute)
    screen.touch()
    made.clock.advance(15 * minute - 1)
    expect(screen.caller().role).toBe('admin')
    made.clock.advance(1)
    expect(screen.caller()).toMatchObject({ role: 'reception', by: '三号台' })
    expect(made.audit.at(-1)).toMatchObject({ kind: 'signed-out', by: '王班长', facts: { why: 'idle' } })
  })

  test('that is over is not brought back by input', async () => {
    await setUp()
    made.clock.advance(15 * minute)
    expect(desk.active(screen).role).toBe('reception')
  })

  test('says when it ends', async () => {
    await setUp()
    made.clock.advance(minute)
    expect(desk.active(screen).endsAt).toBe(made.clock.now() + 15 * minute)
  })

  test('ends sooner when the admin shortens the time', async () => {
    await setUp()
    desk.setPolicy({ idleMinutes: 1 }, screen.caller())
    made.clock.advance(minute)
    expect(screen.caller().role).toBe('reception')
  })

  test('ends when the person signs out', async () => {
    await setUp()
    expect(desk.signOut(screen)).toMatchObject({ role: 'reception' })
    expect(screen.caller().personId).toBeUndefined()
  })

  test('changes at once when the person is changed, and ends when he is removed', async () => {
    await setUp()
    const li = await add('李四', 'supervisor')
    const other = desk.openSession(() => '二号台')
    await desk.signIn(other, li, '1470')
    await desk.putPerson({ id: li, name: '李四', role: 'reception' }, screen.caller())
    expect(other.caller()).toMatchObject({ role: 'reception', by: '李四' })
    desk.removePerson(li, screen.caller())
    expect(other.caller()).toEqual({ role: 'reception', by: '二号台', seesNumbers: true, session: other })
    expect(await desk.signIn(other, li, '1470')).toMatchObject({ error: { kind: 'wrong-pin' } })
  })

  test('ends where the old PIN was used when a new one is given, but not for who gave it to himself', async () => {
    const { wang } = await setUp()
    const other = desk.openSession(() => '二号台')
    await desk.signIn(other, wang, '2580')
    await desk.putPerson({ id: wang, name: '王班长', role: 'admin', pin: '9631' }, screen.caller())
    expect([screen.caller().role, other.caller().role]).toEqual(['admin', 'reception'])
    made.clock.advance(10 * minute)
    expect(await desk.signIn(other, wang, '2580')).toMatchObject({ error: { kind: 'wrong-pin' } })
    made.clock.advance(10 * minute)
    expect((await desk.signIn(other, wang, '9631')).ok).toBe(true)
  })

  test.each([
    ['viewer', false],
    ['reception', true],
  ] as const)('of a screen at which nobody is signed in is the base role: %s', async (baseRole, sees) => {
    made.remove()
    begin({ baseRole })
    await setUp()
    desk.signOut(screen)
    expect(screen.caller()).toMatchObject({ role: baseRole, seesNumbers: sees })
  })

  test('sees numbers as the policy says; an admin always does', async () => {
    await setUp()
    const li = await add('李四', 'supervisor')
    desk.setPolicy({ numbers: { viewer: false, reception: false, supervisor: false } }, screen.caller())
    expect(screen.caller().seesNumbers).toBe(true)
    const other = desk.openSession(() => '二号台')
    expect(other.caller().seesNumbers).toBe(false)
    await desk.signIn(other, li, '1470')
    expect(other.caller()).toMatchObject({ role: 'supervisor', seesNumbers: false })
  })
})

describe('a ticket', () => {
  test('brings the role back to a screen that was cut off', async () => {
    const { ticket } = await setUp()
    screen.close()
    expect(screen.caller().role).toBe('reception')
    const again = desk.openSession(() => '三号台')
    expect(desk.resume(again, ticket)).toMatchObject({ ok: true, value: { role: 'admin', by: '王班长' } })
  })

  test('serves one screen: the one that had it loses the role', async () => {
    const { ticket } = await setUp()
    const thief = desk.openSession(() => '二号台')
    desk.resume(thief, ticket)
    expect([screen.caller().role, thief.caller().role]).toEqual(['reception', 'admin'])
  })

  test.each([
    ['signed out', () => void desk.signOut(screen)],
    ['stayed away too long', () => made.clock.advance(15 * minute)],
    ['was away when the console was restarted', restart],
  ])('is worth nothing once who had it %s', async (_name, ended) => {
    const { ticket } = await setUp()
    ended()
    const again = desk.openSession(() => '三号台')
    expect(desk.resume(again, ticket)).toEqual({ ok: false, error: { kind: 'not-found', what: 'person' } })
    expect(again.caller().role).toBe('reception')
  })

  test('is 256 random bits, and in no file and no log', async () => {
    const { ticket } = await setUp()
    expect(ticket).toMatch(/^[\w-]{43}$/)
    const kept = readdirSync(made.folder).map((name) => readFileSync(`${made.folder}/${name}`, 'utf8'))
    expect([...kept, ...made.lines, JSON.stringify(made.audit)].join()).not.toContain(ticket)
  })

  test('of the sign-in before is worth nothing after the next one at the same screen', async () => {
    const { wang, ticket } = await setUp()
    await desk.signIn(screen, wang, '2580')
    expect(
      desk.resume(
        desk.openSession(() => ''),
        ticket,
      ).ok,
    ).toBe(false)
  })
})

describe('screens are told', () => {
  let told: (string | undefined)[]
  beforeEach(async () => {
    await setUp()
    told = []
    desk.onChanged((id) => told.push(id))
  })

  test('of their own sign-in and its end', async () => {
    desk.signOut(screen)
    expect(told).toEqual([screen.id])
    await desk.signIn(screen, desk.people()[0]?.id ?? '', '2580')
    made.clock.advance(15 * minute)
    expect(told).toEqual([screen.id, screen.id, screen.id])
  })

  test('all of them, of people and of rights', async () => {
    await add('李四', 'reception')
    desk.setPolicy({ idleMinutes: 5 }, screen.caller())
    expect(told).toEqual([undefined, undefined])
  })

  test('both, when a role goes from one to another', async () => {
    const { value } = (await desk.signIn(screen, desk.people()[0]?.id ?? '', '2580')) as { value: { ticket: string } }
    told = []
    const other = desk.openSession(() => '二号台')
    desk.resume(other, value.ticket)
    expect(told).toEqual([screen.id, other.id])
  })
})

test('a damaged file of people leaves every screen the base role, and says so', async () => {
  writeFileSync(made.file, '{')
  restart()
  expect(screen.view()).toMatchObject({ role: 'reception', access: 'pins', people: [] })
  expect(desk.problems()).toMatchObject([{ kind: 'access-locked', why: 'damaged' }])
  expect(await desk.setUp(screen, { name: '王', pin: '1111' })).toMatchObject({ error: { why: 'already-set-up' } })
  expect(await desk.signIn(screen, 'p1', '1111')).toMatchObject({ error: { kind: 'wrong-pin' } })
})
