/**
 * A seeded stream of numbers. The same seed gives the same site, call by call. Streams are forked by name, so that one
 * more draw in one part (a seat's answer) does not shift every draw of another (who calls next).
 */
export type Random = {
  /** In [0, 1). */
  next(): number
  /** Whole number, both ends included. */
  int(from: number, to: number): number
  between(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly [T, ...T[]]): T
  weighted<T>(items: readonly [readonly [T, number], ...(readonly [T, number])[]]): T
  exponential(mean: number): number
  /** Bell-shaped on a logarithmic scale: what ring, talk and patience times look like. `spread` 0.5 is usual. */
  around(median: number, spread: number): number
  digits(count: number): string
  hex(count: number): string
  uuid(): string
  fork(name: string): Random
}

function hash(text: string, seed: number): number {
  let value = 2166136261 ^ seed
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16777619)
  return value >>> 0
}

/** mulberry32: 32 bits of state are plenty for calls at a desk. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export function createRandom(seed: number): Random {
  const next = mulberry32(seed)
  const string = (alphabet: string, count: number): string =>
    Array.from({ length: count }, () => alphabet[Math.floor(next() * alphabet.length)]).join('')
  const random: Random = {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    weighted: (items) => {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of items) {
        left -= weight
        if (left < 0) return item
      }
      return items[0][0]
    },
    exponential: (mean) => -Math.log(1 - next()) * mean,
    around: (median, spread) => {
      const bell = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
      return median * Math.exp(spread * Math.max(-2.5, Math.min(2.5, bell)))
    },
    digits: (count) => string('0123456789', count),
    hex: (count) => string('0123456789abcdef', count),
    uuid: () => [8, 4, 4, 4, 12].map((count) => string('0123456789abcdef', count)).join('-'),
    fork: (name) => createRandom(hash(name, seed)),
  }
  return random
}
