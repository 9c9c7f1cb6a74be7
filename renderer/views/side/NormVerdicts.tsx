import { normNamed, type NormId, type NormResult, type TargetResult } from '#shared/domain/statistics/norms.ts'
import { useText, type Text } from '#renderer/i18n/text.ts'

/** How the same calls stand against each norm, with its source and how the console reads it; the site's own first. */
export function NormVerdicts({ results, ofSite }: { results: NormResult[]; ofSite: NormId | null }) {
  const text = useText()
  const { t, language } = text
  return (
    <section className="why-section" aria-label={t('provenance.norms')}>
      <h3>{t('provenance.norms')}</h3>
      <ul>
        {[...results]
          .sort((a, b) => Number(b.norm === ofSite) - Number(a.norm === ofSite))
          .map((result) => {
            const norm = normNamed(result.norm)
            if (!norm) return null
            return (
              <li key={norm.id} className="why-norm" data-norm={norm.id}>
                <span>
                  <span>
                    {norm.name[language]}
                    {norm.id === ofSite && ` · ${t('provenance.norm.site')}`}
                  </span>
                  <span data-verdict={result.verdict}>{t(`norm.${result.verdict}`)}</span>
                </span>
                {result.targets.map((target, index) => (
                  <span key={`${norm.id}${index}`}>{targetWords(target, text)}</span>
                ))}
                <small>
                  {norm.source[language]} · {norm.reading[language]}
                </small>
              </li>
            )
          })}
      </ul>
    </section>
  )
}

function targetWords({ target, pct, above, below }: TargetResult, { t, percent, number }: Text): string {
  const what = target.kind === 'connected' ? t('norm.connected') : t('norm.within', { seconds: target.seconds })
  const value = `${percent(pct)} (${number(above)} ÷ ${number(below)})`
  return target.pct === null
    ? t('norm.value', { what, value })
    : t('norm.target', { what, value, pct: `${target.pct}%` })
}
