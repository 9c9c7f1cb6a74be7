import { useState, type FormEvent } from 'react'
import type { SavedReport } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Checkbox } from '#renderer/components/Checkbox.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { useAnswer } from '#renderer/state/use-answer.ts'
import { dimensionOf, type ReportChoice } from './report-choice.ts'

type Props = { choice: ReportChoice; onOpen: (choice: ReportChoice) => void }

const savable: Partial<Record<ReportChoice['window'], SavedReport['request']['window']>> = {
  today: 'today',
  yesterday: 'yesterday',
  shift: 'last-shift',
  'last-week': 'last-week',
  'last-month': 'last-month',
}

/** Report definitions that are kept, and the hours at which the console writes them into a folder by itself. */
export function SavedReports({ choice, onOpen }: Props) {
  const { t, moment } = useText()
  const { commands } = useScreen()
  const { value, reload } = useAnswer('reports.saved', {})
  const [saving, setSaving] = useState(false)

  async function remove(id: string): Promise<void> {
    await commands.run('reports.remove', { id })
    reload()
  }

  return (
    <section className="saved-reports" aria-label={t('saved.title')}>
      <h2>{t('saved.title')}</h2>
      {value?.reports.length === 0 && <p className="form-hint">{t('saved.none')}</p>}
      <ul>
        {value?.reports.map((report) => (
          <li key={report.id} data-saved-report={report.name}>
            <Button look="quiet" size="small" onPress={() => onOpen(choiceOf(report, choice))}>
              {report.name}
            </Button>
            {report.schedule && (
              <small>
                {t('saved.schedule.at', {
                  days: report.schedule.days.map((day) => t(`weekday.${day as 1}`)).join(' '),
                  at: report.schedule.at,
                  folder: report.schedule.folder,
                })}
              </small>
            )}
            {report.lastRun && (
              <small>
                {report.lastRun.problem
                  ? t('saved.failed', { time: moment(report.lastRun.at, Date.now()), why: report.lastRun.problem })
                  : t('saved.written', { time: moment(report.lastRun.at, Date.now()), file: report.lastRun.file ?? '' })}
              </small>
            )}
            <Button
              look="quiet"
              size="small"
              aria-label={t('saved.remove', { name: report.name })}
              onPress={() => void remove(report.id)}
            >
              ×
            </Button>
          </li>
        ))}
      </ul>
      {saving ? (
        <SaveForm
          choice={choice}
          onDone={() => {
            setSaving(false)
            reload()
          }}
          onCancel={() => setSaving(false)}
        />
      ) : (
        <Button size="small" isDisabled={!savable[choice.window]} onPress={() => setSaving(true)}>
          {t('saved.save')}
        </Button>
      )}
    </section>
  )
}

function choiceOf({ request }: SavedReport, before: ReportChoice): ReportChoice {
  const { kind, profile, dimension, compare } = request
  const window = request.window === 'last-shift' ? 'shift' : request.window
  return { ...before, kind, profile, window, dimension: dimensionText(dimension), compare: compare ?? '' }
}

function dimensionText(dimension: SavedReport['request']['dimension']): string {
  switch (dimension.kind) {
    case 'area':
      return `area:${dimension.area}`
    case 'class':
      return `class:${dimension.classId}`
    case 'vdn':
      return `vdn:${dimension.vdn}`
    default:
      return 'total'
  }
}

type FormProps = { choice: ReportChoice; onDone: () => void; onCancel: () => void }
const everyDay = [1, 2, 3, 4, 5, 6, 7]

function SaveForm({ choice, onDone, onCancel }: FormProps) {
  const { t } = useText()
  const { commands } = useScreen()
  const [name, setName] = useState('')
  const [scheduled, setScheduled] = useState(false)
  const [days, setDays] = useState(everyDay)
  const [at, setAt] = useState('08:00')
  const [folder, setFolder] = useState('')
  const [format, setFormat] = useState<'csv' | 'xlsx'>('xlsx')
  const window = savable[choice.window]
  const complete = name.trim() !== '' && (!scheduled || (folder.trim() !== '' && days.length > 0 && at !== ''))

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!window || !complete) return
    const { kind, profile, compare } = choice
    const request = { kind, profile, window, dimension: dimensionOf(choice.dimension) }
    const saved = await commands.run('reports.save', {
      id: crypto.randomUUID(),
      name,
      request: compare === '' ? request : { ...request, compare },
      ...(scheduled && { schedule: { days, at, folder, format } }),
    })
    if (saved.ok) onDone()
  }

  return (
    <form className="saved-form" onSubmit={(event) => void save(event)}>
      <TextInput label={t('saved.name')} value={name} onChange={setName} />
      <Checkbox label={t('saved.scheduled')} checked={scheduled} onChange={setScheduled} />
      {scheduled && (
        <>
          <div className="saved-days" role="group" aria-label={t('saved.days')}>
            {everyDay.map((day) => (
              <Checkbox
                key={day}
                label={t(`weekday.${day as 1}`)}
                checked={days.includes(day)}
                onChange={(on) => setDays(on ? [...days, day].sort() : days.filter((one) => one !== day))}
              />
            ))}
          </div>
          <div className="field">
            <label>
              <span>{t('saved.at')}</span>
              <input type="time" value={at} onChange={(event) => setAt(event.target.value)} />
            </label>
          </div>
          <TextInput label={t('saved.folder')} hint={t('saved.folder.hint')} value={folder} onChange={setFolder} />
          <Select
            label={t('saved.format')}
            value={format}
            onChange={setFormat}
            options={[
              { value: 'xlsx', label: 'XLSX' },
              { value: 'csv', label: 'CSV' },
            ]}
          />
        </>
      )}
      <div className="form-actions">
        <Button type="submit" look="main" isDisabled={!complete}>
          {t('saved.save')}
        </Button>
        <Button look="quiet" onPress={onCancel}>
          {t('recovery.cancel')}
        </Button>
      </div>
    </form>
  )
}
