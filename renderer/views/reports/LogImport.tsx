import { useState } from 'react'
import type { LogImportCounts } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { DateTimeInput } from '#renderer/components/DateTimeInput.tsx'
import { FileButton } from '#renderer/components/FileButton.tsx'
import { fromSiteTime } from '#renderer/i18n/site-clock.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useScreen } from '#renderer/state/screen.tsx'
import { sendFile } from '#renderer/state/file-transfer.ts'

/** The switch's own log fills what the console did not see: first what it would add, then, when it is wanted, the adding. */
export function LogImport({ onImported }: { onImported: () => void }) {
  const { t, number } = useText()
  const { commands } = useScreen()
  const timeZone = useConsole((state) => state.view?.site.timeZone)
  const [kind, setKind] = useState<'queue-log' | 'cdr'>('queue-log')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [found, setFound] = useState<{ fileId: string; counts: LogImportCounts }>()
  const [done, setDone] = useState<number>()
  const [start, end] = [fromSiteTime(from, timeZone), fromSiteTime(to, timeZone)]
  const period = start !== undefined && end !== undefined && start < end ? { from: start, to: end } : undefined

  async function open(file: File): Promise<void> {
    if (!period) return
    setDone(undefined)
    const sent = await sendFile(commands, file)
    if (!sent.ok) return commands.report(sent.error)
    const { fileId } = sent.value
    const result = await commands.run('journal.openLog', { fileId, kind, ...period })
    if (result.ok) setFound({ fileId, counts: result.value })
  }

  async function take(): Promise<void> {
    if (!found) return
    const result = await commands.run('journal.importLog', { fileId: found.fileId })
    if (!result.ok) return
    setDone(result.value.calls)
    setFound(undefined)
    onImported()
  }

  return (
    <section aria-label={t('log-import.title')}>
      <h2>{t('log-import.title')}</h2>
      <p className="form-hint">{t('log-import.hint')}</p>
      <Choice
        label={t('log-import.kind')}
        value={kind}
        onChange={setKind}
        options={[
          { value: 'queue-log', label: 'queue_log' },
          { value: 'cdr', label: 'CDR (CSV)' },
        ]}
      />
      <div className="field-row even">
        <DateTimeInput label={t('calls.from')} value={from} onChange={setFrom} />
        <DateTimeInput label={t('calls.to')} value={to} onChange={setTo} />
      </div>
      {period ? (
        <FileButton accept=".csv,.log,.txt,queue_log" onFile={(file) => void open(file)}>
          {t('log-import.choose')}
        </FileButton>
      ) : (
        <p className="form-hint">{t('report.range.incomplete')}</p>
      )}
      {found && (
        <div role="status" data-log-import>
          <p>
            {t('log-import.found', {
              lines: number(found.counts.lines),
              calls: number(found.counts.calls),
              known: number(found.counts.known),
              fresh: number(found.counts.fresh),
            })}
          </p>
          {found.counts.wrong > 0 && <p>{t('log-import.wrong', { count: found.counts.wrong })}</p>}
          <ul>
            {found.counts.firstWrong.map((one) => (
              <li key={one.line}>{t('log-import.wrong.line', { line: one.line, why: one.why })}</li>
            ))}
          </ul>
          <Button look="main" isDisabled={found.counts.fresh === 0} onPress={() => void take()}>
            {t('log-import.take', { count: found.counts.fresh })}
          </Button>
        </div>
      )}
      {done !== undefined && <p role="status">{t('log-import.done', { count: done })}</p>}
    </section>
  )
}
