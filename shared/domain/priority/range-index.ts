import { pointOf, type NumberRange } from './number-range.ts'

/** Ranges that may overlap, sorted by their beginning, so that those around a number are found by halving. */
export type RangeIndex<T> = {
  /** Calls back for every range that holds the number. */
  around(key: string, visit: (value: T) => void): void
  /** Calls back for every range of the group that has a number in common with this one, until `visit` answers false. */
  crossing(range: NumberRange, visit: (value: T) => boolean): void
  readonly empty: boolean
}

type Interval<T> = { from: number; to: number; value: T }
/** Numbers side by side: a look-up that halves them stays within a few lines of memory. */
type Group<T> = { from: Float64Array; to: Float64Array; furthest: Float64Array; values: T[] }

export function createRangeIndex<T>(ranges: { range: NumberRange; value: T }[]): RangeIndex<T> {
  const sorted = new Map<number, Interval<T>[]>()
  for (const { range, value } of ranges) {
    const interval = { from: range.from, to: range.to, value }
    const group = sorted.get(range.group)
    if (group) group.push(interval)
    else sorted.set(range.group, [interval])
  }
  const groups = new Map<number, Group<T>>()
  for (const [name, intervals] of sorted) groups.set(name, treeOf(intervals))
  return {
    around(key, visit) {
      const point = groups.size > 0 ? pointOf(key) : undefined
      const group = point && groups.get(point.group)
      if (point && group) walk(group, 0, group.values.length, point.at, point.at, (value) => (visit(value), true))
    },
    crossing(range, visit) {
      const group = groups.get(range.group)
      if (group) walk(group, 0, group.values.length, range.from, range.to, visit)
    },
    empty: groups.size === 0,
  }
}

/** The sorted ranges are a balanced tree: the middle of any part is its root, and knows how far its part reaches. */
function treeOf<T>(intervals: Interval<T>[]): Group<T> {
  intervals.sort((a, b) => a.from - b.from)
  const group: Group<T> = {
    from: Float64Array.from(intervals, ({ from }) => from),
    to: Float64Array.from(intervals, ({ to }) => to),
    furthest: new Float64Array(intervals.length),
    values: intervals.map(({ value }) => value),
  }
  fill(group, 0, intervals.length)
  return group
}

function fill<T>(group: Group<T>, low: number, high: number): number {
  if (low >= high) return -Infinity
  const middle = (low + high) >> 1
  const reach = Math.max(group.to[middle] ?? -Infinity, fill(group, low, middle), fill(group, middle + 1, high))
  group.furthest[middle] = reach
  return reach
}

function walk<T>(
  group: Group<T>,
  low: number,
  high: number,
  from: number,
  to: number,
  visit: (value: T) => boolean,
): boolean {
  if (low >= high) return true
  const middle = (low + high) >> 1
  if ((group.furthest[middle] ?? -Infinity) < from) return true
  if (!walk(group, low, middle, from, to, visit)) return false
  if ((group.from[middle] ?? Infinity) > to) return true
  const value = group.values[middle]
  if (value !== undefined && (group.to[middle] ?? -Infinity) >= from && !visit(value)) return false
  return walk(group, middle + 1, high, from, to, visit)
}
