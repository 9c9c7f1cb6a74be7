import { describe, expect, test } from 'vitest'
import * as e from '#shared/domain/testing/events.ts'
import type { ConsoleView } from '#shared/ipc/view.ts'
import { createConsole } from './console.ts'
import { createTestPorts, testCaller } from './testing.ts'

describe('a journal that cannot be used', () => {
  test('is said on every screen, and the console goes on live', async () => {
    const parts = createTestPorts()
    const running = createConsole({
      ...parts.ports,
      journals: {
        open: () => ({
          ...parts.ports.journals.open('practice'),
          recover: () => new Promise(() => undefined),
          problems: () => [{ kind: 'journal-not-kept', cause: 'full', detail: 'disk full', dropped: 7, at: e.t(0) }],
        }),
      },
    })
    const ready = running.start()
    parts.opened.at(-1)?.listener.onEvents([e.picture(0), e.arrived(1), e.joined(2)])
    parts.clock.advance(10_000) // as long as it is waited for
    await ready
    const view = ((await running.execute('console.snapshot', {}, testCaller())) as { value: { view: ConsoleView } })
      .value.view
    expect(Object.keys(view.alerts)).toEqual(['s/1'])
    expect(view.problems).toEqual([
      { kind: 'journal-not-kept', cause: 'full', detail: 'disk full', dropped: 7, at: e.t(0) },
    ])
    const search = { before: null, limit: 10 }
    expect(await running.execute('calls.search', search, testCaller())).toEqual({
      ok: false,
      error: { kind: 'not-in-this-state', why: 'journal-unavailable' },
    })
    const today = { kind: 'day', at: parts.clock.now() }
    const question = { figure: 'offered', dimension: { kind: 'total' }, window: today, profile: 'negative' }
    expect(await running.execute('figures.provenance', question, testCaller())).toMatchObject({
      ok: true,
      value: { value: 1 },
    })
  })
})
