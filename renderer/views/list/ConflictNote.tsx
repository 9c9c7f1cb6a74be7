import { Button } from '#renderer/components/Button.tsx'
import { useText } from '#renderer/i18n/text.ts'
import type { FormConflict, RuleForm } from '#renderer/state/list-form.ts'
import { conditionFromNode, sameNode, nodeOf } from '#renderer/state/list-rule-values.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { conditionWords } from './condition-words.ts'
import { fieldWords, ruleFields } from './difference-words.ts'
import { useNames } from './names.ts'

/** Somebody else changed the rule that is being edited: both sides, field by field, and the choice between them. */
export function ConflictNote({ form, conflict }: { form: RuleForm; conflict: FormConflict }) {
  const text = useText()
  const names = useNames()
  const { t, dateTime } = text
  const { list } = useScreen()
  const { theirs, by, at } = conflict
  const who = by || t('conflict.somebody')
  const values = form.values
  const differing = theirs
    ? ruleFields.filter((field) =>
        field === 'condition'
          ? !sameNode(nodeOf(theirs.rule.condition), values.condition)
          : JSON.stringify(theirs.rule[field] ?? '') !== JSON.stringify(values[field] ?? ''),
      )
    : []
  return (
    <section role="alert" className="conflict-note" aria-label={t('conflict.title')}>
      <p>
        <b>
          {theirs
            ? at === undefined
              ? t('conflict.changed', { who })
              : t('conflict.changed.at', { who, time: dateTime(at) })
            : t('conflict.removed', { who })}
        </b>{' '}
        {t('conflict.safe')}
      </p>
      {theirs && differing.length === 0 && <p>{t('conflict.same')}</p>}
      {theirs && differing.length > 0 && (
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">{t('conflict.theirs')}</th>
              <th scope="col">{t('conflict.yours')}</th>
            </tr>
          </thead>
          <tbody>
            {differing.map((field) => (
              <tr key={field}>
                <th scope="row">{t(`rule.field.${field}`)}</th>
                <td>{fieldWords(field, theirs.rule[field], text, names)}</td>
                <td>
                  {field === 'condition'
                    ? conditionWords(conditionFromNode(values.condition), text, names)
                    : fieldWords(field, values[field], text, names)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="dialog-buttons">
        <Button size="small" onPress={() => list.form.takeTheirs()}>
          {t(theirs ? 'conflict.take-theirs' : 'conflict.close')}
        </Button>
        <Button size="small" look="main" onPress={() => void list.form.keepMine()}>
          {t(theirs ? 'conflict.keep-mine' : 'conflict.add-again')}
        </Button>
      </div>
    </section>
  )
}
