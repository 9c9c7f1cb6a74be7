import { expect, test } from 'vitest'
import { abandoned, alert, record, t, withJournal } from './testing.ts'

/** The recovery list, as it is asked for. */

const ask = { kind: 'recovery' as const, before: null, limit: 10 }

test('a lost caller is open until somebody gives an outcome, and is then closed with it', () =>
  withJournal(async (journal) => {
    journal.record({ kind: 'call', record: abandoned('switch/1') })
    journal.record({ kind: 'alert', change: alert('switch/1', 0, 'raised') })
    journal.record({ kind: 'alert', change: alert('switch/1', 30, 'abandoned') })
    const { entries, open } = await journal.ask({ ...ask, show: 'open' })
    expect(open).toBe(1)
    expect(entries).toMatchObject([{ callId: 'switch/1', lostAt: t(30), how: 'abandoned', again: [] }])
    expect(entries[0]?.record).toEqual(abandoned('switch/1'))

    const decision = {
      kind: 'outcome' as const,
      at: t(90),
      alertId: 'switch/1',
      by: '李娜',
      outcome: 'duplicate' as const,
      note: '同一人',
    }
    journal.record({ kind: 'decision', decision: { ...decision, duplicateOf: 'switch/9' } })
    journal.record({
      kind: 'alert',
      change: alert('switch/1', 90, 'outcome', { by: '李娜', outcome: 'duplicate', note: '同一人' }),
    })
    expect(await journal.ask({ ...ask, show: 'open' })).toEqual({ entries: [], open: 0, next: null })
    const closed = await journal.ask({ ...ask, show: 'closed' })
    expect(closed.entries[0]?.closed).toEqual({
      at: t(90),
      by: '李娜',
      outcome: 'duplicate',
      note: '同一人',
      other: 'switch/9',
    })
  }))

test('later calls of the same number are told with it', () =>
  withJournal(async (journal) => {
    journal.record({ kind: 'call', record: record({ id: 'switch/0', arrivedAt: t(-50) }) })
    journal.record({ kind: 'call', record: abandoned('switch/1') })
    journal.record({ kind: 'alert', change: alert('switch/1', 30, 'abandoned') })
    journal.record({ kind: 'call', record: record({ id: 'switch/2', arrivedAt: t(300) }) })
    journal.record({ kind: 'call', record: abandoned('switch/3', 200) })
    const { entries } = await journal.ask({ ...ask, show: 'open' })
    expect(entries[0]?.again).toEqual([
      { callId: 'switch/3', at: t(200), answered: false },
      { callId: 'switch/2', at: t(300), answered: true },
    ])
    const again = await journal.ask({ kind: 'called-again', number: '13800001111', after: t(250) })
    expect(again).toEqual([{ callId: 'switch/2', at: t(300), answered: true }])
  }))

test('the list goes on page by page, newest first', () =>
  withJournal(async (journal) => {
    for (const n of [1, 2, 3, 4, 5])
      journal.record({ kind: 'alert', change: alert(`switch/${n}`, n > 3 ? 50 : n, 'lost') })
    const first = await journal.ask({ ...ask, show: 'open', limit: 2 })
    const second = await journal.ask({ ...ask, show: 'open', limit: 2, before: first.next })
    const third = await journal.ask({ ...ask, show: 'open', limit: 2, before: second.next })
    expect([first, second, third].map(({ entries }) => entries.map(({ callId }) => callId.slice(-1)).join(''))).toEqual(
      ['54', '32', '1'],
    )
    expect(third.next).toBeNull()
  }))

test('a restart in the middle brings back who was lost before, and who had come before', () =>
  withJournal(async (journal) => {
    journal.record({ kind: 'call', record: abandoned('switch/before', 0, 20) })
    journal.record({ kind: 'alert', change: alert('switch/before', 20, 'abandoned') })
    journal.record({ kind: 'call', record: abandoned('switch/across', 95, 20) })
    journal.record({ kind: 'alert', change: alert('switch/across', 115, 'abandoned') })
    journal.record({ kind: 'call', record: abandoned('switch/after', 110, 20) })
    journal.record({ kind: 'alert', change: alert('switch/after', 130, 'abandoned') })
    const { open } = await journal.recover(t(100))
    expect(open.map(({ record: { call } }) => call.id)).toEqual(['switch/before', 'switch/across'])
  }))

test('an alert whose call never came to its end is brought back with what the alert knows', () =>
  withJournal(async (journal) => {
    journal.record({ kind: 'alert', change: alert('switch/1', 5, 'raised') })
    journal.record({ kind: 'alert', change: alert('switch/1', 25, 'lost') })
    const { open } = await journal.recover(Infinity)
    expect(open).toMatchObject([
      {
        record: {
          call: { id: 'switch/1', arrivedAt: t(5), endedAt: t(25), seenInMiddle: true },
          listing: { classId: 'repair', severity: 'P1', ruleName: 'Gas leak', listVersion: 3 },
        },
        changes: [alert('switch/1', 5, 'raised'), alert('switch/1', 25, 'lost')],
      },
    ])
  }))
