import { describe, expect, it } from 'vitest'
import type { LinkProblemKind, LinkState } from '#shared/ipc/view.ts'
import { createFakeClock } from '#e2e/fakes/fake-clock.ts'
import { createReconnect, type AttemptReport } from './reconnect.ts'

function loop(close: () => Promise<void> = () => Promise.resolve()) {
  const clock = createFakeClock(0)
  const states: LinkState[] = []
  const attempts: AttemptReport[] = []
  const link = createReconnect({
    clock,
    random: () => 0.5,
    onState: (state) => states.push(state),
    connect: (report) => {
      attempts.push(report)
      return { close }
    },
  })
  const fail = (kind: LinkProblemKind) => attempts.at(-1)?.ended({ kind, detail: '' })
  return { clock, states, attempts, link, fail, state: () => states.at(-1) }
}

describe('the loop that keeps a link up', () => {
  it('goes from idle through its steps to up', () => {
    const { link, attempts, states } = loop()
    link.start()
    attempts[0]?.step('logging-in')
    attempts[0]?.step('loading')
    attempts[0]?.up()
    expect(states).toEqual([
      { kind: 'connecting', attempt: 1, step: 'reaching' },
      { kind: 'connecting', attempt: 1, step: 'logging-in' },
      { kind: 'connecting', attempt: 1, step: 'loading' },
      { kind: 'up', since: 0 },
    ])
  })

  it('waits longer after each failure', () => {
    const { link, clock, states, fail } = loop()
    link.start()
    for (let i = 0; i < 4; i++) {
      fail('refused')
      clock.advance(30_000)
    }
    const waits = states.filter((s) => s.kind === 'waiting').map((s) => [s.attempt, s.until])
    expect(waits).toEqual([
      [1, 500],
      [2, 31_000],
      [3, 62_000],
      [4, 95_000],
    ])
  })

  it('begins from the first delay again only after 30 s up', () => {
    const { link, clock, attempts, fail, state } = loop()
    link.start()
    fail('refused')
    clock.advance(500)
    attempts.at(-1)?.up()
    clock.advance(29_999)
    fail('closed')
    expect(state()).toMatchObject({ kind: 'waiting', attempt: 2 })
    clock.advance(1000)
    attempts.at(-1)?.up()
    clock.advance(30_000)
    fail('closed')
    expect(state()).toMatchObject({ kind: 'waiting', attempt: 1 })
  })

  it.each<[LinkProblemKind, 'stopped' | 'waiting']>([
    ['wrong-credentials', 'stopped'],
    ['no-secret', 'stopped'],
    ['certificate-untrusted', 'stopped'],
    ['fingerprint-mismatch', 'stopped'],
    ['no-permission', 'waiting'],
    ['never-booted', 'waiting'],
    ['not-ami', 'waiting'],
    ['tls-failed', 'waiting'],
    ['host-not-found', 'waiting'],
    ['silent', 'waiting'],
    ['switch-shut-down', 'waiting'],
    ['unknown', 'waiting'],
  ])('after %s it is %s', (kind, expected) => {
    const { link, fail, state } = loop()
    link.start()
    fail(kind)
    expect(state()?.kind).toBe(expected)
  })

  it('skips the wait when somebody asks it to', () => {
    const { link, fail, state, attempts } = loop()
    link.start()
    fail('refused')
    link.retryNow()
    expect(state()).toEqual({ kind: 'connecting', attempt: 2, step: 'reaching' })
    expect(attempts).toHaveLength(2)
  })

  it('does not open a second connection when the wait that was skipped is over', () => {
    const { link, fail, clock, attempts } = loop()
    link.start()
    fail('refused')
    link.retryNow()
    clock.advance(60_000)
    expect(attempts).toHaveLength(2)
  })

  it('starts a stopped link again from the first attempt', () => {
    const { link, fail, state } = loop()
    link.start()
    fail('wrong-credentials')
    link.retryNow()
    expect(state()).toEqual({ kind: 'connecting', attempt: 1, step: 'reaching' })
  })

  it('does nothing on retry while it connects or is up', () => {
    const { link, attempts } = loop()
    link.start()
    link.retryNow()
    attempts[0]?.up()
    link.retryNow()
    expect(attempts).toHaveLength(1)
  })

  it('hears nothing of an attempt that has ended', () => {
    const { link, attempts, states, fail } = loop()
    link.start()
    fail('closed')
    const before = states.length
    attempts[0]?.up()
    attempts[0]?.ended({ kind: 'closed', detail: '' })
    expect(states).toHaveLength(before)
  })

  it('becomes idle when it is stopped, and stays so', async () => {
    const { link, fail, clock, state, attempts } = loop()
    link.start()
    fail('refused')
    await link.stop()
    clock.advance(60_000)
    expect(state()).toEqual({ kind: 'idle' })
    expect(attempts).toHaveLength(1)
    expect(clock.pending()).toBe(0)
  })

  it('stops within 2 s although the connection never closes', async () => {
    const { link, clock } = loop(() => new Promise(() => undefined))
    link.start()
    const stopped = link.stop()
    clock.advance(2000)
    await expect(stopped).resolves.toBeUndefined()
  })
})
