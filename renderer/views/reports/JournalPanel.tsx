import { useState } from 'react'
import type { JournalView } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useOffered, useScreen } from '#renderer/state/screen.tsx'
import { useAnswer } from '#renderer/state/use-answer.ts'
import { NeedsRole } from '#renderer/views/people/NeedsRole.tsx'
import { LogImport } from './LogImport.tsx'
import { Retention } from './Retention.tsx'

/** What the journal holds and for how long, whether its sums are right, and what can be added from the switch's own log. */
export function JournalPanel() {
  const { t } = useText()
  const { value, problem, loading, reload } = useAnswer('journal.state', {})
  const admin = useOffered('admin')
  return (
    <div className="journal" aria-busy={loading}>
      <div>
        {problem && <p role="alert">{problemWords(problem, t)}</p>}
        {!value && loading && <p role="status">{t('trail.loading')}</p>}
        {value && <State state={value} onReload={reload} />}
        {admin && <Recompute state={value} onDone={reload} />}
      </div>
      <div>{value && admin && <Retention key={JSON.stringify(value.retention)} state={value} onSaved={reload} />}</div>
      <div>{admin ? <LogImport onImported={reload} /> : <NeedsRole role="admin" />}</div>
    </div>
  )
}

function State({ state, onReload }: { state: JournalView; onReload: () => void }) {
  const { t, number, dateTime } = useText()
  const { retention } = state
  const facts: [string, string][] = [
    [t('journal.calls'), number(state.calls)],
    [t('journal.size'), t('journal.size.mb', { value: number(Math.ceil(state.bytes / 1024 / 1024)) })],
    [t('journal.oldest'), state.oldestAt === undefined ? t('journal.empty') : dateTime(state.oldestAt)],
    [
      t('journal.kept'),
      t('journal.kept.for', { days: number(retention.days), megabytes: number(retention.megabytes) }),
    ],
    [t('journal.waiting'), number(state.waiting)],
  ]
  if (state.dropped > 0) facts.push([t('journal.dropped'), number(state.dropped)])
  const { lastPurge: purge } = state
  facts.push([
    t('journal.purged'),
    purge
      ? t('journal.purged.what', { time: dateTime(purge.at), calls: number(purge.calls), events: number(purge.events) })
      : t('journal.purged.never'),
  ])
  return (
    <section aria-label={t('journal.title')} data-journal>
      <h2>{t('journal.title')}</h2>
      <dl className="journal-facts">
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p>
        <Button size="small" onPress={onReload}>
          {t('trail.reload')}
        </Button>
      </p>
    </section>
  )
}

const mostDifferences = 50

function Recompute({ state, onDone }: { state: JournalView | undefined; onDone: () => void }) {
  const { t, number, dateTime } = useText()
  const { commands } = useScreen()
  const [found, setFound] = useState<{ rows: number; differences: { what: string; was: number; is: number }[] }>()
  const [running, setRunning] = useState(false)

  async function run(): Promise<void> {
    setRunning(true)
    setFound(undefined)
    const result = await commands.run('journal.recompute', {})
    setRunning(false)
    if (!result.ok) return
    setFound(result.value)
    onDone()
  }

  const last = state?.recompute
  return (
    <section aria-label={t('recompute.title')} data-recompute>
      <h2>{t('recompute.title')}</h2>
      <p className="form-hint">{t('recompute.hint')}</p>
      {last && !found && (
        <p>
          {t('recompute.last', {
            time: dateTime(last.at),
            rows: number(last.rows),
            differences: number(last.differences),
          })}
        </p>
      )}
      <p>
        <Button onPress={() => void run()} isPending={running}>
          {t(running ? 'recompute.running' : 'recompute.run')}
        </Button>
      </p>
      <div role="status">
        {found &&
          (found.differences.length === 0
            ? t('recompute.same', { rows: number(found.rows) })
            : t('recompute.differs', { count: found.differences.length }))}
      </div>
      {found && found.differences.length > 0 && (
        <ul className="recompute-differences">
          {found.differences.slice(0, mostDifferences).map((one) => (
            <li key={one.what}>
              <span>{one.what}</span> {number(one.was)} → {number(one.is)}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
