import { useState, type FormEvent } from 'react'
import type { JournalView } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Dialog } from '#renderer/components/Dialog.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'

type Limits = JournalView['retention']
const bounds: Record<keyof Limits, [least: number, most: number]> = {
  days: [7, 3660],
  megabytes: [100, 1_000_000],
  rawDays: [0, 60],
}
const names = ['days', 'megabytes', 'rawDays'] as const

/** How long calls are kept. Less than before means that older calls go at once: that is asked for twice. */
export function Retention({ state, onSaved }: { state: JournalView; onSaved: () => void }) {
  const { t } = useText()
  const { commands } = useScreen()
  const { retention } = state
  const [typed, setTyped] = useState<Record<keyof Limits, string>>({
    days: String(retention.days),
    megabytes: String(retention.megabytes),
    rawDays: String(retention.rawDays),
  })
  const [asking, setAsking] = useState(false)
  const isWrong = (name: keyof Limits): boolean => {
    const [least, most] = bounds[name]
    return !/^\d+$/.test(typed[name].trim()) || Number(typed[name]) < least || Number(typed[name]) > most
  }
  const wanted: Limits = {
    days: Number(typed.days),
    megabytes: Number(typed.megabytes),
    rawDays: Number(typed.rawDays),
  }
  const wrong = names.some(isWrong)
  const changed = names.some((name) => wanted[name] !== retention[name])

  async function save(): Promise<void> {
    setAsking(false)
    const saved = await commands.run('journal.retain', wanted)
    if (saved.ok) onSaved()
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (wrong || !changed) return
    if (names.some((name) => wanted[name] < retention[name])) setAsking(true)
    else void save()
  }

  return (
    <form aria-label={t('journal.retention')} className="journal-form" onSubmit={submit}>
      <h2>{t('journal.retention')}</h2>
      <p className="form-hint">{t('journal.retention.hint')}</p>
      {names.map((name) => {
        const [least, most] = bounds[name]
        return (
          <TextInput
            key={name}
            label={t(`journal.${name}`)}
            inputMode="numeric"
            value={typed[name]}
            onChange={(value) => setTyped({ ...typed, [name]: value })}
            error={isWrong(name) ? t('journal.between', { least, most }) : undefined}
          />
        )
      })}
      <p>
        <Button type="submit" isDisabled={wrong || !changed}>
          {t('journal.save')}
        </Button>
      </p>
      {asking && (
        <Dialog title={t('journal.less')} role="alertdialog" onClose={() => setAsking(false)}>
          <p>{t('journal.less.text')}</p>
          <div className="dialog-buttons">
            <Button onPress={() => setAsking(false)}>{t('recovery.cancel')}</Button>
            <Button look="main" onPress={() => void save()}>
              {t('journal.less.do')}
            </Button>
          </div>
        </Dialog>
      )}
    </form>
  )
}
