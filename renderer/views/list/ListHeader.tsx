import { useStore } from 'zustand'
import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import type { ListPlace } from '#renderer/state/list-store.ts'
import { useOffered, useScreen } from '#renderer/state/screen.tsx'
import { ExportMenu } from './ExportMenu.tsx'

const places: ListPlace[] = ['rules', 'classes', 'history', 'import']

/** Which version decides about calls now, since when, by whom and why; and the ways to the other pages of the list. */
export function ListHeader() {
  const { t, dateTime } = useText()
  const { list } = useScreen()
  const published = useStore(list, (state) => state.list?.published)
  const place = useStore(list, (state) => state.place)
  const panel = useStore(list, (state) => state.panel)
  const offered = useOffered('admin')
  return (
    <header className="list-header">
      <h1>{t('list.title')}</h1>
      {published && (
        <p className="list-version">
          <b>{t('list.in-force', { version: published.version })}</b>
          <span>
            {t(published.kind === 'first' ? 'list.first' : 'list.by', { by: published.by || t('card.somebody') })}
          </span>
          {published.approvedBy && <span>{t('history.approved', { by: published.approvedBy })}</span>}
          {published.kind !== 'first' && <time>{dateTime(published.at)}</time>}
          {published.why && (
            <span className="list-why" title={published.why}>
              {t('list.why', { why: published.why })}
            </span>
          )}
        </p>
      )}
      {!published && <span className="top-space" />}
      <nav className="list-places" aria-label={t('list.pages')}>
        {places
          .filter((name) => offered || name !== 'import')
          .map((name) => (
            <button
              key={name}
              type="button"
              aria-current={place === name ? 'page' : undefined}
              onClick={() => list.goTo(name)}
            >
              {t(`list.place.${name}`)}
            </button>
          ))}
      </nav>
      {offered && <ExportMenu of="draft" />}
      {place === 'rules' && (
        <Button
          size="small"
          keyHint="T"
          aria-pressed={panel === 'try'}
          onPress={() => list.showPanel(panel === 'try' ? undefined : 'try')}
        >
          {t('try.title')}
        </Button>
      )}
    </header>
  )
}
