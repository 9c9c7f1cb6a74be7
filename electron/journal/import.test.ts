import { describe, expect, test } from 'vitest'
import { leg, record, seat, t, talk, withJournal } from './testing.ts'
import { known, planOf, queueLog, s } from './testing-logs.ts'

describe('queue_log', () => {
  test('becomes calls, with waits, rings, talks and how they ended', () =>
    withJournal(async (journal) => {
      // So that the names and devices of seats are known.
      journal.record({
        kind: 'call',
        record: record({ id: 'switch/x', arrivedAt: t(-900), talkLegs: [talk({ seat: seat('PJSIP/1002') })] }),
      })
      const plan = await planOf(journal, queueLog)
      expect(plan).toMatchObject({ lines: 13, calls: 3, known: 0, wrong: 0, completed: [] })
      expect(plan.fresh.map(({ call, imported }) => ({ imported, ...call }))).toMatchObject([
        {
          imported: true,
          id: `switch/${s(-6)}.10`,
          caller: { number: '13800001111' },
          queueLegs: [
            {
              area: 'repair',
              enteredAt: t(0),
              endedAt: t(20),
              end: 'answered',
              joinPosition: 1,
              rings: [
                { seat: { id: 'PJSIP/1002', name: 'Seat 1002' }, at: t(0), rangMs: 15_000 },
                { seat: { id: 'PJSIP/1001', name: '1001' }, at: t(17), rangMs: 3000, answered: true },
              ],
            },
          ],
          talkLegs: [{ startedAt: t(20), endedAt: t(80), endedBy: 'caller', area: 'repair' }],
          callerHungUp: true,
          endedAt: t(80),
        },
        { queueLegs: [{ end: 'abandoned', enteredAt: t(1), endedAt: t(31) }], talkLegs: [], endedAt: t(31) },
        {
          caller: { number: '' },
          queueLegs: [
            { area: 'repair', end: 'timed-out', endedAt: t(160) },
            { area: 'complaint', end: 'answered', endedAt: t(170) },
          ],
          talkLegs: [{ endedAt: t(200), endedBy: 'transfer' }],
          transfers: [{ at: t(200), how: 'blind', to: '8001' }],
        },
      ])
    }))

  test.each<[event: string, end: string]>([
    ['EXITEMPTY|1|1|4', 'no-agents'],
    ['EXITWITHKEY|9|1|1|4', 'left-by-key'],
    ['EXITWITHTIMEOUT|1|1|4', 'timed-out'],
    ['ABANDON|1|1|4', 'abandoned'],
    ['WITHDRAW|1|1|4|', 'switch-cleared'],
  ])('%s ends a visit as %s', (event, end) =>
    withJournal(async (journal) => {
      const text = `${s(0)}|7.1|bank|NONE|ENTERQUEUE||1|1\r\n${s(4)}|7.1|bank|NONE|${event}\r\n`
      const { fresh } = await planOf(journal, text)
      expect(fresh[0]?.call.queueLegs).toMatchObject([{ end, endedAt: t(4) }])
    }),
  )

  test('an attended transfer does not name a bridge as the one who was reached', () =>
    withJournal(async (journal) => {
      const text = [
        `${s(0)}|7.2|bank|NONE|ENTERQUEUE||1|1`,
        `${s(4)}|7.2|bank|1001|CONNECT|4|7.3|4`,
        `${s(9)}|7.2|bank|1001|ATTENDEDTRANSFER|BRIDGE|f3c1-22|4|5|1`,
      ].join('\n')
      const { fresh } = await planOf(journal, text)
      expect(fresh[0]?.call.transfers).toEqual([{ at: t(9), how: 'attended', to: '' }])
    }))

  test('a visit whose end is not in the file ended unknown', () =>
    withJournal(async (journal) => {
      const { fresh } = await planOf(journal, `${s(0)}|7.1|bank|NONE|ENTERQUEUE||1|1`)
      expect(fresh[0]?.call.queueLegs).toMatchObject([{ end: 'unknown' }])
    }))

  test('says which lines it did not understand, and reads the others', () =>
    withJournal(async (journal) => {
      const plan = await planOf(
        journal,
        [
          'hello',
          `abc|7.1|bank|NONE|ENTERQUEUE||1|1`,
          `${s(0)}|7.2|bank|NONE|ENTERQUEUE||1|1`,
          '',
          `${s(1)}|7.2|bank|PJSIP/1|CONNECT|1|7.3|many`,
          `${s(1)}|7.9|bank|PJSIP/1|COMPLETEAGENT|1|7|1`,
          `${s(2)}|7.9|bank|PJSIP/1|COMPLETEAGENT|1|7|1`,
          `${s(2)}|7.2|bank|NONE|SOMETHINGNEW|1`,
          `${s(3)}|7.4|${'x'.repeat(20_000)}|NONE|ENTERQUEUE||1|1`,
        ].join('\n'),
      )
      expect(plan.firstWrong).toEqual([
        { line: 1, why: 'fields' },
        { line: 2, why: 'time' },
        { line: 5, why: 'number' },
        { line: 6, why: 'no-beginning' },
        { line: 9, why: 'too-long' },
      ])
      expect(plan).toMatchObject({ lines: 8, wrong: 5, calls: 1 })
    }))

  test('of a period is only what began in it', () =>
    withJournal(async (journal) => {
      const plan = await planOf(journal, queueLog, { from: t(1), to: t(100) })
      expect(plan.fresh.map(({ call }) => call.arrivedAt)).toEqual([t(1)])
    }))
})

