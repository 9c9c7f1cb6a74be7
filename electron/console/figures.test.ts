import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CallEvent, LegEnd, SeatState } from '#shared/domain/call/call-event.ts'
import { limitsOf, type Dimension } from '#shared/domain/statistics/live.ts'
import { provenanceOf, figureNames } from '#shared/domain/statistics/provenance.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { CommandInput } from '#shared/ipc/contract.ts'
import { createCallMemory } from './call-memory.ts'
import { createClosing } from './closing.ts'
import { coreRules, createSiteCalendar } from './core-rules.ts'
import { fromJournal, fromLive } from './figure-source.ts'
import { createJournalKeeper } from './journal-keeper.ts'
import { createLiveCore } from './live-core.ts'
import type { Running } from './running.ts'
import { createJournalKit, lost, served, type JournalKit } from './test-kit.ts'
import { createTestClock, createTestPorts } from './testing.ts'

let kit: JournalKit
beforeEach(() => {
  kit = createJournalKit()
})
afterEach(() => kit.end())

const total: Dimension = { kind: 'total' }
const day = { kind: 'day' as const, at: e.t(0) }

const areas = ['repair', 'complaint', 'billing']
const ends: (LegEnd | 'undecided')[] = ['undecided', 'answered', 'abandoned', 'timed-out', 'no-agents', 'unknown']
const states: SeatState[] = ['free', 'talking', 'wrap-up', 'paused', 'ringing', 'held']

/** Any events in any order, on calls that come again and again. */
const anyEvent: fc.Arbitrary<(at: number, round: number) => CallEvent> = fc
  .record({
    call: fc.integer({ min: 1, max: 4 }),
    area: fc.constantFrom(...areas),
    seat: fc.constantFrom('1001', '1002'),
    kind: fc.integer({ min: 0, max: 15 }),
    n: fc.nat(5),
  })
  .map(({ call, area, seat, kind, n }) => (at, round): CallEvent => {
    const id = `s/${call}.${round}`
    switch (kind) {
      case 0:
        return e.arrived(at, id, n > 2 ? '13800001111' : '')
      case 1:
        return e.routed(at, `800${n}`, String(n), id)
      case 2:
      case 3:
      case 4:
      case 5:
        return e.joined(at, area, id)
      case 6:
      case 7:
        return e.left(at, ends[n] ?? 'undecided', area, id)
      case 8:
        return e.rings(at, seat, area, id)
      case 9:
      case 10:
        return e.answered(at, seat, area, id)
      case 11:
        return e.talkEnded(at, 'seat', seat, id)
      case 12:
        return e.callerHungUp(at, id)
      case 13:
        return e.ended(at, id)
      case 14:
        return { kind: 'seat-changed', at: e.t(at), seat: { id: seat, name: seat, area, state: states[n] ?? 'free' } }
      default:
        return n > 3 ? e.sightLost(at) : e.picture(at)
    }
  })
/** A call that is over and comes again is another call: the switch never uses an id twice. */
const anyStory = fc.array(fc.tuple(anyEvent, fc.integer({ min: 0, max: 400 })), { minLength: 20, maxLength: 120 })

function makeRunning(seconds: number) {
  const { ports } = createTestPorts({}, kit.open)
  Object.assign(ports, { clock: createTestClock(e.t(seconds)) })
  const calendar = createSiteCalendar(() => ports.settings.get().site.timeZone, ports.clock)
  const keeper = createJournalKeeper(ports)
  const live = createLiveCore({
    ports,
    keeper,
    calendar,
    rulesNow: () => coreRules(ports.settings.get(), calendar, undefined),
    listKnown: Promise.resolve(),
    closing: createClosing(() => ({ country: 'CN', areaCode: '0755' })),
    calls: createCallMemory(),
    changed: () => undefined,
  })
  return { ports, calendar, keeper, live }
}

