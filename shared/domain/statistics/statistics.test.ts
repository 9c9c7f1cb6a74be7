import { describe, expect, test } from 'vitest'
import { createCallBook } from '#shared/domain/call/book-state.ts'
import { applyCallEvent } from '#shared/domain/call/call-book.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { applyToCore, createCore, noChanges } from '#shared/domain/core.ts'
import * as e from '#shared/domain/testing/events.ts'
import { expectWait, figuresFrom } from './figures.ts'
import { limitsOf, liveInput } from './live.ts'
import { fraction, serviceLevelPct, type ServiceLevelProfile } from './service-level.ts'
import { createDayStart } from './site-day.ts'
import {
  countCall,
  countChange,
  createStatistics,
  figuresOf,
  forgetOld,
  type Statistics,
  type StatisticsSettings,
} from './statistics.ts'
import { countEvents } from './testing.ts'

const settings = e.coreSettings()

function figuresAfter(now: number, events: CallEvent[], area: string | 'all' = 'repair') {
  const core = createCore()
  for (const event of events) applyToCore(core, event, settings, noChanges())
  return figuresOf(core.statistics, area === 'all' ? undefined : area, e.t(now), settings)
}

/** One call that enters at `at`, waits, and is answered or gives up. */
const served = (id: string, at: number, wait: number, area = 'repair'): CallEvent[] => [
  e.arrived(at, id),
  e.joined(at, area, id),
  e.answered(at + wait, '1001', area, id),
  e.talkEnded(at + wait + 30, 'caller', '1001', id),
  e.ended(at + wait + 30, id),
]
const gaveUp = (id: string, at: number, wait: number): CallEvent[] => [
  e.arrived(at, id),
  e.joined(at, 'repair', id),
  e.callerHungUp(at + wait, id),
  e.left(at + wait, 'undecided', 'repair', id),
  e.ended(at + wait, id),
]

describe('service level: the worked example of the definitions', () => {
  const example = {
    offered: 100,
    answered: 90,
    answeredInTime: 70,
    abandoned: 10,
    abandonedInTime: 10,
    flowedOut: 0,
    cleared: 0,
  }
  const cases: [profile: ServiceLevelProfile, pct: string][] = [
    ['negative', '70.0'],
    ['ignore-early-abandons', '77.8'],
    ['positive', '80.0'],
    ['answered-only', '77.8'],
    ['accepted', '70.0'],
  ]
  test.each(cases)('%s is %s %%', (profile, pct) => {
    expect(serviceLevelPct(profile, example)?.toFixed(1)).toBe(pct)
  })

  test('comes out of events as it does of counts', () => {
    const events = [
      ...Array.from({ length: 70 }, (_, i) => served(`s/a${i}`, i, 20)),
      ...Array.from({ length: 20 }, (_, i) => served(`s/b${i}`, i, 21)),
      ...Array.from({ length: 10 }, (_, i) => gaveUp(`s/c${i}`, i, 20)),
    ].flat()
    const { today } = figuresAfter(200, events)
    expect(today).toMatchObject(example)
    expect(today.serviceLevel).toEqual({ profile: 'negative', thresholdSeconds: 20, pct: 70 })
  })

  test('with nothing offered there is no percentage', () => {
    const none = {
      offered: 0,
      answered: 0,
      answeredInTime: 0,
      abandoned: 0,
      abandonedInTime: 0,
      flowedOut: 0,
      cleared: 0,
    }
    expect(serviceLevelPct('negative', none)).toBeUndefined()
    expect(fraction('negative', none)).toEqual([0, 0])
    expect(figuresAfter(0, []).today.serviceLevel).not.toHaveProperty('pct')
  })
})

