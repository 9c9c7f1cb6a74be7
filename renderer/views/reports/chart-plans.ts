import type { Report, ReportColumn, ReportKind } from '#shared/ipc/journal-view.ts'
import { cellText, type Cell, type CellWords } from './values.ts'

/** What is drawn of which report. Pure. */
export type Drawn = Exclude<ReportKind, 'heat-map'>

/** A picture says what the table cannot at a glance: of a long table, its beginning. */
const mostDrawn = 400
const mostNamed = 12

/**
 * Bars and the line `norm` of this window, and `against` of the one that it is compared with: a line where time runs along the axis, else
 * bars, since nothing lies between one outcome and the next. First column along the axis.
 */
const plans: Record<Drawn, { bars: string[]; against?: string; norm?: string; stacked?: true; rows: number }> = {
  day: { bars: ['answered', 'abandoned', 'flowedOut'], against: 'offered', stacked: true, rows: mostDrawn },
  waits: { bars: ['averageWaitMs', 'p90WaitMs'], against: 'averageWaitMs', rows: mostDrawn },
  'service-level': { bars: ['serviceLevelPct'], against: 'serviceLevelPct', norm: 'normPct', rows: mostDrawn },
  outcomes: { bars: ['count'], against: 'count', rows: mostNamed },
  seats: { bars: ['answered', 'noAnswers'], rows: mostNamed },
  classes: { bars: ['offered', 'answered', 'abandoned'], rows: mostNamed },
  'top-callers': { bars: ['calls', 'listed'], rows: mostNamed },
  'response-times': { bars: ['averageMs', 'p90Ms'], rows: mostNamed },
}

export type ChartRow = { name: string; against?: Cell } & Record<string, Cell>
export type Drawing = {
  bars: string[]
  norm: string | undefined
  against: string | undefined
  stacked: boolean
  unit: ReportColumn['unit']
  /** Time runs along the axis; else each bar has a name. */
  overTime: boolean
  rows: ChartRow[]
  /** Of more rows than are drawn, how many are. */
  first: number | undefined
}

export function drawingOf({ table, compareTable }: Report, kind: Drawn, words: CellWords): Drawing {
  const plan = plans[kind]
  const { columns } = table
  const has = (key: string | undefined): key is string => columns.some((column) => column.key === key)
  const bars = plan.bars.filter(has)
  const against = compareTable && has(plan.against) ? plan.against : undefined
  const norm = has(plan.norm) ? plan.norm : undefined
  const at = (row: Cell[] | undefined, key: string): Cell => row?.[columns.findIndex((column) => column.key === key)]
  const first = columns[0]
  const rows = table.rows.slice(0, plan.rows).map((row, index) => ({
    name: first ? cellText(row[0], first, words) : '',
    ...Object.fromEntries([...bars, ...(norm ? [norm] : [])].map((key) => [key, at(row, key) ?? null])),
    ...(against && { against: at(compareTable?.rows[index], against) ?? null }),
  }))
  return {
    bars,
    norm,
    against,
    stacked: plan.stacked === true,
    unit: columns.find(({ key }) => key === bars[0])?.unit ?? 'count',
    overTime: first?.key === 'interval' || first?.key === 'date',
    rows,
    first: table.rows.length > rows.length ? rows.length : undefined,
  }
}

export const mostOf = ({ bars, against, rows }: Drawing): number =>
  Math.max(0, ...rows.flatMap((row) => [...bars, ...(against ? ['against'] : [])].map((key) => Number(row[key] ?? 0))))
