import { durationText } from '#renderer/i18n/format.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useClockValue, useConsole, useFreshness } from '#renderer/state/screen.tsx'
import { linkStateWords, useHostLostWords } from '#renderer/views/wall/link-words.ts'

/** The link's state and the age of the data; never absent, on no view. */
export function LinkPill() {
  const { t } = useText()
  const link = useConsole((state) => state.view?.link)
  const practice = useConsole((state) => state.view?.site.practice ?? false)
  const freshness = useFreshness()
  const hostLost = useHostLostWords()
  const heard = link?.lastHeardAt
  const age = useClockValue((now) => (heard === undefined ? undefined : Math.max(0, Math.floor((now - heard) / 1000))))
  const state =
    freshness.kind === 'host-lost' ? hostLost.title : link ? linkStateWords(link.state, t) : t('loading.title')
  const ageWords =
    age === undefined
      ? t('link.age.none')
      : age < 60
        ? t('link.age', { seconds: age })
        : t('link.age.long', { age: durationText(age) })
  return (
    <span
      className="pill link-pill"
      data-freshness={freshness.kind}
      data-link={freshness.kind === 'host-lost' ? 'host-lost' : (link?.state.kind ?? 'idle')}
      title={link?.switchVersion ?? ''}
    >
      <i className="link-dot" aria-hidden="true" />
      <span className="link-name">{practice ? t('link.practice') : link?.name}</span>
      <span role="status">{state}</span>
      <span className="link-age">{ageWords}</span>
    </span>
  )
}
