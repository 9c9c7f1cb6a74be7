import { figuresFrom, type AreaFigures, type FigureInput, type FigureRules, type Figures } from './figures.ts'
import { addHandling, noHandling, type Handling } from './handling.ts'
import { defaultShortAbandonMs, type LimitsOf } from './limits.ts'
import { runningSpans, type SpanOf } from './seat-time.ts'
import { minuteMs, minuteOf, pick, piecesOf, type Piece, type Series, type Window } from './series.ts'
import type { Statistics, StatisticsSettings } from './statistics.ts'
import type { Tally } from './tally.ts'
import type { Slice } from './parts.ts'

/** Asks the live statistics. Limits are those of now: a limit that somebody changed holds for the whole day at once. */

/** What figures are asked about. */
export type Dimension =
  | { kind: 'total' }
  | { kind: 'area'; area: string }
  | { kind: 'vdn'; vdn: string }
  | { kind: 'class'; classId: string }
  | { kind: 'seat'; seatId: string }

export const limitsOf =
  ({ limitMs, shortAbandonMs }: StatisticsSettings): LimitsOf =>
  (area) => ({ thresholdMs: limitMs(area), shortAbandonMs: shortAbandonMs?.(area) ?? defaultShortAbandonMs })

const windowMinutes = 30

/**
 * Figures of one area, or of all areas together when `area` is undefined, as the wall shows them. What has not changed
 * since it was last asked is not computed again: `settings` are taken for a value, whoever changes a limit makes new ones.
 */
export function figuresOf(
  statistics: Statistics,
  area: string | undefined,
  now: number,
  settings: StatisticsSettings,
): AreaFigures {
  const asked: Asked = {
    revision: revisionOf(statistics, area),
    settings,
    dayFrom: settings.dayStart(now),
    minutesFrom: minuteOf(now) - (windowMinutes - 1) * minuteMs,
  }
  const known = answersOf(statistics)
  const answer = known.get(area)
  if (answer && sameQuestion(answer.asked, asked)) return answer.figures
  const figures = computeFigures(statistics, area, asked)
  known.set(area, { asked, figures })
  return figures
}

type Asked = { revision: number; settings: StatisticsSettings; dayFrom: number; minutesFrom: number }
type Answers = Map<string | undefined, { asked: Asked; figures: AreaFigures }>

/** Beside the statistics, which are plain data: answers are not part of the state. */
const answers = new WeakMap<Statistics, Answers>()

function answersOf(statistics: Statistics): Answers {
  let known = answers.get(statistics)
  if (!known) {
    known = new Map()
    answers.set(statistics, known)
  }
  return known
}

const revisionOf = (statistics: Statistics, area: string | undefined): number =>
  area === undefined
    ? statistics.revision
    : (statistics.areas.get(area)?.revision ?? 0) + (statistics.work.areas.get(area)?.revision ?? 0)

const sameQuestion = (a: Asked, b: Asked): boolean =>
  a.revision === b.revision && a.settings === b.settings && a.dayFrom === b.dayFrom && a.minutesFrom === b.minutesFrom

function computeFigures(statistics: Statistics, area: string | undefined, asked: Asked): AreaFigures {
  const { settings, dayFrom, minutesFrom } = asked
  const dimension: Dimension = area === undefined ? { kind: 'total' } : { kind: 'area', area }
  const rules: FigureRules = { limits: limitsOf(settings), profile: settings.profile }
  const figures = (window: Figures['window'], pieces: Piece[]): Figures => {
    const input: FigureInput = {
      slices: slicesIn(statistics, dimension, pieces),
      handling: handlingIn(statistics, dimension, pieces),
    }
    // Seat time passes every moment: it is asked for (`liveInput`), not sent.
    const { handling: _sums, occupancyPct: _time, ...found } = figuresFrom(input, rules)
    const thresholdSeconds = area === undefined ? 'per-area' : settings.limitMs(area) / 1000
    return { window, ...found, serviceLevel: { ...found.serviceLevel, thresholdSeconds } }
  }
  const minutes = Array.from(
    { length: windowMinutes },
    (_, i): Piece => ({
      grain: 'minutes',
      key: minutesFrom + i * minuteMs,
    }),
  )
  return {
    today: figures({ from: dayFrom, kind: 'today' }, [{ grain: 'days', key: dayFrom }]),
    last30Minutes: figures({ from: minutesFrom, kind: 'last-30-minutes' }, minutes),
  }
}

