import { describe, expect, test } from 'vitest'
import type { JournalHere } from './here.ts'
import { record, t, withJournal } from './testing.ts'
import { known, planOf, queueLog, s } from './testing-logs.ts'

describe('CDR', () => {
  const line = (change: Record<string, string> = {}): string => {
    const row = {
      accountcode: '',
      src: '13800001111',
      dst: '96777',
      dcontext: 'from-trunk',
      clid: '"张 ""三""" <13800001111>',
      channel: 'PJSIP/trunk-0000002a',
      dstchannel: 'PJSIP/1001-0000002b',
      lastapp: 'Queue',
      lastdata: 'repair,t,,,300',
      start: '2027-01-15 16:00:00', // 08:00 UTC
      answer: '2027-01-15 16:00:10',
      end: '2027-01-15 16:01:10',
      duration: '70',
      billsec: '60',
      disposition: 'ANSWERED',
      amaflags: 'DOCUMENTATION',
      uniqueid: '1800000000.42',
      userfield: '',
      ...change,
    }
    return Object.values(row)
      .map((field) => `"${field.replaceAll('"', '""')}"`)
      .join(',')
  }
  const cdr = (journal: JournalHere, text: string) => planOf(journal, text, { format: 'cdr' })

  test("gives the call and the talk, by the site's clock, and no wait that it does not know", () =>
    withJournal(async (journal) => {
      const plan = await cdr(journal, `${line()}\r\n`)
      expect(plan).toMatchObject({ lines: 1, calls: 1, wrong: 0 })
      expect(plan.fresh[0]?.call).toMatchObject({
        id: 'switch/1800000000.42',
        arrivedAt: t(0),
        caller: { number: '13800001111' },
        dialledNumber: '96777',
        queueLegs: [{ area: 'repair', end: 'unknown' }],
        talkLegs: [{ seat: { id: 'PJSIP/1001' }, startedAt: t(10), endedAt: t(70) }],
        endedAt: t(70),
      })
      await journal.applyImport(plan)
      expect((await journal.ask({ kind: 'search', number: '1111', before: null, limit: 1 })).calls).toMatchObject([
        { outcome: { kind: 'answered' }, imported: true },
      ])
    }))

  test('makes one call of the lines of one', () =>
    withJournal(async (journal) => {
      const plan = await cdr(
        journal,
        [
          line({ disposition: 'NO ANSWER', dstchannel: 'PJSIP/1002-0000002c', answer: '', end: '2027-01-15 16:00:09' }),
          line(),
        ].join('\n'),
      )
      expect(plan.fresh).toHaveLength(1)
      expect(plan.fresh[0]?.call.talkLegs).toHaveLength(1)
    }))

  test('reads a header with other columns', () =>
    withJournal(async (journal) => {
      const text =
        'start,end,src,channel,lastapp,lastdata,linkedid\n2027-01-15 16:00:00,2027-01-15 16:00:30,110,SIP/x-0000002a,Queue,bank,5.5\n'
      const plan = await cdr(journal, text)
      expect(plan.fresh[0]?.call).toMatchObject({
        id: 'switch/5.5',
        caller: { number: '110' },
        queueLegs: [{ area: 'bank' }],
      })
    }))

  test('and then the queue log of the same call give one visit and one conversation, with the waits of the log', () =>
    withJournal(async (journal) => {
      const id = `${s(-6)}.10`
      const text = line({
        uniqueid: id,
        start: '2027-01-15 15:59:50',
        answer: '2027-01-15 15:59:50',
        end: '2027-01-15 16:01:20',
      })
      await journal.applyImport(await cdr(journal, text))
      await journal.applyImport(await planOf(journal, queueLog))
      expect((await journal.ask({ kind: 'trail', callId: `switch/${id}` }))?.record.call).toMatchObject({
        arrivedAt: t(-10),
        queueLegs: [{ area: 'repair', enteredAt: t(0), endedAt: t(20), end: 'answered' }],
        talkLegs: [{ seat: { id: 'PJSIP/1001' }, startedAt: t(20), endedAt: t(80), endedBy: 'caller' }],
      })
      expect(await planOf(journal, queueLog)).toMatchObject({ known: 3, fresh: [], completed: [] })
      expect(await cdr(journal, text)).toMatchObject({ known: 1, fresh: [], completed: [] })
    }))

  test('and the queue log mean the same seat, where one says its device and the other its name', () =>
    withJournal(async (journal) => {
      const id = `${s(-6)}.10`
      const text = line({ uniqueid: id, end: '2027-01-15 16:01:20' })
      const seats = [{ id: 'PJSIP/1001', name: '张伟' }]
      await journal.applyImport(await planOf(journal, text, { format: 'cdr', seats }))
      await journal.applyImport(await planOf(journal, queueLog.replaceAll('PJSIP/1001', '张伟'), { seats }))
      const trail = await journal.ask({ kind: 'trail', callId: `switch/${id}` })
      expect(trail?.record.call.talkLegs.map(({ seat: by }) => by)).toEqual(seats)
      expect(trail?.record.call.queueLegs[0]?.rings.at(-1)?.seat).toEqual(seats[0])
    }))

  test('leaves out what a seat dialled', () =>
    withJournal(async (journal) => {
      journal.record({ kind: 'call', record: record({ id: 'switch/x', arrivedAt: t(-900) }) })
      const plan = await cdr(journal, line({ channel: 'PJSIP/1001-0000002a' }))
      expect(plan).toMatchObject({ lines: 1, calls: 0, wrong: 0 })
    }))

  test('without an id is known by number and time, also the second time', () =>
    withJournal(async (journal) => {
      const text = line({ uniqueid: '' })
      journal.record({ kind: 'call', record: known({ arrivedAt: t(1) }) })
      expect(await cdr(journal, text)).toMatchObject({ known: 1, fresh: [] })
      const other = line({ uniqueid: '', src: '110' })
      await journal.applyImport(await cdr(journal, other))
      expect(await cdr(journal, other)).toMatchObject({ known: 1, fresh: [] })
    }))

  test.each<[name: string, text: string, why: string]>([
    ['too few columns', 'a,b,c', 'fields'],
    ['a time that is none', line({ start: 'yesterday' }), 'time'],
    ['a day that is none', line({ start: '2027-13-45 00:00:00' }), 'time'],
    ['an end before the start', line({ end: '2027-01-15 15:00:00' }), 'time'],
  ])('reports %s with its line', (_name, text, why) =>
    withJournal(async (journal) => {
      const plan = await cdr(journal, `${line()}\n${text}\n`)
      expect(plan.firstWrong).toEqual([{ line: 2, why }])
      expect(plan.calls).toBe(1)
    }),
  )
})
