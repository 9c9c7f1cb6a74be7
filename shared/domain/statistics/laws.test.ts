import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Call, QueueLeg } from '#shared/domain/call/call.ts'
import type { CallEvent, LegEnd } from '#shared/domain/call/call-event.ts'
import * as e from '#shared/domain/testing/events.ts'
import { figuresFrom, type FigureInput } from './figures.ts'
import { addHandling, noHandling, seatWorkOf } from './handling.ts'
import { limitsOf, liveInput, type Dimension } from './live.ts'
import { countParts, legParts, partOf, selectorOf, type LegPart, type Slice } from './parts.ts'
import { minuteMs, minuteOf } from './series.ts'
import type { StatisticsSettings } from './statistics.ts'
import { addTally, emptyTally, tallyFromRows, type Tally, type TallyRow } from './tally.ts'
import { countEvents, seatIs, type ClassOf } from './testing.ts'

/** For any events, in any order: what is counted live is what the calls themselves say. */

const areas = ['repair', 'complaint', 'billing']
const ends: (LegEnd | 'undecided')[] = ['undecided', 'answered', 'abandoned', 'timed-out', 'no-agents', 'unknown']
const base = e.coreSettings()
const settings: StatisticsSettings = {
  dayStart: base.dayStart,
  limitMs: (area) => (area === 'billing' ? 4000 : 20_000),
  shortAbandonMs: (area) => (area === 'repair' ? 0 : 5000),
  profile: 'negative',
}

const anyEvent: fc.Arbitrary<(at: number) => CallEvent> = fc
  .record({
    call: fc.integer({ min: 1, max: 3 }),
    area: fc.constantFrom(...areas),
    seat: fc.constantFrom('1', '2'),
    kind: fc.integer({ min: 0, max: 17 }),
    n: fc.nat(5),
  })
  .map(({ call, area, seat, kind, n }) => (at: number): CallEvent => {
    const id = `s/${call}`
    switch (kind) {
      case 0:
        return e.arrived(at, id)
      case 1:
        return n > 2
          ? { kind: 'call-held', at: e.t(at), callId: id }
          : { kind: 'call-resumed', at: e.t(at), callId: id }
      case 2:
        return e.routed(at, `800${n}`, undefined, id)
      case 3:
      case 4:
      case 5:
        return e.joined(at, area, id)
      case 6:
        return e.left(at, ends[n] ?? 'undecided', area, id)
      case 7:
        return e.rings(at, seat, area, id)
      case 8:
        return e.noAnswer(at, seat, n * 1000, area, id)
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
        return e.sightLost(at)
      case 15:
      case 16:
        return seatIs(
          at,
          seat,
          (['free', 'talking', 'wrap-up', 'paused', 'ringing', 'held'] as const)[n] ?? 'free',
          area,
        )
      default:
        return e.picture(at, {
          seats: n > 2 ? [{ id: seat, name: '', area, state: 'free' }] : [],
          calls: [
            {
              callId: id,
              caller: { number: '139', name: '' },
              dialledNumber: '',
              ageMs: 9000,
              ...(n % 2 ? { waiting: { area, position: n, waitedMs: n * 1000 } } : {}),
              ...(n === 4 ? { talking: { seat: { id: seat, name: '' }, area } } : {}),
            },
          ],
        })
    }
  })
/** Steps from nothing to a quarter of an hour, in ms: the longest stories cross midnight. */
const anyStory = fc
  .array(fc.tuple(anyEvent, fc.oneof(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0, max: 900_000 }))), {
    maxLength: 100,
  })
  .map((steps) => {
    let at = 0
    return steps.map(([make, waitMs]) => make((at += waitMs) / 1000))
  })
const lastAt = (events: CallEvent[]): number => events.at(-1)?.at ?? e.t(0)

/** The class of a call changes with its life: with what it dialled into, with how often it queued. */
const changingClass: ClassOf = (call) =>
  call.queueLegs.length % 3 === 0 ? undefined : `class-${(call.queueLegs.length + call.talkLegs.length) % 2}`

