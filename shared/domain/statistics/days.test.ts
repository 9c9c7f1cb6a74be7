import { describe, expect, test } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import * as e from '#shared/domain/testing/events.ts'
import { createCalendar } from './calendar.ts'
import { figuresFrom, type WindowFigures } from './figures.ts'
import { limitsOf, liveInput, type Dimension } from './live.ts'
import { provenanceOf } from './provenance.ts'
import { halfHourMs } from './series.ts'
import { createDayStart } from './site-day.ts'
import type { Statistics, StatisticsSettings } from './statistics.ts'
import { at, countEvents, seatIs, type ClassOf } from './testing.ts'
import { edgesOf } from './windows.ts'

/** Days computed by hand. Waits in seconds; the figures are sums and quotients of what the tables say, to the digit. */

type Line = {
  /** Site time of entering. */
  enters: string
  area: string
  waits: number
  ends: 'answered' | 'abandoned' | 'left-by-key' | 'cleared'
  /** After an answer. */
  talks?: number
  holds?: number
  vdn?: string
}

function story(lines: Line[], zone: string): CallEvent[] {
  return lines.flatMap((line, i) => lineEvents(line, `s/${i}`, zone)).sort((a, b) => a.at - b.at)
}

function lineEvents(line: Line, id: string, zone: string): CallEvent[] {
  const from = at(`${line.enters}${zone}`)
  const left = from + line.waits
  const begins = [
    e.arrived(from, id),
    ...(line.vdn === undefined ? [] : [e.routed(from, line.vdn, undefined, id)]),
    e.joined(from, line.area, id),
  ]
  switch (line.ends) {
    case 'answered': {
      const over = left + (line.talks ?? 0)
      const hold = line.holds ?? 0
      const held: CallEvent[] =
        hold > 0
          ? [
              { kind: 'call-held', at: e.t(over - hold - 1), callId: id },
              { kind: 'call-resumed', at: e.t(over - 1), callId: id },
            ]
          : []
      const answer = e.answered(left, '1001', line.area, id)
      return [...begins, answer, ...held, e.talkEnded(over, 'caller', '1001', id), e.ended(over, id)]
    }
    case 'abandoned':
      return [...begins, e.callerHungUp(left, id), e.left(left, 'undecided', line.area, id), e.ended(left, id)]
    case 'left-by-key':
      return [...begins, e.left(left, 'left-by-key', line.area, id), e.ended(left + 1, id)]
    case 'cleared':
      return [...begins, e.ended(left, id)]
  }
}

function site(timeZone: string): StatisticsSettings {
  return {
    dayStart: createDayStart(timeZone),
    limitMs: (area) => (area === 'billing' ? 30_000 : 20_000),
    shortAbandonMs: (area) => (area === 'repair' ? 0 : 5000),
    profile: 'negative',
  }
}

/** What the tables compare: counts, times in s, percentages with one decimal. */
function said(figures: WindowFigures): Record<string, unknown> {
  const { serviceLevel, expectedWait, handling, ...rest } = figures
  const seconds = (ms: number | undefined): number | undefined => ms && Math.round(ms) / 1000
  const percent = (pct: number | undefined): string => (pct === undefined ? '–' : pct.toFixed(1))
  return {
    offered: rest.offered,
    answered: rest.answered,
    inTime: rest.answeredInTime,
    abandoned: rest.abandoned,
    abandonedInTime: rest.abandonedInTime,
    short: rest.shortAbandoned,
    flowedOut: rest.flowedOut,
    cleared: rest.cleared,
    unknown: rest.unknown,
    open: rest.open,
    abandonRate: percent(rest.abandonRatePct),
    asa: seconds(rest.averageSpeedOfAnswerMs),
    averageWait: seconds(rest.averageWaitMs),
    p90: seconds(rest.p90WaitMs),
    longest: seconds(rest.longestWaitMs),
    handling: seconds(rest.averageHandlingMs),
    occupancy: percent(rest.occupancyPct),
    answers: handling?.answers,
    expected: expectedWait.kind,
  }
}

function figures(
  { statistics }: { statistics: Statistics },
  dimension: Dimension,
  window: { from: number; to: number },
  now: number,
  settings: StatisticsSettings,
): Record<string, unknown> {
  const input = liveInput(statistics, dimension, window, now, settings)
  if (!input) throw new Error('the live counts do not tile this window')
  const level = (['negative', 'ignore-early-abandons', 'positive', 'answered-only', 'accepted'] as const).map(
    (profile) => figuresFrom(input, { limits: limitsOf(settings), profile }).serviceLevel.pct?.toFixed(1) ?? '–',
  )
  return { ...said(figuresFrom(input, { limits: limitsOf(settings), profile: 'negative' })), levels: level.join(' ') }
}

