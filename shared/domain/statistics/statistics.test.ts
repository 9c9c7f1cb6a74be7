import { describe, expect, test } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { applyToCore, createCore, noChanges } from '#shared/domain/core.ts'
import * as e from '#shared/domain/testing/events.ts'
import { fraction, serviceLevelPct, type ServiceLevelProfile } from './service-level.ts'
import { createDayStart } from './site-day.ts'
import { figuresOf, forgetOld } from './statistics.ts'

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
})
