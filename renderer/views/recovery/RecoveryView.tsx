import { useState } from 'react'
import type { RecoveryEntry } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { SeverityMark } from '#renderer/components/SeverityMark.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useOffered, useScreen } from '#renderer/state/screen.tsx'
import { usePages } from '#renderer/state/use-answer.ts'
import { callerWords, createNames } from '#renderer/views/wall/alert-words.ts'
import { lasting } from '#renderer/views/calls/call-words.ts'
import { OutcomeForm } from './OutcomeForm.tsx'
import './recovery.css'

const pageSize = 100

/** Listed calls that nobody talked with. Each stays until somebody says what became of it. */
export function RecoveryView() {
  const { t } = useText()
  const { commands } = useScreen()
  const [show, setShow] = useState<'open' | 'closed'>('open')
  // The list is asked for again when the number of open entries changes: somebody else may have closed one.
  const open = useConsole((state) => state.view?.totals.recoveryOpen ?? 0)
  const pages = usePages<RecoveryEntry>(async (before) => {
    const result = await commands.run('recovery.list', { show, before, limit: pageSize }, 'caller')
    return result.ok ? { items: result.value.entries, next: result.value.next } : { problem: result.error }
  }, `${show} ${open}`)
  return (
    <main className="recovery">
      <h1>{t('recovery.title')}</h1>
      <p className="form-hint">{t('recovery.hint')}</p>
      <Choice
        label={t('recovery.title')}
        value={show}
        onChange={setShow}
        options={[
          { value: 'open', label: `${t('recovery.open')} ${open}` },
          { value: 'closed', label: t('recovery.closed') },
        ]}
      />
      <ol className="recovery-list">
        {pages.items.map((entry) => (
          <Entry key={entry.callId} entry={entry} onDone={pages.reload} />
        ))}
      </ol>
      <p role="status" className="calls-state">
        {pages.problem
          ? problemWords(pages.problem, t)
          : pages.loading
            ? t('calls.loading')
            : pages.items.length === 0 && t(show === 'open' ? 'recovery.none' : 'recovery.none.closed')}
      </p>
      {pages.more && <Button onPress={pages.more}>{t('calls.more')}</Button>}
    </main>
  )
}

function Entry({ entry, onDone }: { entry: RecoveryEntry; onDone: () => void }) {
  const text = useText()
  const { t, moment, language } = text
  const { shell } = useScreen()
  const offered = useOffered('reception')
  const areas = useConsole((state) => state.view?.areas)
  const classes = useConsole((state) => state.view?.classes)
  const [giving, setGiving] = useState(false)
  const names = createNames(areas ?? [], classes ?? [], language)
  const now = Date.now()
  const { listing, acknowledged, outcome } = entry
  return (
    <li className="recovery-entry" data-call-id={entry.callId} data-severity={listing.severity}>
      <SeverityMark severity={listing.severity} />
      <div className="recovery-words">
        <p className="recovery-caller">
          <b>{callerWords(entry.callerNumber, text)}</b>
          {entry.callerName && <span>{entry.callerName}</span>}
          <span>
            {listing.severity} {names.className(listing.classId)} · {listing.ruleName}
          </span>
        </p>
        <p>
          {t('recovery.lost', { time: moment(entry.lostAt, now), wait: lasting(entry.waitMs) })} ·{' '}
          {t(`recovery.how.${entry.how}`)}
          {entry.area && ` · ${names.area(entry.area)}`}
          {entry.vdn && ` · VDN ${entry.vdn}`}
        </p>
        <p className="form-hint">
          {acknowledged
            ? t('recovery.seen', { by: acknowledged.by, time: moment(acknowledged.at, now) })
            : t('recovery.not-seen')}
        </p>
        {entry.again.map((again) => (
          <p key={again.callId} className="recovery-again">
            {t(again.answered ? 'recovery.again.answered' : 'recovery.again.waiting', { time: moment(again.at, now) })}
          </p>
        ))}
        {outcome && (
          <p className="recovery-outcome">
            <b>{t(`outcome.${outcome.outcome}`)}</b>{' '}
            {outcome.calledAgainAs
              ? t('recovery.by-itself', { time: moment(outcome.at, now) })
              : t('recovery.by', { by: outcome.by, time: moment(outcome.at, now) })}
            {outcome.note && <span>{outcome.note}</span>}
          </p>
        )}
        {giving && <OutcomeForm entry={entry} onDone={onDone} onCancel={() => setGiving(false)} />}
      </div>
      <div className="recovery-actions">
        {!outcome && offered && !giving && (
          <Button look="main" onPress={() => setGiving(true)}>
            {t('recovery.give')}
          </Button>
        )}
        <Button look="quiet" onPress={() => shell.setState({ view: 'calls', callId: entry.callId })}>
          {t('recovery.trail')}
        </Button>
      </div>
    </li>
  )
}
