import { Bar, BarChart, CartesianGrid, ComposedChart, Legend, Line, Tooltip, XAxis, YAxis } from 'recharts'
import type { Report, ReportColumn, ReportKind } from '#shared/ipc/journal-view.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useNames } from '#renderer/views/wall/use-names.ts'
import { HeatMap } from './HeatMap.tsx'
import { useWidth } from './use-width.ts'
import { cellText, headingText, valueText, type Cell, type CellWords } from './values.ts'

/** One picture for each kind of report: the table below says the same in numbers. Nothing moves by itself. */
export function ReportChart({ report }: { report: Report }) {
  const text = useText()
  const names = useNames()
  const [frame, width] = useWidth()
  const words = { text, names, window: report.window }
  return (
    <div ref={frame} className="report-chart" aria-hidden="true">
      {report.request.kind === 'heat-map' ? (
        <HeatMap table={report.table} />
      ) : (
        width > 0 && <Bars report={report} kind={report.request.kind} width={width} words={words} />
      )}
    </div>
  )
}

type Drawn = Exclude<ReportKind, 'heat-map'>
const height = 280
/** A picture says what the table cannot at a glance: of a long table, its beginning. */
const mostDrawn = 400
const mostNamed = 20
/**
 * What is drawn: bars and the line `norm` of this window, and `against` of the one that it is compared with: a line where time runs along the
 * axis, else bars, since nothing lies between one outcome and the next. First column along the axis.
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
const fills = ['var(--chart-1)', 'var(--chart-2)', 'var(--chart-3)']
const tick = { fill: 'var(--dim)', fontSize: 12 }

type BarsProps = { report: Report; kind: Drawn; width: number; words: CellWords }

function Bars({ report, kind, width, words }: BarsProps) {
  const { text } = words
  const plan = plans[kind]
  const { columns } = report.table
  const has = (key: string | undefined): key is string => columns.some((column) => column.key === key)
  const bars = plan.bars.filter(has)
  const against = report.compareTable && has(plan.against) ? plan.against : undefined
  const norm = has(plan.norm) ? plan.norm : undefined
  const unit: ReportColumn['unit'] = columns.find(({ key }) => key === bars[0])?.unit ?? 'count'
  const rows = rowsOf(report, { bars, norm, against, most: plan.rows }, words)
  const overTime = columns[0]?.key === 'interval' || columns[0]?.key === 'date'
  const Chart = against || norm ? ComposedChart : BarChart
  const againstName = against ? `${text.t('report.compared')} · ${headingText(against, text)}` : ''
  const order = [...bars, norm, 'against']
  return (
    <Chart
      width={width}
      height={height}
      data={rows}
      margin={{ top: 8, right: 16, bottom: 0, left: 8 }}
      accessibilityLayer={false}
    >
      <CartesianGrid stroke="var(--line)" vertical={false} />
      <XAxis dataKey="name" stroke="var(--dim)" tick={tick} interval="preserveStartEnd" />
      <YAxis
        stroke="var(--dim)"
        tick={tick}
        width={64}
        allowDecimals={unit !== 'count'}
        tickFormatter={(value: number) => valueText(value, unit, text)}
        {...(unit === 'pct' && { domain: [0, 100] })}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: 'var(--raised)' }}
        contentStyle={{ background: 'var(--surface)', border: '1px solid var(--control)', color: 'var(--text)' }}
        formatter={(value) => valueText(typeof value === 'number' ? value : null, unit, text)}
      />
      <Legend
        itemSorter={({ dataKey }) => order.indexOf(String(dataKey))}
        formatter={(name: string) => <span className="report-legend">{name}</span>}
      />
      {bars.map((key, index) => (
        <Bar
          key={key}
          dataKey={key}
          name={headingText(key, text)}
          fill={fills[index] ?? 'var(--chart-1)'}
          isAnimationActive={false}
          {...(plan.stacked && { stackId: 'all' })}
        />
      ))}
      {norm && (
        <Line
          dataKey={norm}
          name={headingText(norm, text)}
          stroke="var(--text)"
          dot={false}
          isAnimationActive={false}
        />
      )}
      {against && !overTime && (
        <Bar dataKey="against" name={againstName} fill="var(--chart-3)" isAnimationActive={false} />
      )}
      {against && overTime && (
        <Line
          dataKey="against"
          name={againstName}
          stroke="var(--dim)"
          strokeWidth={2}
          strokeDasharray="5 4"
          dot={false}
          isAnimationActive={false}
        />
      )}
    </Chart>
  )
}

type Drawing = { bars: string[]; norm: string | undefined; against: string | undefined; most: number }

function rowsOf({ table, compareTable }: Report, { bars, norm, against, most }: Drawing, words: CellWords) {
  const at = (row: Cell[] | undefined, key: string): Cell =>
    row?.[table.columns.findIndex((column) => column.key === key)]
  const first = table.columns[0]
  return table.rows.slice(0, most).map((row, index) => ({
    name: first ? cellText(row[0], first, words) : '',
    ...Object.fromEntries([...bars, ...(norm ? [norm] : [])].map((key) => [key, at(row, key) ?? null])),
    ...(against && { against: at(compareTable?.rows[index], against) ?? null }),
  }))
}
