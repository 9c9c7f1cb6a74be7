import { useEffect, useRef, useState } from 'react'
import type { LogImportCounts } from '#shared/ipc/journal-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { DateTimeInput } from '#renderer/components/DateTimeInput.tsx'
import { FileButton } from '#renderer/components/FileButton.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { fromSiteTime } from '#renderer/i18n/site-clock.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { sendFile } from '#renderer/state/file-transfer.ts'
import { useSiteClock } from '#renderer/i18n/use-site-clock.ts'

/** What became of the file: it is being read, this is what it would add, or it was added. */
type State =
  | { kind: 'choosing'; problem?: Problem }
  | { kind: 'reading'; file: string }
  | { kind: 'read'; fileId: string; file: string; counts: LogImportCounts; problem?: Problem }
  | { kind: 'adding'; counts: LogImportCounts }
  | { kind: 'added'; calls: number }

/** The switch's own log fills what the console did not see: first what it would add, then, when it is wanted, the adding. */
export function LogImport({ onImported }: { onImported: () => void }) {
  const { t } = useText()
  const { commands } = useScreen()
  const siteClock = useSiteClock()
  const [kind, setKind] = useState<'queue-log' | 'cdr'>('queue-log')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [state, setState] = useState<State>({ kind: 'choosing' })
  const [start, end] = [fromSiteTime(from, siteClock), fromSiteTime(to, siteClock)]
  const period = start !== undefined && end !== undefined && start < end ? { from: start, to: end } : undefined
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that was pressed is gone then.
  useEffect(() => {
    if (state.kind === 'added') heading.current?.focus()
  }, [state.kind])
  const busy = state.kind === 'reading' || state.kind === 'adding'
  /** What was read of the file holds for the period and the kind under which it was read. */
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T): void => {
      set(value)
      setState({ kind: 'choosing' })
    }

  async function open(file: File): Promise<void> {
    if (!period || busy) return
    setState({ kind: 'reading', file: file.name })
    const sent = await sendFile(commands, file)
    if (!sent.ok) return setState({ kind: 'choosing', problem: sent.error })
    const { fileId } = sent.value
    const result = await commands.run('journal.openLog', { fileId, kind, ...period }, 'caller')
    setState(
      result.ok
        ? { kind: 'read', fileId, file: file.name, counts: result.value }
        : { kind: 'choosing', problem: result.error },
    )
  }

  async function take(read: Extract<State, { kind: 'read' }>): Promise<void> {
    setState({ kind: 'adding', counts: read.counts })
    const result = await commands.run('journal.importLog', { fileId: read.fileId }, 'caller')
    setState(result.ok ? { kind: 'added', calls: result.value.calls } : { ...read, problem: result.error })
    if (result.ok) onImported()
  }

  return (
    <section aria-label={t('log-import.title')} data-log-import={state.kind}>
      <h2 ref={heading} tabIndex={-1}>
        {t('log-import.title')}
      </h2>
      <p className="form-hint">{t('log-import.hint')}</p>
      <Choice
        label={t('log-import.kind')}
        value={kind}
        onChange={changed(setKind)}
        options={[
          { value: 'queue-log', label: 'queue_log' },
          { value: 'cdr', label: 'CDR (CSV)' },
        ]}
      />
      <div className="field-row even">
        <DateTimeInput label={t('calls.from')} value={from} onChange={changed(setFrom)} />
        <DateTimeInput label={t('calls.to')} value={to} onChange={changed(setTo)} />
      </div>
      {!period && <p className="form-hint">{t('report.missing.range')}</p>}
      <p>
        <FileButton accept="" isDisabled={!period || busy} onFile={(file) => void open(file)}>
          {t('log-import.choose')}
        </FileButton>
      </p>
      <p role="status" className="calls-state">
        {state.kind === 'reading' && t('log-import.reading', { file: state.file })}
        {state.kind === 'adding' && t('log-import.adding')}
        {state.kind === 'added' && t('log-import.done', { count: state.calls })}
      </p>
      {state.kind === 'read' && <Found read={state} onTake={() => void take(state)} />}
      {'problem' in state && state.problem && (
        <p role="alert" className="form-error">
          {problemWords(state.problem, t)}
        </p>
      )}
    </section>
  )
}

function Found({ read: { file, counts }, onTake }: { read: Extract<State, { kind: 'read' }>; onTake: () => void }) {
  const { t, number } = useText()
  return (
    <div role="status" className="log-found">
      <p>
        <b>{file}</b>
      </p>
      <p>
        {t('log-import.found', {
          lines: number(counts.lines),
          calls: number(counts.calls),
          known: number(counts.known),
          fresh: number(counts.fresh),
        })}
      </p>
      {counts.wrong > 0 && <p>{t('log-import.wrong', { count: counts.wrong })}</p>}
      <ul>
        {counts.firstWrong.map((one) => (
          <li key={one.line}>{t('log-import.wrong.line', { line: one.line, why: one.why })}</li>
        ))}
      </ul>
      <p>
        <Button look="main" isDisabled={counts.fresh === 0} onPress={onTake}>
          {t('log-import.take', { count: counts.fresh })}
        </Button>
      </p>
    </div>
  )
}
