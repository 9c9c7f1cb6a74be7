import { useState } from 'react'
import type { ReportRequest } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useOffered, useScreen } from '#renderer/state/screen.tsx'
import { saveOffer } from '#renderer/state/file-transfer.ts'
import { useAnswer } from '#renderer/state/use-answer.ts'
import { useSiteClock } from '#renderer/i18n/use-site-clock.ts'
import { NeedsRole } from '#renderer/views/people/NeedsRole.tsx'
import { HandoverSheet } from './HandoverSheet.tsx'
import { JournalPanel } from './JournalPanel.tsx'
import { firstChoice, missingIn, requestOf, type ReportChoice } from './report-choice.ts'
import { ReportForm } from './ReportForm.tsx'
import { ReportSheet } from './ReportSheet.tsx'
import { SavedReports } from './SavedReports.tsx'
import './reports.css'
import './print.css'

/** Reports, the shift-handover sheet, and the state of the journal that all of it comes from. */
export function ReportsView() {
  const { t } = useText()
  const supervisor = useOffered('supervisor')
  const [chosen, setPage] = useState<'reports' | 'handover' | 'journal'>()
  const page = chosen ?? (supervisor ? 'reports' : 'handover')
  return (
    <main className="reports">
      <div className="reports-head no-print">
        <h1>{t('view.reports')}</h1>
        <Choice
          label={t('report.page')}
          hideLabel
          value={page}
          onChange={setPage}
          options={[
            { value: 'reports', label: t('view.reports') },
            { value: 'handover', label: t('handover.title') },
            { value: 'journal', label: t('journal.title') },
          ]}
        />
      </div>
      {page === 'reports' && (supervisor ? <Reports /> : <NeedsRole role="supervisor" />)}
      {page === 'handover' && <HandoverSheet />}
      {page === 'journal' && <JournalPanel />}
    </main>
  )
}

function Reports() {
  const { t } = useText()
  const { clock } = useScreen()
  const siteClock = useSiteClock()
  const profile = useConsole((state) => state.view?.totals.today.serviceLevel.profile ?? firstChoice.profile)
  const [choice, setChoice] = useState<ReportChoice>({ ...firstChoice, profile })
  const [asked, setAsked] = useState<ReportRequest | undefined>(() => requestOf(choice, clock.current(), siteClock))
  const { value, problem, loading } = useAnswer('reports.run', asked ?? null)
  const run = (from: ReportChoice): void => {
    const request = requestOf(from, clock.now(), siteClock)
    if (request) setAsked(request)
  }
  return (
    <div className="reports-columns">
      <div className="no-print">
        <ReportForm
          choice={choice}
          onChange={setChoice}
          onRun={() => run(choice)}
          missing={missingIn(choice, siteClock)}
        />
        <SavedReports
          choice={choice}
          onOpen={(saved) => {
            setChoice(saved)
            run(saved)
          }}
        />
      </div>
      <div className="report-found" aria-busy={loading}>
        <div className="report-bar no-print">
          {value && <Exports request={value.request} />}
          <p role="status">{loading && t('report.making')}</p>
        </div>
        {problem && <p role="alert">{problemWords(problem, t)}</p>}
        {value && <ReportSheet report={value} />}
      </div>
    </div>
  )
}

/** The report that is on the screen, as a file or on paper. */
function Exports({ request }: { request: ReportRequest }) {
  const { t, language } = useText()
  const { commands } = useScreen()
  const [saving, setSaving] = useState<'csv' | 'xlsx'>()
  async function save(format: 'csv' | 'xlsx'): Promise<void> {
    setSaving(format)
    const offer = await commands.run('reports.export', { request, format, language })
    if (offer.ok) {
      const failed = await saveOffer(commands, offer.value)
      if (failed) commands.report(failed)
    }
    setSaving(undefined)
  }
  return (
    <div className="form-actions">
      {(['csv', 'xlsx'] as const).map((format) => (
        <Button
          key={format}
          size="small"
          isPending={saving === format}
          isDisabled={saving !== undefined && saving !== format}
          onPress={() => void save(format)}
        >
          {t(`report.export.${format}`)}
        </Button>
      ))}
      <Button size="small" onPress={() => window.print()}>
        {t('report.print')}
      </Button>
    </div>
  )
}
