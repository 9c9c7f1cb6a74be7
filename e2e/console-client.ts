import { WebSocket } from 'ws'
import type { CommandInput, CommandName, CommandOutput } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ConsoleView } from '#shared/ipc/view.ts'
import type { Result } from '#shared/std/result.ts'

/** A client of a running console over the browser host's WebSocket: the same commands that a screen sends. */
export type ConsoleClient = {
  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>, Problem>>
  view(): Promise<ConsoleView>
  /** Asks until it holds; throws with the last view's answer when it never does. */
  until(what: string, holds: (view: ConsoleView) => boolean, withinMs?: number): Promise<ConsoleView>
  close(): void
}

export async function connectToConsole(url: string): Promise<ConsoleClient> {
  const address = new URL(url)
  const token = new URLSearchParams(address.hash.slice(1)).get('token') ?? ''
  const socket = new WebSocket(`ws://${address.host}/ws?token=${token}`, { origin: address.origin })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  const waiting = new Map<number, (result: Result<unknown, Problem>) => void>()
  let lastId = 0
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as { t: string; id: number; result: Result<unknown, Problem> }
    if (frame.t !== 'result') return
    waiting.get(frame.id)?.(frame.result)
    waiting.delete(frame.id)
  })
  const client: ConsoleClient = {
    call: (name, input) =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        waiting.set(id, resolve as (result: Result<unknown, Problem>) => void)
        socket.send(JSON.stringify({ t: 'call', id, name, input }), (error) => error && reject(error))
      }),
    async view() {
      const result = await client.call('console.snapshot', {})
      if (!result.ok) throw new Error(`no snapshot: ${result.error.kind}`)
      return result.value.view
    },
    async until(what, holds, withinMs = 15_000) {
      const end = Date.now() + withinMs
      for (;;) {
        const view = await client.view()
        if (holds(view)) return view
        if (Date.now() > end) throw new Error(`${what}: not within ${withinMs} ms\n${JSON.stringify(view, null, 1)}`)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    },
    close: () => socket.close(),
  }
  return client
}
