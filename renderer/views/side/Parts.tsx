import type { LegPart } from '#shared/domain/statistics/parts.ts'
import type { Provenance } from '#shared/domain/statistics/provenance.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import type { Side } from '#renderer/state/side.ts'
import { countedIn, countsCalls, partsWithCalls } from './formula-words.ts'
import { LegCalls } from './LegCalls.tsx'

type Props = { found: Provenance; side: Extract<Side, { kind: 'figure' }> }

/** Every call of the window is in one of these parts; each can be opened down to the single call. */
export function Parts({ found, side }: Props) {
  const { t, number } = useText()
  const { shell } = useScreen()
  const open = side.part
  const setOpen = (part: LegPart | undefined): void => shell.setState({ side: { ...side, part } })
  const parts = partsWithCalls(found)
  const marks = countsCalls(found.formula)
  return (
    <section className="why-section" aria-label={t('provenance.parts', { legs: number(found.legs) })}>
      <h3>{t('provenance.parts', { legs: number(found.legs) })}</h3>
      {parts.length > 0 && <p className="form-hint">{t('provenance.parts.hint')}</p>}
      {parts.length === 0 && <p>{t('provenance.calls.none')}</p>}
      <ul>
        {parts.map((part) => {
          const counted = countedIn(found.formula, part)
          return (
            <li key={part} data-part={part} data-count={found.parts[part]} data-counted={counted}>
              <button
                type="button"
                className="why-row"
                aria-expanded={open === part}
                aria-label={t('part.calls', { part: t(`part.${part}`), count: found.parts[part] })}
                onClick={() => setOpen(open === part ? undefined : part)}
              >
                <span>
                  {t(`part.${part}`)}
                  {marks && <em>{t(`part.${counted}`)}</em>}
                </span>
                <b>{number(found.parts[part])}</b>
              </button>
              {open === part && <LegCalls part={part} dimension={side.dimension} window={side.window} />}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
