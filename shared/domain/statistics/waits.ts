/**
 * How long legs of one kind waited, kept so that every question about them has an exact answer: how many waited at most
 * T, the longest, the sum, the wait at any rank. Waits lie in bins of a whole second, rounded *up*: a wait of 20 000 ms
 * lies in bin 20, one of 20 001 ms in bin 21. So "at most T seconds" is a sum of whole bins.
 *
 * Live bins keep their waits to the ms. Bins that came out of sums (a year's history) may know only their count, sum and
 * longest: then a rank inside such a bin is known to the second, and says so.
 */
export type Waits = { count: number; sumMs: number; bins: Map<number, WaitBin> }

/** `each`: every wait of the bin, in no order; missing when only the sums are known. */
export type WaitBin = { count: number; maxMs: number; each?: number[] }

export const noWaits = (): Waits => ({ count: 0, sumMs: 0, bins: new Map() })

export const binOf = (waitMs: number): number => Math.ceil(waitMs / 1000)

export function addWait(waits: Waits, waitMs: number): void {
  waits.count++
  waits.sumMs += waitMs
  const bin = waits.bins.get(binOf(waitMs))
  if (!bin) {
    waits.bins.set(binOf(waitMs), { count: 1, maxMs: waitMs, each: [waitMs] })
    return
  }
  bin.count++
  bin.each?.push(waitMs)
  if (waitMs > bin.maxMs) bin.maxMs = waitMs
}

/** Takes back a wait that was added. */
export function removeWait(waits: Waits, waitMs: number): void {
  const bin = waits.bins.get(binOf(waitMs))
  const index = bin?.each?.indexOf(waitMs) ?? -1
  if (!bin?.each || index < 0) return
  waits.count--
  waits.sumMs -= waitMs
  bin.count--
  bin.each.splice(index, 1)
  if (bin.count === 0) waits.bins.delete(binOf(waitMs))
  else bin.maxMs = bin.each.reduce((most, wait) => Math.max(most, wait))
}

/** `count` waits of one bin, known by their sum and longest. When all are the same they are known to the ms. */
export function addBin(waits: Waits, bin: number, count: number, sumMs: number, maxMs: number): void {
  const same = count * maxMs === sumMs
  addWaits(waits, {
    count,
    sumMs,
    bins: new Map([[bin, same ? { count, maxMs, each: Array<number>(count).fill(maxMs) } : { count, maxMs }]]),
  })
}

export function addWaits(sum: Waits, other: Waits): void {
  sum.count += other.count
  sum.sumMs += other.sumMs
  for (const [key, bin] of other.bins) {
    const known = sum.bins.get(key)
    if (!known) {
      sum.bins.set(key, bin.each ? { ...bin, each: [...bin.each] } : { ...bin })
      continue
    }
    known.count += bin.count
    known.maxMs = Math.max(known.maxMs, bin.maxMs)
    if (known.each && bin.each) for (const wait of bin.each) known.each.push(wait)
    else delete known.each
  }
}

/** How many waited at most this long. Exact for whole seconds; for others where the bin's waits are known. */
export function countAtMost({ bins }: Waits, limitMs: number): number {
  let count = 0
  for (const [key, bin] of bins) {
    if (key * 1000 <= limitMs || bin.maxMs <= limitMs) count += bin.count
    else if ((key - 1) * 1000 < limitMs && bin.each) count += bin.each.filter((wait) => wait <= limitMs).length
  }
  return count
}

export function longestOf(all: readonly Waits[]): number {
  let longest = 0
  for (const { bins } of all) for (const { maxMs } of bins.values()) if (maxMs > longest) longest = maxMs
  return longest
}

/** `exact` is false when the wait is known to the second only: then `waitMs` is the most that it can be. */
export type RankedWait = { waitMs: number; rank: number; of: number; exact: boolean }

/**
 * The wait at a percentile by nearest rank: the shortest wait that at least this share of all waits does not exceed.
 * Undefined when nobody waited.
 */
export const waitAt = (percent: number, all: readonly Waits[]): RankedWait | undefined => ranksOf(all)(percent)

/** For several percentiles of the same waits: puts them in order once. */
export function ranksOf(all: readonly Waits[]): (percent: number) => RankedWait | undefined {
  const counts = new Map<number, number>()
  let of = 0
  for (const { count, bins } of all) {
    of += count
    for (const [key, bin] of bins) counts.set(key, (counts.get(key) ?? 0) + bin.count)
  }
  const keys = [...counts.keys()].sort((a, b) => a - b)
  return (percent) => {
    const rank = Math.max(1, Math.ceil((percent * of) / 100))
    let before = 0
    for (const key of keys) {
      const count = counts.get(key) ?? 0
      if (before + count >= rank) {
        const bins = all.flatMap((waits) => waits.bins.get(key) ?? [])
        return { ...inBin(bins, rank - before, count), rank, of }
      }
      before += count
    }
    return undefined
  }
}

function inBin(bins: WaitBin[], rank: number, count: number): { waitMs: number; exact: boolean } {
  const maxMs = bins.reduce((most, bin) => Math.max(most, bin.maxMs), 0)
  if (rank === count) return { waitMs: maxMs, exact: true }
  if (bins.some((bin) => !bin.each)) return { waitMs: maxMs, exact: false }
  const waits = bins.flatMap((bin) => bin.each ?? []).sort((a, b) => a - b)
  return { waitMs: waits[rank - 1] ?? maxMs, exact: true }
}
