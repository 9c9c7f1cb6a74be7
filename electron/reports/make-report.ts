import { gapsIn } from '#shared/domain/statistics/windows.ts'
import type { Report, ReportRequest } from '#shared/ipc/journal-view.ts'
import { classReport, outcomeReport, responseReport, seatReport, topCallerReport } from './list-reports.ts'
import { dayReport, heatMapReport, serviceLevelReport, waitReport } from './time-reports.ts'
import type { ReportData, Span } from './report-data.ts'
import { compareWindowOf, windowOf } from './report-windows.ts'

/** Makes a report out of what the journal counts. Pure but for the questions; it decides what is shown, and in which order. */

/** One window of a report. */
export type Made = { headline: Omit<Report['headline'][number], 'compare'>[]; table: Report['table'] }
export type MakeOne = (window: Span, request: ReportRequest, data: ReportData) => Promise<Made>

const makers: Record<ReportRequest['kind'], MakeOne> = {
  day: dayReport,
  waits: waitReport,
  'service-level': serviceLevelReport,
  outcomes: outcomeReport,
  'heat-map': heatMapReport,
  seats: seatReport,
  classes: classReport,
  'top-callers': topCallerReport,
  'response-times': responseReport,
}

/** What a kind of report can be made of a part of; of anything else it is made of everything, and says so. */
const parts: Partial<Record<ReportRequest['kind'], ReportRequest['dimension']['kind']>> = {
  seats: 'seat',
  classes: 'class',
  'response-times': 'class',
}

function answerable(request: ReportRequest): ReportRequest {
  const part = parts[request.kind]
  if (part === undefined || request.dimension.kind === part) return request
  return { ...request, dimension: { kind: 'total' } }
}

/** A day that is not over is laid against as much of the day before; of a window that is over there is nothing to cut. */
function sameTimeIn(other: Span, { from, to }: Span, now: number): number | undefined {
  const until = other.from + (now - from)
  return now > from && now < to && until < other.to ? until : undefined
}

export async function makeReport(asked: ReportRequest, data: ReportData): Promise<Report> {
  const request = answerable(asked)
  const window = windowOf(request.window, data)
  const compareWindow = compareWindowOf(request, data)
  const make = makers[request.kind]
  const made = await make(window, request, data)
  const other = compareWindow && (await make(compareWindow, request, data))
  const until = compareWindow && sameTimeIn(compareWindow, window, data.now)
  const before =
    until === undefined ? other : await make({ from: compareWindow?.from ?? until, to: until }, request, data)
  const report: Report = {
    request,
    window,
    madeAt: data.now,
    gaps: gapsIn(window, await data.gaps(window), data.now),
    headline: made.headline.map((figure) => ({
      ...figure,
      ...(before && { compare: before.headline.find(({ key }) => key === figure.key)?.value ?? null }),
    })),
    table: made.table,
    imported: await data.imported(window),
  }
  if (compareWindow) report.compareWindow = compareWindow
  if (other) report.compareTable = other.table
  if (until !== undefined) report.comparedUntil = until
  if (request.kind === 'service-level' && data.norm) report.norm = data.norm.id
  return report
}
