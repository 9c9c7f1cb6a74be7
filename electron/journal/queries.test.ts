import { describe, expect, test } from 'vitest'
import { selectorOf } from '#shared/domain/statistics/parts.ts'
import { tallyFromRows } from '#shared/domain/statistics/tally.ts'
import type { SearchQuery } from './queries.ts'
import { alert, fillDay, leg, record, seat, t, withJournal } from './testing.ts'

/** What is asked of the journal, on a handful of calls whose answers can be counted on fingers. */

const page = { before: null, limit: 10 }
const day = { from: t(-100), to: t(10_000) }

describe('a search', () => {
  test.each<[name: string, ask: Partial<SearchQuery>, found: string[]]>([
    ['finds everything, newest first', {}, ['switch/e', 'practice/d', 'switch/c', 'switch/b', 'switch/a']],
    ['finds a whole number', { number: '138 0000-1111' }, ['switch/e', 'switch/c', 'switch/a']],
    ['finds last digits', { number: '1111' }, ['switch/e', 'switch/c', 'switch/b', 'switch/a']],
    ['finds one last digit', { number: '1' }, ['switch/e', 'switch/c', 'switch/b', 'switch/a']],
    ['finds the whole number only', { number: '0000 1111', exact: true }, []],
    ['finds nothing for what is no number', { number: 'abc' }, []],
    ['finds any area of a call', { area: 'repair' }, ['practice/d', 'switch/c', 'switch/b', 'switch/a']],
    ['finds its last area', { area: 'bank' }, ['practice/d']],
    ['finds nothing in an area that nobody knows', { area: 'nowhere' }, []],
    ['finds a VDN', { vdn: '7001' }, ['switch/b']],
    ['finds a class', { classId: 'repair' }, ['switch/c', 'switch/a']],
    ['finds any seat of a call', { seat: 'PJSIP/1002' }, ['practice/d']],
    ['finds its last seat', { seat: 'PJSIP/1003' }, ['practice/d']],
    ['finds an outcome', { outcome: 'abandoned' }, ['switch/c']],
    ['finds those who left in the menu', { outcome: 'left-in-ivr' }, ['switch/e']],
    ['finds listed calls', { listed: true }, ['switch/c', 'switch/a']],
    ['finds calls that are not listed', { listed: false, number: '1111' }, ['switch/e', 'switch/b']],
    ['keeps to a time', { from: t(100), to: t(300) }, ['switch/c', 'switch/b']],
    ['finds nothing in a time that is none', { from: t(300), to: t(100) }, []],
  ])('%s', (_name, ask, found) =>
    withJournal(async (journal) => {
      await fillDay(journal)
      const answer = await journal.ask({ kind: 'search', ...page, ...ask })
      expect(answer.calls.map(({ callId }) => callId)).toEqual(found)
    }),
  )

  test.each<[string, Partial<SearchQuery>]>([
    ['by time', {}],
    ['by number', { number: '1111' }],
    ['by area', { area: 'repair' }],
  ])('%s goes on page by page and ends', (_name, ask) =>
    withJournal(async (journal) => {
      await fillDay(journal)
      const whole = await journal.ask({ kind: 'search', ...page, ...ask })
      const pages: string[] = []
      let before: string | null = null
      do {
        const answer: Awaited<ReturnType<typeof journal.ask<SearchQuery>>> = await journal.ask({
          kind: 'search',
          ...ask,
          before,
          limit: 2,
        })
        pages.push(...answer.calls.map(({ callId }) => callId))
        before = answer.next
      } while (before !== null)
      expect(pages).toEqual(whole.calls.map(({ callId }) => callId))
    }),
  )

  test('says in short what became of a call', () =>
    withJournal(async (journal) => {
      await fillDay(journal)
      const { calls } = await journal.ask({ kind: 'search', area: 'bank', ...page })
      expect(calls).toEqual([
        {
          callId: 'practice/d',
          arrivedAt: t(300),
          endedAt: t(460),
          callerNumber: '',
          callerName: '',
          dialledNumber: '96777',
          area: 'bank',
          waitMs: 80_000,
          talkMs: 80_000,
          seat: seat('PJSIP/1003'),
          outcome: { kind: 'answered', seat: seat('PJSIP/1003'), area: 'bank' },
          imported: false,
        },
      ])
    }))
})