/**
 * What the figures of a window are made of, if live counts tile it: minutes of the last two hours, half-hours and days
 * since yesterday. Undefined otherwise: then the journal knows.
 */
export function liveInput(
  statistics: Statistics,
  dimension: Dimension,
  window: Window,
  now: number,
  settings: StatisticsSettings,
): FigureInput | undefined {
  const pieces = piecesOf(window, now, settings.dayStart)
  if (!pieces) return undefined
  const handling = handlingIn(statistics, dimension, pieces)
  addRunning(handling, statistics, dimension, window, now)
  return { slices: slicesIn(statistics, dimension, pieces), handling }
}

function slicesIn(statistics: Statistics, dimension: Dimension, pieces: readonly Piece[]): Slice[] {
  return [...areasOf(statistics, dimension)].flatMap(([area, series]) =>
    pick(series, pieces).map((tally) => ({ area, tally })),
  )
}

function areasOf(statistics: Statistics, dimension: Dimension): Iterable<[string, Series<Tally>]> {
  switch (dimension.kind) {
    case 'total':
      return statistics.areas
    case 'area': {
      const series = statistics.areas.get(dimension.area)
      return series ? [[dimension.area, series]] : []
    }
    case 'vdn':
      return statistics.vdns.get(dimension.vdn) ?? []
    case 'class':
      return statistics.classes.get(dimension.classId) ?? []
    case 'seat':
      return []
  }
}

function handlingIn({ work }: Statistics, dimension: Dimension, pieces: readonly Piece[]): Handling {
  const sum = noHandling()
  for (const series of worksOf(work, dimension)) for (const one of pick(series, pieces)) addHandling(sum, one)
  return sum
}

function worksOf(work: Statistics['work'], dimension: Dimension): Iterable<Series<Handling>> {
  switch (dimension.kind) {
    case 'total':
      return work.seats.values()
    case 'area':
      return one(work.areas, dimension.area)
    case 'vdn':
      return one(work.vdns, dimension.vdn)
    case 'class':
      return one(work.classes, dimension.classId)
    case 'seat':
      return one(work.seats, dimension.seatId)
  }
}

function one<T>(all: Map<string, T>, key: string): T[] {
  const found = all.get(key)
  return found === undefined ? [] : [found]
}

/** What seats are doing now has passed too, as far as it lies in the window. */
export function addRunning(
  handling: Handling,
  { seats }: Statistics,
  dimension: Dimension,
  { from, to }: Window,
  now: number,
): void {
  for (const span of runningSpans(seats, now)) {
    const ms = Math.max(0, Math.min(span.to, to) - Math.max(span.from, from))
    const theirs =
      dimension.kind === 'total' ||
      (dimension.kind === 'seat' && span.seatId === dimension.seatId) ||
      (dimension.kind === 'area' && span.areas.includes(dimension.area))
    if (theirs && span.doing === 'available') handling.availableMs += ms
    else if (theirs) handling.busyMs += ms
    if (span.doing === 'wrap-up' && wrapsUpFor(dimension, span)) handling.wrapUpMs += ms
  }
}

function wrapsUpFor(dimension: Dimension, { seatId, of }: { seatId: string; of?: SpanOf }): boolean {
  switch (dimension.kind) {
    case 'total':
      return true
    case 'seat':
      return seatId === dimension.seatId
    case 'area':
      return of?.area === dimension.area
    case 'vdn':
      return of?.vdn === dimension.vdn
    case 'class':
      return of?.classId === dimension.classId
  }
}