describe('figures of an area', () => {
  test('average speed of answer leaves abandons out', () => {
    const { today } = figuresAfter(100, [...served('s/1', 0, 4), ...served('s/2', 0, 10), ...gaveUp('s/3', 0, 60)])
    expect(today).toMatchObject({ averageSpeedOfAnswerMs: 7000, longestWaitMs: 60_000 })
  })

  test('an overflow is offered and flowed out of one area, and offered to the next', () => {
    const events = [
      e.arrived(0),
      e.joined(0),
      e.left(60, 'undecided'),
      e.joined(60, 'overflow'),
      e.answered(65, '1005', 'overflow'),
    ]
    expect(figuresAfter(70, events).today).toMatchObject({ offered: 1, flowedOut: 1, abandoned: 0, answered: 0 })
    expect(figuresAfter(70, events, 'overflow').today).toMatchObject({ offered: 1, answered: 1, answeredInTime: 1 })
    expect(figuresAfter(70, events, 'all').today).toMatchObject({ offered: 2, answered: 1, flowedOut: 1 })
  })

  test('a waiting call is offered and open', () => {
    expect(figuresAfter(5, [e.arrived(0), e.joined(0)]).today).toMatchObject({ offered: 1, open: 1 })
  })

  test('an end that was missed is unknown, and a later word corrects it', () => {
    const missed = [e.arrived(0), e.joined(0), e.joined(30, 'overflow')]
    expect(figuresAfter(31, missed).today).toMatchObject({ unknown: 1 })
    expect(figuresAfter(31, [...missed, e.left(31, 'timed-out')]).today).toMatchObject({ unknown: 0, flowedOut: 1 })
  })

  test('a call belongs to the minute in which it entered, and leaves the window with it', () => {
    const events = served('s/1', 0, 600)
    expect(figuresAfter(29 * 60, events).last30Minutes).toMatchObject({ offered: 1, answered: 1 })
    expect(figuresAfter(31 * 60, events).last30Minutes).toMatchObject({ offered: 0, answered: 0 })
    expect(figuresAfter(31 * 60, events).today).toMatchObject({ offered: 1, answered: 1 })
  })

  test('a call that enters before midnight and is answered after it belongs to the day before', () => {
    const midnight = 86_400 - ((e.t(0) / 1000) % 86_400)
    const events = served('s/1', midnight - 5, 10)
    expect(figuresAfter(midnight + 60, events).today).toMatchObject({ offered: 0, answered: 0 })
    expect(figuresAfter(midnight + 60, events).last30Minutes).toMatchObject({ offered: 1, answered: 1 })
  })

  test('forgets minutes and days that nothing shows, and keeps today', () => {
    const core = createCore()
    for (const event of served('s/1', 0, 10)) applyToCore(core, event, settings, noChanges())
    forgetOld(core.statistics, e.t(7200), settings)
    expect(core.statistics.areas.get('repair')).toMatchObject({ minutes: new Map() })
    expect(figuresOf(core.statistics, 'repair', e.t(7200), settings).today.offered).toBe(1)
    forgetOld(core.statistics, e.t(4 * 86_400), settings)
    expect(core.statistics.areas.get('repair')?.days.size).toBe(0)
  })
})

describe('limits are asked, not counted', () => {
  const events = [...served('s/1', 0, 10), ...served('s/2', 1, 15), ...gaveUp('s/3', 2, 4), ...gaveUp('s/4', 3, 12)]
  const { statistics } = countEvents(events, settings)
  const cases: [
    name: string,
    limitMs: number,
    shortMs: number | undefined,
    inTime: number,
    gaveUpInTime: number,
    short: number,
  ][] = [
    ['as the day began', 20_000, undefined, 2, 2, 1],
    ['a stricter limit holds for calls counted before', 12_000, undefined, 1, 2, 1],
    ['a looser short-abandon limit too', 12_000, 12_000, 1, 2, 2],
    ['and none at all', 11_999, 0, 1, 1, 0],
  ]
  test.each(cases)('%s', (_name, limitMs, shortMs, inTime, gaveUpInTime, short) => {
    const changed: StatisticsSettings = { ...settings, limitMs: () => limitMs }
    if (shortMs !== undefined) changed.shortAbandonMs = () => shortMs
    expect(figuresOf(statistics, 'repair', e.t(60), changed).today).toMatchObject({
      answered: 2,
      answeredInTime: inTime,
      abandoned: 2,
      abandonedInTime: gaveUpInTime,
      shortAbandoned: short,
      serviceLevel: { thresholdSeconds: limitMs / 1000, pct: 25 * inTime },
    })
  })
})

describe('the class that a call counts for', () => {
  const today = (statistics: Statistics, classId: string) =>
    figuresFrom(liveInput(statistics, { kind: 'class', classId }, window(60), e.t(60), settings) ?? { slices: [] }, {
      limits: limitsOf(settings),
      profile: 'negative',
    })
  const window = (now: number) => ({ from: settings.dayStart(e.t(now)), to: e.t(now + 60) })

  test('all legs of a call move when another class lists it, and back', () => {
    let listed: string | undefined = 'notice'
    const book = createCallBook()
    const statistics = createStatistics()
    const apply = (event: CallEvent): void => {
      for (const change of applyCallEvent(book, event))
        if (change.kind === 'call') countCall(statistics, change.call, listed, settings)
    }
    const offered = () => ['notice', 'emergency'].map((classId) => today(statistics, classId).offered)
    apply(e.joined(0))
    apply(e.left(5, 'timed-out'))
    apply(e.joined(5, 'overflow'))
    expect(offered()).toEqual([2, 0])
    listed = 'emergency'
    for (const call of book.calls.values()) countCall(statistics, call, listed, settings)
    for (const call of book.calls.values()) countCall(statistics, call, listed, settings) // said twice
    expect(offered()).toEqual([0, 2])
    listed = undefined
    apply(e.inIvr(6))
    expect(offered()).toEqual([0, 0])
    listed = 'notice'
    apply(e.answered(7, '1001', 'overflow'))
    apply(e.ended(9))
    expect(offered()).toEqual([2, 0])
    expect(today(statistics, 'notice')).toMatchObject({
      answered: 1,
      flowedOut: 1,
      handling: { answers: 1, talkMs: 2000 },
    })
    expect(statistics.calls.size).toBe(0)
  })
})

