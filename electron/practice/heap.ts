/** What is planned, the earliest first; what has the same time in the order it came. */
export type Planned = { at: number; order: number; run: (() => void) | null }

export type Heap = {
  size(): number
  first(): Planned | undefined
  push(item: Planned): void
  pop(): Planned | undefined
  /** Drops cancelled plans when they outnumber the living: a patience of an hour must not be kept for an hour. */
  sweep(): void
}

const before = (a: Planned, b: Planned): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

export function createHeap(): Heap {
  const items: Planned[] = []
  const swap = (i: number, j: number): void => {
    const [a, b] = [items[i], items[j]]
    if (!a || !b) return
    items[i] = b
    items[j] = a
  }
  const above = (i: number, j: number): boolean => {
    const [a, b] = [items[i], items[j]]
    return a !== undefined && b !== undefined && before(a, b)
  }
  return {
    size: () => items.length,
    first: () => items[0],
    push(item) {
      let i = items.push(item) - 1
      while (i > 0 && above(i, (i - 1) >> 1)) {
        swap(i, (i - 1) >> 1)
        i = (i - 1) >> 1
      }
    },
    pop() {
      swap(0, items.length - 1)
      const first = items.pop()
      let i = 0
      for (;;) {
        const left = 2 * i + 1
        const least = above(left + 1, left) ? left + 1 : left
        if (!above(least, i)) return first
        swap(i, least)
        i = least
      }
    },
    sweep() {
      const living = items.filter((item) => item.run !== null)
      if (living.length > items.length / 2) return
      items.length = 0
      items.push(...living.sort((a, b) => (before(a, b) ? -1 : 1)))
    },
  }
}
