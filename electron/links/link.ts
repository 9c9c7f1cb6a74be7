import type { CallEvent } from '#shared/domain/call/call-event.ts'
import type { LinkProblem, LinkState } from '#shared/ipc/view.ts'

/** What a link tells the console. The console takes events as they come and never waits. */
export type LinkListener = {
  onState(state: LinkState): void
  /** In the order the switch sent them, in batches as they arrived on the socket. */
  onEvents(events: CallEvent[]): void
  /** Something arrived: the data of this link is as old as this. At most once per chunk. */
  onHeard(at: number): void
  /** What is known about the switch once logged in. */
  onSwitch(facts: { version: string }): void
  /** A message of the switch about one call, as it came; asked for by whoever keeps them. */
  onRaw?(callId: string, text: string): void
  /** Something only a person can cure, although the link is up. Said once when found; undefined when it is gone. */
  onProblem(problem: WatchProblem | undefined): void
}

/** `agent`: the login is not told who waits; what is shown comes from pictures, and late. */
export type WatchProblem = { kind: 'right-missing'; right: 'agent' }

/** A connection to a switch that keeps itself up. `stop` settles within 2 s whatever the switch does. */
export interface Link {
  start(): void
  stop(): Promise<void>
  /** Skips the wait before the next attempt; also starts a stopped link again. */
  retryNow(): void
}

/** One expected failure of the world, ready to be shown: `kind` picks the words, `detail` holds facts without secrets. */
export class LinkError extends Error {
  readonly problem: LinkProblem
  constructor(problem: LinkProblem) {
    super(`${problem.kind}: ${problem.detail}`)
    this.name = 'LinkError'
    this.problem = problem
  }
}
