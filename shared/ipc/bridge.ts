import type { Result } from '#shared/std/result.ts'
import type { CommandInput, CommandName, CommandOutput, EventName, Events } from './contract.ts'
import type { Problem } from './problem.ts'

/** What a screen has of the console, whatever carries it: Electron's IPC, a WebSocket, or a test's memory. */
export type Bridge = {
  host: 'electron' | 'browser'
  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>, Problem>>
  /** Returns what stops listening. */
  on<E extends EventName>(name: E, listener: (payload: Events[E]) => void): () => void
  /** The carrier itself came or went (a WebSocket drops; Electron's never does). A screen that comes back asks for the snapshot. */
  onConnection(listener: (connected: boolean) => void): () => void
}
