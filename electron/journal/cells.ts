/**
 * The sums of one half-hour, area and class (or VDN): how many legs ended how after which whole second of waiting, packed
 * into a few bytes each. A second is rounded up: `wait <= T seconds` is then exactly `second <= T`, for any whole T.
 */
export type Cell = { count: number; sumMs: number; maxMs: number }
/** Key: `cellKey`. */
export type Cells = Map<number, Cell>

const ends = 16
export const secondOf = (waitMs: number): number => Math.ceil(waitMs / 1000)
export const cellKey = (end: number, second: number): number => second * ends + end
export const endOfCell = (key: number): number => key % ends
export const secondOfCell = (key: number): number => Math.floor(key / ends)

export function addToCells(cells: Cells, key: number, count: number, sumMs: number, maxMs: number): void {
  const cell = cells.get(key)
  if (!cell) cells.set(key, { count, sumMs, maxMs })
  else {
    cell.count += count
    cell.sumMs += sumMs
    if (maxMs > cell.maxMs) cell.maxMs = maxMs
  }
}

/** Per cell: step of the key, count, what is missing to the full second: of all together and, if more than one, of the longest. */
export function packCells(cells: Cells): Uint8Array {
  const keys = [...cells.keys()].sort((a, b) => a - b)
  const bytes: number[] = []
  let last = 0
  for (const key of keys) {
    const cell = cells.get(key)
    if (!cell || cell.count === 0) continue
    const full = secondOfCell(key) * 1000
    push(bytes, key - last)
    push(bytes, cell.count)
    push(bytes, full * cell.count - cell.sumMs)
    if (cell.count > 1) push(bytes, full - cell.maxMs)
    last = key
  }
  return Uint8Array.from(bytes)
}

export function eachCell(
  packed: Uint8Array,
  take: (key: number, count: number, sumMs: number, maxMs: number) => void,
): void {
  let at = 0
  let key = 0
  const next = (): number => {
    let byte = packed[at++]
    if (byte !== undefined && byte < 0x80) return byte
    let value = 0
    let scale = 1
    for (;;) {
      if (byte === undefined) throw new RangeError('sums end in the middle')
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
      byte = packed[at++]
    }
  }
  while (at < packed.length) {
    key += next()
    const count = next()
    const full = secondOfCell(key) * 1000
    const sumMs = full * count - next()
    take(key, count, sumMs, count > 1 ? full - next() : sumMs)
  }
}

export function unpackCells(packed: Uint8Array): Cells {
  const cells: Cells = new Map()
  eachCell(packed, (key, count, sumMs, maxMs) => addToCells(cells, key, count, sumMs, maxMs))
  return cells
}

/** Seven bits a byte, lowest first; whole numbers from 0 on. */
export function push(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}
