/**
 * The rules that were really moved: the fewest that must be taken out so that all others are still in their old order (what stays is a
 * longest increasing subsequence of the old places). Rules that only one side has count for nothing.
 */
export function movedIds(before: { id: string }[], after: { id: string }[]): Set<string> {
  const places = new Map(before.map(({ id }, i) => [id, i]))
  const common: { id: string; place: number }[] = []
  for (const { id } of after) {
    const place = places.get(id)
    if (place !== undefined) common.push({ id, place })
  }
  const stay = longestIncreasing(common.map(({ place }) => place))
  return new Set(common.filter((_, i) => !stay.has(i)).map(({ id }) => id))
}

/** Indices of a longest increasing subsequence, by patience sorting. */
function longestIncreasing(values: number[]): Set<number> {
  /** `ends[n]`: index of the smallest value that ends an increasing run of n + 1. */
  const ends: number[] = []
  const previous: (number | undefined)[] = []
  values.forEach((value, i) => {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((values[ends[middle] ?? 0] ?? Infinity) < value) low = middle + 1
      else high = middle
    }
    previous.push(low > 0 ? ends[low - 1] : undefined)
    ends[low] = i
  })
  const found = new Set<number>()
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) found.add(at)
  return found
}
