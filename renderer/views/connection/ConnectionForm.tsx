import { useState, type FormEvent } from 'react'
import { useStore } from 'zustand'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ConnectionView } from '#shared/ipc/view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { checkDraft, draftOf, type Draft, type DraftField, type FieldErrors } from './draft.ts'
import { ManagerConf } from './ManagerConf.tsx'
import { TlsFields } from './TlsFields.tsx'
import { VdnSourceFields } from './VdnSourceFields.tsx'

export type FieldsProps = {
  draft: Draft
  change: (changes: Partial<Draft>) => void
  /** The words of a field's error, once it was asked for. */
  errorOf: (field: DraftField) => string | undefined
}

/** Mode and settings of the connection. Errors show after the first try, and then follow what is typed. */
export function ConnectionForm({ stored }: { stored: ConnectionView }) {
  const { t } = useText()
  const { connection } = useScreen()
  const [mode, setMode] = useState(stored.mode)
  const [draft, setDraft] = useState(() => draftOf(stored.ami))
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const saving = useStore(connection, (state) => state.saving)
  const testing = useStore(connection, (state) => state.test?.running ?? false)
  const checked = checkDraft(draft, stored.hasSecret)
  const errors: FieldErrors = tried && !checked.ok ? checked.errors : {}

  const change = (changes: Partial<Draft>): void => {
    connection.setState({ saving: 'no' })
    setDraft((before) => ({ ...before, ...changes }))
  }
  const errorOf = (field: DraftField): string | undefined => {
    const key = errors[field]
    return key && t(key)
  }

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    setTried(mode === 'asterisk')
    if (mode === 'asterisk' && !checked.ok) return
    const input = checked.ok && mode === 'asterisk' ? { ...checked, mode } : { ami: stored.ami, mode }
    const { ami } = input
    const secret = 'secret' in input ? input.secret : undefined
    const failed = await connection.save(secret === undefined ? { mode, ami } : { mode, ami, secret })
    setProblem(failed)
    if (!failed) setDraft((before) => ({ ...before, secret: '' }))
  }

  function test(): void {
    setTried(true)
    if (checked.ok) void connection.test(checked.ami, checked.secret)
  }

  return (
    <form className="connection-form" onSubmit={(event) => void save(event)} noValidate>
      <Choice
        label={t('connection.mode')}
        look="cards"
        value={mode}
        onChange={(next) => {
          connection.setState({ saving: 'no' })
          setMode(next)
        }}
        options={[
          { value: 'practice', label: t('connection.practice'), hint: t('connection.practice.hint') },
          { value: 'asterisk', label: t('connection.asterisk'), hint: t('connection.asterisk.hint') },
        ]}
      />
      {mode === 'asterisk' && (
        <>
          <AddressFields draft={draft} change={change} errorOf={errorOf} />
          <TlsFields draft={draft} change={change} errorOf={errorOf} />
          <LoginFields draft={draft} change={change} errorOf={errorOf} hasSecret={stored.hasSecret} />
          <VdnSourceFields draft={draft} change={change} errorOf={errorOf} />
          <ManagerConf draft={draft} />
        </>
      )}
      <div className="form-actions">
        {mode === 'asterisk' && (
          <Button onPress={test} isPending={testing}>
            {t(testing ? 'test.running' : 'test.start')}
          </Button>
        )}
        <Button type="submit" look="main" isPending={saving === 'saving'}>
          {t('connection.save')}
        </Button>
        <p role="status" className="form-state">
          {Object.keys(errors).length > 0 && (
            <span className="form-error">{t('connection.errors', { count: Object.keys(errors).length })}</span>
          )}
          {problem && <span className="form-error">{problemWords(problem, t)}</span>}
          {saving === 'saved' && !problem && t('connection.saved')}
        </p>
      </div>
    </form>
  )
}

function AddressFields({ draft, change, errorOf }: FieldsProps) {
  const { t } = useText()
  return (
    <fieldset>
      <legend>{t('connection.address')}</legend>
      <div className="field-row">
        <TextInput
          label={t('field.host')}
          name="host"
          value={draft.host}
          onChange={(host) => change({ host })}
          error={errorOf('host')}
          placeholder="10.0.0.5"
        />
        <TextInput
          label={t('field.port')}
          name="port"
          value={draft.port}
          onChange={(port) => change({ port })}
          error={errorOf('port')}
          inputMode="numeric"
        />
      </div>
    </fieldset>
  )
}

function LoginFields({ draft, change, errorOf, hasSecret }: FieldsProps & { hasSecret: boolean }) {
  const { t } = useText()
  return (
    <fieldset>
      <legend>{t('connection.login')}</legend>
      <div className="field-row even">
        <TextInput
          label={t('field.username')}
          name="username"
          value={draft.username}
          onChange={(username) => change({ username })}
          error={errorOf('username')}
        />
        <TextInput
          label={t('field.secret')}
          name="secret"
          type="password"
          value={draft.secret}
          onChange={(secret) => change({ secret })}
          error={errorOf('secret')}
          hint={t(hasSecret ? 'field.secret.stored' : 'field.secret.hint')}
          {...(hasSecret && { placeholder: '••••••••' })}
        />
      </div>
      <Choice
        label={t('field.login')}
        look="list"
        value={draft.login}
        onChange={(login) => change({ login })}
        options={[
          { value: 'challenge', label: t('login.challenge'), hint: t('login.challenge.hint') },
          { value: 'plain', label: t('login.plain'), hint: t('login.plain.hint') },
        ]}
      />
      {draft.login === 'plain' && draft.tls === 'off' && <p className="form-warning">{t('login.plain.warning')}</p>}
    </fieldset>
  )
}
