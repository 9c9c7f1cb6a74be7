import { randomUUID } from 'node:crypto'
import type { Clock, Log } from '#electron/console/ports.ts'
import { chunkIsFull, createBacklog, type Backlog } from './backlog.ts'
import { createHealth } from './health.ts'
import type { Journal, JournalEntry, Recomputed, Recovered, Retention } from './journal.ts'
import { toJournalEvent } from './lines.ts'
import type { FromReader, FromWriter, ToReader, ToWriter } from './messages.ts'
import { isPacked, unpackTallies } from './pack-tallies.ts'
import type { QueryAnswer } from './queries.ts'
import { isLong, type RecoveredLines } from './reader.ts'
import { startHelper, type Helper } from './threads.ts'
import { gridOf } from './grid.ts'
import type { WriterReport } from './writer.ts'

/**
 * The journal of a running console. It owns three threads (one writes, one answers short questions, one long ones) and the
 * entries that are not yet on the disk. Nothing here waits: an entry becomes a line of text and goes to the writer with its
 * neighbours. What does not fit in the memory that is set aside for a disk that refuses is counted, said, and marked as a
 * gap once the disk takes entries again.
 */
export type JournalOptions = {
  folder: string
  timeZone: string
  retention: Retention
  clock: Clock
  log: Log
  /** For tests: another program than the journal's own for its threads. */
  program?: string
}
export type RunningJournal = Journal & {
  /** For tests: a thread dies by itself. */
  killThread(role: 'writer' | 'reader'): Promise<void>
}

/** How long an entry waits for its neighbours before it goes to the writer. */
const gatherMs = 5
const aliveEveryMs = 5000
/** Chunks that the writer has and has not yet written. */
const mostSent = 512

export function openJournal(options: JournalOptions): RunningJournal {
  const { folder, clock, log } = options
  const run = randomUUID()
  const backlog = createBacklog()
  let { retention } = options
  const health = createHealth(clock, log)
  const add = adding(backlog)
  let recorded = 0
  let cancelGather: (() => void) | undefined
  let flushes: (() => void)[] = []
  let stopped = false
  let whenKnown: (() => void) | undefined
  /** Whether there is a file to read is known once the writer said so, or that there is none. */
  const known = new Promise<void>((resolve) => (whenKnown = resolve))

  const writer = startHelper<ToWriter, FromWriter>({
    data: () => ({
      role: 'writer',
      options: { folder, run, retention, grid: gridOf(options.timeZone, clock.now()) },
      now: clock.now(),
    }),
    program: options.program,
    clock,
    log,
    onStart: () => {
      backlog.again()
      send()
    },
    onDeath: () => {
      health.died()
      whenKnown?.()
    },
    onMessage: hear,
    onDamage: () => undefined,
  })
  const suspect = (): void => writer.post({ kind: 'suspect', now: clock.now() })
  const [quick, long] = [startReader(options, false, suspect), startReader(options, true, suspect)]
  const readers = [quick, long]

  function hear(report: WriterReport): void {
    if (report.kind === 'kept') backlog.kept(report.seq)
    health.hear(report)
    // Also while it fails: a damaged file that somebody holds open cannot be set aside everywhere.
    if (report.kind === 'opened' || report.kind === 'failing')
      for (const reader of readers) reader.post({ kind: 'reopen' })
    if (report.kind === 'kept' || report.kind === 'well') well()
    if (report.kind !== 'set-aside') whenKnown?.()
  }

  function well(): void {
    const gap = health.takeGap()
    if (gap) record({ kind: 'gap', gap })
    send()
    if (backlog.waiting().entries > 0) return
    const waiting = flushes
    flushes = []
    for (const resolve of waiting) resolve()
  }

  function record(entry: JournalEntry): void {
    if (stopped) return
    const refused = add(entry)
    if (refused) return health.drop(1, refused)
    recorded += 1
    if (chunkIsFull(recorded)) gathered()
    else cancelGather ??= clock.after(gatherMs, gathered)
  }

  function gathered(): void {
    cancelGather?.()
    cancelGather = undefined
    recorded = 0
    backlog.cut(clock.now())
    send()
  }

  function send(): void {
    for (const chunk of backlog.send(mostSent)) writer.post({ kind: 'chunk', chunk, now: clock.now() })
  }

  let cancelAlive = clock.after(aliveEveryMs, alive)
  function alive(): void {
    writer.post({ kind: 'alive', now: clock.now() })
    cancelAlive = clock.after(aliveEveryMs, alive)
  }

  return {
    record,
    async recover(since) {
      await known
      const nothing: RecoveredLines = { events: [], open: [] }
      const found = await quick
        .ask<RecoveredLines>((id) => ({ kind: 'recover', id, since }))
        .catch((error: unknown) => {
          log.error('journal cannot be read', { detail: String(error) })
          return nothing
        })
      return toRecovered(found, health.lastRun())
    },
    async ask(query) {
      await known
      const answer = await (isLong(query) ? long : quick).ask<QueryAnswer<typeof query>>((id) => ({
        kind: 'ask',
        id,
        query,
      }))
      return isPacked(answer) ? (unpackTallies(answer) as QueryAnswer<typeof query>) : answer
    },
    state() {
      const { entries, since } = backlog.waiting()
      const waitingMs = since === undefined ? 0 : clock.now() - since
      return { ...health.file(), waiting: entries, waitingMs, dropped: health.dropped() }
    },
    problems: () => health.problems(backlog.waiting().since),
    retain(next) {
      retention = next
      writer.post({ kind: 'retain', retention, now: clock.now() })
    },
    recompute: () => writer.ask<Recomputed>((id) => ({ kind: 'recompute', id, now: clock.now() })),
    applyImport: (plan) => writer.ask<{ calls: number }>((id) => ({ kind: 'import', id, plan, now: clock.now() })),
    flush() {
      gathered()
      writer.post({ kind: 'hurry', now: clock.now() })
      return new Promise((resolve) => {
        if (backlog.waiting().entries === 0) resolve()
        else flushes.push(resolve)
      })
    },
    async stop() {
      gathered()
      stopped = true
      cancelAlive()
      await Promise.all([
        writer.stop({ kind: 'stop', now: clock.now() }),
        ...readers.map((reader) => reader.stop({ kind: 'stop' })),
      ])
    },
    killThread: (role) => (role === 'writer' ? writer.kill() : quick.kill()),
  }
}

/** What cannot become a line cannot be kept; and whoever records it must not fall over it. */
const adding =
  (backlog: Backlog) =>
  (entry: JournalEntry): 'waiting' | 'file' | undefined => {
    try {
      return backlog.add(entry) ? undefined : 'waiting'
    } catch {
      return 'file'
    }
  }

const startReader = (
  { folder, clock, log, program }: JournalOptions,
  givesWay: boolean,
  onDamage: () => void,
): Helper<ToReader> =>
  startHelper<ToReader, FromReader>({
    data: () => ({ role: 'reader', folder, givesWay, now: clock.now() }),
    program,
    clock,
    log,
    whenAsked: true,
    onStart: () => undefined,
    onDeath: () => undefined,
    onMessage: () => undefined,
    onDamage,
  })

/** `lastRun`: as the writer found it; else what the file says. */
export function toRecovered({ events, lastAt, open }: RecoveredLines, lastRun?: { lastAt?: number }): Recovered {
  const last = lastRun ?? (lastAt === undefined ? {} : { lastAt })
  return { events: events.map((line) => toJournalEvent(line).entry), open, ...last }
}