describe('a trail', () => {
  test('tells the whole story in order, with alerts, actions, gaps and other calls of the number', () =>
    withJournal(async (journal) => {
      await fillDay(journal)
      journal.record({
        kind: 'alert',
        change: alert('switch/c', 201, 'raised', { because: { kind: 'vdn', vdn: '7001' } }),
      })
      journal.record({ kind: 'alert', change: alert('switch/c', 230, 'abandoned') })
      const action = { at: t(240), by: '张伟', role: 'reception', command: 'x', target: 'switch/c', result: 'ok' }
      journal.record({ kind: 'action', action })
      journal.record({ kind: 'action', action: { ...action, target: 'switch/a' } })
      const gap = { from: t(210), to: t(215), switchId: 'switch', why: 'closed' }
      journal.record({ kind: 'gap', gap })
      journal.record({ kind: 'gap', gap: { ...gap, from: t(300), to: t(400) } })
      journal.record({ kind: 'raw', at: t(200), callId: 'switch/c', text: 'Event: Join\r\n' })
      const trail = await journal.ask({ kind: 'trail', callId: 'switch/c' })
      expect(trail?.steps.map(({ kind, at }) => [kind, (at - t(0)) / 1000])).toEqual([
        ['arrived', 200],
        ['queue', 200],
        ['alert', 201],
        ['gap', 210],
        ['ended', 230],
        ['alert', 230],
        ['action', 240],
      ])
      expect(trail?.changes[0]?.because).toEqual({ kind: 'vdn', vdn: '7001' })
      expect(trail?.actions).toEqual([action])
      expect(trail?.gaps).toEqual([gap])
      expect(trail?.sameCaller.map(({ callId }) => callId)).toEqual(['switch/e', 'switch/a'])
      expect(trail?.hasRaw).toBe(true)
    }))

  test('is none for a call that nobody knows', () =>
    withJournal(async (journal) => {
      await fillDay(journal)
      expect(await journal.ask({ kind: 'trail', callId: 'switch/zzz' })).toBeUndefined()
      expect(await journal.ask({ kind: 'trail', callId: 'nowhere/a' })).toBeUndefined()
    }))

  test('has the messages of the switch, of this call only, and says when there are too many', () =>
    withJournal(async (journal) => {
      await fillDay(journal)
      for (const n of [1, 2, 3]) {
        journal.record({ kind: 'raw', at: t(n), callId: 'switch/a', text: `message ${n}` })
        journal.record({ kind: 'raw', at: t(n), callId: 'switch/b', text: 'another' })
        await journal.flush()
      }
      const all = await journal.ask({ kind: 'raw', callId: 'switch/a' })
      expect(all).toEqual({ messages: [1, 2, 3].map((n) => ({ at: t(n), text: `message ${n}` })), truncated: false })
      const some = await journal.ask({ kind: 'raw', callId: 'switch/a', maxBytes: 20 })
      expect(some).toEqual({ messages: all.messages.slice(0, 2), truncated: true })
      expect(await journal.ask({ kind: 'raw', callId: 'switch/c' })).toEqual({ messages: [], truncated: false })
    }))

  test('has the events of the call, as the core was told', () =>
    withJournal(async (journal) => {
      await fillDay(journal)
      const event = (callId: string, at: number) => ({
        kind: 'event' as const,
        event: { kind: 'ivr-entered' as const, at: t(at), callId },
      })
      for (const one of [event('switch/a', 1), event('switch/b', 2), event('switch/a', 3), event('switch/a', 9000)])
        journal.record(one)
      const { events } = await journal.ask({ kind: 'events', callId: 'switch/a' })
      expect(events).toEqual([event('switch/a', 1), event('switch/a', 3)])
    }))
})

