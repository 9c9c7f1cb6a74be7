import type { Report, ReportTable } from '#shared/ipc/journal-view.ts'
import { useText, type MessageKey } from '#renderer/i18n/text.ts'
import { useConsole } from '#renderer/state/screen.tsx'
import { ReportChart } from './ReportChart.tsx'
import { valueText } from './values.ts'

/** A report as it is read, and as it is printed: what, when, how it was counted, picture, table. */
export function ReportSheet({ report }: { report: Report }) {
  const text = useText()
  const { t, moment, list } = text
  const site = useConsole((state) => state.view?.site.name)
  const { request, window, gaps } = report
  return (
    <article className="report" data-report={request.kind}>
      <header>
        <h2>{t(`report.${request.kind}`)}</h2>
        <p>
          {site} · {moment(window.from, 0)} – {moment(window.to, 0)}
        </p>
        <p className="form-hint">
          {t('report.how', { profile: t(`profile.${request.profile}`), made: moment(report.madeAt, 0) })}
          {report.compareWindow &&
            ` · ${t('report.compared-with', { from: moment(report.compareWindow.from, 0), to: moment(report.compareWindow.to, 0) })}`}
          {report.imported > 0 && ` · ${t('report.imported', { count: report.imported })}`}
        </p>
        {gaps.length > 0 && (
          <p className="report-gaps" data-figure="report-gaps">
            ※ {t('report.gaps', { spans: list(gaps.slice(0, 5).map((gap) => `${moment(gap.from, 0)}–${moment(gap.to, 0)}`)) })}
            {gaps.length > 5 && ` ${t('gap.more', { count: gaps.length - 5 })}`}
          </p>
        )}
      </header>
      <dl className="report-headline">
        {report.headline.map((figure) => (
          <div key={figure.key} data-figure={figure.key}>
            <dt>{t(`report.col.${figure.key}` as MessageKey)}</dt>
            <dd>{valueText(figure.value, figure.unit, text)}</dd>
            {figure.compare !== undefined && (
              <dd className="report-compare">{t('report.was', { value: valueText(figure.compare, figure.unit, text) })}</dd>
            )}
          </div>
        ))}
      </dl>
      {report.table.rows.length > 0 ? (
        <>
          <ReportChart report={report} />
          <Rows table={report.table} kind={request.kind} />
        </>
      ) : (
        <p className="report-none">{t('report.none')}</p>
      )}
    </article>
  )
}

function Rows({ table, kind }: { table: ReportTable; kind: Report['request']['kind'] }) {
  const text = useText()
  const { t } = text
  const heading = (key: string): string =>
    kind === 'heat-map' && /^\d+$/.test(key) ? key : t(`report.col.${key}` as MessageKey)
  return (
    <div className="report-table">
      <table>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.key} scope="col" className={column.unit === 'text' ? undefined : 'figure'}>
                {heading(column.key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={`${row[0]} ${index}`}>
              {table.columns.map((column, at) => (
                <td key={column.key} className={column.unit === 'text' ? undefined : 'figure'}>
                  {valueText(row[at], column.unit, text)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
