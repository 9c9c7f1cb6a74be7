import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { DryRun, DryRunCall, TryRule } from '#shared/domain/priority/list-answers.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { callerWords } from '#renderer/views/wall/alert-words.ts'
import { useNames } from './names.ts'

/** What the draft would have done with the calls that the console remembers. Counted anew when the draft changes. */
export function DryRunPanel() {
  const { t } = useText()
  const { commands, list } = useScreen()
  const revision = useStore(list, (state) => state.list?.draft.revision)
  const [run, setRun] = useState<DryRun>()
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const count = useCallback(async (): Promise<void> => {
    setBusy(true)
    const result = await commands.run('list.dryRun', { of: 'draft' }, 'caller')
    setBusy(false)
    setProblem(result.ok ? undefined : result.error)
    if (result.ok) setRun(result.value)
  }, [commands])
  useEffect(() => void count(), [count, revision])
  return (
    <div className="dry-run" aria-busy={busy}>
      {problem && <p className="form-error">{problemWords(problem, t)}</p>}
      {!run && !problem && <p role="status">{t('loading.title')}</p>}
      {run && <Outcome run={run} />}
      <Button size="small" isPending={busy} onPress={() => void count()}>
        {t('dry.again')}
      </Button>
    </div>
  )
}

function Outcome({ run }: { run: DryRun }) {
  const { t, number, dateTime } = useText()
  const names = useNames()
  if (run.calls === 0) return <p>{t('dry.no-calls')}</p>
  const facts: [what: string, value: string][] = [
    [t('dry.calls'), number(run.calls)],
    [t('dry.before'), number(run.listedBefore)],
    [t('dry.after'), number(run.listedAfter)],
  ]
  return (
    <>
      {run.from !== undefined && run.to !== undefined && (
        <p className="popover-note">{t('dry.span', { from: dateTime(run.from), to: dateTime(run.to) })}</p>
      )}
      <dl className="dry-facts">
        {facts.map(([what, value]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {run.perClass.length > 0 && (
        <table className="dry-classes">
          <thead>
            <tr>
              <th scope="col">{t('list.column.class')}</th>
              <th scope="col">{t('dry.class.before')}</th>
              <th scope="col">{t('dry.class.after')}</th>
            </tr>
          </thead>
          <tbody>
            {run.perClass.map(({ classId, before, after }) => (
              <tr key={classId} data-differs={before !== after}>
                <th scope="row">{names.className(classId)}</th>
                <td>{number(before)}</td>
                <td>{number(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {run.newlyCount + run.noLongerCount + run.differentlyCount === 0 && (
        <p role="status">
          <b>{t('dry.nothing')}</b>
        </p>
      )}
      <Calls title="dry.newly" calls={run.newly} count={run.newlyCount} />
      <Calls title="dry.no-longer" calls={run.noLonger} count={run.noLongerCount} />
      <Calls title="dry.differently" calls={run.differently} count={run.differentlyCount} />
    </>
  )
}

type CallsProps = { title: 'dry.newly' | 'dry.no-longer' | 'dry.differently'; calls: DryRunCall[]; count: number }

function Calls({ title, calls, count }: CallsProps) {
  const text = useText()
  const { t, number, dateTime } = text
  const names = useNames()
  if (count === 0) return null
  const ruleWords = (rule: TryRule | undefined): string =>
    rule ? `${rule.severity} ${names.className(rule.classId)} · ${rule.name}` : t('dry.not-listed')
  return (
    <details open className="dry-calls" data-kind={title}>
      <summary>
        {t(title)} <b>{number(count)}</b>
      </summary>
      <ul>
        {calls.map((call) => (
          <li key={call.callId}>
            <b>{callerWords(call.callerNumber, text)}</b>
            <span>
              {[dateTime(call.at), call.vdn && t('card.vdn', { vdn: call.vdn }), call.area && names.area(call.area)]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <span>
              <del>{ruleWords(call.before)}</del> → <ins>{ruleWords(call.after)}</ins>
            </span>
          </li>
        ))}
      </ul>
      {count > calls.length && <p className="popover-note">{t('dry.more', { left: number(count - calls.length) })}</p>}
    </details>
  )
}