const repair: Dimension = { kind: 'area', area: 'repair' }
const billing: Dimension = { kind: 'area', area: 'billing' }
const total: Dimension = { kind: 'total' }
const isRepair: ClassOf = (call) => (call.queueLegs.some((leg) => leg.area === 'repair') ? 'emergency' : undefined)

describe('a day in Shanghai, with callers at both midnights', () => {
  const zone = '+08:00'
  const settings = site('Asia/Shanghai')
  const lines: Line[] = [
    // Waits over midnight: belongs to the day before.
    { enters: '2026-11-19T23:59:50', area: 'repair', waits: 15, ends: 'answered', talks: 60 },
    { enters: '2026-11-20T00:00:00', area: 'repair', waits: 10, ends: 'answered', talks: 60, vdn: '8001' },
    { enters: '2026-11-20T08:10:00', area: 'repair', waits: 20, ends: 'answered', talks: 120, holds: 30, vdn: '8001' },
    { enters: '2026-11-20T08:20:00', area: 'repair', waits: 21, ends: 'answered', talks: 90, vdn: '8002' },
    { enters: '2026-11-20T08:40:00', area: 'repair', waits: 3, ends: 'abandoned', vdn: '8001' },
    { enters: '2026-11-20T08:50:00', area: 'repair', waits: 45, ends: 'abandoned' },
    { enters: '2026-11-20T12:00:00', area: 'repair', waits: 8, ends: 'cleared' },
    { enters: '2026-11-20T10:00:00', area: 'billing', waits: 4, ends: 'abandoned' },
    { enters: '2026-11-20T10:05:00', area: 'billing', waits: 5, ends: 'abandoned' },
    { enters: '2026-11-20T10:10:00', area: 'billing', waits: 6, ends: 'abandoned' },
    { enters: '2026-11-20T11:00:00', area: 'billing', waits: 30, ends: 'answered', talks: 50 },
    { enters: '2026-11-20T13:00:00', area: 'billing', waits: 31, ends: 'answered', talks: 40 },
    { enters: '2026-11-20T14:00:00', area: 'billing', waits: 12, ends: 'left-by-key' },
    // The last caller of the day is answered in the next.
    { enters: '2026-11-20T23:59:30', area: 'repair', waits: 40, ends: 'answered', talks: 30 },
  ]
  const local = (time: string): number => at(`2026-11-20T${time}${zone}`)
  const overflow = [
    e.arrived(local('09:00:00'), 's/over'),
    e.joined(local('09:00:00'), 'repair', 's/over'),
    e.left(local('09:01:00'), 'undecided', 'repair', 's/over'),
    e.joined(local('09:01:00'), 'billing', 's/over'),
    e.answered(local('09:01:05'), '1001', 'billing', 's/over'),
    e.talkEnded(local('09:02:45'), 'caller', '1001', 's/over'),
    e.ended(local('09:02:45'), 's/over'),
  ]
  // Free 620 s, talks 120 s, wraps up 20 s, free 1040 s: then it pauses. Rings once in vain.
  const seat = [
    seatIs(local('08:00:00'), '1001', 'free'),
    seatIs(local('08:10:20'), '1001', 'talking'),
    seatIs(local('08:12:20'), '1001', 'wrap-up'),
    seatIs(local('08:12:40'), '1001', 'free'),
    seatIs(local('08:30:00'), '1001', 'paused'),
    e.rings(local('08:50:05'), '1001', 'repair', 's/5'),
    e.noAnswer(local('08:50:25'), '1001', 20_000, 'repair', 's/5'),
  ]
  const events = [...story(lines, zone), ...overflow, ...seat].sort((a, b) => a.at - b.at)
  const counted = countEvents(events, settings, isRepair)
  const now = e.t(at(`2026-11-21T00:05:00${zone}`))
  const day = (time: string): { from: number; to: number } =>
    edgesOf({ kind: 'day', at: e.t(at(`${time}${zone}`)) }, now, createCalendar('Asia/Shanghai'))
  const half = (time: string): { from: number; to: number } => {
    const from = e.t(local(time))
    return { from, to: from + halfHourMs }
  }
  const today = day('2026-11-20T12:00:00')

  const cases: [
    name: string,
    of: Dimension,
    window: { from: number; to: number },
    expected: Record<string, unknown>,
  ][] = [
    [
      'repair', // waits 10 20 21 40 | 3 45 | 60 | 8; conversations begun: 60 (of yesterday's caller) 60 120 90, 20 of wrap-up
      repair,
      today,
      {
        offered: 8,
        answered: 4,
        inTime: 2,
        abandoned: 2,
        abandonedInTime: 1,
        short: 0,
        flowedOut: 1,
        cleared: 1,
        unknown: 0,
        open: 0,
        abandonRate: '25.0',
        asa: 22.75,
        averageWait: 25.875,
        p90: 60,
        longest: 60,
        handling: 87.5,
        occupancy: '7.8',
        answers: 4,
        expected: 'unknown',
        levels: '25.0 28.6 37.5 50.0 25.0',
      },
    ],
    [
      'billing', // waits 5 30 31 | 4 5 6 | 12; conversations 100 + 50 + 40
      billing,
      today,
      {
        offered: 7,
        answered: 3,
        inTime: 2,
        abandoned: 3,
        abandonedInTime: 3,
        short: 2,
        flowedOut: 1,
        cleared: 0,
        unknown: 0,
        open: 0,
        abandonRate: '20.0',
        asa: 22,
        averageWait: 13.286,
        p90: 31,
        longest: 31,
        handling: 63.333,
        occupancy: '–',
        answers: 3,
        expected: 'unknown',
        levels: '28.6 50.0 71.4 66.7 28.6',
      },
    ],
    [
      'total', // 157 / 7; 300 / 15; 15 waits: the fourteenth is 45; (520 + 20) / 7
      total,
      today,
      {
        offered: 15,
        answered: 7,
        inTime: 4,
        abandoned: 5,
        abandonedInTime: 4,
        short: 2,
        flowedOut: 2,
        cleared: 1,
        unknown: 0,
        open: 0,
        abandonRate: '23.1',
        asa: 22.429,
        averageWait: 20,
        p90: 45,
        longest: 60,
        handling: 77.143,
        occupancy: '7.8',
        answers: 7,
        expected: 'unknown',
        levels: '26.7 36.4 53.3 57.1 26.7',
      },
    ],
    [
      'VDN 8001', // 10 and 20 answered, 3 abandoned; conversations 60 + 120, 20 of wrap-up
      { kind: 'vdn', vdn: '8001' },
      today,
      {
        offered: 3,
        answered: 2,
        inTime: 2,
        abandoned: 1,
        abandonedInTime: 1,
        short: 0,
        flowedOut: 0,
        cleared: 0,
        unknown: 0,
        open: 0,
        abandonRate: '33.3',
        asa: 15,
        averageWait: 11,
        p90: 20,
        longest: 20,
        handling: 100,
        occupancy: '–',
        answers: 2,
        expected: 'unknown',
        levels: '66.7 100.0 100.0 100.0 66.7',
      },
    ],
    [
      'the class of repair, with its call that flowed to billing', // (10 + 20 + 21 + 40 + 5) / 5; (207 + 5) / 9; (430 + 20) / 5
      { kind: 'class', classId: 'emergency' },
      today,
      {
        offered: 9,
        answered: 5,
        inTime: 3,
        abandoned: 2,
        abandonedInTime: 1,
        short: 0,
        flowedOut: 1,
        cleared: 1,
        unknown: 0,
        open: 0,
        abandonRate: '22.2',
        asa: 19.2,
        averageWait: 23.556,
        p90: 60,
        longest: 60,
        handling: 90,
        occupancy: '–',
        answers: 5,
        expected: 'unknown',
        levels: '33.3 37.5 44.4 60.0 33.3',
      },
    ],
    [
      'the half-hour from 08:00', // two answered of two; 210 talk and 20 wrap-up
      repair,
      half('08:00:00'),
      {
        offered: 2,
        answered: 2,
        inTime: 1,
        abandoned: 0,
        abandonedInTime: 0,
        short: 0,
        flowedOut: 0,
        cleared: 0,
        unknown: 0,
        open: 0,
        abandonRate: '0.0',
        asa: 20.5,
        averageWait: 20.5,
        p90: 21,
        longest: 21,
        handling: 115,
        occupancy: '7.8',
        answers: 2,
        expected: 'unknown',
        levels: '50.0 50.0 50.0 50.0 50.0',
      },
    ],
  ]
  test.each(cases)('%s', (_name, dimension, window, expected) => {
    expect(figures(counted, dimension, window, now, settings)).toEqual(expected)
  })

  test('the day before: one caller, answered after midnight', () => {
    const evening = e.t(local('23:59:59'))
    expect(figures(counted, total, day('2026-11-19T12:00:00'), evening, settings)).toEqual({
      offered: 1,
      answered: 1,
      inTime: 1,
      abandoned: 0,
      abandonedInTime: 0,
      short: 0,
      flowedOut: 0,
      cleared: 0,
      unknown: 0,
      open: 0,
      abandonRate: '0.0',
      asa: 15,
      averageWait: 15,
      p90: 15,
      longest: 15,
      handling: undefined,
      occupancy: '–',
      answers: 0,
      expected: 'unknown',
      levels: '100.0 100.0 100.0 100.0 100.0',
    })
  })

  test('the seat: its conversations, its hold, its wrap-up, and the ring that it missed', () => {
    const input = liveInput(counted.statistics, { kind: 'seat', seatId: '1001' }, today, now, settings)
    expect(input?.handling).toEqual({
      // The caller of 23:59:50 is answered at 00:00:05: its conversation is today's.
      answers: 7,
      handled: 7,
      talkMs: 490_000,
      holdMs: 30_000,
      wrapUpMs: 20_000,
      ringNoAnswers: 1,
      busyMs: 140_000,
      availableMs: 1_660_000,
    })
  })
})

