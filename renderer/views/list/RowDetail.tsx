import type { RuleRow } from '#shared/ipc/list-view.ts'
import { useText } from '#renderer/i18n/text.ts'
import { conditionWords } from './condition-words.ts'
import { findingWords } from './finding-words.ts'
import { useNames } from './names.ts'

/** The rule that has the focus, uncut: its whole condition, and what is noticed about it. */
export function RowDetail({ row }: { row: RuleRow | undefined }) {
  const text = useText()
  const names = useNames()
  if (!row) return <p className="row-detail" />
  const { rule, findings } = row
  return (
    <div className="row-detail" role="status">
      <p>
        <b>{rule.name}</b>
        <span>{conditionWords(rule.condition, text, names)}</span>
        {rule.note && <span className="row-note">{rule.note}</span>}
      </p>
      {findings.length > 0 && (
        <ul>
          {findings.map((finding, at) => (
            <li key={at} data-error={finding.kind === 'error'}>
              {findingWords(finding, text)}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
