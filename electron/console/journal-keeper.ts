import type { Journal, JournalEntry, Query, QueryAnswer, Recovered } from '#electron/journal/journal.ts'
import { JournalFault } from '#electron/journal/journal.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import type { CoreChanges } from '#shared/domain/core.ts'
import type { Action, Decision, Gap } from '#shared/domain/journal/call-record.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ConsoleProblem, LinkState } from '#shared/ipc/view.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import { packBecause } from './because-note.ts'
import type { Clock, ConsolePorts, World } from './ports.ts'

/**
 * What of the console goes into the journal, and in which order: what the list said, the event or decision, what followed
 * from it. It owns the journal of the present world and the gap that lasts. It waits for nothing but when asked; a journal
 * that cannot be written is the journal's own trouble, which every screen is told.
 */
export type JournalKeeper = {
  /** Opens the journal of a world, and lets go of the one before. */
  open(world: World): Journal
  /**
   * What a world's journal remembers; undefined when it cannot be read within the time. `late`: then it is read as soon as
   * that can be done, and who has no outcome yet comes here, however lately lost.
   */
  recover(since: number, late: (recovered: Recovered) => void): Promise<Recovered | undefined>
  applied(event: CallEvent, changes: CoreChanges): void
  decided(decision: Decision, changes: CoreChanges): void
  /** Another list, or the past brought back: what followed without an event. */
  followed(changes: CoreChanges): void
  /** Nothing was seen since then, by whatever was before this run. */
  gapLasts(gap: Omit<Gap, 'to'>): void
  gap(gap: Gap): void
  link(switchId: string, state: LinkState): void
  raw(callId: string, text: string): void
  action(action: Action): void
  ask<Q extends Query>(query: Q): Promise<Result<QueryAnswer<Q>, Problem>>
  /** Anything else that is asked of the journal; a journal that cannot answer is a problem and no exception. */
  run<T>(what: (journal: Journal) => Promise<T>): Promise<Result<T, Problem>>
  /** Everything recorded so far can be read, or the disk takes too long. */
  settle(): Promise<void>
  /** Calls recorded so far: the same number, the same calls in the journal. */
  ended(): number
  state(): ReturnType<Journal['state']> | undefined
  retain(): void
  problems(): ConsoleProblem[]
  stop(): Promise<void>
}

/** A disk that has to be waited for longer than this is worked without. */
const recoverWithinMs = 10_000
const settleWithinMs = 2000
const recoverAgainMs = 10_000

