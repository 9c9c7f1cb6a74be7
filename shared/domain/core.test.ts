import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isOpen, isUnanswered, needsOutcome } from '#shared/domain/alert/alert-book.ts'
import type { CallEvent, LegEnd } from '#shared/domain/call/call-event.ts'
import { historyOf } from '#shared/domain/call/caller-history.ts'
import { openLeg } from '#shared/domain/call/transitions.ts'
import type { AlertChange, CallRecord, Decision, JournalEvent } from '#shared/domain/journal/call-record.ts'
import { compileList } from '#shared/domain/priority/compile.ts'
import { createSiteTime } from '#shared/domain/dial/site-time.ts'
import { factsOf } from '#shared/domain/priority/facts.ts'
import { figuresOf } from '#shared/domain/statistics/statistics.ts'
import * as e from '#shared/domain/testing/events.ts'
import { applyToCore, createCore, decide, judgeAll, noChanges, tidyCore, type Core, type CoreSettings } from './core.ts'

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
          const match = settings.lookup?.match(factsOf(call), historyOf(callers))
          expect(active).toBe(isUnanswered(call) && match !== undefined)
        }
        for (const [id, { alert }] of alerts.alerts) if (!book.calls.has(id)) expect(alert.returned).toBeDefined()
      }),
    )
  })
})

/** What persons and new versions of the list do in between. */
type Step = { kind: 'event'; make: (at: number) => CallEvent } | { kind: 'list'; version: number } | Act
type Act = { kind: 'acknowledge' | 'outcome' | 'by-itself'; call: number } | { kind: 'switch' }
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: anyEvent.map((make): Step => ({ kind: 'event', make })) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }).map((version): Step => ({ kind: 'list', version })) },
  {
    weight: 3,
    arbitrary: fc
      .record({
        kind: fc.constantFrom('acknowledge' as const, 'outcome' as const, 'by-itself' as const),
        call: fc.integer({ min: 1, max: 6 }),
      })
      .map((act): Step => act),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'switch' }) },
)
const anyLife = fc.array(fc.tuple(anyStep, fc.integer({ min: 0, max: 90 })), { maxLength: 120 })

const lists: CoreSettings[] = [
  [e.rule('repair')],
  [
    e.rule('repair', { severity: 'P2', classId: 'other' }),
    e.rule('complaint', { condition: { kind: 'queue-area', area: 'complaint' } }),
  ],
  [e.rule('number', { severity: 'P3', condition: { kind: 'caller-prefix', prefix: '13' } })],
  [e.rule('none', { enabled: false })],
].map((rules, version) => ({
  ...settings,
  lookup: compileList({ ...e.listOf(...rules), version: version + 1 }, createSiteTime('UTC')),
}))

const decisionOf = (act: Act, at: number): Decision => {
  if (act.kind === 'switch') return { kind: 'switched', at }
  const alertId = `s/${act.call}`
  if (act.kind === 'acknowledge') return { kind: 'acknowledged', at, alertId, by: 'Desk 2' }
  if (act.kind === 'outcome') return { kind: 'outcome', at, alertId, by: 'Desk 2', outcome: 'called-back', note: '' }
  return { kind: 'outcome', at, alertId, by: '', outcome: 'called-again', note: '', duplicateOf: 's/6' }
}

type Lived = { core: Core; journal: JournalEvent[]; ended: CallRecord[]; alerts: AlertChange[] }

function live(steps: [Step, number][], after: (core: Core, alerts: AlertChange[]) => void = () => undefined): Lived {
  const lived: Lived = { core: createCore(), journal: [], ended: [], alerts: [] }
  const { core, journal } = lived
  let list = lists[0] ?? settings
  let at = 0
  for (const [step, wait] of steps) {
    at += wait
    const changes = noChanges()
    let done: JournalEvent | undefined
    if (step.kind === 'event') {
      const event = step.make(at)
      applyToCore(core, event, list, changes)
      done = { kind: 'event', event }
    } else if (step.kind === 'list') {
      list = lists[step.version] ?? list
      judgeAll(core, list, e.t(at), changes)
    } else {
      const decision = decisionOf(step, e.t(at))
      decide(core, decision, list, changes)
      done = { kind: 'decision', decision }
    }
    journal.push(...changes.judged.map((decision): JournalEvent => ({ kind: 'decision', decision })))
    if (done) journal.push(done)
    lived.ended.push(...changes.ended)
    lived.alerts.push(...changes.alerts)
    after(core, changes.alerts)
  }
  return lived
}

