import type { Clock } from '#electron/console/ports.ts'
import type { LinkProblem, LinkProblemKind, LinkState } from '#shared/ipc/view.ts'
import { backoffMs, steadyAfterMs } from './backoff.ts'
import type { Link } from './link.ts'

/**
 * The one loop that keeps links up. Owns which attempt this is and the wait before the next; retries every problem but
 * those that only a person can cure, where trying again would lock an account or knock at a stranger's door; drops what
 * an attempt says after it ended. It does not know any protocol. (One closure, longer than our rule: one state machine.)
 */
export type ReconnectOptions = {
  connect: Connect
  onState(state: LinkState): void
  clock: Clock
  /** 0 ≤ r < 1 */
  random(): number
}

/**
 * Opens one connection and reports its life. `ended` is said once, also for an attempt that never came up; `close` makes
 * it end without a word, and settles when its socket is gone.
 */
export type Connect = (report: AttemptReport) => { close(): Promise<void> }

export type AttemptReport = {
  step(step: 'logging-in' | 'loading'): void
  up(): void
  ended(problem: LinkProblem): void
}

/** What a person has to change first. `never-booted`, `no-permission` and the rest may pass by themselves. */
export const stopsTheLoop: ReadonlySet<LinkProblemKind> = new Set<LinkProblemKind>([
  'wrong-credentials',
  'no-secret',
  'certificate-untrusted',
  'fingerprint-mismatch',
])

const stopLimitMs = 2000

export function createReconnect({ connect, onState, clock, random }: ReconnectOptions): Link {
  let state: LinkState = { kind: 'idle' }
  let attempt = 0
  let current: { close(): Promise<void> } | undefined
  let cancelWait = (): void => undefined
  let cancelSteady = (): void => undefined

  const become = (next: LinkState): void => {
    state = next
    onState(next)
  }

  const open = (): void => {
    cancelWait()
    attempt++
    let live = true
    become({ kind: 'connecting', attempt, step: 'reaching' })
    const report: AttemptReport = {
      step: (step) => {
        if (live) become({ kind: 'connecting', attempt, step })
      },
      up: () => {
        if (!live) return
        cancelSteady = clock.after(steadyAfterMs, () => {
          attempt = 0
        })
        become({ kind: 'up', since: clock.now() })
      },
      ended: (problem) => {
        if (!live) return
        live = false
        current = undefined
        cancelSteady()
        lost(problem)
      },
    }
    const opened = connect(report)
    current = {
      close: () => {
        live = false
        return opened.close()
      },
    }
    if (!live) current = undefined // it failed at once
  }

  const lost = (why: LinkProblem): void => {
    if (stopsTheLoop.has(why.kind)) return become({ kind: 'stopped', why })
    const waitMs = backoffMs(Math.max(attempt, 1), random())
    cancelWait = clock.after(waitMs, open)
    become({ kind: 'waiting', until: clock.now() + waitMs, attempt: Math.max(attempt, 1), why })
  }

  return {
    start: () => {
      if (state.kind === 'idle') open()
    },
    retryNow: () => {
      if (state.kind === 'stopped') attempt = 0
      if (state.kind === 'waiting' || state.kind === 'stopped') open()
    },
    stop: async () => {
      cancelWait()
      cancelSteady()
      attempt = 0
      const closing = current?.close()
      current = undefined
      if (state.kind !== 'idle') become({ kind: 'idle' })
      if (!closing) return
      await withinLimit(closing, clock)
    },
  }
}

async function withinLimit(closing: Promise<void>, clock: Clock): Promise<void> {
  const limit = Promise.withResolvers<void>()
  const cancel = clock.after(stopLimitMs, limit.resolve)
  await Promise.race([closing, limit.promise])
  cancel()
}
