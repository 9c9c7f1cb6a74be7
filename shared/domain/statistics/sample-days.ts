import type { CallEvent } from '#shared/domain/call/call-event.ts'
import * as e from '#shared/domain/testing/events.ts'
import { createCalendar } from './calendar.ts'
import { figuresFrom, type FigureInput } from './figures.ts'
import { limitsOf, type Dimension } from './live.ts'
import { halfHourMs, type Window } from './series.ts'
import { serviceLevelProfiles } from './service-level.ts'
import { createDayStart } from './site-day.ts'
import type { StatisticsSettings } from './statistics.ts'
import { at, lineEvents, seatIs, story, type ClassOf, type Line } from './testing.ts'
import { edgesOf } from './windows.ts'

/**
 * Days computed by hand, for tests: what happened, and what every figure of it must be, to the digit. The comment of a
 * row says the sums. Whoever makes figures out of calls (live counts, the journal) has to come to these.
 */
export type SampleDay = {
  name: string
  timeZone: string
  settings: StatisticsSettings
  classOf: ClassOf
  events: CallEvent[]
  /** The moment at which the tables are asked. */
  now: number
  gaps: Window[]
  tables: SampleTable[]
}
export type SampleTable = { name: string; dimension: Dimension; window: Window; expected: SaidFigures; now?: number }

/** Counts, times in s to the ms, percentages with one decimal; `levels`: the five profiles in their order. */
export type SaidFigures = {
  offered: number
  answered: number
  inTime: number
  abandoned: number
  abandonedInTime: number
  short: number
  flowedOut: number
  cleared: number
  unknown: number
  open: number
  abandonRate: string
  asa: number | undefined
  averageWait: number | undefined
  p90: number | undefined
  longest: number
  handling: number | undefined
  occupancy: string
  answers: number | undefined
  levels: string
}

/** Figures as the tables write them. */
export function sayFigures(input: FigureInput, settings: StatisticsSettings): SaidFigures {
  const limits = limitsOf(settings)
  const levels = serviceLevelProfiles.map((profile) => figuresFrom(input, { limits, profile }).serviceLevel.pct)
  const figures = figuresFrom(input, { limits, profile: settings.profile })
  return {
    offered: figures.offered,
    answered: figures.answered,
    inTime: figures.answeredInTime,
    abandoned: figures.abandoned,
    abandonedInTime: figures.abandonedInTime,
    short: figures.shortAbandoned,
    flowedOut: figures.flowedOut,
    cleared: figures.cleared,
    unknown: figures.unknown,
    open: figures.open,
    abandonRate: percent(figures.abandonRatePct),
    asa: seconds(figures.averageSpeedOfAnswerMs),
    averageWait: seconds(figures.averageWaitMs),
    p90: seconds(figures.p90WaitMs),
    longest: figures.longestWaitMs / 1000,
    handling: seconds(figures.averageHandlingMs),
    occupancy: percent(figures.occupancyPct),
    answers: figures.handling?.answers,
    levels: levels.map(percent).join(' '),
  }
}

const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : Math.round(ms) / 1000)
const percent = (pct: number | undefined): string => (pct === undefined ? '–' : pct.toFixed(1))

const row = (expected: Partial<SaidFigures> & Pick<SaidFigures, 'offered' | 'levels'>): SaidFigures => ({
  answered: 0,
  inTime: 0,
  abandoned: 0,
  abandonedInTime: 0,
  short: 0,
  flowedOut: 0,
  cleared: 0,
  unknown: 0,
  open: 0,
  abandonRate: '0.0',
  asa: undefined,
  averageWait: undefined,
  p90: undefined,
  longest: 0,
  handling: undefined,
  occupancy: '–',
  answers: 0,
  ...expected,
})

/** Repair: 20 s, every abandoned call counts, since each may be an emergency. Billing: 30 s, 5 s are a short abandon. */
const settingsIn = (timeZone: string): StatisticsSettings => ({
  dayStart: createDayStart(timeZone),
  limitMs: (area) => (area === 'billing' ? 30_000 : 20_000),
  shortAbandonMs: (area) => (area === 'repair' ? 0 : 5000),
  profile: 'negative',
})
const isRepair: ClassOf = (call) => (call.queueLegs.some((leg) => leg.area === 'repair') ? 'emergency' : undefined)
const inOrder = (...events: CallEvent[]): CallEvent[] => events.sort((a, b) => a.at - b.at)

