import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge } from '#shared/ipc/bridge.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ConsolePatch, ConsoleSnapshot, ConsoleView } from '#shared/ipc/view.ts'
import { applyChanges } from './apply-patch.ts'
import type { ConsoleClock } from './clock.ts'
import type { Refusable } from './websocket-bridge.ts'

/**
 * The console as this screen knows it. Owns: the last snapshot with its patches, and whether the carrier is there.
 * Retries: a snapshot that failed or never came (1, 2, 5 s), and asks again after a gap in the revisions, after the
 * carrier came back, and after the window was hidden; one request at a time. Keeps the last view while the carrier is
 * gone, so that the screen can show it with its age. Does not change an alert by itself: the truth comes as a patch.
 */
export type ConsoleState = {
  view?: ConsoleView
  revision: number
  /** The carrier (IPC or WebSocket), not the link to the switch. */
  connected: boolean
  /** The console refuses this page: its link is not valid any more, and no retry mends that. */
  refused?: true
  /** Console time of the last message. */
  lastSentAt?: number
  /** Why the last snapshot was not had; gone with the next one. */
  snapshotProblem?: Problem
  /** Since when no alert is on the wall, as far as this screen saw; missing while there is one. */
  calmSince?: number
}

export type ConsoleStore = StoreApi<ConsoleState> & { start: () => () => void; refresh: () => void }

const retryMs = [1000, 2000, 5000]
const answerWithinMs = 10_000

export function createConsoleStore(bridge: Bridge & Partial<Refusable>, clock: ConsoleClock): ConsoleStore {
  const store = createStore<ConsoleState>(() => ({ revision: 0, connected: true }))
  let requests = 0
  /** The request under way; 0 = none. */
  let asking = 0
  let askAgain = false
  let failures = 0
  let pending: ConsolePatch[] = []
  let timers: ReturnType<typeof setTimeout>[] = []

  const later = (run: () => void, ms: number): void => {
    timers.push(setTimeout(run, ms))
  }
  const clearTimers = (): void => {
    timers.forEach(clearTimeout)
    timers = []
  }

  function refresh(): void {
    if (asking) {
      askAgain = true
      return
    }
    const request = ++requests
    asking = request
    askAgain = false
    clearTimers()
    later(() => settle(request, { ok: false, error: { kind: 'disconnected' } }), answerWithinMs)
    bridge.call('console.snapshot', {}).then(
      (result) => settle(request, result),
      () => settle(request, { ok: false, error: { kind: 'internal' } }),
    )
  }

  function settle(request: number, result: { ok: true; value: ConsoleSnapshot } | { ok: false; error: Problem }): void {
    if (request !== asking) return
    asking = 0
    clearTimers()
    if (result.ok) takeSnapshot(result.value)
    else fail(result.error)
    if (askAgain && store.getState().connected) refresh()
  }

  function fail(problem: Problem): void {
    pending = []
    store.setState({ snapshotProblem: problem })
    const delay = retryMs[Math.min(failures++, retryMs.length - 1)] ?? 5000
    if (store.getState().connected) later(refresh, delay)
  }

  function takeSnapshot(snapshot: ConsoleSnapshot): void {
    failures = 0
    clock.observe(snapshot.sentAt, true)
    const { snapshotProblem: _, calmSince: _calm, ...rest } = store.getState()
    const next: ConsoleState = {
      ...rest,
      view: snapshot.view,
      revision: snapshot.revision,
      lastSentAt: snapshot.sentAt,
      ...calm(store.getState().calmSince, snapshot.view, snapshot.view.link.countingSince ?? snapshot.sentAt),
    }
    store.setState(next, true)
    const waiting = pending.filter((patch) => patch.revision > snapshot.revision)
    pending = []
    waiting.forEach(takePatch)
  }

  function takePatch(patch: ConsolePatch): void {
    const state = store.getState()
    if (asking) {
      pending.push(patch)
      return
    }
    if (!state.view || patch.from !== state.revision) {
      refresh()
      return
    }
    clock.observe(patch.sentAt, false)
    const view = applyChanges(state.view, patch.changes)
    const { calmSince: before, ...rest } = state
    store.setState(
      { ...rest, view, revision: patch.revision, lastSentAt: patch.sentAt, ...calm(before, view, patch.sentAt) },
      true,
    )
  }

  function start(): () => void {
    const stops = [
      bridge.on('console.changed', takePatch),
      bridge.onConnection((connected) => {
        store.setState({ connected })
        if (connected) refresh()
      }),
      bridge.onRefused?.(() => store.setState({ connected: false, refused: true })),
      whenShown(refresh),
    ]
    refresh()
    return () => {
      asking = 0
      clearTimers()
      stops.forEach((stop) => stop?.())
    }
  }

  return Object.assign(store, { start, refresh })
}

function calm(before: number | undefined, view: ConsoleView, now: number): { calmSince?: number } {
  for (const _id in view.alerts) return {}
  return { calmSince: before ?? now }
}

/** A hidden window is not worth a backlog: it asks for everything when somebody looks again. */
function whenShown(run: () => void): () => void {
  const listener = (): void => {
    if (document.visibilityState === 'visible') run()
  }
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}
