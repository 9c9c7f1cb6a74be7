import { Button } from '#renderer/components/Button.tsx'
import { durationText } from '#renderer/i18n/format.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useClockValue, useScreen, useSession } from '#renderer/state/screen.tsx'

/**
 * Who is signed in as what, or which desk this is; how to come and go; and that the role is about to end. The two buttons are two, with keys:
 * the Enter that ends a sign-in must not find itself on the way out.
 */
export function SessionControl() {
  const { t } = useText()
  const { session: store } = useScreen()
  const session = useSession((state) => state.session)
  const panelOpen = useSession((state) => state.panelOpen)
  const left = useTimeLeft()
  if (!session) return null
  const { person, by, access, role, seesNumbers } = session
  if (access !== 'pins') return by ? <span className="session session-name">{by}</span> : null
  return (
    <span className="session" data-session={person ? 'signed-in' : 'nobody'} data-role={role}>
      {left === undefined ? (
        <span className="session-name" title={seesNumbers ? '' : t('session.masked')}>
          {person?.name ?? (by || t('session.nobody'))}
          <span className="session-role">{t(`role.${role}`)}</span>
        </span>
      ) : (
        <b className="session-ending" role="timer">
          {t('session.ending', { left: durationText(left) })}
          <span className="session-hint">{t('session.ending.hint')}</span>
        </b>
      )}
      <span className="visually-hidden" role="status">
        {left !== undefined && t('session.ending.soon')}
      </span>
      {person ? (
        <Button key="out" size="small" onPress={() => void store.signOut()}>
          {t('session.sign-out')}
        </Button>
      ) : (
        <Button
          key="in"
          size="small"
          aria-expanded={panelOpen}
          onPress={panelOpen ? store.closePanel : store.openPanel}
        >
          {t('session.sign-in')}
        </Button>
      )}
    </span>
  )
}

/** Seconds until the role ends, in its last minute. */
function useTimeLeft(): number | undefined {
  const warnAt = useSession((state) => state.warnAt ?? Number.POSITIVE_INFINITY)
  const endsAt = useSession((state) => state.session?.endsAt ?? 0)
  return useClockValue((now) => (now < warnAt ? undefined : Math.max(0, Math.ceil((endsAt - now) / 1000))))
}
