import { useState } from 'react'
import type { CallSummary } from '#shared/ipc/journal-view.ts'
import { Button } from '#renderer/components/Button.tsx'
import { problemWords } from '#renderer/i18n/problem-words.ts'
import { useText } from '#renderer/i18n/text.ts'
import { useShell } from '#renderer/state/screen.tsx'
import { CallTable } from './CallTable.tsx'
import { Search, emptySearch, questionOf, type SearchDraft } from './Search.tsx'
import { Trail } from './Trail.tsx'
import { useCallSearch } from './use-call-search.ts'
import './calls.css'

/** Every call that the journal keeps: found by number, time, area, class, outcome or seat; and the trail of the one that is chosen. */
export function CallsView() {
  const { t, moment } = useText()
  const wanted = useShell((state) => state.callId)
  const [draft, setDraft] = useState<SearchDraft>(emptySearch)
  const [question, setQuestion] = useState(() => questionOf(emptySearch))
  const [chosen, setChosen] = useState<string | undefined>(wanted)
  const found = useCallSearch(question)
  const choose = (call: CallSummary): void => setChosen(call.callId)

  return (
    <main className="calls">
      <div className="calls-found">
        <h1>{t('calls.title')}</h1>
        <Search draft={draft} onChange={setDraft} onSearch={() => setQuestion(questionOf(draft))} />
        <CallTable calls={found.items} chosen={chosen} onChoose={choose} />
        <p role="status" className="calls-state">
          {found.problem
            ? problemWords(found.problem, t)
            : found.loading
              ? t('calls.loading')
              : found.items.length === 0 &&
                `${t('calls.none')}${found.searchedFrom ? ` ${t('calls.none.journal', { time: moment(found.searchedFrom, 0) })}` : ''}`}
        </p>
        {found.more && (
          <Button onPress={found.more} isPending={found.loading}>
            {t('calls.more')}
          </Button>
        )}
      </div>
      <Trail callId={chosen} onChoose={setChosen} onClose={() => setChosen(undefined)} />
    </main>
  )
}
