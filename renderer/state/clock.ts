/**
 * The console's clock as this screen knows it. A screen on another machine has another wall clock, and any wall clock can
 * be set while calls wait, so waits run on this machine's monotonic clock plus an offset learned from `sentAt`.
 * A late message makes the offset look too small, never too large: the largest of the last samples is the best one.
 */
export type ConsoleClock = {
  /** Console epoch ms, now. */
  now: () => number
  /** Console epoch ms at the last tick: the same for everything drawn between two ticks. */
  current: () => number
  observe: (sentAt: number, isSnapshot: boolean) => void
  /** Calls the listener four times a second; costs nothing while nobody listens. */
  subscribe: (listener: () => void) => () => void
}

export type ClockPorts = {
  monotonicNow: () => number
  wallNow: () => number
  setInterval: (run: () => void, ms: number) => unknown
  clearInterval: (handle: never) => void
}

export const tickMs = 250
const samplesKept = 8

export function createConsoleClock(ports: ClockPorts): ConsoleClock {
  let samples: number[] = []
  let offset = ports.wallNow() - ports.monotonicNow()
  const listeners = new Set<() => void>()
  let timer: unknown
  let lastTick = 0

  const now = (): number => ports.monotonicNow() + offset
  const tick = (): void => {
    lastTick = now()
    for (const listener of listeners) listener()
  }

  return {
    now,
    current: () => {
      if (lastTick === 0 || listeners.size === 0) lastTick = now()
      return lastTick
    },
    observe(sentAt, isSnapshot) {
      const sample = sentAt - ports.monotonicNow()
      samples = isSnapshot ? [sample] : [...samples, sample].slice(-samplesKept)
      const before = offset
      offset = Math.max(...samples)
      if (Math.abs(offset - before) >= tickMs) tick()
    },
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) {
        lastTick = now()
        timer = ports.setInterval(tick, tickMs)
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) ports.clearInterval(timer as never)
      }
    },
  }
}

export const browserClockPorts: ClockPorts = {
  monotonicNow: () => performance.now(),
  wallNow: () => Date.now(),
  setInterval: (run, ms) => setInterval(run, ms),
  clearInterval: (handle) => clearInterval(handle),
}
