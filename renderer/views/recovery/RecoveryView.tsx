import { useEffect, useRef, useState } from 'react'
import type { RecoveryEntry } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { Choice } from '#renderer/components/Choice.tsx'
import { SeverityMark } from '#renderer/components/SeverityMark.tsx'
import { useKeepFocus } from '#renderer/components/use-keep-focus.ts'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useOffered, useScreen } from '#renderer/state/screen.tsx'
import { usePages } from '#renderer/state/use-answer.ts'
import { lasting } from '#renderer/views/calls/call-words.ts'
import { callerWords } from '#renderer/views/wall/alert-words.ts'
import { useNames } from '#renderer/views/wall/use-names.ts'
import { OutcomeForm } from './OutcomeForm.tsx'
import './recovery.css'

const pageSize = 100

/** Listed calls that nobody talked with. Each stays until somebody says what became of it. */
export function RecoveryView() {
  const { t, number } = useText()
  const { commands } = useScreen()
  const [show, setShow] = useState<'open' | 'closed'>('open')
  // The list is asked for again when the number of open entries changes: somebody else may have closed one.
  const open = useConsole((state) => state.view?.totals.recoveryOpen ?? 0)
  const pages = usePages<RecoveryEntry>(async (before) => {
    const result = await commands.run('recovery.list', { show, before, limit: pageSize }, 'caller')
    return result.ok ? { items: result.value.entries, next: result.value.next } : { problem: result.error }
  }, `${show} ${open}`)
  const entries = pages.items.filter(({ outcome }) => (show === 'open') === (outcome === undefined))
  const list = useRef<HTMLOListElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const keepFocus = useKeepFocus(list, heading, '[data-recovery]', entries.map(({ callId }) => callId).join(' '))
  const isEmpty = entries.length === 0 && !pages.problem && !pages.loading
  return (
    <main className="recovery">
      <div className="recovery-head">
        <h1 ref={heading} tabIndex={-1}>
          {t('recovery.title')}
        </h1>
        <Choice
          label={t('recovery.show')}
          hideLabel
          value={show}
          onChange={setShow}
          options={[
            { value: 'open', label: `${t('recovery.open')} ${number(open)}` },
            { value: 'closed', label: t('recovery.closed') },
          ]}
        />
      </div>
      <p className="form-hint">{t('recovery.hint')}</p>
      <ol className="recovery-list" ref={list} aria-busy={pages.loading} {...keepFocus}>
        {entries.map((entry) => (
          <Entry key={entry.callId} entry={entry} onDone={pages.reload} />
        ))}
      </ol>
      <p role="status" className={isEmpty ? 'calls-state calls-empty' : 'calls-state'}>
        {pages.problem
          ? problemWords(pages.problem, t)
          : pages.loading
            ? entries.length === 0 && t('calls.loading')
            : isEmpty && t(show === 'open' ? 'recovery.none' : 'recovery.none.closed')}
      </p>
      {pages.more && (
        <p>
          <Button onPress={pages.more} isPending={pages.loading}>
            {t('recovery.more')}
          </Button>
        </p>
      )}
    </main>
  )
}

function Entry({ entry, onDone }: { entry: RecoveryEntry; onDone: () => void }) {
  const { t } = useText()
  const { shell } = useScreen()
  const offered = useOffered('reception')
  const [giving, setGiving] = useState(false)
  const { listing, outcome } = entry
  const row = useRef<HTMLLIElement>(null)
  const wasGiving = useRef(false)
  // The button gives way to the form, and the form to the button: so does the keyboard.
  useEffect(() => {
    if (giving) row.current?.querySelector<HTMLElement>('input:checked')?.focus()
    else if (wasGiving.current) row.current?.querySelector<HTMLElement>('.recovery-actions button')?.focus()
    wasGiving.current = giving
  }, [giving])
  return (
    <li
      ref={row}
      className="recovery-entry severity-line"
      data-recovery={entry.callId}
      data-severity={listing.severity}
      data-state={outcome ? 'closed' : 'open'}
    >
      <SeverityMark severity={listing.severity} hollow={outcome !== undefined} />
      <div className="recovery-words">
        <Words entry={entry} />
        {giving && <OutcomeForm callId={entry.callId} onDone={onDone} onCancel={() => setGiving(false)} />}
      </div>
      <div className="recovery-actions">
        {!outcome && offered && !giving && (
          <Button look="main" onPress={() => setGiving(true)}>
            {t('recovery.give')}
          </Button>
        )}
        <Button look="quiet" onPress={() => shell.setState({ side: { kind: 'trail', callId: entry.callId } })}>
          {t('recovery.trail')}
        </Button>
      </div>
    </li>
  )
}

function Words({ entry }: { entry: RecoveryEntry }) {
  const text = useText()
  const { t, moment } = text
  const { clock } = useScreen()
  const names = useNames()
  const now = clock.current()
  const { listing, acknowledged, outcome } = entry
  const where = [entry.area && names.area(entry.area), entry.vdn && t('card.vdn', { vdn: entry.vdn })].filter(Boolean)
  return (
    <>
      <p className="recovery-caller">
        <b>{callerWords(entry.callerNumber, text)}</b>
        {entry.callerName && <span>{entry.callerName}</span>}
        <span>
          {listing.severity} {names.className(listing.classId)} · {listing.ruleName}
        </span>
      </p>
      <p>
        {t(`recovery.how.${entry.how}`, { time: moment(entry.lostAt, now), wait: lasting(entry.waitMs) })}
        {where.length > 0 && ` · ${where.join(' · ')}`}
      </p>
      {entry.again.map((again) => (
        <p key={again.callId} className="recovery-again">
          {t(again.answered ? 'recovery.again.answered' : 'recovery.again.waiting', { time: moment(again.at, now) })}
        </p>
      ))}
      <p className="form-hint">
        {acknowledged
          ? t('recovery.seen', { by: acknowledged.by || t('card.somebody'), time: moment(acknowledged.at, now) })
          : t('recovery.not-seen')}
      </p>
      {outcome && (
        <p className="recovery-outcome" data-recovery-outcome={outcome.outcome}>
          <b>{t(`outcome.${outcome.outcome}`)}</b>
          <span>
            {outcome.calledAgainAs !== undefined
              ? t('recovery.by-itself', { time: moment(outcome.at, now) })
              : t('recovery.by', { by: outcome.by || t('card.somebody'), time: moment(outcome.at, now) })}
          </span>
          {outcome.note && <q>{outcome.note}</q>}
        </p>
      )}
    </>
  )
}
