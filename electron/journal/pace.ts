/**
 * Work in small pieces with rests between them. A thread that works through for fifty milliseconds is felt by the live path
 * on a machine of two cores, however low its priority: they share caches, memory maps and the helpers that collect garbage.
 * `pace` is called between pieces, as often as one likes, and rests when there was work since it last did.
 */
export type Pace = () => void

export const noPace: Pace = () => undefined

const leastWorkMs = 1
const longestRestMs = 50

/** `rest`: ms of rest for each ms of work. `free`: work so long before the first rest; a short question is not made longer. */
export function createPace({ rest, freeMs }: { rest: number; freeMs: number }): { pace: Pace; begin(): void } {
  const never = new Int32Array(new SharedArrayBuffer(4))
  let began = performance.now()
  let since = began
  return {
    begin() {
      began = performance.now()
      since = began
    },
    pace() {
      const now = performance.now()
      if (now - since < leastWorkMs || now - began < freeMs) return
      Atomics.wait(never, 0, 0, Math.min((now - since) * rest, longestRestMs))
      since = performance.now()
    },
  }
}
