import { Bar, BarChart, CartesianGrid, ComposedChart, Legend, Line, Tooltip, XAxis, YAxis } from 'recharts'
import type { Report, ReportColumn } from '#shared/ipc/journal-view.ts'
import { useText, type MessageKey, type Text } from '#renderer/i18n/text.ts'
import { HeatMap } from './HeatMap.tsx'
import { useWidth } from './use-width.ts'
import { valueText } from './values.ts'

/** One picture for each kind of report: the table below says the same in numbers. Nothing moves by itself. */
export function ReportChart({ report }: { report: Report }) {
  const text = useText()
  const [frame, width] = useWidth()
  return (
    <div ref={frame} className="report-chart" aria-hidden="true">
      {width > 0 && (report.request.kind === 'heat-map' ? <HeatMap table={report.table} /> : chart(report, width, text))}
    </div>
  )
}

const height = 280
/** What is drawn, first column along the axis. Bars are of this window, the line of the one it is compared with. */
const drawn: Record<Exclude<Report['request']['kind'], 'heat-map'>, { bars: string[]; line?: string }> = {
  day: { bars: ['answered', 'abandoned', 'flowedOut'], line: 'offered' },
  waits: { bars: ['averageWaitMs', 'p90WaitMs'] },
  'service-level': { bars: ['serviceLevelPct'], line: 'serviceLevelPct' },
  outcomes: { bars: ['count'] },
  seats: { bars: ['answered'] },
  classes: { bars: ['offered', 'answered', 'abandoned'] },
  'top-callers': { bars: ['calls'] },
  'response-times': { bars: ['averageMs', 'p90Ms'] },
}
const fills = ['var(--chart-1)', 'var(--chart-2)', 'var(--chart-3)']

function chart(report: Report, width: number, text: Text) {
  const { kind } = report.request
  if (kind === 'heat-map') return null
  const { table, compareTable } = report
  const plan = drawn[kind]
  const columns = table.columns.map(({ key }) => key)
  const at = (row: (string | number | null)[] | undefined, key: string): number | string | null =>
    row?.[columns.indexOf(key)] ?? null
  const rows = table.rows.slice(0, 400).map((row, index) => ({
    name: valueText(row[0], table.columns[0]?.unit ?? 'text', text),
    ...Object.fromEntries(plan.bars.map((key) => [key, at(row, key)])),
    ...(plan.line && compareTable && { compared: at(compareTable.rows[index], plan.line) }),
  }))
  const unitOf = (key: string): ReportColumn['unit'] => table.columns.find((column) => column.key === key)?.unit ?? 'count'
  const unit = unitOf(plan.bars[0] ?? '')
  const name = (key: string): string => text.t(`report.col.${key}` as MessageKey)
  const Chart = plan.line && compareTable ? ComposedChart : BarChart
  return (
    <Chart width={width} height={height} data={rows} margin={{ top: 8, right: 16, bottom: 0, left: 8 }}>
      <CartesianGrid stroke="var(--line)" vertical={false} />
      <XAxis dataKey="name" stroke="var(--dim)" tick={{ fill: 'var(--dim)', fontSize: 12 }} interval="preserveStartEnd" />
      <YAxis
        stroke="var(--dim)"
        tick={{ fill: 'var(--dim)', fontSize: 12 }}
        width={64}
        tickFormatter={(value: number) => valueText(value, unit, text)}
      />
      <Tooltip
        isAnimationActive={false}
        contentStyle={{ background: 'var(--surface)', border: '1px solid var(--control)', color: 'var(--text)' }}
        formatter={(value) => valueText(typeof value === 'number' ? value : null, unit, text)}
      />
      <Legend />
      {plan.bars.map((key, index) => (
        <Bar
          key={key}
          dataKey={key}
          name={name(key)}
          fill={fills[index] ?? 'var(--chart-1)'}
          isAnimationActive={false}
          {...(kind === 'day' && { stackId: 'legs' })}
        />
      ))}
      {plan.line && compareTable && (
        <Line
          dataKey="compared"
          name={text.t('report.compared')}
          stroke="var(--text)"
          strokeDasharray="5 4"
          dot={false}
          isAnimationActive={false}
        />
      )}
    </Chart>
  )
}
