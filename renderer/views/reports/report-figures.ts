import type { FigureName } from '#shared/domain/statistics/provenance.ts'
import type { Dimension, Report, WindowSpec } from '#shared/ipc/journal-view.ts'
import { fromSiteTime, toSiteTime, type SiteClock } from '#renderer/i18n/site-clock.ts'

/** Which figures of a report can be asked where they come from, and the question that it takes. Pure. */
export type FigureQuestion = { figure: FigureName; dimension: Dimension; window: WindowSpec }

const figureOf: Record<string, FigureName> = {
  offered: 'offered',
  answered: 'answered',
  answeredInTime: 'answered-in-time',
  abandoned: 'abandoned',
  shortAbandons: 'short-abandons',
  abandonRatePct: 'abandon-rate',
  flowedOut: 'flowed-out',
  cleared: 'cleared',
  unknown: 'unknown',
  averageSpeedOfAnswerMs: 'average-speed-of-answer',
  averageWaitMs: 'average-wait',
  p90WaitMs: 'p90-wait',
  longestWaitMs: 'longest-wait',
  serviceLevelPct: 'service-level',
}

/** Reports whose headline is of the whole window and of nothing else. */
const ofTheWindow = new Set(['day', 'waits', 'service-level', 'heat-map'])

export function questionOfHeadline(report: Report, key: string): FigureQuestion | undefined {
  const { kind, dimension, window } = report.request
  const figure = figureOf[key]
  return figure && ofTheWindow.has(kind) ? { figure, dimension, window } : undefined
}

/** A cell is of its row's time, or of its row's class. */
export function questionOfCell(
  report: Report,
  row: number,
  key: string,
  siteClock: SiteClock,
): FigureQuestion | undefined {
  const figure = figureOf[key]
  const { table, request } = report
  const first = table.columns[0]?.key
  const label = table.rows[row]?.[0]
  if (!figure || typeof label !== 'string') return undefined
  if (first === 'class') return { figure, dimension: { kind: 'class', classId: label }, window: request.window }
  const window =
    first === 'interval'
      ? halfHour(report, row, label, siteClock)
      : first === 'date'
        ? day(report, label, siteClock)
        : undefined
  return window && { figure, dimension: request.dimension, window }
}

const halfHourMs = 1_800_000

/** Half-hours follow each other from midnight; a row that is not where it should be then (a window cut off in the middle) asks nothing. */
function halfHour({ window }: Report, row: number, label: string, siteClock: SiteClock): WindowSpec | undefined {
  const at = window.from + row * halfHourMs
  const isIt = at < window.to && toSiteTime(at, siteClock).slice(11) === label.slice(-5)
  return isIt ? { kind: 'half-hour', at } : undefined
}

/** A day that the window holds as a whole; 23 hours: no day is shorter. */
function day({ window }: Report, label: string, siteClock: SiteClock): WindowSpec | undefined {
  const noon = fromSiteTime(`${label}T12:00`, siteClock)
  const isWhole =
    noon !== undefined && noon - 12 * 3_600_000 >= window.from - 3_600_000 && noon + 11 * 3_600_000 <= window.to
  return isWhole ? { kind: 'day', at: noon } : undefined
}
