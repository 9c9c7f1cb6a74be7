import { useText } from '#renderer/i18n/text.ts'

/** People and their roles, the rules of access, and the backup. */
export function People() {
  const { t } = useText()
  return <main className="people" aria-label={t('view.people')} />
}
