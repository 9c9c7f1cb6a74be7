import type { Finding, RuleIssue } from '#shared/domain/priority/list-answers.ts'
import type { Text } from '#renderer/i18n/text.ts'
import { counted } from './counted.ts'

/** What is wrong with a rule, and what to do about it. */
export const issueWords = ({ code, value = '' }: RuleIssue, { t }: Pick<Text, 't'>): string =>
  t(`issue.${code}`, { value })

export function findingWords(finding: Finding, text: Pick<Text, 't' | 'number'>): string {
  const { t } = text
  switch (finding.kind) {
    case 'error':
      return issueWords(finding.issue, text)
    case 'never-wins':
      return t('finding.never-wins', { name: finding.because })
    case 'overlaps':
      return t('finding.overlaps', { name: finding.with, ...counted(finding.count, text) })
    case 'duplicate':
      return t('finding.duplicate', { name: finding.of })
    case 'expired':
      return t('finding.expired', { since: finding.since })
    case 'unusual-number':
      return t('finding.unusual-number', { number: finding.number })
  }
}

export const hasError = (findings: Finding[]): boolean => findings.some(({ kind }) => kind === 'error')