test('a call that came to a seat past every queue moves its work to the class that lists it', () => {
  const seen = { callId: 's/1', caller: { number: '', name: '' }, dialledNumber: '', ageMs: 0 }
  let listed: string | undefined
  const { statistics } = countEvents(
    [e.picture(0, { calls: [{ ...seen, talking: { seat: { id: '1001', name: '' } } }] }), e.inIvr(5)],
    settings,
    () => {
      const before = listed
      listed = 'emergency'
      return before
    },
  )
  const input = liveInput(
    statistics,
    { kind: 'class', classId: 'emergency' },
    { from: settings.dayStart(e.t(0)), to: e.t(600) },
    e.t(9),
    settings,
  )
  expect(input?.handling?.answers).toBe(1)
})

test('what is asked again is what is counted now', () => {
  const statistics = createStatistics()
  const book = createCallBook()
  const apply = (event: CallEvent): void => {
    for (const change of applyCallEvent(book, event)) countChange(statistics, change, settings)
  }
  const asked = (now: number) => figuresOf(statistics, 'repair', e.t(now), settings)
  expect(asked(0).today.offered).toBe(0)
  apply(e.joined(0))
  expect(asked(1).today.offered).toBe(1)
  expect(asked(2)).toBe(asked(1)) // nothing happened: the very same
  apply(e.answered(5))
  expect(asked(6).today).toMatchObject({ offered: 1, answered: 1 })
  expect(asked(31 * 60).last30Minutes.offered).toBe(0)
  expect(figuresOf(statistics, 'repair', e.t(31 * 60), { ...settings, limitMs: () => 1000 }).today.answeredInTime).toBe(
    0,
  )
})

describe('the VDN that a leg counts for', () => {
  const cases: [name: string, events: CallEvent[], legVdns: (string | null)[]][] = [
    ['known when it entered', [e.arrived(0), e.routed(1, '8001'), e.joined(2)], ['8001']],
    ['told while it is open', [e.arrived(0), e.joined(2), e.routed(3, '8001')], ['8001']],
    ['told when it is over', [e.arrived(0), e.joined(2), e.left(3, 'left-by-key'), e.routed(4, '8001')], [null]],
    ['another one told while it is open', [e.routed(0, '8001'), e.joined(2), e.routed(3, '8002')], ['8001']],
    [
      'an overflow takes it along',
      [e.routed(0, '8001'), e.joined(1), e.left(2, 'timed-out'), e.joined(2, 'overflow')],
      ['8001', '8001'],
    ],
    [
      'what a seat sends on is for no VDN, until one is told',
      [e.routed(0, '8001'), e.joined(1), e.answered(2), e.joined(9, 'billing')],
      ['8001', null],
    ],
  ]
  test.each(cases)('%s', (_name, events, legVdns) => {
    const { finished } = countEvents([...events, e.ended(20)], settings)
    expect([...finished.values()]).toEqual([{ legVdns }])
  })
})

describe('a ring that nobody answers', () => {
  const cases: [name: string, events: CallEvent[], count: number][] = [
    ['while the caller waits', [e.rings(1, '1001'), e.noAnswer(9, '1001', 8000)], 1],
    ['twice', [e.rings(1, '1001'), e.noAnswer(4, '1001', 3000), e.rings(5, '1001'), e.noAnswer(8, '1001', 3000)], 2],
    [
      'not when the caller gives up first',
      [e.rings(1, '1001'), e.callerHungUp(9), e.left(9, 'undecided'), e.ended(9)],
      0,
    ],
    ['not when another seat is quicker', [e.rings(1, '1001'), e.rings(1, '1002'), e.answered(6, '1002')], 0],
    ['not when this seat answers', [e.rings(1, '1001'), e.answered(6, '1001')], 0],
  ]
  test.each(cases)('%s', (_name, events, count) => {
    const { statistics } = countEvents([e.arrived(0), e.joined(0), ...events], settings)
    const day = { from: settings.dayStart(e.t(0)), to: e.t(600) }
    const input = liveInput(statistics, { kind: 'seat', seatId: '1001' }, day, e.t(300), settings)
    expect(input?.handling?.ringNoAnswers).toBe(count)
  })
})

