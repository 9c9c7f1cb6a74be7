import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useClockValue, useConsole, useScreen, useOffered, useShell, type ViewName } from '#renderer/state/screen.tsx'
import { DisplayMenu } from './DisplayMenu.tsx'
import { LinkPill } from './LinkPill.tsx'
import { SessionControl } from './SessionControl.tsx'
import { SoundControl } from './SoundControl.tsx'

const views: ViewName[] = ['wall', 'calls', 'recovery', 'reports', 'list', 'connection', 'people']

/** Which site this is, whether its calls are real, how fresh the data is, and the few controls of every view. */
export function TopBar() {
  const { t } = useText()
  const site = useConsole((state) => state.view?.site)
  const { shell, commands } = useScreen()
  return (
    <header className="top-bar" data-practice={site?.practice ?? false}>
      <span className="top-product">{t('app.name')}</span>
      {site && (
        <span className="top-site" title={site.name}>
          {site.name}
          {site.hotline && <b>{site.hotline}</b>}
        </span>
      )}
      {site?.practice && (
        <span className="top-practice" data-practice-mark>
          <b>{t('practice.mark')}</b>
          <span>{t('practice.mark.text')}</span>
        </span>
      )}
      <Views />
      <span className="top-space" />
      <SessionControl />
      <LinkPill />
      <SoundControl />
      <DisplayMenu />
      <Button look="quiet" aria-label={t('top.full-screen')} onPress={() => void commands.toggleFullScreen()}>
        <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />
        </svg>
      </Button>
      <Button look="quiet" aria-label={t('top.help')} onPress={() => shell.setState({ helpOpen: true })}>
        ?
      </Button>
      <Clock />
    </header>
  )
}

function Views() {
  const { t, number } = useText()
  const { shell } = useScreen()
  const view = useShell((state) => state.view)
  const admin = useOffered('admin')
  const lost = useConsole((state) => state.view?.totals.recoveryOpen ?? 0)
  const nameOf = (name: ViewName): string =>
    name === 'recovery' && lost > 0 ? t('recovery.tab', { count: lost }) : t(`view.${name}`)
  return (
    <nav className="top-views" aria-label={t('top.views')}>
      {views
        .filter((name) => name !== 'people' || admin || view === name)
        .map((name) => (
          <button
            key={name}
            type="button"
            aria-label={nameOf(name)}
            aria-current={view === name ? 'page' : undefined}
            onClick={() => shell.setState({ view: name })}
          >
            {t(`tab.${name}`)}{' '}
            {name === 'recovery' && lost > 0 && (
              <b className="top-count" data-figure="recovery-open">
                {number(lost)}
              </b>
            )}
          </button>
        ))}
    </nav>
  )
}

function Clock() {
  const { time } = useText()
  const text = useClockValue((now) => time(now))
  return <time className="top-clock">{text}</time>
}
