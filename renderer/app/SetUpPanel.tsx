import { useState, type FormEvent } from 'react'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { isPin, PinInput } from '#renderer/components/PinInput.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen, useSession } from '#renderer/state/screen.tsx'

/** The first start asks who looks after this machine. Everything works meanwhile; the question can be put aside, not forgotten. */
export function SetUpPanel() {
  const { t } = useText()
  const { session } = useScreen()
  const folded = useSession((state) => state.setUpFolded)
  if (!folded) return <SetUpForm />
  return (
    <section className="access-panel folded" data-panel="set-up-folded" aria-label={t('set-up.title')}>
      <p>{t('set-up.folded')}</p>
      <Button size="small" onPress={() => session.foldSetUp(false)}>
        {t('set-up.unfold')}
      </Button>
    </section>
  )
}

function SetUpForm() {
  const { t } = useText()
  const { session } = useScreen()
  const [name, setName] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const bad = {
    name: name.trim() === '' || name.trim().length > 40,
    pin: !isPin(pin),
    again: pin !== again,
  }

  async function answer(admin: { name: string; pin: string } | null): Promise<void> {
    setBusy(true)
    const refused = await session.setUp(admin)
    setBusy(false)
    setProblem(refused)
    if (refused) return
    setPin('')
    setAgain('')
  }
  function submit(event: FormEvent): void {
    event.preventDefault()
    setTried(true)
    if (!bad.name && !bad.pin && !bad.again) void answer({ name: name.trim(), pin })
  }

  return (
    <form className="access-panel set-up" data-panel="set-up" aria-label={t('set-up.title')} onSubmit={submit}>
      <div className="access-words">
        <h2>{t('set-up.title')}</h2>
        <p>{t('set-up.text')}</p>
      </div>
      <TextInput
        label={t('set-up.name')}
        name="admin-name"
        value={name}
        onChange={setName}
        error={tried && bad.name ? t('access.error.name') : undefined}
      />
      <PinInput
        label={t('set-up.pin')}
        name="admin-pin"
        value={pin}
        onChange={setPin}
        error={tried && bad.pin ? t('access.error.pin') : undefined}
        hint={t('set-up.pin.hint')}
      />
      <PinInput
        label={t('set-up.again')}
        name="admin-pin-again"
        value={again}
        onChange={setAgain}
        error={tried && !bad.pin && bad.again ? t('access.error.again') : undefined}
      />
      <div className="access-buttons">
        <Button type="submit" look="main" isPending={busy}>
          {t('set-up.do')}
        </Button>
        <Button isDisabled={busy} onPress={() => void answer(null)}>
          {t('set-up.open')}
        </Button>
        <Button look="quiet" onPress={() => session.foldSetUp(true)}>
          {t('set-up.later')}
        </Button>
      </div>
      <p className="access-state" role="status">
        {problem ? <span className="form-error">{problemWords(problem, t)}</span> : t('set-up.open.hint')}
      </p>
    </form>
  )
}
