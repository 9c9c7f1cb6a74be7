import type { FigureProvenance } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import type { Side } from '#renderer/state/side.ts'
import { useAnswer } from '#renderer/state/use-answer.ts'
import { Facts } from './Facts.tsx'
import { formulaInNumbers, formulaInWords, valueText } from './formula-words.ts'
import { NormVerdicts } from './NormVerdicts.tsx'
import { Parts } from './Parts.tsx'
import { useDimensionWords } from './use-dimension-words.ts'

type Asked = Extract<Side, { kind: 'figure' }>

/** A figure's formula in words and in numbers, under which rules it holds, what is missing, and every call that it counts. */
export function FigurePanel({ side }: { side: Asked }) {
  const { t, time } = useText()
  const { figure, dimension, window, profile } = side
  const { value, at, problem, loading, reload } = useAnswer('figures.provenance', {
    figure,
    dimension,
    window,
    profile,
  })
  return (
    <div className="why-section" aria-busy={loading} data-provenance={figure}>
      {problem && <p role="alert">{t('side.failed', { why: problemWords(problem, t) })}</p>}
      {!value && loading && <p role="status">{t('side.loading')}</p>}
      {value && <Found found={value} side={side} />}
      <p className="form-actions">
        <Button size="small" onPress={reload}>
          {t('side.refresh')}
        </Button>
        {at !== undefined && <span className="form-hint">{t('side.as-of', { time: time(at) })}</span>}
      </p>
    </div>
  )
}

function Found({ found, side }: { found: FigureProvenance; side: Asked }) {
  const text = useText()
  const { t } = text
  const of = useDimensionWords(side.dimension)
  const { formula } = found
  return (
    <>
      <p className="why-value">
        <b data-figure="provenance-value">{valueText(found, text)}</b>
        <span>
          {t(`figure.${found.figure}`)} · {of}
        </span>
      </p>
      <section className="why-section" aria-label={t('provenance.words')}>
        <h3>{t('provenance.words')}</h3>
        <p className="why-words">{formulaInWords(found, text)}</p>
        <p className="why-numbers" data-figure="formula-numbers">
          {formulaInNumbers(found, text)}
        </p>
        {found.imported > 0 && <p className="form-hint">{t('provenance.imported', { count: found.imported })}</p>}
        {found.value === undefined && <p className="form-hint">{t('term.nothing')}</p>}
        {formula.kind === 'rank' && !formula.exact && <p className="form-hint">{t('term.rank.rounded')}</p>}
      </section>
      <Facts found={found} />
      <Parts found={found} side={side} />
      {found.profiles.length > 0 && <Profiles found={found} side={side} />}
      {found.norms.length > 0 && <NormVerdicts results={found.norms} ofSite={found.siteNorm} />}
    </>
  )
}

function Profiles({ found, side }: { found: FigureProvenance; side: Asked }) {
  const { t, percent, number } = useText()
  const { shell } = useScreen()
  const { thresholdSeconds } = found
  const within =
    thresholdSeconds === 'per-area' ? t('formula.within.areas') : t('formula.within', { seconds: thresholdSeconds })
  return (
    <section className="why-section" aria-label={t('provenance.profiles')}>
      <h3>{t('provenance.profiles')}</h3>
      <p className="form-hint">{t('provenance.profiles.hint')}</p>
      <div>
        {found.profiles.map(({ profile, above, below, pct }) => (
          <button
            key={profile}
            type="button"
            className="why-row"
            aria-pressed={profile === side.profile}
            data-profile={profile}
            onClick={() => shell.setState({ side: { ...side, profile } })}
          >
            <span>{t(`profile.${profile}`)}</span>
            <b>{percent(pct)}</b>
            <small>
              {t(`formula.${profile}`, { within })} = {number(above)} ÷ {number(below)}
            </small>
          </button>
        ))}
      </div>
    </section>
  )
}
