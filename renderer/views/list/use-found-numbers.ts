import { useEffect, useState } from 'react'
import type { NumberListValues } from '#renderer/state/list-rule-values.ts'
import { useScreen } from '#renderer/state/screen.tsx'

/** As many as the console answers in one go. */
const inOneGo = 200

/** Numbers of a list that hold a text: the added ones first. Of a long stored list the console is asked, because this screen has only a part. */
export function useFoundNumbers(
  ruleId: string,
  { stored, added }: NumberListValues,
  search: string,
): { numbers: string[]; left: number; more: () => void } {
  const { commands } = useScreen()
  const [shown, setShown] = useState(inOneGo)
  const [answer, setAnswer] = useState<{ of: string; numbers: string[]; total: number }>()
  const text = search.trim()
  const isPart = stored !== undefined && stored.numbers.length < stored.count
  const asks = isPart && (text !== '' || shown > stored.numbers.length)
  const question = `${ruleId} ${text}`
  const have = answer?.of === question ? answer.numbers.length : 0
  const wants = Math.max(inOneGo, shown - added.length)

  useEffect(() => setShown(inOneGo), [text])
  useEffect(() => {
    if (!asks || have >= wants || (answer?.of === question && have >= answer.total)) return
    let stale = false
    const input = { of: 'draft' as const, ruleId, text, offset: have, limit: inOneGo }
    void commands.run('list.numbers', input, 'caller').then((result) => {
      if (stale || !result.ok) return
      const { numbers, total } = result.value
      setAnswer((known) =>
        known?.of === question
          ? { ...known, numbers: [...known.numbers, ...numbers], total }
          : { of: question, numbers, total },
      )
    })
    return () => {
      stale = true
    }
  }, [asks, commands, ruleId, text, question, have, wants, answer])

  const holds = (number: string): boolean => text === '' || number.includes(text)
  const mine = added.filter(holds)
  const told = asks && answer?.of === question ? answer : undefined
  const theirs = told?.numbers ?? (stored?.numbers ?? []).filter(holds)
  const total = told?.total ?? (isPart && text === '' ? stored.count : theirs.length)
  const numbers = [...mine, ...theirs].slice(0, shown)
  return {
    numbers,
    left: Math.max(0, mine.length + total - numbers.length),
    more: () => setShown((before) => before + inOneGo),
  }
}
