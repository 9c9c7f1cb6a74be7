import { figuresFrom, type FigureInput, type WindowFigures } from '#shared/domain/statistics/figures.ts'
import type { Norm } from '#shared/domain/statistics/norms.ts'
import type { ReportColumn, ReportRequest } from '#shared/ipc/journal-view.ts'
import type { Made, MakeOne } from './make-report.ts'
import type { Bucket, ReportData, Span } from './report-data.ts'
import { grainOf, rowsOf, type Row } from './report-windows.ts'

/** Reports over time: rows of half-hours, days or months. */

type Column = ReportColumn & { value: (figures: WindowFigures) => number | null }
const column = (
  key: string,
  unit: ReportColumn['unit'],
  value: (figures: WindowFigures) => number | undefined,
): Column => ({ key, unit, value: (figures) => value(figures) ?? null })

const offered = column('offered', 'count', (f) => f.offered)
const answered = column('answered', 'count', (f) => f.answered)
const answeredInTime = column('answeredInTime', 'count', (f) => f.answeredInTime)
const abandoned = column('abandoned', 'count', (f) => f.abandoned)
const shortAbandons = column('shortAbandons', 'count', (f) => f.shortAbandoned)
const abandonRate = column('abandonRatePct', 'pct', (f) => f.abandonRatePct)
const flowedOut = column('flowedOut', 'count', (f) => f.flowedOut)
const cleared = column('cleared', 'count', (f) => f.cleared)
const unknown = column('unknown', 'count', (f) => f.unknown)
const speedOfAnswer = column('averageSpeedOfAnswerMs', 'ms', (f) => f.averageSpeedOfAnswerMs)
const averageWait = column('averageWaitMs', 'ms', (f) => f.averageWaitMs)
const p90Wait = column('p90WaitMs', 'ms', (f) => f.p90WaitMs)
/** Without a leg that ended nobody is known to have waited. */
const longestWait = column('longestWaitMs', 'ms', (f) => (f.averageWaitMs === undefined ? undefined : f.longestWaitMs))
const serviceLevel = column('serviceLevelPct', 'pct', (f) => f.serviceLevel.pct)

export const dayReport: MakeOne = overTime(
  [
    offered,
    answered,
    answeredInTime,
    abandoned,
    shortAbandons,
    abandonRate,
    flowedOut,
    cleared,
    unknown,
    speedOfAnswer,
    longestWait,
    serviceLevel,
  ],
  [offered, answered, abandoned, abandonRate, serviceLevel, speedOfAnswer, longestWait],
)

export const waitReport: MakeOne = overTime(
  [offered, answered, speedOfAnswer, averageWait, p90Wait, longestWait],
  [answered, speedOfAnswer, averageWait, p90Wait, longestWait],
)

export const serviceLevelReport: MakeOne = async (window, request, data) => {
  const target = targetOf(data.norm)
  const norm = column('normPct', 'pct', () => target)
  const make = overTime(
    [offered, answered, answeredInTime, serviceLevel, norm],
    [serviceLevel, norm, offered, answeredInTime],
  )
  return make(window, request, data)
}

/** The first share of answers in time that the norm asks for. */
function targetOf(norm: Norm | undefined): number | undefined {
  for (const target of norm?.targets ?? [])
    if (target.kind === 'answered-within' && target.pct !== null) return target.pct
  return undefined
}

function overTime(columns: Column[], headline: Column[]): MakeOne {
  return async (window, request, data) => {
    const grain = grainOf(window)
    const rows = rowsOf(window, grain, data.calendar).filter(({ from }) => from <= data.now)
    const inputs = await talliesOf(rows, request, data, grain === 'half-hours' ? 'exact' : 'seconds')
    const figures = (slices: FigureInput['slices']): WindowFigures =>
      figuresFrom({ slices }, { limits: data.limits, profile: request.profile })
    const whole = figures(inputs.flatMap(({ slices }) => slices))
    const made: Made = {
      headline: headline.map(({ key, unit, value }) => ({ key, unit, value: value(whole) })),
      table: {
        columns: [
          { key: grain === 'half-hours' ? 'interval' : 'date', unit: 'text' },
          ...columns.map(({ key, unit }) => ({ key, unit })),
        ],
        rows: [],
      },
    }
    if (whole.offered === 0) return made
    made.table.rows = rows.map((row, index) => {
      const of = figures(inputs[index]?.slices ?? [])
      return [row.label, ...columns.map(({ value }) => value(of))]
    })
    return made
  }
}

const talliesOf = (
  rows: readonly Row[],
  { dimension }: ReportRequest,
  data: ReportData,
  how: 'exact' | 'seconds',
): Promise<FigureInput[]> =>
  rows.length === 0
    ? Promise.resolve([])
    : data.tallies(
        dimension,
        rows.map(({ from, to }) => ({ from, to })),
        how,
      )

const hourMs = 3_600_000
const hours = Array.from({ length: 24 }, (_, hour) => hour)

export const heatMapReport: MakeOne = async (window, { dimension }, data) => {
  const buckets = hoursOf(window, data)
  const inputs = await data.tallies(dimension, buckets, 'coarse')
  const groups = [...new Set(buckets.map(({ group }) => group ?? 0))]
  const counts = new Map<number, number>()
  inputs.forEach(({ slices }, index) => {
    counts.set(
      groups[index] ?? 0,
      slices.reduce((sum, { tally }) => sum + tally.offered, 0),
    )
  })
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const rows = [1, 2, 3, 4, 5, 6, 7].map((weekday) => [
    String(weekday),
    ...hours.map((hour) => counts.get(weekday * 24 + hour) ?? 0),
  ])
  return {
    headline: [{ key: 'offered', unit: 'count', value: all }],
    table: {
      columns: [
        { key: 'weekday', unit: 'text' },
        ...hours.map((hour) => ({ key: String(hour), unit: 'count' as const })),
      ],
      rows: all === 0 ? [] : rows,
    },
  }
}

/** Hours by the site's clock, grouped by weekday and hour; an hour that a day has twice is one. */
function hoursOf(window: Span, { calendar, now }: ReportData): Bucket[] {
  const end = Math.min(window.to, calendar.nextDay(now))
  const found: Bucket[] = []
  for (let day = calendar.dayStart(window.from); day < end; day = calendar.nextDay(day)) {
    const { weekday } = calendar.dateOf(day)
    const changes = calendar.nextDay(day) - day !== 24 * hourMs
    // Only a day on which the clock changes has to ask it for each hour.
    const beginOf = (hour: number): number => (changes ? calendar.timeOn(day, hour * 60) : day + hour * hourMs)
    for (const hour of hours) {
      const from = Math.max(beginOf(hour), window.from)
      const to = Math.min(beginOf(hour + 1), end)
      if (from < to) found.push({ from, to, group: weekday * 24 + hour })
    }
  }
  return found
}
