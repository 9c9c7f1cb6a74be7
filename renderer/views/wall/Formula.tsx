import type { Figures } from '#shared/domain/statistics/figures.ts'
import type { AreaView, LinkView } from '#shared/ipc/view.ts'
import { localName } from '#renderer/i18n/local-name.ts'
import { useText } from '#renderer/i18n/text.ts'
import { countingLate, gapsIn } from './data-marks.ts'
import { formulaInNumbers, levelOf, profiles } from './formula.ts'

type Props = { today: Figures; last30Minutes: Figures; areas: AreaView[]; link: LinkView }

/** Where the service level comes from: words, numbers, window, what is missing, and the same calls under other formulas. */
export function Formula({ today, last30Minutes, areas, link }: Props) {
  const { t, number, percent, minute, time, list, language } = useText()
  const { profile, thresholdSeconds } = today.serviceLevel
  const within =
    thresholdSeconds === 'per-area' ? t('formula.within.areas') : t('formula.within', { seconds: thresholdSeconds })
  const late = countingLate(today.window, link)
  const gaps = gapsIn(today.window, link)
  const words = (figures: Figures): string =>
    `${formulaInNumbers(profile, figures, number)} = ${percent(figures.serviceLevel.pct)}`
  return (
    <div className="formula">
      <p className="formula-words">{t(`formula.${profile}`, { within })}</p>
      <p className="formula-numbers" data-figure="formula-today">
        {words(today)}
      </p>
      <dl>
        <Row name={t('formula.profile')}>{t(`profile.${profile}`)}</Row>
        <Row name={t('formula.threshold')}>
          {thresholdSeconds === 'per-area'
            ? list(
                areas.map((area) =>
                  t('formula.area-limit', {
                    area: localName(area.name, language, area.area),
                    seconds: area.limitSeconds,
                  }),
                ),
              )
            : t('formula.seconds', { seconds: thresholdSeconds })}
        </Row>
        <Row name={t('formula.window')}>{t('formula.window.until-now', { from: minute(today.window.from) })}</Row>
        {late !== undefined && (
          <Row name={t('formula.counting')}>{t('gap.counting-since', { time: minute(late) })}</Row>
        )}
        <Row name={t('formula.calls')}>
          {t('formula.calls.value', { count: today.offered, value: number(today.offered), open: number(today.open) })}
        </Row>
        <Row name={t('formula.gaps')}>
          {gaps.length === 0
            ? t('formula.no-gaps')
            : list(gaps.map((gap) => `${time(gap.from)}–${gap.to === undefined ? t('gap.now') : time(gap.to)}`))}
        </Row>
        <Row name={t('level.last30')}>{words(last30Minutes)}</Row>
      </dl>
      <h3>{t('formula.others')}</h3>
      <dl>
        {profiles
          .filter((other) => other !== profile)
          .map((other) => (
            <Row key={other} name={t(`profile.${other}`)} detail={t(`formula.${other}`, { within })}>
              {percent(levelOf(other, today))}
            </Row>
          ))}
      </dl>
    </div>
  )
}

function Row({ name, detail, children }: { name: string; detail?: string; children: string }) {
  return (
    <div>
      <dt>
        {name}
        {detail && <small>{detail}</small>}
      </dt>
      <dd>{children}</dd>
    </div>
  )
}
