import { useState, type FormEvent } from 'react'
import type { SavedReport } from '#shared/ipc/journal-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Checkbox } from '#renderer/components/Checkbox.tsx'
import { asClock } from '#renderer/components/date-time.ts'
import { Select } from '#renderer/components/Select.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'

type Props = {
  /** The one that is changed; missing: a new one. */
  saved: SavedReport | undefined
  request: SavedReport['request'] | undefined
  onDone: () => void
  onCancel: () => void
}
const everyDay = [1, 2, 3, 4, 5, 6, 7] as const

/** A report's name, and when the console writes it into which folder. What was typed stays until the console has taken it. */
export function SaveForm({ saved, request, onDone, onCancel }: Props) {
  const { t } = useText()
  const { commands } = useScreen()
  const before = saved?.schedule
  const [name, setName] = useState(saved?.name ?? '')
  const [scheduled, setScheduled] = useState(before !== undefined)
  const [days, setDays] = useState<number[]>(before?.days ?? [...everyDay])
  const [at, setAt] = useState(before?.at ?? '08:00')
  const [folder, setFolder] = useState(before?.folder ?? '')
  const [format, setFormat] = useState<'csv' | 'xlsx'>(before?.format ?? 'xlsx')
  const [problem, setProblem] = useState<Problem>()
  const [saving, setSaving] = useState(false)
  const clockTime = asClock(at)
  const complete =
    request !== undefined &&
    name.trim() !== '' &&
    (!scheduled || (folder.trim() !== '' && days.length > 0 && clockTime !== undefined))

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!complete || saving) return
    setSaving(true)
    setProblem(undefined)
    const result = await commands.run(
      'reports.save',
      {
        id: saved?.id ?? crypto.randomUUID(),
        name: name.trim(),
        request,
        ...(scheduled &&
          clockTime !== undefined && { schedule: { days, at: clockTime, folder: folder.trim(), format } }),
      },
      'caller',
    )
    setSaving(false)
    if (result.ok) onDone()
    else setProblem(result.error)
  }

  return (
    <form className="saved-form" aria-label={t('saved.save')} onSubmit={(event) => void save(event)}>
      <TextInput label={t('saved.name')} value={name} onChange={setName} maxLength={100} autoFocus />
      <Checkbox label={t('saved.scheduled')} checked={scheduled} onChange={setScheduled} />
      {scheduled && (
        <>
          <Days days={days} onChange={setDays} />
          <TextInput
            label={t('saved.at')}
            value={at}
            onChange={setAt}
            inputMode="numeric"
            placeholder="08:00"
            maxLength={10}
            error={clockTime === undefined ? t('saved.at.wrong') : undefined}
          />
          <TextInput
            label={t('saved.folder')}
            hint={t('saved.folder.hint')}
            value={folder}
            onChange={setFolder}
            maxLength={1000}
          />
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
      {!complete && <p className="form-hint">{t(scheduled ? 'saved.incomplete.scheduled' : 'saved.incomplete')}</p>}
      <div className="form-actions">
        <Button type="submit" look="main" isDisabled={!complete} isPending={saving}>
          {t('saved.do')}
        </Button>
        <Button look="quiet" onPress={onCancel}>
          {t('recovery.cancel')}
        </Button>
      </div>
      {problem && (
        <p role="alert" className="form-error">
          {problemWords(problem, t)}
        </p>
      )}
    </form>
  )
}

function Days({ days, onChange }: { days: number[]; onChange: (days: number[]) => void }) {
  const { t } = useText()
  return (
    <div className="saved-days" role="group" aria-label={t('saved.days')}>
      {everyDay.map((day) => (
        <Checkbox
          key={day}
          label={t(`weekday.${day}`)}
          checked={days.includes(day)}
          onChange={(on) => onChange(on ? [...days, day].sort((a, b) => a - b) : days.filter((one) => one !== day))}
        />
      ))}
    </div>
  )
}
