import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generous, type JournalHere } from './here.ts'
import { abandoned, alert, eventsIn, leg, record, t, t0, withJournal } from './testing.ts'

/** What goes, what stays, and that it is said. Days are counted back from `now`, which each test moves. */

const dayMs = 86_400_000
const dayOf = (day: number): number => (day * dayMs) / 1000

function fillDay(journal: JournalHere, day: number, calls = 3): void {
  for (let n = 0; n < calls; n += 1) {
    const from = dayOf(day) + n * 60
    const id = `switch/${day}.${n}`
    journal.record({
      kind: 'call',
      record: record({
        id,
        arrivedAt: t(from),
        queueLegs: [leg({ from, to: from + 5 })],
        talkLegs: [],
        endedAt: t(from + 5),
      }),
    })
    journal.record({ kind: 'alert', change: alert(id, from, 'raised') })
    journal.record({ kind: 'event', event: { kind: 'ivr-entered', at: t(from), callId: id } })
    journal.record({ kind: 'raw', at: t(from), callId: id, text: 'message' })
    journal.record({ kind: 'seat', span: { seatId: '1', areas: [], doing: 'busy', from: t(from), to: t(from + 90) } })
  }
  journal.record({ kind: 'gap', gap: { from: t(dayOf(day)), to: t(dayOf(day) + 1), switchId: 's', why: 'x' } })
}

async function daysLeft(journal: JournalHere): Promise<number[]> {
  const { calls } = await journal.ask({ kind: 'search', before: null, limit: 10_000 })
  return [...new Set(calls.map(({ arrivedAt }) => Math.floor((arrivedAt - t0) / dayMs)))].sort((a, b) => a - b)
}

const clock = (day: number) => ({ now: () => t(dayOf(day)) })

test('calls older than the days go, with everything about them and out of every sum', () =>
  withJournal(
    async (journal) => {
      for (let day = 0; day < 12; day += 1) fillDay(journal, day)
      journal.tidy()
      // Half-hours go as a whole: the oldest day starts with the hour of `now`.
      expect(await daysLeft(journal)).toEqual([5, 6, 7, 8, 9, 10, 11])
      expect(journal.state().calls).toBe(21)
      const total = { kind: 'total' as const }
      const whole = { from: t(-dayOf(1)), to: t(dayOf(20)) }
      const [group] = await journal.ask({ kind: 'tallies', dimension: total, buckets: [whole] })
      expect(group?.areas[0]?.rows).toMatchObject([{ count: 21 }])
      const outcomes = await journal.ask({ kind: 'outcomes', dimension: total, ...whole })
      expect(outcomes.reduce((sum, { calls }) => sum + calls, 0)).toBe(21)
      expect(await journal.ask({ kind: 'gaps', ...whole })).toHaveLength(7)
      expect((await journal.ask({ kind: 'responses', ...whole, limit: 99 })).alerts).toHaveLength(21)
      const [worked] = await journal.ask({ kind: 'handling', dimension: total, buckets: [whole] })
      expect(worked?.handling.busyMs).toBe(21 * 90_000)
      expect((await journal.recompute()).differences).toEqual([])
    },
    { ...clock(12), retention: { ...generous, days: 7 } },
  ))

test('events and messages of the switch go after their own days, which are never less than two', () =>
  withJournal(
    async (journal) => {
      for (let day = 0; day < 6; day += 1) {
        fillDay(journal, day)
        await journal.flush()
      }
      journal.tidy()
      const events = eventsIn(await journal.recover(0))
      expect(
        new Set(
          events.map((one) => (one.kind === 'event' ? one.event.at : 0)).map((at) => Math.floor((at - t0) / dayMs)),
        ),
      ).toEqual(new Set([4, 5]))
      const raw = await Promise.all([0, 4, 5].map((day) => journal.ask({ kind: 'raw', callId: `switch/${day}.0` })))
      expect(raw.map(({ messages }) => messages.length)).toEqual([0, 0, 1])
      expect(await daysLeft(journal)).toEqual([0, 1, 2, 3, 4, 5])
    },
    { ...clock(6), retention: { ...generous, rawDays: 1 } },
  ))

test('messages of the switch keep to their megabytes, the oldest go', () =>
  withJournal(
    async (journal) => {
      const text = Array.from({ length: 3000 }, (_, n) => ((n * 7919) % 9973).toString(36)).join('')
      for (let n = 0; n < 400; n += 1) {
        journal.record({ kind: 'raw', at: t(n), callId: `switch/${n}`, text: `${n}${text}${n * n}` })
        if (n % 2 === 0) await journal.flush()
      }
      journal.tidy()
      const kept = async (n: number) => (await journal.ask({ kind: 'raw', callId: `switch/${n}` })).messages.length
      expect([await kept(0), await kept(399)]).toEqual([0, 1])
    },
    { ...clock(1), retention: { ...generous, rawMegabytes: 0.5 } },
  ))

