/** Steps that a clock has: nobody reads 37.5 s on an axis. Seconds. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400]
const mostTicks = 5

/** From nothing to at least `most` ms, in equal steps of whole seconds; each is another text. */
export function timeTicks(most: number): number[] {
  const seconds = Math.max(1, Math.ceil(most / 1000))
  const step = steps.find((one) => seconds / one <= mostTicks) ?? Math.ceil(seconds / mostTicks / 86_400) * 86_400
  return Array.from({ length: Math.ceil(seconds / step) + 1 }, (_, index) => index * step * 1000)
}
