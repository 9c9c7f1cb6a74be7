import type { TryAnswer, TryRule } from '#shared/domain/priority/list-answers.ts'
import { ClassMark } from '#renderer/components/ClassMark.tsx'
import { SeverityMark } from '#renderer/components/SeverityMark.tsx'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { becauseWords } from '#renderer/views/wall/alert-words.ts'
import { useNames } from './names.ts'
import { useLeaveForm } from './use-leave-form.tsx'

/** Which rule would list the call and why, how the number was understood, and which rules lost to it. */
export function TryResult({ answer, of }: { answer: TryAnswer; of: 'draft' | 'published' }) {
  const text = useText()
  const names = useNames()
  const { t } = text
  const { caller, used, winner, others } = answer
  return (
    <>
      <div className="try-winner" data-severity={winner?.severity ?? 'none'}>
        {winner ? (
          <>
            <p className="try-verdict">
              <span className="grid-severity" data-severity={winner.severity}>
                <SeverityMark severity={winner.severity} />
                <b>{winner.severity}</b> {t(`severity.${winner.severity}`)}
              </span>
              <RuleName rule={winner} of={of} />
            </p>
            <p>{t('try.because', { because: becauseWords(winner.because, text, names) })}</p>
          </>
        ) : (
          <p className="try-verdict">
            <b>{t('try.none')}</b>
          </p>
        )}
      </div>
      <dl className="try-facts">
        <div>
          <dt>{t('try.understood')}</dt>
          <dd>{t(`try.kind.${caller.kind}`, { key: caller.key })}</dd>
        </div>
        {(used.vdn ?? used.area) !== undefined && (
          <div>
            <dt>{t(used.learned ? 'try.learned' : 'try.used')}</dt>
            <dd>
              {[used.vdn && t('card.vdn', { vdn: used.vdn }), used.area && names.area(used.area)]
                .filter(Boolean)
                .join(' · ')}
            </dd>
          </div>
        )}
      </dl>
      {others.length > 0 && (
        <>
          <h3>{t('try.others')}</h3>
          <ol className="try-others">
            {others.map((rule) => (
              <li key={rule.ruleId}>
                <span className="grid-severity" data-severity={rule.severity}>
                  <SeverityMark severity={rule.severity} />
                  <b>{rule.severity}</b>
                </span>
                <span>
                  <RuleName rule={rule} of={of} />
                  <span className="try-why">
                    {t(`try.loses.${rule.why}`)} · {becauseWords(rule.because, text, names)}
                  </span>
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  )
}

/** Opens the rule, so that what is wrong can be put right. */
function RuleName({ rule, of }: { rule: TryRule; of: 'draft' | 'published' }) {
  const { list, commands } = useScreen()
  const names = useNames()
  const known = names.classLook(rule.classId)
  const { leave, dialog } = useLeaveForm()
  const open = (): void =>
    leave(() => {
      void commands.run('list.rule', { of, ruleId: rule.ruleId }).then((row) => {
        if (!row.ok) return
        list.form.edit(row.value)
        list.showPanel('form')
      })
    })
  return (
    <span className="try-rule">
      {known && <ClassMark colour={known.colour} shape={known.shape} />}
      <span>{names.className(rule.classId)} ·</span>
      <button type="button" className="link-button" onClick={open}>
        {rule.name}
      </button>
      {dialog}
    </span>
  )
}
