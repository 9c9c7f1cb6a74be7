import type { Problem } from '#shared/ipc/problem.ts'
import type { ConsoleProblem } from '#shared/ipc/view.ts'
import { err, type Result } from '#shared/std/result.ts'
import type { Connect, Connection } from './connect.ts'
import { createIncoming, followingZone } from './incoming.ts'
import type { ListKeeper, ListListener, PublishedList } from './list-keeper.ts'
import type { FromDesk, Request } from './protocol.ts'

/**
 * The list as the console has it. Owns the connection to the desk: asks it, compiles the versions that it publishes in slices of a few ms
 * between which calls go on, and puts each in force by one assignment. An answer waits until what it published is in force. A desk that ends
 * by itself fails what was asked of it, is started again after a while, and is told on screen; the version in force stays meanwhile.
 */
export type KeeperOptions = {
  connect: Connect
  /** Taken instead, once the first way failed several times before the desk was open. */
  otherwise?: Connect
  timeZone: () => string
  /** To be added to a call's time, which does not follow a wall clock that is set; what a rule says of days and hours does. */
  wallOffset?: () => number
  now: () => number
  after: (ms: number, run: () => void) => () => void
  /** Runs a slice of work; the next turn of the event loop, but for tests. */
  soon: (run: () => void) => void
  log: (level: 'info' | 'warn' | 'error', message: string, facts?: Record<string, unknown>) => void
  /** The settings of version 1 need not keep their list any longer. */
  onTookOver: () => void
}

const againAfterMs = [500, 1000, 2000, 5000, 10_000, 30_000]
/** A desk that lived so long has recovered. */
const recoveredMs = 60_000
const triesBeforeOtherwise = 3
const stopWithinMs = 5000
const mostUnrecorded = 1000

export function createListKeeper(options: KeeperOptions): ListKeeper {
  const incoming = createIncoming({
    siteTime: followingZone(options.timeZone, options.wallOffset ?? (() => 0)),
    soon: options.soon,
    askNext: (version) => connection?.post({ t: 'next', version }),
    onCompiled: putInForce,
  })
  let listener: ListListener | undefined
  let connection: Connection | undefined
  let inForce = { version: 0, at: 0 }
  let problems: ConsoleProblem[] = []
  let ended: ConsoleProblem | undefined
  let failures = 0
  let everOpen = false
  let openedAt = 0
  let stopping: (() => void) | undefined
  let cancelRestart: (() => void) | undefined
  let nextId = 1
  const open = new Map<number, (result: Result<unknown, Problem>) => void>()
  /** What happened while there was no desk. */
  const unrecorded: Parameters<ListKeeper['audit']>[0][] = []
  /** What was said of versions that are still being compiled. */
  const held = createHeld()

  function connect(): void {
    const way = options.otherwise && !everOpen && failures >= triesBeforeOtherwise ? options.otherwise : options.connect
    const mine = way(
      (message) => connection === mine && receive(message),
      (error) => connection === mine && onEnd(error),
    )
    connection = mine
    mine.post({ t: 'start' })
    for (const entry of unrecorded.splice(0)) mine.post({ t: 'audit', entry })
  }

  function onEnd(error: unknown): void {
    connection = undefined
    incoming.drop()
    if (stopping) return stopping()
    options.log('error', 'the desk of the list ended', { error })
    failOpen()
    if (openedAt > 0 && options.now() - openedAt > recoveredMs) failures = 0
    openedAt = 0
    const wait = againAfterMs[Math.min(failures++, againAfterMs.length - 1)] ?? 0
    ended = { kind: 'list-not-kept', detail: codeOf(error), inForce: inForce.version > 0, at: options.now() }
    listener?.onProblem()
    cancelRestart = options.after(wait, connect)
  }

  function failOpen(): void {
    for (const settle of open.values()) settle(err({ kind: 'internal' }))
    open.clear()
    held.release(Infinity)
  }

  function receive(message: FromDesk): void {
    switch (message.t) {
      case 'version':
        // The desk was started anew, and has what is in force already.
        if (message.meta.version === inForce.version && message.meta.at === inForce.at) return
        return incoming.begin(message)
      case 'rules':
        return incoming.add(message)
      case 'answer':
        return whenInForce(message.version, () => {
          open.get(message.id)?.(message.result)
          open.delete(message.id)
        })
      case 'changed':
        return whenInForce(message.state.published.version, () => listener?.onChanged(message.state))
      case 'problems':
        problems = message.problems
        ended = undefined
        everOpen = true
        openedAt = options.now()
        return listener?.onProblem()
      case 'took-over':
        return options.onTookOver()
      case 'error':
        return options.log('error', message.what, { error: message.error })
      case 'stopped':
        return stopping?.()
    }
  }

  function whenInForce(version: number, run: () => void): void {
    if (version <= inForce.version || !incoming.comes()) run()
    else held.add(version, run)
  }

  function putInForce(list: PublishedList): void {
    const { version, at, rules } = list.meta
    inForce = { version, at }
    options.log('info', 'list in force', { version, ruleCount: rules })
    listener?.onPublished(list)
    held.release(version)
  }

  function ask<T>(request: Request): Promise<Result<T, Problem>> {
    const desk = connection
    if (!desk || stopping) return Promise.resolve(err({ kind: 'not-in-this-state', why: 'list-not-loaded' }))
    return new Promise((resolve) => {
      const id = nextId++
      open.set(id, (result) => resolve(result as Result<T, Problem>))
      desk.post({ t: 'request', id, request, timeZone: options.timeZone() })
    })
  }

  return {
    start(heard) {
      listener = heard
      connect()
    },
    run: (name, input, author, extra) => ask({ ask: 'run', name, input, author, extra }),
    document: () => ask({ ask: 'document' }),
    replace: (document, why, author, kind, approval = false) =>
      ask({ ask: 'replace', document, why, author, kind, approval }),
    setArea: (change, author, approval = false) => ask({ ask: 'area', change, author, approval }),
    audit(entry) {
      if (connection) connection.post({ t: 'audit', entry })
      else if (unrecorded.length < mostUnrecorded) unrecorded.push(entry)
    },
    problems: () => (ended ? [...problems.filter(({ kind }) => kind !== 'list-not-kept'), ended] : problems),
    async stop() {
      cancelRestart?.()
      const desk = connection
      if (!desk) return
      await new Promise<void>((resolve) => {
        const cancel = options.after(stopWithinMs, resolve)
        stopping = () => {
          cancel()
          resolve()
        }
        desk.post({ t: 'stop' })
      })
      failOpen()
      connection = undefined
      await desk.end()
    },
  }
}

/** What waits for a version to be in force, in the order in which it came. */
function createHeld() {
  let held: { version: number; run: () => void }[] = []
  return {
    add: (version: number, run: () => void): void => void held.push({ version, run }),
    release(upTo: number): void {
      const ready = held.filter(({ version }) => version <= upTo)
      held = held.filter(({ version }) => version > upTo)
      for (const { run } of ready) run()
    },
  }
}

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : 'thread'
}
