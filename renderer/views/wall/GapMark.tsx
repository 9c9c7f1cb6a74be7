import { useText } from '#renderer/i18n/text.ts'

/** Beside a figure whose window has a gap; what it means is said below the figures. */
export function GapMark() {
  const { t } = useText()
  return (
    <sup className="gap-mark" title={t('gap.mark')}>
      <span aria-hidden="true">※</span>
      <span className="visually-hidden">{t('gap.mark')}</span>
    </sup>
  )
}
