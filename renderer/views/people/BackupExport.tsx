import { useState, type FormEvent } from 'react'
import { useStore } from 'zustand'
import { Button } from '#renderer/components/Button.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'

const leastPassphrase = 8

/** Everything that was set, as one file. The passphrase is forgotten once it was used. */
export function BackupExport() {
  const { t } = useText()
  const { backup } = useScreen()
  const busy = useStore(backup, (state) => state.busy?.what === 'exporting')
  const done = useStore(backup, (state) => (state.done?.kind === 'exported' ? state.done.name : undefined))
  const problem = useStore(backup, (state) => (state.problem?.of === 'export' ? state.problem.problem : undefined))
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const short = passphrase !== '' && passphrase.length < leastPassphrase
  const differs = passphrase !== again

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    setTried(true)
    if (short || differs) return
    if (!(await backup.save(passphrase === '' ? null : passphrase))) return
    setTried(false)
    setPassphrase('')
    setAgain('')
  }

  return (
    <form className="backup-export" aria-label={t('backup.export')} onSubmit={(event) => void save(event)}>
      <h2>{t('backup.title')}</h2>
      <h3>{t('backup.export')}</h3>
      <p className="form-hint">{t('backup.export.hint')}</p>
      <div className="field-row even">
        <TextInput
          label={t('backup.passphrase')}
          name="backup-passphrase"
          type="password"
          value={passphrase}
          onChange={setPassphrase}
          hint={t('backup.passphrase.hint')}
          error={tried && short ? t('access.error.passphrase') : undefined}
        />
        <TextInput
          label={t('backup.passphrase.again')}
          name="backup-passphrase-again"
          type="password"
          value={again}
          onChange={setAgain}
          error={tried && !short && differs ? t('access.error.passphrase-again') : undefined}
        />
      </div>
      <div className="form-actions">
        <Button type="submit" isPending={busy}>
          {t(busy ? 'backup.exporting' : 'backup.export.do')}
        </Button>
        <p role="status">
          {done !== undefined && t('backup.exported', { name: done })}
          {problem && <span className="form-error">{problemWords(problem, t)}</span>}
        </p>
      </div>
    </form>
  )
}
