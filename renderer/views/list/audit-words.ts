import type { AuditEntry } from '#shared/ipc/list-view.ts'
import type { Text } from '#renderer/i18n/text.ts'

/** The facts of an entry that have words; the others stand under the name that the console gave them. */
const known = [
  'version',
  'why',
  'fromVersion',
  'asked',
  'approvedBy',
  'rules',
  'rule',
  'area',
  'conflicts',
  'person',
  'file',
  'added',
  'changed',
] as const
/** Of use in the export only. */
const left = new Set(['revision', 'kind', 'own'])

export function auditFacts(facts: AuditEntry['facts'], text: Text): string {
  const { t, number } = text
  return Object.entries(facts)
    .filter(([name, value]) => !left.has(name) && value !== '' && value !== false && value !== 0)
    .filter(([name]) => name !== 'rules' || facts['rule'] === undefined)
    .map(([name, value]) => {
      if (name === 'removed' && value === true) return t('audit.fact.removed')
      const fact = known.find((one) => one === name)
      const words = typeof value === 'number' ? number(value) : value === true ? '✓' : String(value)
      return fact ? t(`audit.fact.${fact}`, { value: words }) : `${name} ${words}`
    })
    .join(' · ')
}
