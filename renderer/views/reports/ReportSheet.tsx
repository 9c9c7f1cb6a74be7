import { memo, useState } from 'react'
import { normNamed } from '#shared/domain/statistics/norms.ts'
import type { Report } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { durationText } from '#renderer/i18n/format.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useSiteClock } from '#renderer/i18n/use-site-clock.ts'
import { useConsole } from '#renderer/state/screen.tsx'
import { Figure } from '#renderer/views/side/Figure.tsx'
import { useDimensionWords } from '#renderer/views/side/use-dimension-words.ts'
import { useNames } from '#renderer/views/wall/use-names.ts'
import { ReportChart } from './ReportChart.tsx'
import { questionOfCell, questionOfHeadline, type FigureQuestion } from './report-figures.ts'
import { spanText } from './span-text.ts'
import { cellText, headingText, valueText } from './values.ts'

const mostGaps = 5

/**
 * A report as it is read, and as it is printed: what, when, how it was counted, what was not seen, picture, table. Hundreds of its figures can
 * be asked, so it is drawn when there is another report and not with every choice beside it.
 */
export const ReportSheet = memo(function ReportSheet({ report }: { report: Report }) {
  const { t } = useText()
  return (
    <article className="report" data-report={report.request.kind}>
      <Head report={report} />
      <Headline report={report} />
      {report.table.rows.length > 0 ? (
        <>
          <ReportChart report={report} />
          <Rows key={JSON.stringify(report.request)} report={report} />
        </>
      ) : (
        <p className="report-none">{t('report.none')}</p>
      )}
    </article>
  )
})

function Head({ report }: { report: Report }) {
  const text = useText()
  const { t, dateTime, list, language, number } = text
  const site = useConsole((state) => state.view?.site)
  const of = useDimensionWords(report.request.dimension)
  const { request, window, compareWindow, comparedUntil, gaps, imported } = report
  const norm = report.norm && normNamed(report.norm)
  const gapMs = gaps.reduce((sum, { from, to }) => sum + to - from, 0)
  return (
    <header>
      <h2>{t(`report.${request.kind}`)}</h2>
      <p className="report-what">
        <span>{site?.name}</span>
        <span>{of}</span>
        <span>{spanText(window, text)}</span>
      </p>
      <p className="form-hint">
        {t('report.how', { profile: t(`profile.${request.profile}`), made: dateTime(report.madeAt) })}
        {compareWindow && ` · ${t('report.compared-with', { span: spanText(compareWindow, text) })}`}
        {comparedUntil !== undefined && ` · ${t('report.compared-until', { time: dateTime(comparedUntil) })}`}
        {imported > 0 && ` · ${t('report.imported', { count: imported, value: number(imported) })}`}
        {site?.practice && ` · ${t('practice.mark.text')}`}
      </p>
      {norm && (
        <p className="form-hint">
          {t('report.norm', { name: norm.name[language], source: norm.source[language] })} · {norm.reading[language]}
        </p>
      )}
      {gaps.length > 0 && (
        <p className="report-gaps" data-figure="report-gaps">
          ※{' '}
          {t('report.gaps', {
            total: durationText(gapMs / 1000),
            spans: list(gaps.slice(0, mostGaps).map((gap) => spanText(gap, text))),
          })}
          {gaps.length > mostGaps && ` ${t('gap.more', { count: gaps.length - mostGaps })}`}
        </p>
      )}
    </header>
  )
}

function Headline({ report }: { report: Report }) {
  const text = useText()
  const { t } = text
  if (report.headline.length === 0) return null
  return (
    <dl className="report-headline">
      {report.headline.map(({ key, unit, value, compare }) => {
        const question = questionOfHeadline(report, key)
        const words = valueText(value, unit, text)
        return (
          <div key={key} data-figure={key}>
            <dt>{headingText(key, text)}</dt>
            <dd>
              {question ? (
                <Figure {...question} profile={report.request.profile}>
                  {words}
                </Figure>
              ) : (
                words
              )}
            </dd>
            {/* A norm is what it is: there is nothing to compare. */}
            {compare !== undefined && key !== 'normPct' && (
              <dd className="report-compare">{t('report.was', { value: valueText(compare, unit, text) })}</dd>
            )}
          </div>
        )
      })}
    </dl>
  )
}

/** More rows than a page shows at once; the rest is a press away, and in every file. */
const mostRows = 500

function Rows({ report }: { report: Report }) {
  const text = useText()
  const { t, number } = text
  const names = useNames()
  const siteClock = useSiteClock()
  const [all, setAll] = useState(false)
  const { table, window } = report
  const rows = all ? table.rows : table.rows.slice(0, mostRows)
  const left = table.rows.length - rows.length
  return (
    <div className="report-table">
      <table>
        <thead>
          <tr>
            {table.columns.map(({ key, unit }) => (
              <th key={key} scope="col" className={unit === 'text' ? undefined : 'figure'}>
                {headingText(key, text)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={`${row[0]} ${index}`}>
              {table.columns.map((column, at) => (
                <td key={column.key} className={column.unit === 'text' ? undefined : 'figure'}>
                  <CellFigure report={report} question={questionOfCell(report, index, column.key, siteClock)}>
                    {cellText(row[at], column, { text, names, window })}
                  </CellFigure>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <p className="form-actions">
          <span>{t('report.rows.left', { count: left, value: number(left) })}</span>
          <Button size="small" onPress={() => setAll(true)}>
            {t('report.rows.all')}
          </Button>
        </p>
      )}
    </div>
  )
}

type CellProps = { report: Report; question: FigureQuestion | undefined; children: string }

function CellFigure({ report, question, children }: CellProps) {
  return question ? (
    <Figure {...question} profile={report.request.profile}>
      {children}
    </Figure>
  ) : (
    children
  )
}