describe('what the live counts can be asked', () => {
  const { statistics } = countEvents(served('s/1', 0, 10), settings)
  const now = e.t(3 * 3600)
  const asked = (from: number, to: number) =>
    liveInput(statistics, { kind: 'total' }, { from: e.t(from), to: e.t(to) }, now, settings)?.slices.length
  const day = (settings.dayStart(e.t(0)) - e.t(0)) / 1000
  const cases: [name: string, from: number, to: number, slices: number | undefined][] = [
    ['today', day, day + 86_400, 1],
    ['today until now', day, 3 * 3600, 1],
    ['a half-hour', 0, 1800, 1],
    ['a shift of half-hours', 0, 8 * 3600, 1],
    ['minutes that are gone', 60, 1800, undefined],
    ['minutes of the last two hours', 2 * 3600 + 60, 3 * 3600, 0],
    ['the day before yesterday', day - 2 * 86_400, day - 86_400, undefined],
    ['what is yet to come', 4 * 3600, 5 * 3600, 0],
  ]
  test.each(cases)('%s', (_name, from, to, slices) => {
    expect(asked(from, to)).toBe(slices)
  })
})

test('memory is bounded: after three busy days no more is kept than two days need', () => {
  const events: CallEvent[] = []
  for (let hour = 0; hour < 72; hour++)
    events.push(...served(`s/${hour}`, hour * 3600, 10), e.picture(hour * 3600 + 60))
  const { statistics } = countEvents(events, settings, () => 'repair')
  for (const series of [
    statistics.areas.get('repair'),
    statistics.classes.get('repair')?.get('repair'),
    statistics.work.seats.get('1001'),
  ]) {
    expect(series?.minutes.size).toBe(2)
    expect(series?.halfHours.size).toBeLessThanOrEqual(48)
    expect(series?.days.size).toBe(2)
  }
})

describe('how long a caller who joins now will wait', () => {
  const answeredAfter = (...waits: number[]) =>
    figuresAfter(
      600,
      waits.flatMap((wait, i) => served(`s/${i}`, i, wait)),
    ).today.expectedWait
  test('nobody can tell from 19 answers', () => {
    expect(answeredAfter(...Array.from({ length: 19 }, () => 5))).toEqual({ kind: 'unknown', answers: 19 })
  })
  test('from 20 on: between what half and what nine of ten waited', () => {
    const waits = Array.from({ length: 20 }, (_, i) => i + 1)
    expect(answeredAfter(...waits)).toEqual({ kind: 'range', fromMs: 10_000, toMs: 18_000 })
  })
  test('a caller who waits longer than that already moves the upper end', () => {
    const { statistics } = countEvents(Array.from({ length: 20 }, (_, i) => served(`s/${i}`, i, 5)).flat(), settings)
    const answered = [...(statistics.areas.get('repair')?.days.values() ?? [])].map((tally) => tally.answered)
    expect(expectWait(answered, 40_000)).toEqual({ kind: 'range', fromMs: 5000, toMs: 40_000 })
  })
})

describe('the start of a site’s day', () => {
  const cases: [name: string, zone: string, at: string, start: string][] = [
    ['China, afternoon', 'Asia/Shanghai', '2026-11-20T06:00:00Z', '2026-11-19T16:00:00Z'],
    ['China, the last ms of a day', 'Asia/Shanghai', '2026-11-20T15:59:59.999Z', '2026-11-19T16:00:00Z'],
    ['China, midnight itself', 'Asia/Shanghai', '2026-11-20T16:00:00Z', '2026-11-20T16:00:00Z'],
    ['Berlin, a day of 25 hours', 'Europe/Berlin', '2026-10-25T22:30:00Z', '2026-10-24T22:00:00Z'],
    ['Berlin, a day of 23 hours', 'Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z'],
    [
      'Beirut, where midnight does not exist when clocks change',
      'Asia/Beirut',
      '2026-03-29T12:00:00Z',
      '2026-03-28T22:00:00Z',
    ],
    ['half an hour off', 'Asia/Kolkata', '2026-11-20T00:00:00Z', '2026-11-19T18:30:00Z'],
  ]
  test.each(cases)('%s', (_name, zone, at, start) => {
    expect(new Date(createDayStart(zone)(Date.parse(at))).toISOString()).toBe(new Date(start).toISOString())
  })

  test.each([
    'Asia/Shanghai',
    'Europe/Berlin',
    'Asia/Beirut',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  ])('is the same for whoever asks day after day as for whoever asks once: %s', (zone) => {
    const dayStart = createDayStart(zone)
    // Apia left out 30 December 2011, São Paulo had no midnight on 4 November 2018.
    for (const first of [Date.UTC(2011, 11, 27), Date.UTC(2018, 10, 1), Date.UTC(2026, 2, 26), Date.UTC(2026, 9, 22)])
      for (let at = first, n = 0; n < 8; n++) {
        expect(dayStart(at)).toBe(createDayStart(zone)(at))
        at = dayStart(dayStart(at) + 26 * 3_600_000)
      }
  })
})
