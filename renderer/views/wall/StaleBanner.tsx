import type { ReactNode } from 'react'
import { durationText } from '#renderer/i18n/format.ts'
import { useText } from '#renderer/i18n/text.ts'
import type { Freshness } from '#renderer/state/freshness.ts'
import { useClockValue } from '#renderer/state/screen.tsx'
import { linkStateWords, useHostLostWords } from './link-words.ts'
import { NextTry, OpenConnection, RetryNow } from './LinkPanel.tsx'

/** Says that what is below is old: how old, why, when the next try is, and how to try now. */
export function StaleBanner({ freshness }: { freshness: Freshness }) {
  const { t } = useText()
  const hostLost = useHostLostWords()
  switch (freshness.kind) {
    case 'live':
      return null
    case 'quiet':
      return (
        <Banner
          title={t('stale.quiet', { seconds: Math.floor(freshness.ageMs / 1000) })}
          text={t('stale.quiet.text')}
        />
      )
    case 'host-lost':
      return <Banner {...hostLost} asOf={freshness.asOf} />
    case 'stale': {
      const { link, asOf } = freshness
      const why = link.kind === 'waiting' || link.kind === 'stopped' ? link.why : undefined
      return (
        <Banner
          title={why ? t(`problem.${why.kind}`) : linkStateWords(link, t)}
          text={why ? t(`cure.${why.kind}`) : t('link.idle.text')}
          asOf={asOf}
        >
          {link.kind === 'waiting' && <NextTry until={link.until} attempt={link.attempt} />}
          {link.kind === 'stopped' && <OpenConnection main />}
          {(link.kind === 'waiting' || link.kind === 'stopped') && <RetryNow />}
        </Banner>
      )
    }
  }
}

type Props = { title: string; text: string; asOf?: number | undefined; children?: ReactNode }

function Banner({ title, text, asOf, children }: Props) {
  return (
    <div className="stale-banner">
      <div role="status">
        <b>{title}</b>
        <span>{text}</span>
      </div>
      {asOf !== undefined && <Age asOf={asOf} />}
      {children}
    </div>
  )
}

function Age({ asOf }: { asOf: number }) {
  const { t, time } = useText()
  const age = useClockValue((now) => durationText(Math.max(0, now - asOf) / 1000))
  return (
    <span className="stale-age" data-figure="data-age">
      {t('stale.age', { time: time(asOf), age })}
    </span>
  )
}
