import { useCallback, useEffect, useRef, useState } from 'react'
import type { CommandInput, CommandName, CommandOutput } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { useConsole, useScreen } from './screen.tsx'

/**
 * The answer to a question that a view asks the console. Asked again when the question changes, when the carrier came back, and by
 * `reload`. An answer that a newer question has overtaken is dropped; the last one stays on the screen while the next is on its way, and while
 * the console cannot be reached.
 */
export type Answer<T> = {
  value?: T
  /** Console time of the answer. */
  at?: number
  problem?: Problem
  loading: boolean
  reload: () => void
}

/** Asked once more: what went wrong before is no more to be said. */
function loadingAgain<T extends { problem?: Problem; loading: boolean }>(state: T): T {
  const next = { ...state, loading: true }
  delete next.problem
  return next
}

const disconnected: Problem = { kind: 'disconnected' }

export function useAnswer<N extends CommandName>(name: N, input: CommandInput<N> | null): Answer<CommandOutput<N>> {
  const { commands, clock } = useScreen()
  const connected = useConsole((state) => state.connected)
  const [state, setState] = useState<Omit<Answer<CommandOutput<N>>, 'reload'>>({ loading: true })
  const [asked, setAsked] = useState(0)
  const latest = useRef(0)
  const question = input === null ? null : JSON.stringify(input)

  useEffect(() => {
    const request = ++latest.current
    if (question === null || !connected) return
    setState(loadingAgain)
    void commands.run(name, JSON.parse(question) as CommandInput<N>, 'caller').then((result) => {
      if (request !== latest.current) return
      if (result.ok) setState({ value: result.value, at: clock.now(), loading: false })
      else setState((before) => ({ ...before, problem: result.error, loading: false }))
    })
  }, [commands, clock, connected, name, question, asked])

  const reload = useCallback(() => setAsked((n) => n + 1), [])
  return connected ? { ...state, reload } : { ...state, problem: disconnected, loading: false, reload }
}

/** Pages that are read one after the other, newest first. A changed question begins anew. */
export type Pages<T> = {
  items: T[]
  /** Of all pages, where the console tells. */
  total?: number
  problem?: Problem
  loading: boolean
  more: (() => void) | undefined
  reload: () => void
}
export type Page<T> = { items: T[]; next: string | null; total?: number }

export function usePages<T>(
  ask: (before: string | null) => Promise<Page<T> | { problem: Problem }>,
  question: string,
): Pages<T> {
  const connected = useConsole((state) => state.connected)
  const [state, setState] = useState<Page<T> & { problem?: Problem; loading: boolean }>({
    items: [],
    next: null,
    loading: true,
  })
  const [asked, setAsked] = useState(0)
  const latest = useRef(0)
  const askNow = useRef(ask)
  useEffect(() => {
    askNow.current = ask
  })

  const load = useCallback((before: string | null): void => {
    const request = ++latest.current
    setState(loadingAgain)
    void askNow.current(before).then((page) => {
      if (request !== latest.current) return
      if ('problem' in page) setState((now) => ({ ...now, problem: page.problem, loading: false }))
      else
        setState((now) => ({
          ...page,
          items: before === null ? page.items : [...now.items, ...page.items],
          loading: false,
        }))
    })
  }, [])

  useEffect(() => {
    if (connected) load(null)
  }, [connected, load, question, asked])

  const { next, ...pages } = state
  const reload = useCallback(() => setAsked((n) => n + 1), [])
  return {
    ...pages,
    ...(!connected && { problem: disconnected, loading: false }),
    more: next === null ? undefined : () => load(next),
    reload,
  }
}