const dayWindow = (now: number) => ({ from: settings.dayStart(now), to: settings.dayStart(now) + 86_400_000 })
const waitOf = (leg: QueueLeg): number => Math.max(0, (leg.endedAt ?? leg.enteredAt) - leg.enteredAt)

/** Rows as a data base would group them, `grain` ms to a row's wait. */
function rowsOf(legs: QueueLeg[], grain: 'ms' | 'second'): TallyRow[] {
  const rows = new Map<string, TallyRow>()
  for (const leg of legs) {
    const waitMs = waitOf(leg)
    const waitSeconds = Math.ceil(waitMs / 1000)
    const key = `${leg.end ?? ''} ${grain === 'ms' ? waitMs : waitSeconds}`
    const row = rows.get(key) ?? { end: leg.end ?? null, waitSeconds, count: 0, sumMs: 0, maxMs: 0 }
    rows.set(key, { ...row, count: row.count + 1, sumMs: row.sumMs + waitMs, maxMs: Math.max(row.maxMs, waitMs) })
  }
  return [...rows.values()]
}

function history(legs: QueueLeg[], grain: 'ms' | 'second'): Slice[] {
  return areas.map((area) => ({
    area,
    tally: tallyFromRows(
      rowsOf(
        legs.filter((leg) => leg.area === area),
        grain,
      ),
    ),
  }))
}

const legsIn = (
  calls: Iterable<Call[]>,
  window: { from: number; to: number },
  is: (call: Call) => boolean,
): QueueLeg[] =>
  [...calls]
    .flat()
    .filter(is)
    .flatMap((call) => call.queueLegs)
    .filter((leg) => leg.enteredAt >= window.from && leg.enteredAt < window.to)

const all = (slices: readonly Slice[]) =>
  (['negative', 'positive', 'accepted'] as const).map((profile) =>
    figuresFrom({ slices }, { limits: limitsOf(settings), profile }),
  )
/** Whether limits differ between areas is a matter of which areas are listed, not of counts. */
const withoutThreshold = (slices: readonly Slice[]) =>
  all(slices).map((figures) => ({ ...figures, serviceLevel: figures.serviceLevel.pct }))

