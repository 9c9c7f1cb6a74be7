import { useEffect, useLayoutEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { Button } from '#renderer/components/Button.tsx'
import { PinInput } from '#renderer/components/PinInput.tsx'
import { Select } from '#renderer/components/Select.tsx'
import { durationText } from '#renderer/i18n/format.ts'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useClockValue, useScreen, useSession } from '#renderer/state/screen.tsx'

const nobody: [] = []

/** Who, and the PIN. The PIN is forgotten with every try. Escape puts the panel away and the keyboard back where it was. */
export function SignInPanel() {
  const { t } = useText()
  const { session: store } = useScreen()
  const people = useSession(({ session }) => session?.people ?? nobody)
  const endedId = useSession(({ ended }) => ended?.id)
  const signingIn = useSession((state) => state.signingIn)
  const [chosen, setChosen] = useState(endedId)
  const [pin, setPin] = useState('')
  const form = useRef<HTMLFormElement>(null)
  const pinInput = useRef<HTMLInputElement>(null)
  const left = useWaitLeft()
  const personId = people.find(({ id }) => id === chosen)?.id ?? (people.length === 1 ? people[0]?.id : undefined) ?? ''

  useFocusReturns()
  useLayoutEffect(() => {
    if (pinInput.current && personId !== '') pinInput.current.focus()
    else form.current?.querySelector('select')?.focus()
    // Only when it opens: a person who chooses another name is not sent away from the list.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (personId === '' || pin === '' || left > 0 || signingIn) return
    setPin('')
    if (!(await store.signIn(personId, pin))) pinInput.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    store.closePanel()
  }

  return (
    <form
      ref={form}
      className="access-panel"
      data-panel="sign-in"
      aria-label={t('session.title')}
      onSubmit={(event) => void submit(event)}
      onKeyDown={onKeyDown}
    >
      <div className="access-words">
        <h2>{t('session.title')}</h2>
        <p>{t('session.note')}</p>
      </div>
      <Select
        label={t('session.person')}
        value={personId}
        onChange={setChosen}
        options={[
          ...(personId === '' ? [{ value: '', label: t('session.choose') }] : []),
          ...people.map(({ id, name, role }) => ({
            value: id,
            label: t('session.who', { name, role: t(`role.${role}`) }),
          })),
        ]}
      />
      <PinInput label={t('session.pin')} name="pin" value={pin} onChange={setPin} inputRef={pinInput} />
      <div className="access-buttons">
        <Button type="submit" look="main" isDisabled={left > 0} isPending={signingIn}>
          {left > 0
            ? t('session.wait', { left: durationText(left) })
            : t(signingIn ? 'session.signing-in' : 'session.sign-in')}
        </Button>
        <Button onPress={store.closePanel}>{t('session.cancel')}</Button>
      </div>
      <SignInProblem waiting={left > 0} />
    </form>
  )
}

/** Seconds until the console looks at another try; 0 only when it does. Rounded, since what is drawn may lag a quarter behind the clock. */
function useWaitLeft(): number {
  const until = useSession((state) => state.waitUntil ?? 0)
  return useClockValue((now) => (until <= now ? 0 : Math.max(1, Math.round((until - now) / 1000))))
}

/** Said once, with the whole wait; the seconds run on the button, which is not read aloud. */
function SignInProblem({ waiting }: { waiting: boolean }) {
  const { t } = useText()
  const problem = useSession((state) => state.problem)
  const waited = problem && 'waitMs' in problem && problem.waitMs > 0 && !waiting
  return (
    <p className="access-state" role="status">
      {problem && <span className="form-error">{waited ? t('session.may-try') : problemWords(problem, t)}</span>}
    </p>
  )
}

/** The keyboard goes back to where it was before, once this is gone; unless it has been taken elsewhere meanwhile. */
function useFocusReturns(): void {
  const before = useRef<Element | null>(typeof document === 'undefined' ? null : document.activeElement)
  useEffect(() => {
    const { current } = before
    return () => {
      if (document.activeElement && document.activeElement !== document.body) return
      if (current instanceof HTMLElement && current.isConnected) current.focus()
    }
  }, [])
}
