import { useState, type FormEvent } from 'react'
import type { AlertOutcome } from '#shared/domain/alert/alert.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { TextArea } from '#renderer/components/TextArea.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { useAnswer } from '#renderer/state/use-answer.ts'
import { outcomeWords } from '#renderer/views/calls/call-words.ts'
import { outcomes } from '#renderer/views/wall/use-card-keys.ts'
import './recovery.css'

type Props = { callId: string; onDone: () => void; onCancel: () => void }

/** What became of a lost caller, in a person's words. What was typed stays until the console has taken it. */
export function OutcomeForm({ callId, onDone, onCancel }: Props) {
  const { t } = useText()
  const { commands } = useScreen()
  const [outcome, setOutcome] = useState<AlertOutcome>('called-back')
  const [note, setNote] = useState('')
  const [duplicateOf, setDuplicateOf] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const [saving, setSaving] = useState(false)

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (saving) return
    setSaving(true)
    setProblem(undefined)
    const input = { callId, outcome, note }
    const named = outcome === 'duplicate' && duplicateOf !== '' ? { ...input, duplicateOf } : input
    const result = await commands.run('recovery.setOutcome', named, 'caller')
    setSaving(false)
    if (result.ok) onDone()
    else setProblem(result.error)
  }

  return (
    <form className="recovery-form" aria-label={t('recovery.give')} onSubmit={(event) => void save(event)}>
      <Choice
        label={t('recovery.what')}
        look="list"
        value={outcome}
        onChange={setOutcome}
        options={outcomes.map((value) => ({ value, label: t(`outcome.${value}`) }))}
      />
      {outcome === 'duplicate' && <DuplicateOf callId={callId} value={duplicateOf} onChange={setDuplicateOf} />}
      <TextArea label={t('recovery.note')} value={note} maxLength={500} onChange={setNote} />
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

/** Which call it repeats: one of the same number, before or after it. */
function DuplicateOf({
  callId,
  value,
  onChange,
}: {
  callId: string
  value: string
  onChange: (callId: string) => void
}) {
  const text = useText()
  const { t, moment } = text
  const { clock } = useScreen()
  const { value: trail } = useAnswer('calls.trail', { callId })
  if (!trail) return null
  if (trail.sameCaller.length === 0) return <p className="form-hint">{t('recovery.duplicate-of.no-other')}</p>
  return (
    <Select
      label={t('recovery.duplicate-of')}
      value={value}
      onChange={onChange}
      options={[
        { value: '', label: t('recovery.duplicate-of.none') },
        ...trail.sameCaller.map((call) => ({
          value: call.callId,
          label: `${moment(call.arrivedAt, clock.current())} · ${
            call.endedAt === undefined ? t('calls.live') : outcomeWords(call.outcome, text)
          }`,
        })),
      ]}
    />
  )
}
