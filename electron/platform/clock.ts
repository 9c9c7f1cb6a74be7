import { uptime } from 'node:os'
import type { Clock } from '#electron/console/ports.ts'

/**
 * The console's clock: epoch ms that never step back and do not follow the wall clock. It is anchored to the wall clock
 * once and then runs on the monotonic clock, plus the time the machine slept (which Linux and macOS leave out of it; the
 * system's uptime tells). Whoever must know that the wall clock was set, or that the machine slept, listens to `onWallStep`;
 * whoever shows a time of day adds `wallOffset`.
 * It owns its timers; `stop` ends the watch, not the ones that `after` gave out.
 */
export type WatchedClock = Clock & {
  /** `set`: somebody or NTP set the wall clock by this much. `slept`: the machine was suspended for this long. */
  onWallStep(listener: (step: WallStep) => void): () => void
  /** How far the wall clock is ahead of this clock, ms; 0 until it was set. Changes when the wall clock is, not with jitter. */
  wallOffset(): number
  stop(): void
}
export type WallStep = { kind: 'set' | 'slept'; deltaMs: number }

/** What the clock reads. All in ms; `uptime` counts sleep, `monotonic` may not. */
export type TimeSources = { wall(): number; monotonic(): number; uptime(): number }

export const systemTime: TimeSources = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  uptime: () => uptime() * 1000,
}

const lookEveryMs = 1000
/** Below this a difference is rounding (uptime has 10 ms steps on some systems) or a slewing NTP client. */
const stepMs = 500
/** A timer that comes this late on a monotonic clock that counts sleep (Windows) was asleep; a busy loop never is that long. */
const lateMs = 10_000
const longestTimerMs = 0x7fffffff

export function createClock(time: TimeSources = systemTime): WatchedClock {
  const listeners = new Set<(step: WallStep) => void>()
  const offset = time.wall() - time.monotonic()
  let sleptMs = 0
  let wallAheadMs = 0
  let seen = { wall: time.wall(), monotonic: time.monotonic(), uptime: time.uptime() }

  function look(): void {
    const next = { wall: time.wall(), monotonic: time.monotonic(), uptime: time.uptime() }
    const passed = next.monotonic - seen.monotonic
    const asleep = next.uptime - seen.uptime - passed
    const missed = asleep > stepMs ? asleep : 0
    const set = next.wall - seen.wall - passed - missed
    seen = next
    sleptMs += missed
    const ahead = next.wall - (offset + next.monotonic + sleptMs)
    // Also when it was moved in many small steps.
    if (Math.abs(ahead - wallAheadMs) >= stepMs) wallAheadMs = Math.abs(ahead) < stepMs ? 0 : Math.round(ahead)
    if (missed > 0 || passed > lookEveryMs + lateMs) tell({ kind: 'slept', deltaMs: Math.round(missed || passed) })
    if (Math.abs(set) >= stepMs) tell({ kind: 'set', deltaMs: Math.round(set) })
  }

  function tell(step: WallStep): void {
    for (const listener of listeners) listener(step)
  }

  const watch = setInterval(look, lookEveryMs)
  watch.unref()

  return {
    now: () => Math.round(offset + time.monotonic() + sleptMs),
    after: startTimer,
    onWallStep(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    wallOffset: () => wallAheadMs,
    stop: () => clearInterval(watch),
  }
}

/** A longer delay than a timer can hold would fire at once: such a wait is made of pieces. */
function startTimer(ms: number, run: () => void): () => void {
  let timer: NodeJS.Timeout
  const wait = (left: number): void => {
    const piece = Math.min(left, longestTimerMs)
    timer = setTimeout(() => (left > piece ? wait(left - piece) : run()), piece)
  }
  wait(Math.max(0, ms))
  return () => clearTimeout(timer)
}