describe('a day of 25 hours in Berlin', () => {
  const settings = site('Europe/Berlin')
  const lines: Line[] = [
    { enters: '2026-10-24T21:59:59', area: 'repair', waits: 5, ends: 'answered', talks: 10 }, // 23:59:59 the day before
    { enters: '2026-10-24T22:00:00', area: 'repair', waits: 12, ends: 'answered', talks: 20 }, // 00:00
    { enters: '2026-10-25T00:30:00', area: 'repair', waits: 10, ends: 'abandoned' }, // 02:30 summer time
    { enters: '2026-10-25T01:30:00', area: 'repair', waits: 25, ends: 'answered', talks: 40 }, // 02:30 winter time
    { enters: '2026-10-25T22:59:59', area: 'repair', waits: 2, ends: 'answered', talks: 30 }, // 23:59:59
    { enters: '2026-10-25T23:00:00', area: 'repair', waits: 7, ends: 'abandoned' }, // 00:00 the day after
  ]
  // The seat is there for all 25 hours and talks through the hour that comes twice, once: 3600 of 90 000 s.
  const seat = [
    seatIs(at('2026-10-24T20:00:00Z'), '1001', 'free'),
    seatIs(at('2026-10-25T00:00:00Z'), '1001', 'talking'),
    seatIs(at('2026-10-25T01:00:00Z'), '1001', 'free'),
  ]
  const counted = countEvents(
    [...story(lines, 'Z'), ...seat].sort((a, b) => a.at - b.at),
    settings,
  )
  const now = Date.parse('2026-10-25T23:30:00Z')
  const calendar = createCalendar('Europe/Berlin')

  test('every figure of the day', () => {
    const day = edgesOf({ kind: 'day', at: Date.parse('2026-10-25T12:00:00Z') }, now, calendar)
    expect(figures(counted, repair, day, now, settings)).toEqual({
      offered: 4,
      answered: 3,
      inTime: 2,
      abandoned: 1,
      abandonedInTime: 1,
      short: 0,
      flowedOut: 0,
      cleared: 0,
      unknown: 0,
      open: 0,
      abandonRate: '25.0',
      asa: 13, // 39 / 3
      averageWait: 12.25, // 49 / 4
      p90: 25,
      longest: 25,
      handling: 23.333, // 10 + 20 + 40: by when the conversation began, at 00:00:04, 00:00:12, 02:30:25; the last began tomorrow
      occupancy: '4.0',
      answers: 3,
      expected: 'unknown',
      levels: '50.0 66.7 75.0 66.7 50.0',
    })
  })

  test('the half-hour that the clock shows twice is two', () => {
    const halfHour = (time: string): unknown =>
      figures(counted, repair, edgesOf({ kind: 'half-hour', at: Date.parse(time) }, now, calendar), now, settings)
    expect(halfHour('2026-10-25T00:45:00Z')).toMatchObject({
      offered: 1,
      abandoned: 1,
      answered: 0,
      occupancy: '100.0',
    })
    expect(halfHour('2026-10-25T01:45:00Z')).toMatchObject({ offered: 1, abandoned: 0, answered: 1, occupancy: '0.0' })
  })
})

