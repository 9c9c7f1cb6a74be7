import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isUnanswered } from '#shared/domain/alert/alert-book.ts'
import type { CallEvent, LegEnd } from '#shared/domain/call/call-event.ts'
import { historyOf } from '#shared/domain/call/caller-history.ts'
import { openLeg } from '#shared/domain/call/transitions.ts'
import { factsOf } from '#shared/domain/priority/facts.ts'
import { figuresOf } from '#shared/domain/statistics/statistics.ts'
import * as e from '#shared/domain/testing/events.ts'
import { applyToCore, createCore, noChanges, type Core } from './core.ts'

const settings = e.coreSettings(
  e.rule('repair'),
  e.rule('number', { severity: 'P3', condition: { kind: 'caller-prefix', prefix: '138' } }),
  e.rule('repeat', { severity: 'P2', condition: { kind: 'repeat-caller', calls: 3, minutes: 5 } }),
)
const areas = ['repair', 'complaint', 'billing']
const ends: (LegEnd | 'undecided')[] = ['undecided', 'answered', 'abandoned', 'timed-out', 'no-agents', 'unknown']

/** Any events in any order: also impossible ones, duplicates, and calls first seen in the middle. */
const anyEvent: fc.Arbitrary<(at: number) => CallEvent> = fc
  .record({
    call: fc.integer({ min: 1, max: 6 }),
    area: fc.constantFrom(...areas),
    seat: fc.constantFrom('1', '2'),
    kind: fc.integer({ min: 0, max: 15 }),
    n: fc.nat(5),
  })
  .map(({ call, area, seat, kind, n }) => (at: number): CallEvent => {
    const id = `s/${call}`
    switch (kind) {
      case 0:
        return e.arrived(at, id, n > 2 ? '13800001111' : '')
      case 1:
        return e.inIvr(at, id)
      case 2:
        return e.routed(at, `800${n}`, String(n), id)
      case 3:
      case 4:
      case 5:
        return e.joined(at, area, id, n)
      case 6:
        return e.left(at, ends[n] ?? 'undecided', area, id)
      case 7:
        return e.rings(at, seat, area, id)
      case 8:
        return e.noAnswer(at, seat, n * 1000, area, id)
      case 9:
        return e.answered(at, seat, area, id)
      case 10:
        return e.talkEnded(at, 'seat', seat, id)
      case 11:
        return e.callerHungUp(at, id)
      case 12:
      case 13:
        return e.ended(at, id)
      case 14:
        return e.sightLost(at)
      default:
        return e.picture(at, {
          calls: [
            {
              callId: id,
              caller: { number: '139', name: '' },
              dialledNumber: '',
              ageMs: 9000,
              ...(n % 2 ? { waiting: { area, position: n, waitedMs: n * 1000 } } : {}),
            },
          ],
        })
    }
  })
const anyStory = fc.array(fc.tuple(anyEvent, fc.integer({ min: 0, max: 90 })), { maxLength: 120 }).map((steps) => {
  let at = 0
  return steps.map(([make, wait]) => make((at += wait)))
})

function run(events: CallEvent[]): Core {
  const core = createCore()
  for (const event of events) applyToCore(core, event, settings, noChanges())
  return core
}
const allFigures = (core: Core, now: number) =>
  [undefined, ...areas].map((area) => figuresOf(core.statistics, area, now, settings))
const lastAt = (events: CallEvent[]): number => events.at(-1)?.at ?? e.t(0)

describe('laws of the core, for any events', () => {
  test('no call waits in two areas, and the lines hold exactly the calls that wait', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        const { book } = run(events)
        const inLines = [...book.areas].flatMap(([area, line]) => line.map((id) => `${id} ${area}`))
        const inCalls = [...book.calls.values()].flatMap((call) => {
          const leg = openLeg(call)
          return leg ? [`${call.id} ${leg.area}`] : []
        })
        expect(inLines.sort()).toEqual(inCalls.sort())
        expect(new Set(inLines.map((text) => text.split(' ')[0])).size).toBe(inLines.length)
      }),
    )
  })

  test('every leg that was offered is counted in exactly one outcome', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        for (const { today } of allFigures(run(events), lastAt(events))) {
          const { offered, answered, abandoned, flowedOut, cleared, unknown, open } = today
          expect(answered + abandoned + flowedOut + cleared + unknown + open).toBe(offered)
          expect(Math.min(answered, abandoned, flowedOut, cleared, unknown, open)).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  test('the total is the sum over areas', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        const [total, ...perArea] = allFigures(run(events), lastAt(events))
        for (const key of ['offered', 'answered', 'abandoned', 'open', 'answeredInTime'] as const) {
          expect(total?.today[key]).toBe(perArea.reduce((sum, one) => sum + one.today[key], 0))
        }
      }),
    )
  })

  test('a replay of the journaled events gives the same state and the same figures', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        const live = run(events)
        const replayed = run(JSON.parse(JSON.stringify(events)) as CallEvent[])
        expect(replayed).toEqual(live)
        expect(allFigures(replayed, lastAt(events))).toEqual(allFigures(live, lastAt(events)))
      }),
    )
  })

  test('an event said twice in a row changes nothing the second time', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        const idempotent = events.filter(
          (event) => !['code-refused', 'call-transferred', 'call-held'].includes(event.kind),
        )
        expect(run(idempotent.flatMap((event) => [event, event])).book.areas).toEqual(run(idempotent).book.areas)
        expect(allFigures(run(idempotent.flatMap((event) => [event, event])), lastAt(events))).toEqual(
          allFigures(run(idempotent), lastAt(events)),
        )
      }),
    )
  })

  test('an alert is active exactly while its caller is listed and unanswered', () => {
    fc.assert(
      fc.property(anyStory, (events) => {
        const { book, alerts, callers } = run(events)
        for (const call of book.calls.values()) {
          const active = alerts.alerts.get(call.id)?.alert.returned === undefined && alerts.alerts.has(call.id)
          const match = settings.lookup.match(factsOf(call), historyOf(callers))
          expect(active).toBe(isUnanswered(call) && match !== undefined)
        }
        for (const [id, { alert }] of alerts.alerts) if (!book.calls.has(id)) expect(alert.returned).toBeDefined()
      }),
    )
  })
})

describe('what of the day was seen', () => {
  test('counting begins with the first picture, and a lost sight is a gap until the next', () => {
    const core = run([e.picture(0), e.sightLost(50), e.sightLost(51), e.picture(80), e.sightLost(90)])
    expect(core.sight).toEqual({ countingSince: e.t(0), gaps: [{ from: e.t(50), to: e.t(80) }, { from: e.t(90) }] })
  })

  test('a link that was never up makes no gap', () => {
    expect(run([e.sightLost(3)]).sight).toEqual({ gaps: [] })
  })
})
