import type { SignInRole } from '#shared/ipc/access-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'

/** Somebody's role ended by itself: who, that nothing typed is lost, and how to go on. */
export function RoleEnded({ name, role }: { name: string; role: SignInRole }) {
  const { t } = useText()
  const { session } = useScreen()
  return (
    <section className="access-panel" data-panel="role-ended" aria-label={t('session.title')}>
      <p role="status">{t('session.ended', { name, role: t(`role.${role}`) })}</p>
      <div className="access-buttons">
        <Button look="main" onPress={session.openPanel}>
          {t('session.again')}
        </Button>
        <Button onPress={session.forgetEnded}>{t('session.dismiss')}</Button>
      </div>
    </section>
  )
}