describe('a day with a gap, and a restart in the middle', () => {
  const settings = site('Asia/Shanghai')
  const local = (time: string): number => at(`2026-11-21T${time}+08:00`)
  const person = { caller: { number: '139', name: '' }, dialledNumber: '' }
  const seen = (callId: string, ageMs: number) => ({ ...person, callId, ageMs })
  const free = { id: '1001', name: 'Seat 1001', area: 'repair', state: 'free' as const }
  const morning = [
    seatIs(local('09:00:00'), '1001', 'free'),
    ...lineEvents(
      { enters: '2026-11-21T09:00:00', area: 'repair', waits: 10, ends: 'answered', talks: 60 },
      's/1',
      '+08:00',
    ),
    e.joined(local('09:59:00'), 'repair', 's/5'), // answered while nobody looked: at the latest when the picture is taken
    e.joined(local('09:59:50'), 'repair', 's/2'), // gone while nobody looked
    e.joined(local('09:59:55'), 'repair', 's/4'), // waits through the gap
    e.sightLost(local('10:00:00')),
    e.picture(local('10:10:00'), {
      seats: [free],
      calls: [
        { ...seen('s/5', 660_000), talking: { seat: { id: '1001', name: 'Seat 1001' }, area: 'repair' } },
        { ...seen('s/4', 605_000), waiting: { area: 'repair', position: 1, waitedMs: 605_000 } },
        { ...seen('s/3', 70_000), waiting: { area: 'repair', position: 2, waitedMs: 70_000 } }, // came in the gap
      ],
    }),
    e.answered(local('10:10:05'), '1002', 'repair', 's/3'),
    e.answered(local('10:10:15'), '1003', 'repair', 's/4'),
    ...['s/3', 's/4', 's/5'].map((id) => e.ended(local('10:11:00'), id)),
    e.joined(local('10:59:30'), 'repair', 's/6'), // gone when the console is back
  ]
  const afternoon = [
    e.sightLost(local('11:00:00')),
    e.picture(local('11:05:00'), { seats: [free] }),
    ...lineEvents(
      { enters: '2026-11-21T12:00:00', area: 'repair', waits: 20, ends: 'answered', talks: 30 },
      's/7',
      '+08:00',
    ),
  ]
  const now = e.t(local('13:00:00'))
  const day = edgesOf({ kind: 'day', at: now }, now, createCalendar('Asia/Shanghai'))
  // What the last run had recorded is applied again, then the new run's events.
  const recorded = JSON.parse(JSON.stringify(morning)) as CallEvent[]
  const restarted = countEvents([...recorded, ...afternoon], settings)

  test('every figure of the day', () => {
    expect(figures(restarted, repair, day, now, settings)).toEqual({
      offered: 7,
      answered: 5, // 10, 75, 620, 660, 20
      inTime: 2,
      abandoned: 0,
      abandonedInTime: 0,
      short: 0,
      flowedOut: 0,
      cleared: 0,
      unknown: 2,
      open: 0,
      abandonRate: '0.0',
      asa: 277,
      averageWait: 277,
      p90: 660,
      longest: 660,
      handling: 50, // 60; to 10:11:00 from 10:10:05, 10:10:15 and 10:10:00: 55, 45, 60; 30
      occupancy: '0.0', // the seat is only ever said to be free
      answers: 5,
      expected: 'unknown',
      levels: '28.6 28.6 28.6 40.0 40.0',
    })
  })

  test('a restart changes no figure', () => {
    expect(restarted.statistics).toEqual(countEvents([...morning, ...afternoon], settings).statistics)
  })

  test('seat time does not pass while nobody looks', () => {
    const input = liveInput(restarted.statistics, { kind: 'seat', seatId: '1001' }, day, now, settings)
    // 09:00 – 10:00, 10:10 – 11:00, 11:05 – 13:00
    expect(input?.handling?.availableMs).toBe((60 + 50 + 115) * 60_000)
  })

  test('the gaps of the window are named with the figure', () => {
    const input = liveInput(restarted.statistics, repair, day, now, settings)
    const gaps = [
      { from: e.t(local('10:00:00')), to: e.t(local('10:10:00')) },
      { from: e.t(local('11:00:00')), to: e.t(local('11:05:00')) },
    ]
    const rules = { limits: limitsOf(settings), profile: 'negative' as const }
    const found = input && provenanceOf({ figure: 'service-level', input, rules, window: day, gaps, now })
    expect(found?.gaps).toEqual({ totalMs: 900_000, list: gaps })
    expect(found?.parts).toMatchObject({ 'answered-in-time': 2, 'answered-late': 3, unknown: 2 })
  })
})
