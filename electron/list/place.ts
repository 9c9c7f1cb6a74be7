/**
 * Places in the admin's order as texts that sort by code unit: between any two there is always another, so that moving or adding one rule
 * writes one row. A place is five digits (the rule's number when its version was published, or further for what was added at the end)
 * and then a fraction; it never ends in `0`.
 */
const digits = '0123456789abcdefghijklmnopqrstuvwxyz'
const whole = 5

/** The place of the rule with this index in a published version. */
export const placeOf = (index: number): string => `${(index + 1).toString(36).padStart(whole, '0')}i`

/** The place after the last one. */
export function placeAfter(last: string | undefined): string {
  return placeOf(last === undefined ? 0 : Number.parseInt(last.slice(0, whole), 36))
}

/** A place between two others; undefined = before all. */
export function placeBetween(before: string | undefined, after: string): string {
  let head = ''
  for (let n = 0; ; n += 1) {
    const low = before === undefined ? 0 : digits.indexOf(before[n] ?? '0')
    const high = digits.indexOf(after[n] ?? '0')
    if (low === high) {
      head += digits[low]
      continue
    }
    const middle = (low + high) >> 1
    if (middle > low) return head + digits[middle]
    // Neighbours: everything that begins with the lower one and goes on is between them.
    return head + digits[low] + afterAll(before?.slice(n + 1) ?? '')
  }
}

/** A fraction greater than this one, short where it can be. */
function afterAll(fraction: string): string {
  let head = ''
  for (const char of fraction) {
    const value = digits.indexOf(char)
    const middle = (value + digits.length) >> 1
    if (middle > value) return head + digits[middle]
    head += char
  }
  return `${head}i`
}

/** So many places between two, in order, as short as halving makes them; `after` undefined = at the end. */
export function placesBetween(before: string | undefined, after: string | undefined, count: number): string[] {
  const places: string[] = []
  if (after === undefined) {
    for (let last = before; places.length < count; ) places.push((last = placeAfter(last)))
    return places
  }
  const fill = (low: string | undefined, high: string, n: number): void => {
    if (n === 0) return
    const middle = placeBetween(low, high)
    const left = (n - 1) >> 1
    fill(low, middle, left)
    places.push(middle)
    fill(middle, high, n - 1 - left)
  }
  fill(before, after, count)
  return places
}
