import { useState, type FormEvent } from 'react'
import type { JournalView } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { TextInput } from '#renderer/components/TextInput.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useOffered, useScreen } from '#renderer/state/screen.tsx'
import { useAnswer } from '#renderer/state/use-answer.ts'
import { LogImport } from './LogImport.tsx'

/** What the journal holds and for how long, whether its sums are right, and what can be added from the switch's own log. */
export function JournalPanel() {
  const { t } = useText()
  const { value, problem, reload } = useAnswer('journal.state', {})
  const offered = useOffered('admin')
  return (
    <div className="journal">
      {problem && <p role="alert">{problemWords(problem, t)}</p>}
      {value && <State state={value} />}
      {value && offered && <Retention key={JSON.stringify(value.retention)} state={value} onSaved={reload} />}
      {offered && <Recompute />}
      {offered && <LogImport onImported={reload} />}
    </div>
  )
}

function State({ state }: { state: JournalView }) {
  const { t, number, moment } = useText()
  const facts: [string, string][] = [
    [t('journal.calls'), number(state.calls)],
    [t('journal.size'), t('journal.megabytes', { value: number(Math.round(state.bytes / 1024 / 1024)) })],
    [t('journal.oldest'), state.oldestAt === undefined ? t('journal.empty') : moment(state.oldestAt, 0)],
    [t('journal.waiting'), number(state.waiting)],
  ]
  if (state.dropped > 0) facts.push([t('journal.dropped'), number(state.dropped)])
  if (state.lastPurge)
    facts.push([
      t('journal.purged'),
      t('journal.purged.what', { time: moment(state.lastPurge.at, 0), calls: number(state.lastPurge.calls) }),
    ])
  return (
    <section aria-label={t('journal.title')}>
      <h2>{t('journal.title')}</h2>
      <dl className="journal-facts">
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Retention({ state, onSaved }: { state: JournalView; onSaved: () => void }) {
  const { t } = useText()
  const { commands } = useScreen()
  const [days, setDays] = useState(String(state.retention.days))
  const [megabytes, setMegabytes] = useState(String(state.retention.megabytes))
  const [rawDays, setRawDays] = useState(String(state.retention.rawDays))
  const within = (text: string, least: number, most: number): boolean =>
    /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most
  const wrong = {
    days: !within(days, 7, 3660),
    megabytes: !within(megabytes, 100, 1_000_000),
    rawDays: !within(rawDays, 0, 60),
  }

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (wrong.days || wrong.megabytes || wrong.rawDays) return
    const saved = await commands.run('journal.retain', {
      days: Number(days),
      megabytes: Number(megabytes),
      rawDays: Number(rawDays),
    })
    if (saved.ok) onSaved()
  }

  return (
    <form aria-label={t('journal.retention')} className="journal-form" onSubmit={(event) => void save(event)}>
      <h2>{t('journal.retention')}</h2>
      <p className="form-hint">{t('journal.retention.hint')}</p>
      <TextInput
        label={t('journal.days')}
        inputMode="numeric"
        value={days}
        onChange={setDays}
        error={wrong.days ? t('journal.between', { least: 7, most: 3660 }) : undefined}
      />
      <TextInput
        label={t('journal.most-megabytes')}
        inputMode="numeric"
        value={megabytes}
        onChange={setMegabytes}
        error={wrong.megabytes ? t('journal.between', { least: 100, most: 1_000_000 }) : undefined}
      />
      <TextInput
        label={t('journal.raw-days')}
        inputMode="numeric"
        value={rawDays}
        onChange={setRawDays}
        error={wrong.rawDays ? t('journal.between', { least: 0, most: 60 }) : undefined}
      />
      <Button type="submit">{t('journal.save')}</Button>
    </form>
  )
}

function Recompute() {
  const { t, number } = useText()
  const { commands } = useScreen()
  const [found, setFound] = useState<{ rows: number; differences: { what: string; was: number; is: number }[] }>()
  const [running, setRunning] = useState(false)

  async function run(): Promise<void> {
    setRunning(true)
    const result = await commands.run('journal.recompute', {})
    setRunning(false)
    if (result.ok) setFound(result.value)
  }

  return (
    <section aria-label={t('recompute.title')}>
      <h2>{t('recompute.title')}</h2>
      <p className="form-hint">{t('recompute.hint')}</p>
      <Button onPress={() => void run()} isPending={running}>
        {t(running ? 'recompute.running' : 'recompute.run')}
      </Button>
      {found && (
        <p role="status">
          {found.differences.length === 0
            ? t('recompute.same', { rows: number(found.rows) })
            : t('recompute.differs', { count: found.differences.length })}
        </p>
      )}
      <ul>
        {found?.differences.slice(0, 50).map((one) => (
          <li key={one.what}>
            {one.what}: {number(one.was)} → {number(one.is)}
          </li>
        ))}
      </ul>
    </section>
  )
}
