import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { PersonView, SignInRole } from '#shared/ipc/access-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { isPin, PinInput } from '#renderer/components/PinInput.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'

const roles: SignInRole[] = ['reception', 'supervisor', 'admin']

type Props = {
  /** Missing: somebody new. */
  person?: PersonView
  /** The first person of this machine can only be an admin. */
  first: boolean
  onClose: (said?: { words: 'people.saved'; name: string }) => void
}

/** Name, role and PIN of one person. The PINs go with the form. */
export function PersonForm({ person, first, onClose }: Props) {
  const { t } = useText()
  const { people: store } = useScreen()
  const [name, setName] = useState(person?.name ?? '')
  const [role, setRole] = useState<SignInRole>(person?.role ?? (first ? 'admin' : 'reception'))
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const form = useRef<HTMLFormElement>(null)
  const keepsPin = person !== undefined && pin === '' && again === ''
  const bad = {
    name: name.trim() === '' || name.trim().length > 40,
    pin: !keepsPin && !isPin(pin),
    again: pin !== again,
  }

  useEffect(() => form.current?.querySelector('input')?.focus(), [])

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    setTried(true)
    if (bad.name || bad.pin || bad.again) return
    setBusy(true)
    const refused = await store.put({
      ...(person && { id: person.id }),
      name: name.trim(),
      role,
      ...(!keepsPin && { pin }),
    })
    setBusy(false)
    setProblem(refused)
    if (!refused) onClose({ words: 'people.saved', name: name.trim() })
  }

  return (
    <form
      ref={form}
      className="person-form"
      aria-label={person ? t('people.edit.of', { name: person.name }) : t('people.new')}
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <TextInput
        label={t('people.name')}
        name="person-name"
        value={name}
        onChange={setName}
        error={tried && bad.name ? t('access.error.name') : undefined}
      />
      <Select
        label={t('people.role')}
        value={role}
        onChange={setRole}
        options={(first ? (['admin'] as const) : roles).map((value) => ({ value, label: t(`role.${value}`) }))}
      />
      <PinInput
        label={t('people.pin')}
        name="person-pin"
        value={pin}
        onChange={setPin}
        error={tried && bad.pin ? t('access.error.pin') : undefined}
        hint={t(person ? 'people.pin.keep' : 'set-up.pin.hint')}
      />
      <PinInput
        label={t('set-up.again')}
        name="person-pin-again"
        value={again}
        onChange={setAgain}
        error={tried && !bad.pin && bad.again ? t('access.error.again') : undefined}
      />
      <div className="form-actions">
        <Button type="submit" look="main" isPending={busy}>
          {t('people.save')}
        </Button>
        <Button onPress={() => onClose()}>{t('people.cancel')}</Button>
        <p role="status">{problem && <span className="form-error">{problemWords(problem, t)}</span>}</p>
      </div>
    </form>
  )
}
