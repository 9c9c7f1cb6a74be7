import type { Bucket } from './queries.ts'
import { slotFrom, slotOf, slotStart } from './times.ts'

/** The half-hours that lie whole in a bucket, and what is left at its edges. */
export type Tiled = {
  group: number
  from: number
  to: number
  fromSlot: number
  toSlot: number
  edges: [number, number][]
}

export function tile(buckets: readonly Bucket[], phase: number): Tiled[] {
  return buckets.map(({ from, to, group }, index) => {
    const fromSlot = slotFrom(from, phase)
    const toSlot = slotOf(to, phase)
    const common = { group: group ?? index, from, to, fromSlot, toSlot }
    if (fromSlot >= toSlot) return { ...common, toSlot: fromSlot, edges: from < to ? [[from, to]] : [] }
    const edges: [number, number][] = [
      [from, slotStart(fromSlot, phase)],
      [slotStart(toSlot, phase), to],
    ]
    return { ...common, edges: edges.filter(([a, b]) => a < b) }
  })
}

/** Neighbours are read in one go: `take` hears which bucket each half-hour belongs to. */
export function eachRun(
  tiled: readonly Tiled[],
  read: (fromSlot: number, toSlot: number, groupOf: (slot: number) => number) => void,
): void {
  for (let first = 0; first < tiled.length; ) {
    let last = first
    while (tiled[last + 1]?.fromSlot === tiled[last]?.toSlot) last += 1
    const [start, end] = [tiled[first], tiled[last]]
    if (start && end && start.fromSlot < end.toSlot) {
      let at = first
      read(start.fromSlot, end.toSlot, (slot) => {
        while (slot >= (tiled[at]?.toSlot ?? Infinity)) at += 1
        return tiled[at]?.group ?? 0
      })
    }
    first = last + 1
  }
}
