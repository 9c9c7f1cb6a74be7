/**
 * Pages of what lives and of what the journal keeps, as one list: first everything that lives, then the journal. A call that
 * ended in between is in both, and shown once.
 */
const mark = 'live:'

export type Page<T> = { items: T[]; next: string | null }

export async function liveFirst<T>(
  live: readonly T[],
  { before, limit }: { before: string | null; limit: number },
  ask: (before: string | null, limit: number) => Promise<Page<T>>,
  same: (a: T, b: T) => boolean,
): Promise<Page<T>> {
  if (before !== null && !before.startsWith(mark)) return ask(before, limit)
  const offset = before === null ? 0 : Number(before.slice(mark.length)) || 0
  const shown = live.slice(offset, offset + limit)
  if (shown.length === limit) return { items: shown, next: `${mark}${offset + limit}` }
  const kept = await ask(null, limit - shown.length)
  return { items: [...shown, ...kept.items.filter((one) => !live.some((other) => same(one, other)))], next: kept.next }
}
