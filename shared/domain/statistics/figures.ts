import type { Handling } from './handling.ts'
import type { LimitsOf } from './limits.ts'
import { countGroup, countParts, type PartCounts, type Slice } from './parts.ts'
import { serviceLevelPct, type ServiceLevelCounts, type ServiceLevelProfile } from './service-level.ts'
import { longestOf, ranksOf, waitAt, type Waits } from './waits.ts'

/**
 * Queue figures of one window, counted from queue legs by the interval in which they entered. Times in ms. The wall gets
 * the live ones; history and reports make the same ones out of the journal's tallies.
 */
export type Figures = {
  /** From this time until now. */
  window: { from: number; kind: 'today' | 'last-30-minutes' }
  offered: number
  answered: number
  answeredInTime: number
  abandoned: number
  abandonedInTime: number
  /** Abandoned within the short-abandon limit; counted in `abandoned` too. */
  shortAbandoned?: number
  /** Timed out, left by key, no agents, full, transferred: went on elsewhere, not lost by the caller's choice. */
  flowedOut: number
  /** Ended by the switch, or with an end that could not be found out. */
  cleared: number
  unknown: number
  /** Entered in the window and still waiting. */
  open: number
  /** Without the short abandons; missing when nothing else was offered. */
  abandonRatePct?: number
  /** Σ(enter → answered) / answered; missing when nothing was answered. */
  averageSpeedOfAnswerMs?: number
  /** Over all legs that ended and whose wait is known; missing when there is none. */
  averageWaitMs?: number
  /** Nine of ten waited no longer than this. */
  p90WaitMs?: number
  /** Set when the 90th percentile is known to the second only (more than a day of history): it may be up to 1 s less. */
  p90Rounded?: true
  longestWaitMs: number
  /** (talk + hold + wrap-up) / conversations that are over. */
  averageHandlingMs?: number
  expectedWait?: ExpectedWait
  serviceLevel: { profile: ServiceLevelProfile; thresholdSeconds: number | 'per-area'; pct?: number }
}

/** How long a caller who joins now will wait: half of those answered waited up to `fromMs`, nine of ten up to `toMs`. */
export type ExpectedWait = { kind: 'range'; fromMs: number; toMs: number } | { kind: 'unknown'; answers: number }

export type AreaFigures = { today: Figures; last30Minutes: Figures }

/** Figures of any window and dimension. */
export type WindowFigures = Omit<Figures, 'window'> & {
  shortAbandoned: number
  expectedWait: ExpectedWait
  handling?: Handling
  /** (talk + hold + wrap-up) / (that + available), of seat time; missing when the switch told of no seat. */
  occupancyPct?: number
}

/** What figures are made of. `handling` is missing where nobody counts seats' work. */
export type FigureInput = { slices: readonly Slice[]; handling?: Handling }
export type FigureRules = { limits: LimitsOf; profile: ServiceLevelProfile }

/** With fewer answers than this a wait cannot be foretold. */
const fewestAnswers = 20

export function figuresFrom({ slices, handling }: FigureInput, { limits, profile }: FigureRules): WindowFigures {
  const parts = countParts(slices, limits)
  const answeredWaits = slices.map(({ tally }) => tally.answered)
  const waits = slices.flatMap(({ tally }) => [tally.answered, tally.abandoned, tally.other])
  const counts = countsOf(parts)
  const shortAbandoned = countGroup(parts, 'short-abandons')
  const figures: WindowFigures = {
    ...counts,
    shortAbandoned,
    unknown: parts.unknown,
    open: parts.open,
    longestWaitMs: longestOf(waits),
    expectedWait: expectWait(answeredWaits),
    serviceLevel: { profile, thresholdSeconds: thresholdOf(slices, limits) },
  }
  put(figures.serviceLevel, 'pct', serviceLevelPct(profile, counts))
  put(figures, 'abandonRatePct', pct(counts.abandoned - shortAbandoned, counts.offered - shortAbandoned))
  put(figures, 'averageSpeedOfAnswerMs', averageOf(answeredWaits))
  put(figures, 'averageWaitMs', averageOf(waits))
  const p90 = waitAt(90, waits)
  if (p90) {
    figures.p90WaitMs = p90.waitMs
    if (!p90.exact) figures.p90Rounded = true
  }
  if (handling) addHandlingFigures(figures, handling)
  return figures
}

function addHandlingFigures(figures: WindowFigures, handling: Handling): void {
  const { handled, talkMs, holdMs, wrapUpMs, busyMs, availableMs } = handling
  figures.handling = handling
  put(figures, 'averageHandlingMs', handled > 0 ? (talkMs + holdMs + wrapUpMs) / handled : undefined)
  put(figures, 'occupancyPct', pct(busyMs, busyMs + availableMs))
}

/** The counts that the five profiles are made of. */
export function countsOf(parts: PartCounts): ServiceLevelCounts {
  return {
    offered: countGroup(parts, 'offered'),
    answered: countGroup(parts, 'answered'),
    answeredInTime: countGroup(parts, 'answered-in-time'),
    abandoned: countGroup(parts, 'abandoned'),
    abandonedInTime: countGroup(parts, 'abandoned-within-threshold'),
    flowedOut: countGroup(parts, 'flowed-out'),
    cleared: countGroup(parts, 'cleared'),
  }
}

/** The threshold that all queues of the slices share, or `per-area`. */
export function thresholdOf(slices: readonly Slice[], limits: LimitsOf): number | 'per-area' {
  const seconds = new Set(slices.map(({ area }) => limits(area).thresholdMs / 1000))
  const [only] = seconds
  return seconds.size === 1 && only !== undefined ? only : 'per-area'
}

/**
 * A range, or unknown. `openWaitMs`: the longest wait of those who wait now: when it is longer than what most had to wait
 * today, the line has become slower than the past tells.
 */
export function expectWait(answered: readonly Waits[], openWaitMs = 0): ExpectedWait {
  const answers = answered.reduce((sum, { count }) => sum + count, 0)
  if (answers < fewestAnswers) return { kind: 'unknown', answers }
  const rank = ranksOf(answered)
  const half = rank(50)
  const most = rank(90)
  if (!half || !most) return { kind: 'unknown', answers }
  return { kind: 'range', fromMs: half.waitMs, toMs: Math.max(most.waitMs, openWaitMs) }
}

export const pct = (above: number, below: number): number | undefined => (below > 0 ? (100 * above) / below : undefined)

function averageOf(all: readonly Waits[]): number | undefined {
  const count = all.reduce((sum, waits) => sum + waits.count, 0)
  return count > 0 ? all.reduce((sum, waits) => sum + waits.sumMs, 0) / count : undefined
}

function put<T, K extends keyof T>(into: T, key: K, value: T[K] | undefined): void {
  if (value !== undefined) into[key] = value
}
