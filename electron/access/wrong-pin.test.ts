import { readFileSync } from 'node:fs'
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

const restart = (): void => {
  desk = made.again()
  screen = desk.openSession(() => '三号台')
}

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

describe('a wrong PIN', () => {
  test('makes the next try wait, twice as long each time', async () => {
    const { wang } = await setUp()
    const waits: unknown[] = []
    for (let n = 0; n < 4; n += 1) {
      const answer = await desk.signIn(screen, wang, '0000')
      const waitMs = !answer.ok && answer.error.kind === 'wrong-pin' ? answer.error.waitMs : 0
      waits.push(waitMs)
      made.clock.advance(waitMs)
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000])
  })

  test('makes even the right one wait, which is then not looked at', async () => {
    const { wang } = await setUp()
    desk.signOut(screen)
    await desk.signIn(screen, wang, '0000')
    made.clock.advance(999)
    expect(await desk.signIn(screen, wang, '2580')).toEqual({ ok: false, error: { kind: 'too-many-tries', waitMs: 1 } })
    expect(screen.caller().personId).toBeUndefined()
    made.clock.advance(1)
    expect((await desk.signIn(screen, wang, '2580')).ok).toBe(true)
  })

  test('is forgotten after the right one', async () => {
    const { wang } = await setUp()
    for (const pin of ['0000', '2580', '0000']) {
      made.clock.advance(10_000)
      await desk.signIn(screen, wang, pin)
    }
    expect(await desk.signIn(screen, wang, '2580')).toMatchObject({ error: { kind: 'too-many-tries', waitMs: 1_000 } })
  })

  test('is not forgotten by a restart', async () => {
    const { wang } = await setUp()
    for (let n = 0; n < 5; n += 1) {
      made.clock.advance(60_000)
      await desk.signIn(screen, wang, '0000')
    }
    restart()
    expect(await desk.signIn(screen, wang, '2580')).toEqual({
      ok: false,
      error: { kind: 'too-many-tries', waitMs: 16_000 },
    })
  })

  test('counts before it is looked at: a kill in between is not free, nor are many tries at once', async () => {
    const { wang } = await setUp()
    const tries = ['0000', '0001', '0002'].map((pin) => desk.signIn(screen, wang, pin))
    expect(readFileSync(made.file, 'utf8')).toContain('"tries":{"wrong":1')
    const answers = await Promise.all(tries)
    expect(answers.map((answer) => !answer.ok && answer.error.kind)).toEqual([
      'wrong-pin',
      'too-many-tries',
      'too-many-tries',
    ])
  })

  test('of ever other people slows everybody down', async () => {
    await setUp()
    const ids: string[] = []
    for (let n = 0; n < 8; n += 1) ids.push(await add(`座席 ${n}`, 'reception'))
    const answers = []
    for (const id of ids) answers.push(await desk.signIn(screen, id, '0000'))
    expect(answers.map((answer) => !answer.ok && answer.error.kind)).toEqual([
      ...Array.from({ length: 6 }, () => 'wrong-pin'),
      'too-many-tries',
      'too-many-tries',
    ])
  })

  test('and a person who does not exist look alike', async () => {
    const { wang } = await setUp()
    for (const id of [wang, 'nobody']) {
      expect(await desk.signIn(screen, id, '0000')).toEqual({ ok: false, error: { kind: 'wrong-pin', waitMs: 1_000 } })
      expect(await desk.signIn(screen, id, '0000')).toMatchObject({ error: { kind: 'too-many-tries' } })
    }
  })

  test('is recorded with the person and the desk, without the PIN', async () => {
    const { wang } = await setUp()
    desk.signOut(screen)
    await desk.signIn(screen, wang, '0471')
    expect(made.audit.at(-1)).toEqual({
      at: made.clock.now(),
      by: '三号台',
      role: 'reception',
      kind: 'sign-in-failed',
      facts: { person: '王班长' },
    })
    expect([...made.lines, JSON.stringify(made.audit), readFileSync(made.file, 'utf8')].join()).not.toMatch(/0471|2580/)
  })
})

test('a right PIN of a screen that has gone meanwhile signs nobody in', async () => {
  const { wang } = await setUp()
  const other = desk.openSession(() => '二号台')
  const answer = desk.signIn(other, wang, '2580')
  other.close()
  expect(await answer).toEqual({ ok: false, error: { kind: 'disconnected' } })
  expect(other.caller().role).toBe('reception')
})