describe('live counts and the calls themselves agree, for any events', () => {
  const live = (events: CallEvent[], dimension: Dimension, classOf?: ClassOf) => {
    const counted = countEvents(events, settings, classOf)
    const now = lastAt(events)
    return { ...counted, now, input: liveInput(counted.statistics, dimension, dayWindow(now), now, settings) }
  }

  test('in total: every figure of the day, from rows by the ms as from live counts', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        const { input, calls, now } = live(events, { kind: 'total' })
        const legs = legsIn(calls.values(), dayWindow(now), () => true)
        expect(withoutThreshold(input?.slices ?? [])).toEqual(withoutThreshold(history(legs, 'ms')))
      }),
    )
  })

  test('per class: a call counts with all its legs for the class that lists it, once', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        for (const classId of ['class-0', 'class-1']) {
          const { input, calls, now } = live(events, { kind: 'class', classId }, changingClass)
          const legs = legsIn(calls.values(), dayWindow(now), (call) => changingClass(call) === classId)
          expect(withoutThreshold(input?.slices ?? [])).toEqual(withoutThreshold(history(legs, 'ms')))
        }
      }),
    )
  })

  test('per VDN: a leg counts for the VDN known when it entered, or told while it was open', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        const vdns = new Map<QueueLeg, string>()
        const seen = new Set<QueueLeg>()
        const { statistics, calls, finished } = countEvents(events, settings, undefined, (call) => {
          for (const leg of call.queueLegs) {
            if (vdns.has(leg) || (seen.has(leg) && leg.endedAt !== undefined)) continue
            seen.add(leg)
            if (call.vdn !== undefined && !call.answeredSinceRouted) vdns.set(leg, call.vdn)
          }
        })
        for (const [call, { legVdns }] of finished)
          expect(legVdns).toEqual(call.queueLegs.map((leg) => vdns.get(leg) ?? null))
        const now = lastAt(events)
        for (const vdn of ['8000', '8001', '8002', '8003', '8004', '8005']) {
          const input = liveInput(statistics, { kind: 'vdn', vdn }, dayWindow(now), now, settings)
          const legs = legsIn(calls.values(), dayWindow(now), () => true).filter((leg) => vdns.get(leg) === vdn)
          expect(withoutThreshold(input?.slices ?? [])).toEqual(withoutThreshold(history(legs, 'ms')))
        }
      }),
      { numRuns: 400 },
    )
  })

  test('seats: their work is that of the calls, and their time that of the spans', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        const { input, calls, spans, now } = live(events, { kind: 'seat', seatId: '1' })
        const window = dayWindow(now)
        const expected = noHandling()
        for (const call of [...calls.values()].flat())
          for (const { seatId, at, work } of seatWorkOf(call))
            if (seatId === '1' && at >= window.from) addHandling(expected, work)
        const { busyMs: _b, availableMs: _a, wrapUpMs: _w, ...counted } = input?.handling ?? noHandling()
        expect(expected).toMatchObject(counted)
        const closed = spans.filter((span) => span.seatId === '1')
        for (const [i, span] of closed.entries()) expect(span.from).toBeGreaterThanOrEqual(closed[i - 1]?.to ?? 0)
        const passed = closed.reduce((sum, { from, to }) => sum + Math.max(0, to - Math.max(from, window.from)), 0)
        expect((input?.handling?.busyMs ?? 0) + (input?.handling?.availableMs ?? 0)).toBeGreaterThanOrEqual(passed)
        expect((input?.handling?.busyMs ?? 0) + (input?.handling?.availableMs ?? 0)).toBeLessThanOrEqual(
          now - window.from,
        )
      }),
    )
  })

  test('nothing is remembered of a call that is over', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        const { statistics, calls } = countEvents(events, settings, changingClass)
        const liveIds = [...calls]
          .filter(([, same]) => same.some((call) => call.endedAt === undefined))
          .map(([id]) => id)
        expect([...statistics.calls.keys()].sort()).toEqual(liveIds.sort())
      }),
    )
  })
})

describe('windows tile, for any events', () => {
  test('the half-hours of the day make the day, and the minutes the last hour', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        const { statistics } = countEvents(events, settings, changingClass)
        const now = lastAt(events)
        const day = dayWindow(now)
        const sums = (windows: { from: number; to: number }[]): FigureInput => {
          const inputs = windows.map((window) => liveInput(statistics, { kind: 'total' }, window, now, settings))
          const handling = noHandling()
          for (const input of inputs) addHandling(handling, input?.handling ?? noHandling())
          return { slices: inputs.flatMap((input) => input?.slices ?? []), handling }
        }
        const halves = Array.from({ length: 48 }, (_, i) => ({
          from: day.from + i * 30 * minuteMs,
          to: day.from + (i + 1) * 30 * minuteMs,
        }))
        const same = (parts: FigureInput, whole: FigureInput): void => {
          expect(withoutThreshold(parts.slices)).toEqual(withoutThreshold(whole.slices))
          expect(parts.handling).toEqual(whole.handling)
        }
        same(sums(halves), sums([day]))
        const from = minuteOf(now) - 59 * minuteMs
        const minutes = Array.from({ length: 60 }, (_, i) => ({
          from: from + i * minuteMs,
          to: from + (i + 1) * minuteMs,
        }))
        same(sums(minutes), sums([{ from, to: from + 60 * minuteMs }]))
      }),
      { numRuns: 50 },
    )
  })
})

