import type { QueueLeg } from '#shared/domain/call/call.ts'
import type { BookChange } from '#shared/domain/call/transitions.ts'
import type { Figures } from './figures.ts'
import { serviceLevelPct, type ServiceLevelProfile } from './service-level.ts'
import { addLegEnd, addLegOpened, addTally, emptyTally, type Tally } from './tally.ts'

/**
 * Live statistics: queue legs counted by the minute and by the day in which they *entered*, per area. Constant work per
 * event. The last 30 minutes are the present minute and the 29 before it, so that the window has exact edges that the
 * screen can state; today begins at the site's midnight.
 */
export type Statistics = {
  areas: Map<string, AreaStatistics>
}

type AreaStatistics = { minutes: Map<number, Tally>; days: Map<number, Tally> }

export type StatisticsSettings = {
  /** Start of the site's day that contains this time, epoch ms. */
  dayStart: (at: number) => number
  limitMs: (area: string) => number
  profile: ServiceLevelProfile
}

const minuteMs = 60_000
const windowMinutes = 30

export const createStatistics = (): Statistics => ({ areas: new Map() })

/** Counts what the book changed. Everything else it ignores. */
export function countChange(statistics: Statistics, change: BookChange, settings: StatisticsSettings): void {
  switch (change.kind) {
    case 'leg-opened':
      return forLeg(statistics, change.leg, change.leg.enteredAt, settings, (tally) => addLegOpened(tally, 1))
    case 'leg-ended': {
      const { leg, was } = change
      const { end } = leg
      if (end === undefined) return
      const limitMs = settings.limitMs(leg.area)
      return forLeg(statistics, leg, leg.enteredAt, settings, (tally) => {
        if (was !== undefined) addLegEnd(tally, leg, was, limitMs, -1)
        addLegEnd(tally, leg, end, limitMs, 1)
      })
    }
    case 'leg-moved':
      forLeg(statistics, change.leg, change.wasEnteredAt, settings, (tally) => addLegOpened(tally, -1))
      return forLeg(statistics, change.leg, change.leg.enteredAt, settings, (tally) => addLegOpened(tally, 1))
    default:
      return
  }
}

function forLeg(
  statistics: Statistics,
  leg: QueueLeg,
  enteredAt: number,
  settings: StatisticsSettings,
  count: (tally: Tally) => void,
): void {
  let area = statistics.areas.get(leg.area)
  if (!area) {
    area = { minutes: new Map(), days: new Map() }
    statistics.areas.set(leg.area, area)
  }
  count(tallyAt(area.minutes, Math.floor(enteredAt / minuteMs) * minuteMs))
  count(tallyAt(area.days, settings.dayStart(enteredAt)))
}

function tallyAt(tallies: Map<number, Tally>, key: number): Tally {
  let tally = tallies.get(key)
  if (!tally) {
    tally = emptyTally()
    tallies.set(key, tally)
  }
  return tally
}

/** Drops minutes and days that no live window shows any more. Call it now and then. */
export function forgetOld(statistics: Statistics, now: number, settings: StatisticsSettings): void {
  const today = settings.dayStart(now)
  const oldestMinute = lastMinutesFrom(now) - windowMinutes * minuteMs
  for (const area of statistics.areas.values()) {
    for (const minute of area.minutes.keys()) if (minute < oldestMinute) area.minutes.delete(minute)
    for (const day of area.days.keys()) if (settings.dayStart(day + 25 * 60 * minuteMs) < today) area.days.delete(day)
  }
}

export type AreaFigures = { today: Figures; last30Minutes: Figures }

/** Figures of one area, or of all areas together when `area` is undefined. */
export function figuresOf(
  statistics: Statistics,
  area: string | undefined,
  now: number,
  settings: StatisticsSettings,
): AreaFigures {
  const chosen = area === undefined ? [...statistics.areas.values()] : [statistics.areas.get(area)]
  const dayFrom = settings.dayStart(now)
  const minutesFrom = lastMinutesFrom(now)
  const today = emptyTally()
  const recent = emptyTally()
  for (const one of chosen) {
    const day = one?.days.get(dayFrom)
    if (day) addTally(today, day)
    for (let i = 0; i < windowMinutes; i++) {
      const minute = one?.minutes.get(minutesFrom + i * minuteMs)
      if (minute) addTally(recent, minute)
    }
  }
  const threshold = area === undefined ? ('per-area' as const) : settings.limitMs(area) / 1000
  return {
    today: toFigures(today, { from: dayFrom, kind: 'today' }, threshold, settings.profile),
    last30Minutes: toFigures(recent, { from: minutesFrom, kind: 'last-30-minutes' }, threshold, settings.profile),
  }
}

const lastMinutesFrom = (now: number): number => (Math.floor(now / minuteMs) - windowMinutes + 1) * minuteMs

function toFigures(
  tally: Tally,
  window: Figures['window'],
  thresholdSeconds: number | 'per-area',
  profile: ServiceLevelProfile,
): Figures {
  const { answeredWaitMs, ...counts } = tally
  const pct = serviceLevelPct(profile, tally)
  const figures: Figures = {
    window,
    ...counts,
    serviceLevel: pct === undefined ? { profile, thresholdSeconds } : { profile, thresholdSeconds, pct },
  }
  if (tally.answered > 0) figures.averageSpeedOfAnswerMs = answeredWaitMs / tally.answered
  return figures
}