export function createJournalKeeper({ journals, clock, settings, log }: ConsolePorts): JournalKeeper {
  let journal: Journal | undefined
  let leaving: Promise<unknown> = Promise.resolve()
  let lasting: Omit<Gap, 'to'> | undefined
  let lastLink = ''
  let ended = 0
  let stopped = false
  const pause = createPause(clock)

  const record = (entry: JournalEntry): void => journal?.record(entry)

  function followed(changes: CoreChanges): void {
    for (const decision of changes.judged) record({ kind: 'decision', decision })
    consequences(changes)
  }

  function consequences(changes: CoreChanges): void {
    for (const change of changes.alerts) record({ kind: 'alert', change: packBecause(change) })
    for (const one of changes.ended) record({ kind: 'call', record: one })
    for (const span of changes.spans) record({ kind: 'seat', span })
    ended += changes.ended.length
    changes.judged.length = 0
    changes.alerts.length = 0
    changes.ended.length = 0
    changes.spans.length = 0
  }

  function watchSight(event: CallEvent): void {
    const sees = event.kind === 'picture-taken'
    if (!sees && event.kind !== 'sight-lost') return
    // From here on there is another reason.
    if (lasting && (sees || event.why === consoleClosed)) {
      record({ kind: 'gap', gap: { ...lasting, to: event.at } })
      lasting = undefined
    }
    if (!sees) lasting ??= { from: event.at, switchId: event.switchId, why: event.why }
  }

  /** The events of the day, and what is open by now: what was lost in the meantime is open, too. */
  async function catchUp(
    asked: Journal,
    first: Promise<Recovered>,
    since: number,
    late: (recovered: Recovered) => void,
  ): Promise<void> {
    let day = await first.catch(() => undefined)
    while (asked === journal && !stopped) {
      day ??= await asked.recover(since).catch(() => undefined)
      const found = day && (await asked.recover(Infinity).catch(() => undefined))
      if (day && found && asked === journal) return late({ ...found, events: day.events })
      await pause.wait(recoverAgainMs)
    }
  }

  async function run<T>(what: (journal: Journal) => Promise<T>): Promise<Result<T, Problem>> {
    if (!journal) return err(unavailable)
    try {
      return ok(await what(journal))
    } catch (error) {
      if (!(error instanceof JournalFault)) throw error
      log.warn('the journal did not answer', { kind: error.kind, detail: error.message })
      return error.kind === 'failed' ? err({ kind: 'internal' }) : err(unavailable)
    }
  }

  return {
    open(world) {
      const old = journal
      if (old) leaving = Promise.allSettled([leaving, old.stop()])
      lasting = undefined
      lastLink = ''
      pause.end()
      journal = journals.open(world)
      journal.retain(settings.get().journal)
      return journal
    },
    async recover(since, late) {
      const asked = journal
      if (!asked) return undefined
      // A world that one comes back to at once is still being written to the end.
      const reading = leaving.then(() => asked.recover(since))
      const found = await within(clock, recoverWithinMs, reading).catch((error: unknown) => {
        log.error('the journal cannot be read', { error })
        return undefined
      })
      if (found) return found
      log.error('going on without what the journal remembers')
      void catchUp(asked, reading, since, late)
      return undefined
    },
    applied(event, changes) {
      for (const decision of changes.judged) record({ kind: 'decision', decision })
      record({ kind: 'event', event })
      consequences(changes)
      watchSight(event)
    },
    decided(decision, changes) {
      record({ kind: 'decision', decision })
      followed(changes)
    },
    followed,
    gapLasts(gap) {
      lasting = gap
    },
    gap: (gap) => record({ kind: 'gap', gap }),
    link(switchId, state) {
      // Each attempt to come back says the same again: only what is new is worth a line.
      if (state.kind === 'connecting') return
      const detail = 'why' in state ? state.why.kind : ''
      if (lastLink === `${state.kind} ${detail}`) return
      lastLink = `${state.kind} ${detail}`
      record({ kind: 'link', change: { at: clock.now(), switchId, state: state.kind, detail } })
    },
    raw: (callId, text) => record({ kind: 'raw', at: clock.now(), callId, text }),
    action: (action) => record({ kind: 'action', action }),
    ask: (query) => run((asked) => asked.ask(query)),
    run,
    async settle() {
      if (!journal || journal.state().waiting === 0 || journal.problems().length > 0) return
      await within(
        clock,
        settleWithinMs,
        journal.flush().catch(() => undefined),
      )
    },
    ended: () => ended,
    state: () => journal?.state(),
    retain: () => journal?.retain(settings.get().journal),
    problems: () => journal?.problems() ?? [],
    async stop() {
      stopped = true
      pause.end()
      await Promise.allSettled([leaving, journal?.stop()])
    },
  }
}

/** Why nothing was seen: the console was stopped. */
export const consoleClosed = 'console-closed'
const unavailable: Problem = { kind: 'not-in-this-state', why: 'journal-unavailable' }

function within<T>(clock: ConsolePorts['clock'], ms: number, promise: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(undefined))
    promise.then(resolve, reject).finally(cancel)
  })
}

/** A wait that can be ended before its time. */
function createPause(clock: Clock): { wait(ms: number): Promise<void>; end(): void } {
  let end: (() => void) | undefined
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const cancel = clock.after(ms, resolve)
        end = () => {
          cancel()
          resolve()
        }
      }),
    end: () => end?.(),
  }
}