describe('laws of tallies and parts', () => {
  const anyLeg = fc.record({
    end: fc.option(
      fc.constantFrom<LegEnd>(
        'answered',
        'abandoned',
        'timed-out',
        'left-by-key',
        'no-agents',
        'queue-full',
        'transferred',
        'switch-cleared',
        'unknown',
      ),
      { nil: undefined },
    ),
    // Whole seconds are where limits lie.
    waitMs: fc.oneof(
      fc.integer({ min: 0, max: 30 }).map((s) => s * 1000),
      fc.integer({ min: 0, max: 40_000 }),
    ),
  })
  const legs = fc.array(anyLeg, { maxLength: 60 })
  const limits = fc.record({
    thresholdMs: fc.integer({ min: 1, max: 30 }).map((s) => s * 1000),
    shortAbandonMs: fc.integer({ min: 0, max: 30 }).map((s) => s * 1000),
  })
  const asLeg = ({ end, waitMs }: { end: LegEnd | undefined; waitMs: number }): QueueLeg => ({
    area: 'repair',
    enteredAt: 0,
    rings: [],
    ...(end === undefined ? {} : { end, endedAt: waitMs }),
  })
  const tallyOf = (some: { end: LegEnd | undefined; waitMs: number }[], grain: 'ms' | 'second' = 'ms'): Tally =>
    tallyFromRows(rowsOf(some.map(asLeg), grain))
  /** Everything that can be asked of a tally. */
  const answers = (tally: Tally) => withoutThreshold([{ area: 'repair', tally }])

  test('every leg is in exactly one part, and the counts of parts are the counts of legs', () => {
    fc.assert(
      fc.property(legs, limits, (some, limit) => {
        const counted = countParts([{ area: 'repair', tally: tallyOf(some, 'second') }], () => limit)
        const expected = Object.fromEntries(legParts.map((part) => [part, 0])) as Record<LegPart, number>
        for (const { end, waitMs } of some) expected[partOf(end, waitMs, limit)]++
        expect(counted).toEqual(expected)
      }),
    )
  })

  test('a selector finds the legs of its part, and no other', () => {
    fc.assert(
      fc.property(anyLeg, limits, ({ end, waitMs }, limit) => {
        const found = legParts.filter((part) => {
          const wanted = selectorOf(part, limit)
          if (!wanted || wanted.end !== (end ?? null)) return false
          return waitMs > (wanted.moreThanMs ?? -1) && waitMs <= (wanted.atMostMs ?? Infinity)
        })
        expect(found).toEqual([partOf(end, waitMs, limit)])
      }),
      { numRuns: 500 },
    )
  })

  test('the tallies of any split add up to the tally of all, in any order', () => {
    fc.assert(
      fc.property(legs, fc.array(fc.nat(3)), fc.boolean(), (some, split, backwards) => {
        const parts = [0, 1, 2, 3].map((n) => tallyOf(some.filter((_, i) => (split[i] ?? 0) === n)))
        const sum = emptyTally()
        for (const part of backwards ? parts.toReversed() : parts) addTally(sum, part)
        expect(answers(sum)).toEqual(answers(tallyOf(some)))
      }),
    )
  })

  test('adding leaves what was added as it was', () => {
    fc.assert(
      fc.property(legs, legs, (some, others) => {
        const part = tallyOf(some)
        const sum = emptyTally()
        addTally(sum, part)
        addTally(sum, tallyOf(others))
        expect(part).toEqual(tallyOf(some))
      }),
    )
  })

  test('rows by the second give every figure but the percentiles, and these never too short nor a second too long', () => {
    fc.assert(
      fc.property(legs, (some) => {
        const [exact] = all([{ area: 'repair', tally: tallyOf(some) }])
        const [coarse] = all([{ area: 'repair', tally: tallyOf(some, 'second') }])
        const strip = (figures: typeof exact) => ({ ...figures, p90WaitMs: 0, p90Rounded: true, expectedWait: 0 })
        expect(strip(coarse)).toEqual(strip(exact))
        const difference = (coarse?.p90WaitMs ?? 0) - (exact?.p90WaitMs ?? 0)
        expect(difference).toBeGreaterThanOrEqual(0)
        expect(difference).toBeLessThan(1000)
        if (!coarse?.p90Rounded) expect(difference).toBe(0)
      }),
    )
  })
})