function playBack(journal: JournalEvent[]): Core {
  const core = createCore()
  const recorded = { ...settings, lookup: undefined }
  for (const entry of journal) {
    if (entry.kind === 'event') applyToCore(core, entry.event, recorded, noChanges())
    else decide(core, entry.decision, recorded, noChanges())
  }
  return core
}

const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, one: unknown) =>
      one instanceof Map ? { map: [...one] } : one instanceof Set ? { set: [...one] } : one,
    ),
  )

describe('laws of what is kept, for any events, persons and lists', () => {
  test('played back without the list, they give the same core', () => {
    fc.assert(
      fc.property(anyLife, (steps) => {
        const { core, journal } = live(steps)
        const again = playBack(JSON.parse(JSON.stringify(journal)) as JournalEvent[])
        for (const one of [core, again]) tidyCore(one, settings, e.t(20_000))
        expect(plain(again)).toEqual(plain(core))
      }),
      { numRuns: 500 },
    )
  })

  test('a listed caller who was lost stays until there is an outcome', () => {
    fc.assert(
      fc.property(anyLife, (steps) => {
        const lost = new Set<string>()
        live(steps, (core, alerts) => {
          for (const { alertId, change } of alerts) {
            if (change === 'abandoned' || change === 'lost' || change === 'unknown') lost.add(alertId)
            if (change === 'outcome' || change === 'raised') lost.delete(alertId)
          }
          const open = [...core.alerts.alerts.values()]
            .filter(({ alert }) => isOpen(alert))
            .map(({ alert }) => alert.id)
          expect(new Set(open)).toEqual(lost)
        })
      }),
      { numRuns: 500 },
    )
  })

  test('an alert leaves the wall only when a person has seen it', () => {
    fc.assert(
      fc.property(anyLife, (steps) => {
        const seen = new Set<string>()
        for (const { alertId, change } of live(steps).alerts) {
          if (change === 'raised' || change === 'stronger') seen.delete(alertId)
          if (change === 'acknowledged') seen.add(alertId)
          if (change === 'left') expect(seen.has(alertId)).toBe(true)
        }
      }),
    )
  })

  test('a call that is over leaves one record, with the strongest listing of its alerts', () => {
    fc.assert(
      fc.property(anyLife, (steps) => {
        const { core, ended, alerts } = live(steps)
        expect(new Set(ended.map(({ call }) => call)).size).toBe(ended.length)
        for (const { call, listing, legVdns } of ended) {
          expect(call.endedAt).toBeDefined()
          expect(core.book.calls.get(call.id)).not.toBe(call)
          expect(legVdns).toHaveLength(call.queueLegs.length)
          if (listing)
            expect(alerts.some((one) => one.alertId === call.id && one.severity === listing.severity)).toBe(true)
        }
      }),
    )
  })
})

describe('an outcome that the console gives by itself', () => {
  const lost = [e.arrived(0), e.joined(1), e.callerHungUp(9), e.ended(9)]
  const byItself: Decision = {
    kind: 'outcome',
    at: e.t(60),
    alertId: 's/1',
    by: '',
    outcome: 'called-again',
    note: '',
    duplicateOf: 's/2',
  }

  test('closes the entry, and the alert stays until somebody has seen it', () => {
    const core = run(lost)
    expect(decide(core, byItself, settings, noChanges())).toBe(true)
    const alert = core.alerts.alerts.get('s/1')?.alert
    expect(alert).toMatchObject({ outcome: { by: '', outcome: 'called-again', duplicateOf: 's/2' } })
    expect(alert && needsOutcome(alert) && !isOpen(alert)).toBe(true)
    decide(core, { kind: 'acknowledged', at: e.t(70), alertId: 's/1', by: 'Desk 2' }, settings, noChanges())
    expect(core.alerts.alerts.size).toBe(0)
  })

  test('does not overrule a person', () => {
    const core = run(lost)
    const changes = noChanges()
    decide(core, byItself, settings, changes)
    expect(decide(core, { ...byItself, at: e.t(61) }, settings, changes)).toBe(false)
    expect(changes.alerts.map(({ change }) => change)).toEqual(['outcome'])
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
