import { useEffect, useRef, useState } from 'react'
import type { SavedReport } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Dialog } from '#renderer/components/Dialog.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { useAnswer } from '#renderer/state/use-answer.ts'
import { choiceOf, savedRequestOf, type ReportChoice } from './report-choice.ts'
import { SaveForm } from './SaveForm.tsx'

type Props = { choice: ReportChoice; onOpen: (choice: ReportChoice) => void }

/** Report definitions that are kept, and the hours at which the console writes them into a folder by itself. */
export function SavedReports({ choice, onOpen }: Props) {
  const { t } = useText()
  const { value, problem, reload } = useAnswer('reports.saved', {})
  /** `new`, or the one that is changed. */
  const [editing, setEditing] = useState<SavedReport | 'new'>()
  const [removing, setRemoving] = useState<SavedReport>()
  const request = savedRequestOf(choice)
  const section = useRef<HTMLElement>(null)
  const wasEditing = useRef(false)
  // The form goes away with the keyboard in it: the button that opened it is there again.
  useEffect(() => {
    if (wasEditing.current && !editing) section.current?.querySelector<HTMLElement>(':scope > .button')?.focus()
    wasEditing.current = editing !== undefined
  }, [editing])
  const done = (): void => {
    setEditing(undefined)
    reload()
  }
  return (
    <section className="saved-reports" ref={section} aria-label={t('saved.title')}>
      <h2>{t('saved.title')}</h2>
      {problem && <p role="alert">{problemWords(problem, t)}</p>}
      {value?.reports.length === 0 && <p className="form-hint">{t('saved.none')}</p>}
      <ul>
        {value?.reports.map((report) => (
          <Saved
            key={report.id}
            report={report}
            onOpen={() => onOpen(choiceOf(report))}
            onEdit={() => setEditing(report)}
            onRemove={() => setRemoving(report)}
          />
        ))}
      </ul>
      {editing ? (
        <SaveForm
          key={editing === 'new' ? 'new' : editing.id}
          saved={editing === 'new' ? undefined : editing}
          request={editing === 'new' ? request : editing.request}
          onDone={done}
          onCancel={() => setEditing(undefined)}
        />
      ) : (
        <>
          <Button size="small" isDisabled={!request} onPress={() => setEditing('new')}>
            {t('saved.save')}
          </Button>
          {!request && <p className="form-hint">{t('saved.not-savable')}</p>}
        </>
      )}
      {removing && <Remove report={removing} onClose={() => setRemoving(undefined)} onRemoved={reload} />}
    </section>
  )
}

type SavedProps = { report: SavedReport; onOpen: () => void; onEdit: () => void; onRemove: () => void }

function Saved({ report, onOpen, onEdit, onRemove }: SavedProps) {
  const { t, moment } = useText()
  const { clock } = useScreen()
  const { schedule, lastRun } = report
  return (
    <li data-saved-report={report.name}>
      <button type="button" className="calls-open" onClick={onOpen}>
        {report.name}
      </button>
      <span className="saved-buttons">
        <Button look="quiet" size="small" aria-label={t('saved.change', { name: report.name })} onPress={onEdit}>
          {t('saved.change.short')}
        </Button>
        <Button look="quiet" size="small" aria-label={t('saved.remove', { name: report.name })} onPress={onRemove}>
          ×
        </Button>
      </span>
      {schedule && (
        <small>
          {t('saved.schedule.at', {
            days:
              schedule.days.length === 7
                ? t('saved.every-day')
                : schedule.days.map((day) => t(`weekday.${day as 1}`)).join(' '),
            at: schedule.at,
            folder: schedule.folder,
          })}
        </small>
      )}
      {lastRun && (
        <small data-last-run={lastRun.problem ? 'failed' : 'written'}>
          {lastRun.problem
            ? t('saved.failed', { time: moment(lastRun.at, clock.current()), why: lastRun.problem })
            : t('saved.written', { time: moment(lastRun.at, clock.current()), file: lastRun.file ?? '' })}
        </small>
      )}
    </li>
  )
}

function Remove({ report, onClose, onRemoved }: { report: SavedReport; onClose: () => void; onRemoved: () => void }) {
  const { t } = useText()
  const { commands } = useScreen()
  async function remove(): Promise<void> {
    const removed = await commands.run('reports.remove', { id: report.id })
    onClose()
    if (removed.ok) onRemoved()
  }
  return (
    <Dialog title={t('saved.remove', { name: report.name })} role="alertdialog" onClose={onClose}>
      {report.schedule && <p>{t('saved.remove.schedule')}</p>}
      <div className="dialog-buttons">
        <Button onPress={onClose}>{t('recovery.cancel')}</Button>
        <Button look="main" onPress={() => void remove()}>
          {t('saved.remove.do')}
        </Button>
      </div>
    </Dialog>
  )
}