const repair: Dimension = { kind: 'area', area: 'repair' }
const billing: Dimension = { kind: 'area', area: 'billing' }
const total: Dimension = { kind: 'total' }

export function twoMidnights(): SampleDay {
  const timeZone = 'Asia/Shanghai'
  const zone = '+08:00'
  const local = (time: string): number => at(`2026-11-20T${time}${zone}`)
  const lines: Line[] = [
    // Waits over midnight: its leg belongs to the day before, its conversation to this one.
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
  const overflow = [
    e.arrived(local('09:00:00'), 's/over'),
    e.joined(local('09:00:00'), 'repair', 's/over'),
    e.left(local('09:01:00'), 'undecided', 'repair', 's/over'),
    e.joined(local('09:01:00'), 'billing', 's/over'),
    e.answered(local('09:01:05'), '1001', 'billing', 's/over'),
    e.talkEnded(local('09:02:45'), 'caller', '1001', 's/over'),
    e.ended(local('09:02:45'), 's/over'),
  ]
  // Free 620 s, talks 120 s, wraps up 20 s, free 1040 s: 140 of 1800. Then it pauses; it rings once in vain.
  const seat = [
    seatIs(local('08:00:00'), '1001', 'free'),
    seatIs(local('08:10:20'), '1001', 'talking'),
    seatIs(local('08:12:20'), '1001', 'wrap-up'),
    seatIs(local('08:12:40'), '1001', 'free'),
    seatIs(local('08:30:00'), '1001', 'paused'),
    e.rings(local('08:50:05'), '1001', 'repair', 's/5'),
    e.noAnswer(local('08:50:25'), '1001', 20_000, 'repair', 's/5'),
  ]
  const now = e.t(at(`2026-11-21T00:05:00${zone}`))
  const calendar = createCalendar(timeZone)
  const day = edgesOf({ kind: 'day', at: e.t(local('12:00:00')) }, now, calendar)
  const dayBefore = edgesOf({ kind: 'day', at: day.from - 1 }, now, calendar)
  const eight = e.t(local('08:00:00'))
  const tables: SampleTable[] = [
    {
      // Waits 10 20 21 40 | 3 45 | 60 | 8; conversations 60 (of yesterday's caller) 60 120 90, wrap-up 20: 350 / 4.
      name: 'repair',
      dimension: repair,
      window: day,
      // biome-ignore format: read as a row
      expected: row({ offered: 8, answered: 4, inTime: 2, abandoned: 2, abandonedInTime: 1, flowedOut: 1, cleared: 1, abandonRate: '25.0', asa: 22.75, averageWait: 25.875, p90: 60, longest: 60, handling: 87.5, occupancy: '7.8', answers: 4, levels: '25.0 28.6 37.5 50.0 25.0' }),
    },
    {
      // Waits 5 30 31 | 4 5 6 | 12; conversations 100 50 40. Without the two short ones, one of five gave up.
      name: 'billing',
      dimension: billing,
      window: day,
      // biome-ignore format: read as a row
      expected: row({ offered: 7, answered: 3, inTime: 2, abandoned: 3, abandonedInTime: 3, short: 2, flowedOut: 1, abandonRate: '20.0', asa: 22, averageWait: 13.286, p90: 31, longest: 31, handling: 63.333, answers: 3, levels: '28.6 50.0 71.4 66.7 28.6' }),
    },
    {
      // 157 / 7; 300 / 15; of 15 waits the fourteenth is 45; (520 + 20) / 7; 3 of 13.
      name: 'total',
      dimension: total,
      window: day,
      // biome-ignore format: read as a row
      expected: row({ offered: 15, answered: 7, inTime: 4, abandoned: 5, abandonedInTime: 4, short: 2, flowedOut: 2, cleared: 1, abandonRate: '23.1', asa: 22.429, averageWait: 20, p90: 45, longest: 60, handling: 77.143, occupancy: '7.8', answers: 7, levels: '26.7 36.4 53.3 57.1 26.7' }),
    },
    {
      // 10 and 20 answered, 3 abandoned; conversations 60 and 120, wrap-up 20.
      name: 'VDN 8001',
      dimension: { kind: 'vdn', vdn: '8001' },
      window: day,
      // biome-ignore format: read as a row
      expected: row({ offered: 3, answered: 2, inTime: 2, abandoned: 1, abandonedInTime: 1, abandonRate: '33.3', asa: 15, averageWait: 11, p90: 20, longest: 20, handling: 100, answers: 2, levels: '66.7 100.0 100.0 100.0 66.7' }),
    },
    {
      // All of repair and the leg that its call had in billing: 96 / 5; 212 / 9; (430 + 20) / 5.
      name: 'the class of repair, with its call that flowed to billing',
      dimension: { kind: 'class', classId: 'emergency' },
      window: day,
      // biome-ignore format: read as a row
      expected: row({ offered: 9, answered: 5, inTime: 3, abandoned: 2, abandonedInTime: 1, flowedOut: 1, cleared: 1, abandonRate: '22.2', asa: 19.2, averageWait: 23.556, p90: 60, longest: 60, handling: 90, answers: 5, levels: '33.3 37.5 44.4 60.0 33.3' }),
    },
    {
      // Waits 20 21; conversations 120 90, wrap-up 20.
      name: 'repair in the half-hour from 08:00',
      dimension: repair,
      window: { from: eight, to: eight + halfHourMs },
      // biome-ignore format: read as a row
      expected: row({ offered: 2, answered: 2, inTime: 1, asa: 20.5, averageWait: 20.5, p90: 21, longest: 21, handling: 115, occupancy: '7.8', answers: 2, levels: '50.0 50.0 50.0 50.0 50.0' }),
    },
    {
      name: 'the day before: one caller, answered after midnight',
      dimension: total,
      window: dayBefore,
      now: e.t(local('23:59:59')),
      // biome-ignore format: read as a row
      expected: row({ offered: 1, answered: 1, inTime: 1, asa: 15, averageWait: 15, p90: 15, longest: 15, levels: '100.0 100.0 100.0 100.0 100.0' }),
    },
  ]
  return {
    name: 'a day in Shanghai, with callers at both midnights',
    timeZone,
    settings: settingsIn(timeZone),
    classOf: isRepair,
    events: inOrder(...story(lines, zone), ...overflow, ...seat),
    now,
    gaps: [],
    tables,
  }
}

function twentyFiveHours(): SampleDay {
  const timeZone = 'Europe/Berlin'
  const lines: Line[] = [
    { enters: '2026-10-24T21:59:59', area: 'repair', waits: 5, ends: 'answered', talks: 10 }, // 23:59:59 the day before
    { enters: '2026-10-24T22:00:00', area: 'repair', waits: 12, ends: 'answered', talks: 20 }, // 00:00
    { enters: '2026-10-25T00:30:00', area: 'repair', waits: 10, ends: 'abandoned' }, // 02:30, summer time
    { enters: '2026-10-25T01:30:00', area: 'repair', waits: 25, ends: 'answered', talks: 40 }, // 02:30, winter time
    { enters: '2026-10-25T22:59:59', area: 'repair', waits: 2, ends: 'answered', talks: 30 }, // 23:59:59
    { enters: '2026-10-25T23:00:00', area: 'repair', waits: 7, ends: 'abandoned' }, // 00:00 the day after
  ]
  // The seat is there for all 25 hours and talks through the first of the two hours from 02:00: 3600 of 90 000 s.
  const seat = [
    seatIs(at('2026-10-24T20:00:00Z'), '1001', 'free'),
    seatIs(at('2026-10-25T00:00:00Z'), '1001', 'talking'),
    seatIs(at('2026-10-25T01:00:00Z'), '1001', 'free'),
  ]
  const now = Date.parse('2026-10-25T23:30:00Z')
  const calendar = createCalendar(timeZone)
  const halfHour = (time: string): Window => edgesOf({ kind: 'half-hour', at: Date.parse(time) }, now, calendar)
  const tables: SampleTable[] = [
    {
      // Waits 12 25 2 | 10; conversations that began at 00:00:04, 00:00:12 and 02:30:25: 10 20 40. The last began tomorrow.
      name: 'the whole day',
      dimension: repair,
      window: edgesOf({ kind: 'day', at: Date.parse('2026-10-25T12:00:00Z') }, now, calendar),
      // biome-ignore format: read as a row
      expected: row({ offered: 4, answered: 3, inTime: 2, abandoned: 1, abandonedInTime: 1, abandonRate: '25.0', asa: 13, averageWait: 12.25, p90: 25, longest: 25, handling: 23.333, occupancy: '4.0', answers: 3, levels: '50.0 66.7 75.0 66.7 50.0' }),
    },
    {
      name: 'the half-hour from 02:30, the first time',
      dimension: repair,
      window: halfHour('2026-10-25T00:45:00Z'),
      // biome-ignore format: read as a row
      expected: row({ offered: 1, abandoned: 1, abandonedInTime: 1, abandonRate: '100.0', averageWait: 10, p90: 10, longest: 10, occupancy: '100.0', levels: '0.0 – 100.0 – 0.0' }),
    },
    {
      name: 'the half-hour from 02:30, the second time',
      dimension: repair,
      window: halfHour('2026-10-25T01:45:00Z'),
      // biome-ignore format: read as a row
      expected: row({ offered: 1, answered: 1, asa: 25, averageWait: 25, p90: 25, longest: 25, handling: 40, occupancy: '0.0', answers: 1, levels: '0.0 0.0 0.0 0.0 0.0' }),
    },
  ]
  return {
    name: 'a day of 25 hours in Berlin',
    timeZone,
    settings: settingsIn(timeZone),
    classOf: isRepair,
    events: inOrder(...story(lines, 'Z'), ...seat),
    now,
    gaps: [],
    tables,
  }
}

/** The console runs until 11:00:00 and again from 11:05:00; what the first run recorded is `before`. */
export function restartedDay(): SampleDay & { before: CallEvent[]; after: CallEvent[] } {
  const timeZone = 'Asia/Shanghai'
  const zone = '+08:00'
  const local = (time: string): number => at(`2026-11-21T${time}${zone}`)
  const seen = (callId: string, ageMs: number) => ({
    caller: { number: '139', name: '' },
    dialledNumber: '',
    callId,
    ageMs,
  })
  const free = { id: '1001', name: 'Seat 1001', area: 'repair', state: 'free' as const }
  const line = (time: string, waits: number, talks: number, id: string): CallEvent[] =>
    lineEvents({ enters: `2026-11-21T${time}`, area: 'repair', waits, ends: 'answered', talks }, id, zone)
  const before = [
    seatIs(local('09:00:00'), '1001', 'free'),
    ...line('09:00:00', 10, 60, 's/1'),
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
  const after = [
    e.sightLost(local('11:00:00')),
    e.picture(local('11:05:00'), { seats: [free] }),
    ...line('12:00:00', 20, 30, 's/7'),
  ]
  const now = e.t(local('13:00:00'))
  const gap = (from: string, to: string): Window => ({ from: e.t(local(from)), to: e.t(local(to)) })
  return {
    name: 'a day with a gap, and a restart in the middle',
    timeZone,
    settings: settingsIn(timeZone),
    classOf: isRepair,
    events: [...before, ...after],
    before,
    after,
    now,
    gaps: [gap('10:00:00', '10:10:00'), gap('11:00:00', '11:05:00')],
    tables: [
      {
        // Waits 10 75 620 660 20; two ends were missed. Conversations 60, until 10:11:00 55 45 60, and 30: 250 / 5.
        name: 'the whole day',
        dimension: repair,
        window: edgesOf({ kind: 'day', at: now }, now, createCalendar(timeZone)),
        // biome-ignore format: read as a row
        expected: row({ offered: 7, answered: 5, inTime: 2, unknown: 2, asa: 277, averageWait: 277, p90: 660, longest: 660, handling: 50, occupancy: '0.0', answers: 5, levels: '28.6 28.6 28.6 40.0 40.0' }),
      },
    ],
  }
}

export const sampleDays = (): SampleDay[] => [twoMidnights(), twentyFiveHours(), restartedDay()]
