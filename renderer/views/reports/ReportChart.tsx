import type { ReactElement } from 'react'
import { Bar, CartesianGrid, ComposedChart, Legend, Line, Tooltip, XAxis, YAxis } from 'recharts'
import type { Report } from '#shared/ipc/journal-view.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useNames } from '#renderer/views/wall/use-names.ts'
import { timeTicks } from './axis-ticks.ts'
import { drawingOf, mostOf, type Drawing, type Drawn } from './chart-plans.ts'
import { HeatMap } from './HeatMap.tsx'
import { useWidth } from './use-width.ts'
import { headingText, valueText, type CellWords } from './values.ts'

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
        // A chart is made anew for each kind: one that lives on would keep the order of the bars of the kind before.
        width > 0 && (
          <Bars key={report.request.kind} report={report} kind={report.request.kind} width={width} words={words} />
        )
      )}
    </div>
  )
}

const overTimeHeight = 280
const fills = ['var(--chart-1)', 'var(--chart-2)', 'var(--chart-3)']
const tick = { fill: 'var(--dim)', fontSize: 12 }
const line = { dot: false, activeDot: false, isAnimationActive: false, connectNulls: false } as const

type BarsProps = { report: Report; kind: Drawn; width: number; words: CellWords }

function Bars({ report, kind, width, words }: BarsProps) {
  const { text } = words
  const drawing = drawingOf(report, kind, words)
  const { bars, norm, against, unit, overTime, rows } = drawing
  const againstName = against ? `${text.t('report.compared')} · ${headingText(against, text)}` : ''
  const order = [...bars, norm, 'against']
  return (
    <>
      <Unit drawing={drawing} />
      <ComposedChart
        width={width}
        height={overTime ? overTimeHeight : namedHeight(drawing)}
        layout={overTime ? 'horizontal' : 'vertical'}
        data={rows}
        margin={{ top: 8, right: 24, bottom: 0, left: 8 }}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke="var(--line)" vertical={!overTime} horizontal={overTime} />
        {axesOf(drawing, words)}
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
            maxBarSize={28}
            isAnimationActive={false}
            {...(drawing.stacked && { stackId: 'all' })}
          />
        ))}
        {norm && (
          <Line {...line} dataKey={norm} name={headingText(norm, text)} stroke="var(--text)" legendType="plainline" />
        )}
        {against && !overTime && (
          <Bar dataKey="against" name={againstName} fill="var(--chart-3)" maxBarSize={28} isAnimationActive={false} />
        )}
        {against && overTime && againstLines(againstName)}
      </ComposedChart>
    </>
  )
}

/** Twice: the wide one below keeps the dashes apart from the bars that they cross. */
const againstLines = (name: string): ReactElement[] => [
  <Line
    {...line}
    key="edge"
    dataKey="against"
    stroke="var(--surface)"
    strokeWidth={6}
    strokeOpacity={0.75}
    legendType="none"
    tooltipType="none"
  />,
  <Line
    {...line}
    key="line"
    dataKey="against"
    name={name}
    stroke="var(--text)"
    strokeWidth={2}
    strokeDasharray="5 4"
    legendType="plainline"
  />,
]

/** Names stand beside their bars, every one of them; times below, as many as there is room for. */
function axesOf(drawing: Drawing, { text }: CellWords): ReactElement[] {
  const { unit, overTime } = drawing
  const values = {
    stroke: 'var(--dim)',
    tick,
    allowDecimals: unit !== 'count',
    tickFormatter: (value: number) => valueText(value, unit, text),
    ...(unit === 'pct' && { domain: [0, 100] }),
    ...(unit === 'ms' && { ticks: timeTicks(mostOf(drawing)), domain: [0, timeTicks(mostOf(drawing)).at(-1) ?? 0] }),
  }
  const names = { stroke: 'var(--dim)', tick, dataKey: 'name' }
  return overTime
    ? [<XAxis key="x" {...names} interval="preserveStartEnd" />, <YAxis key="y" {...values} width={64} />]
    : [
        <XAxis key="x" {...values} type="number" />,
        <YAxis key="y" {...names} type="category" interval={0} width={144} />,
      ]
}

const namedHeight = ({ rows, bars, against }: Drawing): number =>
  72 + rows.length * (8 + 14 * Math.max(1, bars.length + (against ? 1 : 0)))

/** What the axis counts in, and that not every row is drawn. */
function Unit({ drawing: { unit, first } }: { drawing: Drawing }) {
  const { t } = useText()
  const said =
    unit === 'ms' ? t('report.chart.time') : unit === 'pct' ? t('report.chart.share') : t('report.chart.calls')
  return (
    <p className="report-unit">
      {said}
      {first !== undefined && ` · ${t('report.chart.first', { count: first })}`}
    </p>
  )
}