describe('matching', () => {
  test('a call that was seen whole is known, and nothing of it changes', () =>
    withJournal(async (journal) => {
      journal.record({ kind: 'call', record: known() })
      const plan = await planOf(journal, queueLog)
      expect(plan).toMatchObject({ known: 1, completed: [] })
      expect(plan.fresh).toHaveLength(2)
      await journal.applyImport(plan)
      expect((await journal.ask({ kind: 'trail', callId: known().call.id }))?.record).toEqual(known())
    }))

  test('a call whose end was missed is completed: what was seen stays, the log fills in', () =>
    withJournal(async (journal) => {
      const missed = known({
        queueLegs: [leg({ from: 0.7, to: 12, end: 'unknown' })],
        talkLegs: [],
        callerHungUp: false,
        seenInMiddle: true,
        endedAt: t(12),
      })
      journal.record({ kind: 'call', record: missed })
      const plan = await planOf(journal, queueLog)
      expect(plan.completed).toHaveLength(1)
      await journal.applyImport(plan)
      const found = (await journal.ask({ kind: 'trail', callId: missed.call.id }))?.record
      expect(found).toMatchObject({
        imported: true,
        call: {
          arrivedAt: t(-6),
          vdn: '7001',
          queueLegs: [{ enteredAt: t(0.7), endedAt: t(20), end: 'answered' }],
          talkLegs: [{ startedAt: t(20), endedAt: t(80) }],
          endedAt: t(80),
        },
      })
      // Counted once, as it is now; and a second import finds nothing to do.
      const [group] = await journal.ask({
        kind: 'tallies',
        dimension: { kind: 'vdn', vdn: '7001' },
        buckets: [{ from: t(-60), to: t(60) }],
      })
      expect(group?.areas).toMatchObject([{ area: 'repair', rows: [{ end: 'answered', count: 1, sumMs: 19_300 }] }])
      expect(await planOf(journal, queueLog)).toMatchObject({ known: 3, fresh: [], completed: [] })
      expect(journal.state().calls).toBe(3)
      expect((await journal.recompute()).differences).toEqual([])
    }))

  test('the same call by another link is known by number and time', () =>
    withJournal(async (journal) => {
      journal.record({ kind: 'call', record: known({ id: 'other/abc' }) })
      expect(await planOf(journal, queueLog)).toMatchObject({ known: 1 })
      expect(await planOf(journal, queueLog, { from: t(1) })).toMatchObject({ known: 0 })
    }))

  test('two calls of one switch with two ids are two calls', () =>
    withJournal(async (journal) => {
      journal.record({ kind: 'call', record: known({ id: 'switch/another', arrivedAt: t(0) }) })
      expect(await planOf(journal, queueLog)).toMatchObject({ known: 0 })
    }))

  test('a call that was last seen in the voice menu gets the queue visit that nobody saw', () =>
    withJournal(async (journal) => {
      const inMenu = known({
        queueLegs: [],
        talkLegs: [],
        answeredSinceRouted: false,
        callerHungUp: false,
        endedAt: t(90),
      })
      journal.record({ kind: 'call', record: inMenu })
      const plan = await planOf(journal, queueLog)
      expect(plan.completed.map(({ call }) => [call.id, call.queueLegs.map(({ end }) => end)])).toEqual([
        [inMenu.call.id, ['answered']],
      ])
      await journal.applyImport(plan)
      expect(await planOf(journal, queueLog)).toMatchObject({ known: 3, fresh: [], completed: [] })
    }))

  test('so it does when it was answered within the same second; who was turned away adds nothing', () =>
    withJournal(async (journal) => {
      const inMenu = { queueLegs: [], talkLegs: [], answeredSinceRouted: false, callerHungUp: false }
      for (const n of [1, 2])
        journal.record({ kind: 'call', record: record({ id: `switch/7.${n}`, arrivedAt: t(0), ...inMenu }) })
      const text = [
        `${s(2)}|7.1|repair|NONE|ENTERQUEUE||13800001111|1`,
        `${s(2)}|7.1|repair|PJSIP/1001|CONNECT|0|7.3|0`,
        `${s(9)}|7.1|repair|PJSIP/1001|COMPLETECALLER|0|7|1`,
        `${s(2)}|7.2|repair|NONE|FULL`,
      ]
      const { completed, known } = await planOf(journal, text.join('\n'))
      expect(completed.map(({ call }) => call.id)).toEqual(['switch/7.1'])
      expect(known).toBe(1)
    }))

  test('a second queue that nobody saw is added to the first', () =>
    withJournal(async (journal) => {
      const first = known({
        id: `switch/${s(90)}.20`,
        arrivedAt: t(95),
        queueLegs: [leg({ from: 100, to: 160, end: 'timed-out' })],
        talkLegs: [],
        endedAt: t(210),
      })
      journal.record({ kind: 'call', record: first })
      const { completed } = await planOf(journal, queueLog)
      expect(completed[0]?.call.queueLegs.map(({ area, end }) => [area, end])).toEqual([
        ['repair', 'timed-out'],
        ['complaint', 'answered'],
      ])
    }))

  test.each<[seen: string, from: number]>([
    ['from its middle on', 45],
    ['in its last second only', 80.3],
  ])('a conversation that was seen %s is the one of the log, and began when the log says', (_seen, from) =>
    withJournal(async (journal) => {
      const late = known({
        seenInMiddle: true,
        queueLegs: [],
        talkLegs: [talk({ from, to: 80.4 })],
        endedAt: t(80.4),
      })
      journal.record({ kind: 'call', record: late })
      const { completed } = await planOf(journal, queueLog)
      expect(completed[0]?.call.talkLegs).toEqual([
        expect.objectContaining({ startedAt: t(20), endedAt: t(80.4), endedBy: 'caller' }),
      ])
      expect(completed[0]?.call.queueLegs).toHaveLength(1)
    }),
  )

  test('a live record of an imported call takes its place', () =>
    withJournal(async (journal) => {
      await journal.applyImport(await planOf(journal, queueLog))
      journal.record({ kind: 'call', record: known() })
      expect((await journal.ask({ kind: 'trail', callId: known().call.id }))?.record).toEqual(known())
      expect(journal.state().calls).toBe(3)
      expect((await journal.recompute()).differences).toEqual([])
    }))
})