describe('live figures and those of the journal', () => {
  test('are the same, to the term, for any events', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, async (story) => {
        const mine = createJournalKit()
        kit.open = mine.open
        const { ports, calendar, keeper, live } = makeRunning(0)
        await live.enter()
        let at = 0
        let round = 0
        for (const [make, wait] of story) {
          at += wait
          const event = make(at, round)
          live.hear([event])
          if (event.kind === 'call-ended' || event.kind === 'picture-taken') round++
        }
        const clock = createTestClock(e.t(at + 1))
        Object.assign(ports, { clock })
        const { core, rules } = live
        const running = { ports, calendar, keeper, core, rules, liveFrom: () => 0 } as unknown as Running
        const window = { from: calendar.dayStart(e.t(0)), to: calendar.nextDay(e.t(0)) }
        const [journal] = mine.journals
        if (!journal) throw new Error('no journal')
        const vdn: Dimension[] = [0, 1, 2, 3].map((n) => ({ kind: 'vdn', vdn: `800${n}` }))
        const area: Dimension[] = areas.map((one) => ({ kind: 'area', area: one }))
        for (const dimension of [total, ...area, ...vdn]) {
          const inputs = [fromLive(running, dimension, window), await fromJournal(running, journal, dimension, window)]
          const [a, b] = inputs.map((input) =>
            figureNames.map((figure) =>
              provenanceOf({
                figure,
                input: input ?? { slices: [] },
                rules: { limits: limitsOf(rules()), profile: 'negative' },
                window,
                gaps: [],
                now: clock.now(),
              }),
            ),
          )
          expect(b).toEqual(a)
        }
        await mine.end()
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})

describe('where a figure comes from', () => {
  test('the formula of today, with the calls behind each part, live ones first', async () => {
    const run = await kit.start(0)
    run.feed(
      e.picture(0),
      ...served('s/1', 10),
      ...lost('s/2', 20),
      e.arrived(100, 's/3'),
      e.joined(101, 'repair', 's/3'),
    )
    run.at(130)
    const question = { dimension: total, window: day, profile: 'negative' as const }
    const found = await run.ask('figures.provenance', { figure: 'service-level', ...question })
    expect(found).toMatchObject({
      unit: 'pct',
      legs: 3,
      thresholdSeconds: 12,
      formula: {
        kind: 'percent',
        above: [{ key: 'answered-in-time', value: 1 }],
        below: [{ key: 'offered', value: 3 }],
      },
      parts: { 'answered-in-time': 1, 'abandoned-late': 1, open: 1 },
    })
    expect(found.profiles).toHaveLength(5)
    const ids = async (part: string) =>
      (await run.ask('figures.calls', { part, dimension: total, window: day, before: null, limit: 10 })).legs.map(
        ({ callId, waitMs }) => [callId, waitMs],
      )
    expect(await ids('offered')).toEqual([
      ['s/3', 29_000],
      ['s/2', 30_000],
      ['s/1', 8000],
    ])
    expect(await ids('answered-in-time')).toEqual([['s/1', 8000]])
    expect(await ids('abandoned')).toEqual([['s/2', 30_000]])
    expect(await ids('open')).toEqual([['s/3', 29_000]])
  })

  test('pages of calls go from what lives to what the journal keeps, and the total stays', async () => {
    const run = await kit.start(0)
    run.feed(
      e.picture(0),
      ...served('s/1', 10),
      ...served('s/2', 20),
      e.joined(100, 'repair', 's/3'),
      e.joined(101, 'repair', 's/4'),
    )
    const seen: string[] = []
    let before: string | null = null
    do {
      const page: { legs: { callId: string }[]; next: string | null; total: number } = await run.ask('figures.calls', {
        part: 'offered',
        dimension: total,
        window: day,
        before,
        limit: 1,
      })
      expect(page.total).toBe(4)
      seen.push(...page.legs.map(({ callId }) => callId))
      before = page.next
    } while (before !== null)
    expect(seen).toEqual(['s/4', 's/3', 's/2', 's/1'])
  })

  test('a changed limit holds at once, without a recount', async () => {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...served('s/1', 10), ...served('s/2', 20))
    const level = async (): Promise<unknown> =>
      (
        await run.ask('figures.provenance', {
          figure: 'answered-in-time',
          dimension: { kind: 'area', area: 'repair' },
          window: day,
          profile: 'negative',
        })
      ).value
    expect(await level()).toBe(2)
    await run.call('areas.set', { area: 'repair', limitSeconds: 5, listed: { classId: 'repair', severity: 'P1' } })
    expect(await level()).toBe(0)
    expect((await run.view()).totals.today.answeredInTime).toBe(0)
  })

  test('rules of figures hold at once, also for shifts and short abandons', async () => {
    const run = await kit.start(0)
    run.feed(e.picture(0), e.joined(1, 'billing', 's/1'), e.callerHungUp(9, 's/1'), e.ended(9, 's/1'))
    const short = async (window: CommandInput<'figures.provenance'>['window']): Promise<unknown> =>
      (await run.ask('figures.provenance', { figure: 'short-abandons', dimension: total, window, profile: 'negative' }))
        .value
    expect(await short(day)).toBe(0)
    const shifts = [{ name: '中班', start: '16:00' }]
    const rules = { norm: 'nena' as const, shortAbandonSeconds: 10, shifts }
    await run.call('figures.setRules', rules)
    expect(await run.ask('figures.rules', {})).toEqual(rules)
    expect(await short(day)).toBe(1)
    expect(await short({ kind: 'shift', at: e.t(60) })).toBe(1)
    expect(await short({ kind: 'shift', at: e.t(-60) })).toBe(0)
  })

  test('gaps of the window are named: of the link, of a console that was off, and of before it was there', async () => {
    const first = await kit.start(0)
    first.feed(e.picture(60), ...served('s/1', 70), e.sightLost(200), e.picture(260), e.arrived(300, 's/2'))
    await first.die()
    const second = await kit.start(400)
    second.at(420)
    second.feed(e.picture(420))
    const { gaps, window } = await second.ask('figures.provenance', {
      figure: 'offered',
      dimension: total,
      window: day,
      profile: 'negative',
    })
    expect(gaps.list).toEqual([
      { from: window.from, to: e.t(60) },
      { from: e.t(200), to: e.t(260) },
      { from: e.t(300), to: e.t(420) },
    ])
  })

  test('of a class: the calls that it lists, also those that another rule listed first', async () => {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...served('s/1', 10), ...served('s/2', 20, '139', 'billing'))
    const offered = async (classId: string): Promise<unknown> =>
      (
        await run.ask('figures.provenance', {
          figure: 'offered',
          dimension: { kind: 'class', classId },
          window: day,
          profile: 'negative',
        })
      ).value
    expect([await offered('repair'), await offered('complaint')]).toEqual([1, 0])
    await run.die()
    const after = await kit.start(200_000) // two days later: the journal alone knows
    const question = {
      figure: 'offered',
      dimension: { kind: 'class' as const, classId: 'repair' },
      profile: 'negative' as const,
    }
    expect((await after.ask('figures.provenance', { ...question, window: day })).value).toBe(1)
    const legs = await after.ask('figures.calls', {
      part: 'answered',
      dimension: question.dimension,
      window: day,
      before: null,
      limit: 10,
    })
    expect(legs).toMatchObject({ total: 1, legs: [{ callId: 's/1', seat: { id: '1001' }, classId: 'repair' }] })
  })

  test.each([
    ['figures.provenance', { figure: 'nonsense', profile: 'negative' }, 'figure'],
    ['figures.calls', { part: 'nonsense', before: null, limit: 10 }, 'part'],
  ] as const)('%s of what nobody knows is refused', async (name, question, where) => {
    const run = await kit.start(0)
    expect(await run.call(name, { dimension: total, window: day, ...question } as never)).toEqual({
      ok: false,
      error: { kind: 'invalid-input', where, what: 'unknown' },
    })
  })
})
