/** How long a link waits before it tries again. Data, so that the help page can show it. */
export const backoffDelaysMs = [500, 1000, 2000, 5000, 10_000, 20_000, 30_000] as const

/** A link that was up for so long begins from the first delay again; one that flaps does not. */
export const steadyAfterMs = 30_000

const jitter = 0.2

/**
 * `attempt` counts from 1. `random` (0 ≤ r < 1) spreads the desks of a site by ±20 %, so that a switch that comes back is
 * not met by all of them at once. Never longer than 30 s, so ten desks find it again within half a minute.
 */
export function backoffMs(attempt: number, random: number): number {
  const index = Math.min(Math.max(attempt, 1), backoffDelaysMs.length) - 1
  const delay = backoffDelaysMs[index] ?? 30_000
  const longest = backoffDelaysMs[backoffDelaysMs.length - 1] ?? 30_000
  return Math.min(longest, Math.round(delay * (1 - jitter + 2 * jitter * random)))
}