test('a file that is too big loses events first, then its oldest calls, and becomes smaller', () =>
  withJournal(async (journal) => {
    for (let day = 0; day < 8; day += 1) {
      fillDay(journal, day, 400)
      await journal.flush()
    }
    const before = journal.state().bytes
    journal.tidy()
    expect(await daysLeft(journal)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    journal.retain({ ...generous, megabytes: 0.6 })
    journal.tidy()
    await journal.flush()
    journal.record({ kind: 'gap', gap: { from: t(dayOf(8)), to: t(dayOf(8)), switchId: '', why: '' } })
    await journal.flush()
    const left = await daysLeft(journal)
    expect(left.at(-1)).toBe(7)
    expect(left.length).toBeLessThan(8)
    expect(journal.state().bytes).toBeLessThan(before)
    expect((await journal.recompute()).differences).toEqual([])
  }, clock(8)))

test('the last two days stay, however small the limit', () =>
  withJournal(
    async (journal) => {
      for (let day = 0; day < 4; day += 1) fillDay(journal, day, 50)
      journal.tidy()
      expect(await daysLeft(journal)).toEqual([2, 3])
    },
    { ...clock(4), retention: { days: 1, megabytes: 0, rawDays: 0 } },
  ))

test('what was purged is written down', () =>
  withJournal(
    async (journal) => {
      for (let day = 0; day < 10; day += 1) fillDay(journal, day)
      journal.tidy()
      fillDay(journal, 10)
      await journal.flush()
      expect(journal.state()).toMatchObject({
        lastPurge: { at: t(dayOf(10)), calls: 9, events: 0 },
        oldestAt: t(dayOf(3)),
      })
    },
    { ...clock(10), retention: { ...generous, days: 7 } },
  ))

test('a lost caller without an outcome stays, with call and alert; one with an outcome goes', () =>
  withJournal(
    async (journal) => {
      for (const id of ['switch/open', 'switch/closed']) {
        journal.record({ kind: 'call', record: abandoned(id) })
        journal.record({ kind: 'alert', change: alert(id, 0, 'raised') })
        journal.record({ kind: 'alert', change: alert(id, 30, 'abandoned') })
      }
      const outcome = alert('switch/closed', 60, 'outcome', { by: '李娜', outcome: 'called-back', note: '已回拨' })
      journal.record({ kind: 'alert', change: outcome })
      fillDay(journal, 20)
      journal.tidy()
      const { open } = await journal.recover(Infinity)
      expect(open).toEqual([
        {
          record: abandoned('switch/open'),
          changes: [alert('switch/open', 0, 'raised'), alert('switch/open', 30, 'abandoned')],
        },
      ])
      expect(await journal.ask({ kind: 'trail', callId: 'switch/closed' })).toBeUndefined()
      expect((await journal.ask({ kind: 'recovery', show: 'closed', before: null, limit: 5 })).entries).toEqual([])
      expect((await journal.recompute()).differences).toEqual([])
      // Once it has one, it may go too.
      journal.record({ kind: 'alert', change: { ...outcome, alertId: 'switch/open', at: t(dayOf(19)) } })
      journal.tidy()
      expect((await journal.ask({ kind: 'recovery', show: 'closed', before: null, limit: 5 })).entries).toHaveLength(1)
    },
    { ...clock(21), retention: { ...generous, days: 7 } },
  ))

test('whatever happens to alerts and however hard is purged, no open entry is lost', async () => {
  const change = fc.record({
    id: fc.integer({ min: 0, max: 4 }),
    change: fc.constantFrom(
      'raised',
      'acknowledged',
      'abandoned',
      'lost',
      'unknown',
      'answered',
      'unlisted',
      'outcome',
      'left',
    ),
    tidy: fc.boolean(),
  } as const)
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 20 }), (changes) =>
      withJournal(
        async (journal) => {
          const open = new Set<string>()
          for (const [n, one] of changes.entries()) {
            const id = `switch/${one.id}`
            if (['abandoned', 'lost', 'unknown'].includes(one.change)) open.add(id)
            if (['raised', 'answered', 'unlisted', 'outcome'].includes(one.change)) open.delete(id)
            journal.record({ kind: 'alert', change: alert(id, n, one.change) })
            journal.record({ kind: 'call', record: abandoned(id, n) })
            if (one.tidy) journal.tidy()
          }
          const answer = await journal.ask({ kind: 'recovery', show: 'open', before: null, limit: 9 })
          expect(new Set(answer.entries.map(({ callId }) => callId))).toEqual(open)
          expect(answer.open).toBe(open.size)
          const recovered = await journal.recover(Infinity)
          expect(new Set(recovered.open.map(({ record: { call } }) => call.id))).toEqual(open)
        },
        { ...clock(50), retention: { days: 1, megabytes: 0, rawDays: 0 } },
      ),
    ),
    { numRuns: 60 },
  )
})
