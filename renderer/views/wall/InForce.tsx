import type { ListView } from '#shared/ipc/view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useClockValue, useOffered, useScreen } from '#renderer/state/screen.tsx'

const hourMs = 3_600_000

/** By which version of the priority reception list calls are judged now, or that none is there yet. */
export function InForce({ list }: { list: ListView }) {
  const { t } = useText()
  const { shell } = useScreen()
  const offered = useOffered('reception')
  if (list.version === undefined) {
    return (
      <p className="in-force" role="status" data-list="loading">
        <b>{t('in-force.loading')}</b>
      </p>
    )
  }
  return (
    <p className="in-force" data-list={list.version}>
      <span>
        <b>{t('in-force.version', { version: list.version })}</b>
        <span>{t('in-force.rules', { count: list.rules })}</span>
        <Published list={list} />
      </span>
      {offered && (
        <Button size="small" look="quiet" onPress={() => shell.setState({ view: 'list' })}>
          {t('in-force.open')}
        </Button>
      )}
    </p>
  )
}

function Published({ list: { publishedAt, by } }: { list: ListView }) {
  const { t, moment } = useText()
  const hour = useClockValue((now) => Math.floor(now / hourMs) * hourMs)
  if (publishedAt === undefined || !by) return null
  return <span>{t('in-force.published', { by, time: moment(publishedAt, hour) })}</span>
}
