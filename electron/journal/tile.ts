import { day, grains, halfHour, periodFrom, periodOf, periodStart, type Grain, type Grid } from './grid.ts'
import type { Bucket } from './queries.ts'

/** How a window is put together: whole days, half-hours around them, and what is left at its edges. */
export type Piece = { group: number; from: number; to: number }
export type Tiled = { periods: Record<Grain, Piece[]>; edges: Piece[] }

/** `kept`: the grains that there are sums of. Periods are by number, edges by time; both in the order of the buckets. */
export function tile(buckets: readonly Bucket[], grid: Grid, kept: readonly Grain[] = grains): Tiled {
  const tiled: Tiled = { periods: { [halfHour]: [], [day]: [] }, edges: [] }
  for (const [index, bucket] of buckets.entries()) {
    const group = bucket.group ?? index
    let rest = [{ from: bucket.from, to: bucket.to }]
    for (const grain of [day, halfHour] as const) {
      if (!kept.includes(grain)) continue
      rest = rest.flatMap(({ from, to }) => {
        const [first, last] = [periodFrom(grain, from, grid), periodOf(grain, to, grid)]
        if (first >= last) return [{ from, to }]
        tiled.periods[grain].push({ group, from: first, to: last })
        return [
          { from, to: periodStart(grain, first, grid) },
          { from: periodStart(grain, last, grid), to },
        ]
      })
    }
    for (const { from, to } of rest) if (from < to) tiled.edges.push({ group, from, to })
  }
  return tiled
}

/** Neighbours are read in one go: `groupOf` tells which bucket each period belongs to. */
export function eachRun(
  pieces: readonly Piece[],
  read: (from: number, to: number, groupOf: (period: number) => number) => void,
): void {
  for (let first = 0; first < pieces.length; ) {
    let last = first
    while (pieces[last + 1]?.from === pieces[last]?.to) last += 1
    const [start, end] = [pieces[first], pieces[last]]
    if (start && end) {
      let at = first
      read(start.from, end.to, (period) => {
        while (period >= (pieces[at]?.to ?? Infinity)) at += 1
        return pieces[at]?.group ?? 0
      })
    }
    first = last + 1
  }
}
