import { useRef, useState } from 'react'
import type { CallSummary } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useScreen, useShell } from '#renderer/state/screen.tsx'
import { useSiteClock } from '#renderer/i18n/use-site-clock.ts'
import { CallTable } from './CallTable.tsx'
import { Search } from './Search.tsx'
import { emptySearch, hasWrongTime, isBackwards, questionOf } from './search-draft.ts'
import { Trail } from './Trail.tsx'
import { useCallSearch } from './use-call-search.ts'
import './calls.css'

/** Every call that the journal keeps: found by number, time, area, class, outcome or seat; and the trail of the one that is chosen. */
export function CallsView() {
  const { t } = useText()
  const { shell } = useScreen()
  const chosen = useShell((state) => state.callId)
  const siteClock = useSiteClock()
  const [draft, setDraft] = useState(emptySearch)
  const [question, setQuestion] = useState(() => questionOf(emptySearch, siteClock))
  const found = useCallSearch(question)
  const choose = (callId: string | undefined): void => shell.setState({ callId })
  const search = (): void => {
    if (hasWrongTime(draft) || isBackwards(draft, siteClock)) return
    setQuestion(questionOf(draft, siteClock))
    found.reload()
  }
  const list = useRef<HTMLDivElement>(null)
  const close = (): void => {
    const row =
      chosen === undefined ? null : list.current?.querySelector(`[data-call-id="${CSS.escape(chosen)}"] button`)
    choose(undefined)
    if (row instanceof HTMLElement) row.focus()
  }

  return (
    <main className="calls">
      <div className="calls-found" ref={list}>
        <h1>{t('calls.title')}</h1>
        <Search draft={draft} onChange={setDraft} onSearch={search} backwards={isBackwards(draft, siteClock)} />
        <CallTable calls={found.items} chosen={chosen} onChoose={(call: CallSummary) => choose(call.callId)} />
        <State found={found} />
        {found.more && (
          <p>
            <Button onPress={found.more} isPending={found.loading}>
              {t('calls.more')}
            </Button>
          </p>
        )}
      </div>
      <Trail callId={chosen} onChoose={choose} onClose={close} />
    </main>
  )
}

function State({ found }: { found: ReturnType<typeof useCallSearch> }) {
  const { t, dateTime } = useText()
  const { problem, loading, items, searchedFrom } = found
  const from = !searchedFrom ? '' : ` ${t('calls.none.journal', { time: dateTime(searchedFrom) })}`
  const none = `${t('calls.none')}${from}`
  return (
    <p role="status" className={items.length === 0 && !problem && !loading ? 'calls-state calls-empty' : 'calls-state'}>
      {problem ? problemWords(problem, t) : loading ? t('calls.loading') : items.length === 0 && none}
    </p>
  )
}
