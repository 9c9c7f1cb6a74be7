import { useState, type FormEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { BackupSummary } from '#shared/ipc/access-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Checkbox } from '#renderer/components/Checkbox.tsx'
import { FileButton } from '#renderer/components/FileButton.tsx'
import { TextArea } from '#renderer/components/TextArea.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import type { BackupParts, OpenBackup } from '#renderer/state/backup-store.ts'
import { useClockValue, useScreen } from '#renderer/state/screen.tsx'

const parts = ['settings', 'list', 'secrets'] as const

/** A backup file: first what is in it, then what of it is wanted, then why. Nothing changes before the last button. */
export function BackupRestore() {
  const { t, list } = useText()
  const { backup } = useScreen()
  const busy = useStore(backup, (state) => state.busy)
  const opened = useStore(backup, (state) => state.opened)
  const problem = useStore(backup, (state) => (state.problem?.of === 'open' ? state.problem.problem : undefined))
  const done = useStore(backup, (state) => (state.done?.kind === 'restored' ? state.done : undefined))
  const restored = parts.filter((part) => done?.parts[part]).map((part) => t(`backup.restored.${part}`))
  return (
    <section className="backup-restore" aria-label={t('backup.restore')}>
      <h3>{t('backup.restore')}</h3>
      <div className="form-actions">
        <FileButton accept=".json" isDisabled={busy !== undefined} onFile={(file) => void backup.openFile(file)}>
          {t(opened ? 'backup.another' : 'backup.choose')}
        </FileButton>
        <p role="status">
          {busy?.what === 'reading' && t('backup.reading', { name: busy.name })}
          {problem && <span className="form-error">{problemWords(problem, t)}</span>}
          {done && restored.length > 0 && t('backup.restored', { parts: list(restored) })}
          {done?.listWaits && <span>{t('backup.list-waits')}</span>}
        </p>
      </div>
      {opened && <Opened key={opened.fileId} opened={opened} />}
    </section>
  )
}

function Opened({ opened }: { opened: OpenBackup }) {
  const { t } = useText()
  const { backup } = useScreen()
  const busy = useStore(backup, (state) => state.busy?.what === 'restoring')
  const problem = useStore(backup, (state) => (state.problem?.of === 'restore' ? state.problem.problem : undefined))
  const [passphrase, setPassphrase] = useState('')
  const [wanted, setWanted] = useState<BackupParts>({ settings: true, list: true, secrets: false })
  const [why, setWhy] = useState('')
  const [tried, setTried] = useState(false)
  const { summary } = opened
  const none = parts.every((part) => !wanted[part])

  async function restore(event: FormEvent): Promise<void> {
    event.preventDefault()
    setTried(true)
    if (why.trim() === '' || none) return
    const done = await backup.restore(wanted, why.trim(), wanted.secrets ? passphrase : null)
    if (done) setPassphrase('')
  }

  return (
    <>
      <Summary opened={opened} />
      {summary.hasSecrets && !summary.secretsOpen && <Unlock passphrase={passphrase} onChange={setPassphrase} />}
      <form className="backup-parts" aria-label={t('backup.parts')} onSubmit={(event) => void restore(event)}>
        <fieldset>
          <legend>{t('backup.parts')}</legend>
          {parts.map((part) => (
            <Checkbox
              key={part}
              label={t(`backup.part.${part}`)}
              checked={wanted[part]}
              isDisabled={part === 'secrets' && !summary.secretsOpen}
              onChange={(on) => setWanted({ ...wanted, [part]: on })}
            />
          ))}
        </fieldset>
        <TextArea
          label={t('backup.why')}
          value={why}
          onChange={setWhy}
          maxLength={500}
          hint={t('backup.why.hint')}
          error={tried && why.trim() === '' ? t('access.error.why') : undefined}
        />
        <div className="form-actions">
          <Button type="submit" look="main" isDisabled={none} isPending={busy}>
            {t(busy ? 'backup.restoring' : 'backup.restore.do')}
          </Button>
          <Button onPress={backup.putAside}>{t('backup.cancel')}</Button>
          <p role="status">{problem && <span className="form-error">{problemWords(problem, t)}</span>}</p>
        </div>
      </form>
    </>
  )
}

function Unlock({ passphrase, onChange }: { passphrase: string; onChange: (passphrase: string) => void }) {
  const { t } = useText()
  const { backup } = useScreen()
  return (
    <form
      className="backup-unlock"
      aria-label={t('backup.unlock')}
      onSubmit={(event) => {
        event.preventDefault()
        if (passphrase !== '') void backup.unlock(passphrase)
      }}
    >
      <TextInput
        label={t('backup.unlock.passphrase')}
        name="restore-passphrase"
        type="password"
        value={passphrase}
        onChange={onChange}
      />
      <Button type="submit">{t('backup.unlock')}</Button>
    </form>
  )
}

const hourMs = 3_600_000

function Summary({ opened: { name, summary } }: { opened: OpenBackup }) {
  const { t, moment, number } = useText()
  const hour = useClockValue((now) => Math.floor(now / hourMs) * hourMs)
  const { list } = summary
  return (
    <dl className="backup-summary">
      <Fact name={t('backup.file')}>{name}</Fact>
      <Fact name={t('backup.site')}>{summary.site}</Fact>
      <Fact name={t('backup.made')}>
        {t('backup.made.by', { time: moment(summary.at, hour), by: summary.by || t('card.somebody') })}
      </Fact>
      <Fact name={t('backup.program')}>{summary.program}</Fact>
      <Fact name={t('backup.list')}>
        {t('backup.list.value', { version: list.version, rules: number(list.rules), classes: list.classes })}
      </Fact>
      <Fact name={t('backup.secrets')}>{t(secretsWords(summary))}</Fact>
    </dl>
  )
}

const secretsWords = ({ hasSecrets, secretsOpen }: BackupSummary) =>
  !hasSecrets ? 'backup.secrets.none' : secretsOpen ? 'backup.secrets.open' : 'backup.secrets.locked'

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
