import type { Clock } from '#electron/console/ports.ts'

/** A clock that stands until a test moves it. What is due while it moves runs in order, at its own time. */
export type FakeClock = Clock & {
  advance(ms: number): void
  /** How many calls are still to come. */
  pending(): number
}

export function createFakeClock(start = Date.UTC(2026, 10, 20, 8, 0, 0)): FakeClock {
  let now = start
  let order = 0
  const due = new Map<number, { at: number; run: () => void }>()
  const next = (until: number): number | undefined => {
    let found: number | undefined
    let earliest = Infinity
    for (const [id, { at }] of due) {
      if (at <= until && at < earliest) {
        earliest = at
        found = id
      }
    }
    return found
  }
  return {
    now: () => now,
    after: (ms, run) => {
      const id = order++
      due.set(id, { at: now + ms, run })
      return () => due.delete(id)
    },
    advance: (ms) => {
      const until = now + ms
      for (let id = next(until); id !== undefined; id = next(until)) {
        const timer = due.get(id)
        due.delete(id)
        if (!timer) continue
        now = Math.max(now, timer.at)
        timer.run()
      }
      now = until
    },
    pending: () => due.size,
  }
}
