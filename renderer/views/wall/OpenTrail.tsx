import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useOffered, useScreen } from '#renderer/state/screen.tsx'

/** Everything that became of this call so far, beside the wall. */
export function OpenTrail({ id }: { id: string }) {
  const { t } = useText()
  const { shell } = useScreen()
  if (!useOffered('reception')) return <span />
  return (
    <span className="card-trail" title={t('card.trail.key')}>
      <Button
        look="quiet"
        aria-label={t('card.trail')}
        onPress={() => shell.setState({ side: { kind: 'trail', callId: id } })}
      >
        <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M5 4v16M5 6h3M5 12h3M5 18h3M12 6h8M12 12h8M12 18h5" />
        </svg>
      </Button>
    </span>
  )
}
