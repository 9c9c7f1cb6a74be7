import { useState } from 'react'
import type { ReportRequest } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useScreen } from '#renderer/state/screen.tsx'
import { saveOffer } from '#renderer/state/file-transfer.ts'
import { useAnswer } from '#renderer/state/use-answer.ts'
import { HandoverSheet } from './HandoverSheet.tsx'
import { JournalPanel } from './JournalPanel.tsx'
import { firstChoice, requestOf, type ReportChoice } from './report-choice.ts'
import { ReportForm } from './ReportForm.tsx'
import { ReportSheet } from './ReportSheet.tsx'
import { SavedReports } from './SavedReports.tsx'
import './reports.css'

/** Reports, the shift-handover sheet, and the state of the journal that all of it comes from. */
export function ReportsView() {
  const { t } = useText()
  const [page, setPage] = useState<'reports' | 'handover' | 'journal'>('reports')
  return (
    <main className="reports">
      <div className="reports-head no-print">
        <h1>{t('view.reports')}</h1>
        <Choice
          label={t('view.reports')}
          value={page}
          onChange={setPage}
          options={[
            { value: 'reports', label: t('view.reports') },
            { value: 'handover', label: t('handover.title') },
            { value: 'journal', label: t('journal.title') },
          ]}
        />
      </div>
      {page === 'reports' && <Reports />}
      {page === 'handover' && <HandoverSheet />}
      {page === 'journal' && <JournalPanel />}
    </main>
  )
}

function Reports() {
  const { t } = useText()
  const { clock } = useScreen()
  const timeZone = useConsole((state) => state.view?.site.timeZone)
  const [choice, setChoice] = useState<ReportChoice>(firstChoice)
  const [asked, setAsked] = useState<ReportRequest | undefined>(() => requestOf(firstChoice, clock.current(), timeZone))
  const { value, problem, loading } = useAnswer('reports.run', asked ?? null)
  const request = requestOf(choice, clock.current(), timeZone)
  return (
    <div className="reports-columns">
      <div className="no-print">
        <ReportForm
          choice={choice}
          onChange={setChoice}
          onRun={() => setAsked(request)}
          incomplete={request === undefined}
        />
        <SavedReports choice={choice} onOpen={setChoice} />
      </div>
      <div aria-busy={loading}>
        {problem && <p role="alert">{problemWords(problem, t)}</p>}
        {!value && loading && <p role="status">{t('calls.loading')}</p>}
        {value && (
          <>
            {asked && <Exports request={asked} />}
            <ReportSheet report={value} />
          </>
        )}
      </div>
    </div>
  )
}

function Exports({ request }: { request: ReportRequest }) {
  const { t, language } = useText()
  const { commands } = useScreen()
  async function save(format: 'csv' | 'xlsx'): Promise<void> {
    const offer = await commands.run('reports.export', { request, format, language })
    if (!offer.ok) return
    const failed = await saveOffer(commands, offer.value)
    if (failed) commands.report(failed)
  }
  return (
    <div className="form-actions no-print">
      <Button size="small" onPress={() => void save('csv')}>
        {t('report.export.csv')}
      </Button>
      <Button size="small" onPress={() => void save('xlsx')}>
        {t('report.export.xlsx')}
      </Button>
      <Button size="small" onPress={() => window.print()}>
        {t('report.print')}
      </Button>
    </div>
  )
}
