import { useState, type FormEvent } from 'react'
import type { AlertOutcome } from '#shared/domain/alert/alert.ts'
import type { RecoveryEntry } from '#shared/ipc/journal-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { outcomes } from '#renderer/views/wall/use-card-keys.ts'

type Props = { entry: RecoveryEntry; onDone: () => void; onCancel: () => void }

/** What became of a lost caller, in a person's words. What was typed stays until the console has taken it. */
export function OutcomeForm({ entry, onDone, onCancel }: Props) {
  const { t, moment } = useText()
  const { commands } = useScreen()
  const [outcome, setOutcome] = useState<AlertOutcome>('called-back')
  const [note, setNote] = useState('')
  const [duplicateOf, setDuplicateOf] = useState(entry.again[0]?.callId ?? '')
  const [problem, setProblem] = useState<Problem>()
  const [saving, setSaving] = useState(false)

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (saving) return
    setSaving(true)
    const input = { callId: entry.callId, outcome, note }
    const named = outcome === 'duplicate' && duplicateOf !== '' ? { ...input, duplicateOf } : input
    const result = await commands.run('recovery.setOutcome', named, 'caller')
    setSaving(false)
    if (result.ok) onDone()
    else setProblem(result.error)
  }

  return (
    <form className="recovery-form" onSubmit={(event) => void save(event)}>
      <Choice
        label={t('recovery.give')}
        look="list"
        value={outcome}
        onChange={setOutcome}
        options={outcomes.map((value) => ({ value, label: t(`outcome.${value}`) }))}
      />
      {outcome === 'duplicate' && entry.again.length > 0 && (
        <Select
          label={t('recovery.duplicate-of')}
          value={duplicateOf}
          onChange={setDuplicateOf}
          options={entry.again.map(({ callId, at }) => ({ value: callId, label: moment(at, Date.now()) }))}
        />
      )}
      <TextInput label={t('recovery.note')} value={note} onChange={(next) => setNote(next.slice(0, 500))} />
      <div className="form-actions">
        <Button type="submit" look="main" isPending={saving}>
          {t('recovery.save')}
        </Button>
        <Button look="quiet" onPress={onCancel}>
          {t('recovery.cancel')}
        </Button>
        {problem && (
          <p role="alert" className="form-error">
            {problemWords(problem, t)}
          </p>
        )}
      </div>
    </form>
  )
}
