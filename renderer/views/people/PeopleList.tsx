import { useRef, useState } from 'react'
import type { PersonView } from '#shared/ipc/access-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useClockValue, useScreen, useSession } from '#renderer/state/screen.tsx'
import { PersonForm } from './PersonForm.tsx'

/** Whose form or question is open; `new` is nobody's yet. */
type Open = { kind: 'form' | 'remove'; id: string } | undefined
type Said = { words: 'people.saved' | 'people.removed'; name: string }

export function PeopleList({ people }: { people: PersonView[] }) {
  const { t } = useText()
  const [open, setOpen] = useState<Open>()
  const [said, setSaid] = useState<Said>()
  const section = useRef<HTMLElement>(null)
  const close = (words?: Said): void => {
    setOpen(undefined)
    setSaid(words)
    // The button that opened it comes back with the next drawing; the keyboard goes on from the list until then.
    section.current?.focus()
  }
  const begin = (next: Open): void => {
    setSaid(undefined)
    setOpen(next)
  }
  return (
    <section ref={section} className="people-list" aria-label={t('people.list')} tabIndex={-1}>
      <h2>{t('people.list')}</h2>
      <p className="form-hint">{t(people.length === 0 ? 'people.none' : 'people.hint')}</p>
      {people.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('people.name')}</th>
              <th scope="col">{t('people.role')}</th>
              <th scope="col">{t('people.last')}</th>
              <td />
            </tr>
          </thead>
          {people.map((person) => (
            <tbody key={person.id} data-person={person.id}>
              <PersonRow person={person} open={open?.id === person.id ? open : undefined} onOpen={begin} />
              {open?.id === person.id && (
                <tr>
                  <td colSpan={4}>
                    {open.kind === 'form' ? (
                      <PersonForm person={person} first={false} onClose={close} />
                    ) : (
                      <RemoveQuestion person={person} onClose={close} />
                    )}
                  </td>
                </tr>
              )}
            </tbody>
          ))}
        </table>
      )}
      {open?.id === 'new' ? (
        <PersonForm first={people.length === 0} onClose={close} />
      ) : (
        <div className="form-actions">
          <Button look={people.length === 0 ? 'main' : 'plain'} onPress={() => begin({ kind: 'form', id: 'new' })}>
            {t('people.add')}
          </Button>
          <p role="status">{said && t(said.words, { name: said.name })}</p>
        </div>
      )}
    </section>
  )
}

const hourMs = 3_600_000

function PersonRow({ person, open, onOpen }: { person: PersonView; open: Open; onOpen: (open: Open) => void }) {
  const { t, moment } = useText()
  const { id, name, role, lastSignInAt } = person
  const self = useSession(({ session }) => session?.person?.id === id)
  const hour = useClockValue((now) => Math.floor(now / hourMs) * hourMs)
  return (
    <tr>
      <th scope="row">
        {name}
        {self && <span className="people-you">{t('people.you')}</span>}
      </th>
      <td>{t(`role.${role}`)}</td>
      <td>{lastSignInAt === undefined ? t('people.never') : moment(lastSignInAt, hour)}</td>
      <td className="people-buttons">
        {!open && (
          <>
            <Button
              size="small"
              aria-label={t('people.edit.of', { name })}
              onPress={() => onOpen({ kind: 'form', id })}
            >
              {t('people.edit')}
            </Button>
            <Button
              size="small"
              look="quiet"
              aria-label={t('people.remove.of', { name })}
              onPress={() => onOpen({ kind: 'remove', id })}
            >
              {t('people.remove')}
            </Button>
          </>
        )}
      </td>
    </tr>
  )
}

function RemoveQuestion({ person, onClose }: { person: PersonView; onClose: (said?: Said) => void }) {
  const { t } = useText()
  const { people: store } = useScreen()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  async function remove(): Promise<void> {
    setBusy(true)
    const refused = await store.remove(person.id)
    setBusy(false)
    setProblem(refused)
    if (!refused) onClose({ words: 'people.removed', name: person.name })
  }
  return (
    <div className="people-question" role="group" aria-label={t('people.remove.of', { name: person.name })}>
      <p role="status">
        {problem ? (
          <span className="form-error">{problemWords(problem, t)}</span>
        ) : (
          t('people.remove.ask', { name: person.name })
        )}
      </p>
      <Button autoFocus onPress={() => onClose()}>
        {t('people.keep')}
      </Button>
      <Button isPending={busy} onPress={() => void remove()}>
        {t('people.remove')}
      </Button>
    </div>
  )
}
