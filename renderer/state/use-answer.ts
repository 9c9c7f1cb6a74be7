import { useCallback, useEffect, useRef, useState } from 'react'
import type { CommandInput, CommandName, CommandOutput } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { useConsole, useScreen } from './screen.tsx'

/**
 * The answer to a question that a view asks the console. Asked again when the question changes, when the carrier came back, and by
 * `reload`. An answer that a newer question has overtaken is dropped; the last one stays on the screen while the next is on its way.
 */
export type Answer<T> = { value?: T; problem?: Problem; loading: boolean; reload: () => void }

export function useAnswer<N extends CommandName>(name: N, input: CommandInput<N> | null): Answer<CommandOutput<N>> {
  const { commands } = useScreen()
  const connected = useConsole((state) => state.connected)
  const [state, setState] = useState<{ value?: CommandOutput<N>; problem?: Problem; loading: boolean }>({ loading: true })
  const [asked, setAsked] = useState(0)
  const latest = useRef(0)
  const question = input === null ? null : JSON.stringify(input)

  useEffect(() => {
    if (question === null || !connected) return
    const request = ++latest.current
    setState(({ problem: _, ...before }) => ({ ...before, loading: true }))
    void commands.run(name, JSON.parse(question) as CommandInput<N>, 'caller').then((result) => {
      if (request !== latest.current) return
      if (result.ok) setState({ value: result.value, loading: false })
      else setState((before) => ({ ...before, problem: result.error, loading: false }))
    })
  }, [commands, connected, name, question, asked])

  const reload = useCallback(() => setAsked((n) => n + 1), [])
  return { ...state, reload }
}

/** Pages that are read one after the other, newest first. A changed question begins anew. */
export type Pages<T> = { items: T[]; problem?: Problem; loading: boolean; more: (() => void) | undefined; reload: () => void }

export function usePages<T>(
  ask: (before: string | null) => Promise<{ items: T[]; next: string | null } | { problem: Problem }>,
  question: string,
): Pages<T> {
  const connected = useConsole((state) => state.connected)
  const [state, setState] = useState<{ items: T[]; next: string | null; problem?: Problem; loading: boolean }>({
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
    setState(({ problem: _, ...now }) => ({ ...now, loading: true }))
    void askNow.current(before).then((page) => {
      if (request !== latest.current) return
      if ('problem' in page) setState((now) => ({ ...now, problem: page.problem, loading: false }))
      else
        setState((now) => ({
          items: before === null ? page.items : [...now.items, ...page.items],
          next: page.next,
          loading: false,
        }))
    })
  }, [])

  useEffect(() => {
    if (connected) load(null)
  }, [connected, load, question, asked])

  const { items, next, problem, loading } = state
  return {
    items,
    loading,
    ...(problem && { problem }),
    more: next === null ? undefined : () => load(next),
    reload: useCallback(() => setAsked((n) => n + 1), []),
  }
}
