import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as e from '#shared/domain/testing/events.ts'
import { createJournalKit, lost, served, type JournalKit } from './test-kit.ts'

let kit: JournalKit
beforeEach(() => {
  kit = createJournalKit()
})
afterEach(() => kit.end())

describe('the recovery list', () => {
  test('shows what is open, the last lost first, page by page', async () => {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...['s/1', 's/2', 's/3'].flatMap((id, i) => lost(id, 10 + 100 * i, `1380000000${i}`)))
    const first = await run.ask('recovery.list', { show: 'open', before: null, limit: 2 })
    expect(first.entries.map(({ callId }) => callId)).toEqual(['s/3', 's/2'])
    expect(first.open).toBe(3)
    const second = await run.ask('recovery.list', { show: 'open', before: first.next, limit: 2 })
    expect(second).toMatchObject({
      entries: [{ callId: 's/1', how: 'abandoned', waitMs: 30_000, area: 'repair' }],
      next: null,
    })
  })

  test('a person’s outcome closes an entry, with note and what it repeats', async () => {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...lost('s/1', 10), ...lost('s/2', 100))
    const open = await run.ask('recovery.list', { show: 'open', before: null, limit: 10 })
    expect(open.entries.at(-1)?.again).toEqual([{ callId: 's/2', at: e.t(100), answered: false }])
    await run.call(
      'recovery.setOutcome',
      { callId: 's/1', outcome: 'duplicate', note: '同一处', duplicateOf: 's/2' },
      { by: '李四' },
    )
    const closed = await run.ask('recovery.list', { show: 'closed', before: null, limit: 10 })
    expect(closed).toMatchObject({
      open: 1,
      entries: [{ callId: 's/1', outcome: { by: '李四', outcome: 'duplicate', note: '同一处', duplicateOf: 's/2' } }],
    })
    expect(await run.call('recovery.setOutcome', { callId: 's/1', outcome: 'called-back', note: '' })).toEqual({
      ok: false,
      error: { kind: 'not-found', what: 'alert' },
    })
  })

  test.each([
    ['the same number', '13800001111', true],
    ['the same number, written otherwise', '+8613800001111', true],
    ['another number', '13800001112', false],
    ['a withheld number', '', false],
  ])('%s, answered later', async (_name, number, closes) => {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...lost('s/1', 10), ...served('s/2', 100, number))
    const { alerts, totals } = await run.view()
    expect(totals.recoveryOpen).toBe(closes ? 0 : 1)
    expect(alerts['s/1']?.outcome).toEqual(
      closes ? { by: '', at: e.t(109), outcome: 'called-again', duplicateOf: 's/2' } : undefined,
    )
    const closed = await run.ask('recovery.list', { show: 'closed', before: null, limit: 10 })
    expect(closed.entries.map(({ outcome }) => outcome?.calledAgainAs)).toEqual(closes ? ['s/2'] : [])
    await run.die()
    const after = await kit.start(300)
    expect((await after.view()).alerts['s/1']?.outcome).toEqual(alerts['s/1']?.outcome)
  })

  test('a call that was answered before the other was lost closes nothing', async () => {
    const run = await kit.start(0)
    const [arrives, joins, ...ends] = lost('s/1', 10)
    if (!arrives || !joins) throw new Error('a call begins')
    run.feed(e.picture(0), arrives, joins, e.arrived(11, 's/2'), e.joined(12, 'repair', 's/2'))
    run.feed(e.answered(20, '1001', 'repair', 's/2'), ...ends)
    expect((await run.view()).totals.recoveryOpen).toBe(1)
  })
})
