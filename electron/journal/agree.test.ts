import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallEvent, LegEnd } from '#shared/domain/call/call-event.ts'
import { applyToCore, createCore, noChanges } from '#shared/domain/core.ts'
import { figuresFrom } from '#shared/domain/statistics/figures.ts'
import type { Handling } from '#shared/domain/statistics/handling.ts'
import { limitsOf, liveInput, type Dimension } from '#shared/domain/statistics/live.ts'
import { countParts, legParts, selectorOf, type LegPart, type Slice } from '#shared/domain/statistics/parts.ts'
import { tallyFromRows } from '#shared/domain/statistics/tally.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { JournalHere } from './here.ts'
import { withJournal } from './testing.ts'

/**
 * One truth: for any events, the figures that the console counts as they come are those that the journal counts from what
 * was recorded; and so are the calls behind them.
 */
const areas = ['repair', 'complaint']
const ends: (LegEnd | 'undecided')[] = ['undecided', 'answered', 'abandoned', 'timed-out', 'no-agents', 'unknown']
const settings = {
  ...e.coreSettings(
    e.rule('vdn', { classId: 'vip', severity: 'P2', condition: { kind: 'vdn', vdn: '8001' } }),
    e.rule('area', { condition: { kind: 'queue-area', area: 'repair' } }),
  ),
  limitMs: (area: string) => (area === 'complaint' ? 4000 : 20_000),
  shortAbandonMs: (area: string) => (area === 'repair' ? 0 : 5000),
}

const anyEvent: fc.Arbitrary<(at: number) => CallEvent> = fc
  .record({
    call: fc.integer({ min: 1, max: 4 }),
    area: fc.constantFrom(...areas),
    seat: fc.constantFrom('1', '2'),
    kind: fc.integer({ min: 0, max: 14 }),
    n: fc.nat(5),
  })
  .map(({ call, area, seat, kind, n }) => (at: number): CallEvent => {
    const id = `s/${call}`
    const state = (['free', 'talking', 'wrap-up', 'paused', 'ringing', 'held'] as const)[n] ?? 'free'
    switch (kind) {
      case 0:
      case 1:
        return e.arrived(at, id)
      case 2:
        return e.routed(at, `800${n % 2}`, undefined, id)
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
        return e.ended(at, id)
      case 13:
        return { kind: 'seat-changed', at: e.t(at), seat: { id: seat, name: '', area, state } }
      default:
        return e.picture(at, {
          calls: [
            {
              callId: id,
              caller: { number: '139', name: '' },
              dialledNumber: '',
              ageMs: 9001,
              ...(n % 2 ? { waiting: { area, position: n, waitedMs: n * 1000 } } : {}),
            },
          ],
        })
    }
  })

/** At the end the switch shows an empty picture: every call is over, seen or not. */
const anyStory = fc
  .array(fc.tuple(anyEvent, fc.oneof(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0, max: 900_000 }))), {
    maxLength: 60,
  })
  .map((steps) => {
    let at = 0
    const events = steps.map(([make, waitMs]) => make((at += waitMs) / 1000))
    return [...events, e.picture((at + 1) / 1000)]
  })

const dimensions: Dimension[] = [
  { kind: 'total' },
  { kind: 'area', area: 'complaint' },
  { kind: 'vdn', vdn: '8001' },
  { kind: 'class', classId: 'vip' },
  { kind: 'class', classId: 'repair' },
]

function play(journal: JournalHere, events: CallEvent[]) {
  const core = createCore()
  for (const event of events) {
    const changes = noChanges()
    applyToCore(core, event, settings, changes)
    journal.record({ kind: 'event', event })
    for (const record of changes.ended) journal.record({ kind: 'call', record })
    for (const span of changes.spans) journal.record({ kind: 'seat', span })
  }
  return core
}

async function historyOf(journal: JournalHere, dimension: Dimension, window: { from: number; to: number }) {
  const [group] = await journal.ask({ kind: 'tallies', dimension, buckets: [window], exact: true })
  const slices = (group?.areas ?? []).map(({ area, rows }): Slice => ({ area, tally: tallyFromRows(rows) }))
  const [work] = await journal.ask({ kind: 'handling', dimension, buckets: [window] })
  return { slices, handling: work?.handling }
}

/** Which areas take part is a matter of who keeps an empty one, not of counts. */
function comparable(slices: readonly Slice[], handling: Handling | undefined) {
  const { serviceLevel, ...figures } = figuresFrom(
    { slices, ...(handling ? { handling } : {}) },
    { limits: limitsOf(settings), profile: 'negative' },
  )
  return { ...figures, pct: serviceLevel.pct }
}

test('the figures of a day agree with the live ones, whoever they are about', async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, (events) =>
      withJournal(async (journal) => {
        const core = play(journal, events)
        const now = events.at(-1)?.at ?? 0
        const window = { from: settings.dayStart(now), to: settings.dayStart(now) + 86_400_000 }
        for (const dimension of dimensions) {
          const live = liveInput(core.statistics, dimension, window, now, settings)
          const history = await historyOf(journal, dimension, window)
          expect(comparable(history.slices, history.handling)).toEqual(comparable(live?.slices ?? [], live?.handling))
        }
        expect((await journal.recompute()).differences).toEqual([])
      }),
    ),
    { numRuns: 60 },
  )
})

test('the calls of every part are as many as the part counts', async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, (events) =>
      withJournal(async (journal) => {
        play(journal, events)
        const now = events.at(-1)?.at ?? 0
        const window = { from: settings.dayStart(now), to: settings.dayStart(now) + 86_400_000 }
        const { slices } = await historyOf(journal, { kind: 'total' }, window)
        const counts = countParts(slices, limitsOf(settings))
        for (const part of legParts) {
          const legs = await journal.ask({
            kind: 'legs',
            dimension: { kind: 'total' },
            ...window,
            select: { areas: areas.map((area) => ({ area, selectors: selectors(part, area) })), others: [] },
            before: null,
            limit: 200,
          })
          expect([part, legs.total, legs.legs.length]).toEqual([part, counts[part], counts[part]])
        }
      }),
    ),
    { numRuns: 25 },
  )
})

function selectors(part: LegPart, area: string) {
  const selector = selectorOf(part, limitsOf(settings)(area))
  return selector ? [selector] : []
}
