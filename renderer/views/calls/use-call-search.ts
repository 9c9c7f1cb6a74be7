import { useState } from 'react'
import type { CommandInput } from '#shared/ipc/contract.ts'
import type { CallSummary } from '#shared/ipc/journal-view.ts'
import { useScreen } from '#renderer/state/screen.tsx'
import { usePages, type Pages } from '#renderer/state/use-answer.ts'

export type CallQuestion = Omit<CommandInput<'calls.search'>, 'before' | 'limit'>

const pageSize = 100

export function useCallSearch(question: CallQuestion): Pages<CallSummary> & { searchedFrom?: number } {
  const { commands } = useScreen()
  const [searchedFrom, setSearchedFrom] = useState<number>()
  const pages = usePages<CallSummary>(async (before) => {
    const result = await commands.run('calls.search', { ...question, before, limit: pageSize }, 'caller')
    if (!result.ok) return { problem: result.error }
    setSearchedFrom(result.value.searchedFrom)
    return { items: result.value.calls, next: result.value.next }
  }, JSON.stringify(question))
  return searchedFrom === undefined ? pages : { ...pages, searchedFrom }
}
