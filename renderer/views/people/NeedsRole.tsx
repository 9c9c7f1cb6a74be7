import type { SignInRole } from '#shared/ipc/access-view.ts'
import { mayDo } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useOffered, useScreen, useSession } from '#renderer/state/screen.tsx'

/** Which role something takes, who here has it, and the way to sign in. Nothing, once this screen has it. */
export function NeedsRole({ role }: { role: SignInRole }) {
  const { t, list } = useText()
  const { session: store } = useScreen()
  const session = useSession((state) => state.session)
  const panelOpen = useSession((state) => state.panelOpen)
  const offered = useOffered(role)
  if (offered || !session) return null
  const names = session.people.filter((person) => mayDo(person.role, role)).map(({ name }) => name)
  const canSignIn = session.access === 'pins'
  return (
    <div className="needs-role" data-needs={role}>
      <p role="status">
        <b>{t('session.needs', { role: t(`role.${role}`) })}</b>
        {names.length > 0 && <span>{t('session.needs.who', { names: list(names) })}</span>}
      </p>
      {canSignIn && !panelOpen && (
        <Button look="main" onPress={store.openPanel}>
          {t('session.sign-in')}
        </Button>
      )}
    </div>
  )
}