describe('the legs of a figure', () => {
  const limits = { thresholdMs: 20_000, shortAbandonMs: 5000 }
  const select = (part: Parameters<typeof selectorOf>[0]) => {
    const selector = selectorOf(part, limits)
    return { areas: [], others: selector ? [selector] : [] }
  }
  test.each<[Parameters<typeof selectorOf>[0], string[]]>([
    ['answered-in-time', ['practice/d', 'switch/b', 'switch/a']],
    ['answered-late', []],
    ['abandoned-late', ['switch/c']],
    ['abandoned-short', []],
    ['timed-out', ['practice/d']],
    ['open', []],
  ])('%s are exactly those that are counted', (part, found) =>
    withJournal(async (journal) => {
      await fillDay(journal)
      const answer = await journal.ask({
        kind: 'legs',
        dimension: { kind: 'total' },
        ...day,
        select: select(part),
        ...page,
      })
      expect(answer.legs.map(({ callId }) => callId)).toEqual(found)
      expect(answer.total).toBe(found.length)
    }),
  )

  test('keep to the limits of their own area', () =>
    withJournal(async (journal) => {
      await fillDay(journal)
      const ask = { kind: 'legs' as const, dimension: { kind: 'total' as const }, ...day, ...page }
      const late = { end: 'answered' as const, moreThanMs: 15_000 }
      const bank = await journal.ask({ ...ask, select: { areas: [{ area: 'repair', selectors: [] }], others: [late] } })
      expect(bank.legs).toMatchObject([{ area: 'bank', waitMs: 20_000, seat: seat('PJSIP/1002') }])
      const none = await journal.ask({ ...ask, select: { areas: [{ area: 'bank', selectors: [] }], others: [late] } })
      expect(none.total).toBe(0)
    }))

  test.each([
    [{ kind: 'area' as const, area: 'bank' }, 1],
    [{ kind: 'vdn' as const, vdn: '7001' }, 1],
    [{ kind: 'class' as const, classId: 'repair' }, 2],
    [{ kind: 'seat' as const, seatId: 'PJSIP/1001' }, 2],
    [{ kind: 'area' as const, area: 'nowhere' }, 0],
  ])('of %o are %i', (dimension, total) =>
    withJournal(async (journal) => {
      await fillDay(journal)
      const answer = await journal.ask({ kind: 'legs', dimension, ...day, before: null, limit: 1 })
      expect(answer.total).toBe(total)
      expect(answer.next === null).toBe(total <= 1)
    }),
  )
})

describe('tallies', () => {
  test('of many hours of one kind are one group', () =>
    withJournal(async (journal) => {
      await fillDay(journal)
      const buckets = [0, 100, 200, 300].map((from, i) => ({ from: t(from), to: t(from + 100), group: i % 2 }))
      const groups = await journal.ask({ kind: 'tallies', dimension: { kind: 'total' }, buckets })
      const offered = groups.map(({ areas }) => tallyFromRows(areas.flatMap(({ rows }) => rows)).offered)
      // The calls of fill() at 0 and 100 have their legs at 0.
      expect(offered).toEqual([3, 2])
    }))

  test('told apart at limits only, give the same counts under these limits', () =>
    withJournal(async (journal) => {
      await fillDay(journal)
      const ask = { kind: 'tallies' as const, dimension: { kind: 'total' as const }, buckets: [day] }
      const [fine] = await journal.ask(ask)
      const [rough] = await journal.ask({ ...ask, apartAt: { byArea: { bank: [10_000] }, others: [5000, 20_000] } })
      const inTime = (areas: typeof fine, area: string, seconds: number) =>
        areas?.areas
          .filter((one) => one.area === area)
          .flatMap(({ rows }) => rows)
          .filter(({ waitSeconds }) => waitSeconds <= seconds)
          .reduce((sum, { count }) => sum + count, 0)
      for (const [area, seconds] of [
        ['repair', 5],
        ['repair', 20],
        ['bank', 10],
      ] as const)
        expect(inTime(rough, area, seconds)).toBe(inTime(fine, area, seconds))
    }))

  test('to the millisecond know each wait', () =>
    withJournal(async (journal) => {
      for (const [id, waitMs] of [10_001, 10_002, 10_500].entries())
        journal.record({
          kind: 'call',
          record: record({ id: `switch/${id}`, queueLegs: [{ ...leg(), endedAt: t(0) + waitMs }] }),
        })
      const ask = { kind: 'tallies' as const, dimension: { kind: 'total' as const }, buckets: [day], exact: true }
      const [group] = await journal.ask(ask)
      expect(group?.areas[0]?.rows).toEqual(
        [10_001, 10_002, 10_500].map((ms) => ({ end: 'answered', waitSeconds: 11, count: 1, sumMs: ms, maxMs: ms })),
      )
    }))
})
