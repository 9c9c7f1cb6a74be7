import type { TallyRow } from '#shared/domain/statistics/tally.ts'
import { codeOf, legEnds, wordAt } from './codes.ts'
import type { GroupTallies } from './queries.ts'

/**
 * Tallies on their way between threads: one block of bytes, which changes hands without being copied. A year by days is
 * hundreds of thousands of rows; as objects, their copy would hold up the live path for as long as it takes. Rows are made
 * of the block when somebody looks at them, each time anew.
 */
export type PackedTallies = {
  packed: 'tallies'
  names: string[]
  groups: number[]
  /** How many areas each group has; and of each area its name, how many rows, and in how many bytes. */
  areas: number[]
  of: number[]
  rows: number[]
  lengths: number[]
  data: Uint8Array<ArrayBuffer>
}

export function packTallies(groups: Iterable<GroupTallies>): PackedTallies {
  const numberOf = new Map<string, number>()
  const bytes = createBytes()
  const packed: Omit<PackedTallies, 'data' | 'names'> = {
    packed: 'tallies',
    groups: [],
    areas: [],
    of: [],
    rows: [],
    lengths: [],
  }
  for (const { group, areas } of groups) {
    packed.groups.push(group)
    packed.areas.push(areas.length)
    for (const { area, rows } of areas) {
      const before = bytes.length()
      for (const { end, waitSeconds, count, sumMs, maxMs } of rows) {
        bytes.push(codeOf(legEnds, end ?? 'unknown'))
        bytes.push(waitSeconds)
        bytes.push(count)
        bytes.push(sumMs)
        bytes.push(maxMs)
      }
      const number = numberOf.get(area) ?? numberOf.size
      numberOf.set(area, number)
      packed.of.push(number)
      packed.rows.push(rows.length)
      packed.lengths.push(bytes.length() - before)
    }
  }
  return { ...packed, names: [...numberOf.keys()], data: bytes.all() }
}

export function unpackTallies({ names, groups, areas, of, rows, lengths, data }: PackedTallies): GroupTallies[] {
  let index = 0
  let first = 0
  return groups.map((group, n) => ({
    group,
    areas: Array.from({ length: areas[n] ?? 0 }, () => {
      const [area, count, from] = [names[of[index] ?? 0] ?? '', rows[index] ?? 0, first]
      first += lengths[index] ?? 0
      index += 1
      return {
        area,
        get rows(): TallyRow[] {
          return rowsAt(data, from, count)
        },
      }
    }),
  }))
}

function rowsAt(data: Uint8Array, from: number, count: number): TallyRow[] {
  let at = from
  const next = (): number => {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = data[at++] ?? 0
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
    }
  }
  const rows: TallyRow[] = []
  for (let n = 0; n < count; n += 1)
    rows.push({
      end: wordAt(legEnds, next()),
      waitSeconds: next(),
      count: next(),
      sumMs: next(),
      maxMs: next(),
    })
  return rows
}

/** Seven bits a byte, lowest first, in a block that grows. */
function createBytes() {
  let block = new Uint8Array(4096)
  let length = 0
  return {
    push(value: number): void {
      if (length + 10 > block.length) {
        const larger = new Uint8Array(block.length * 2)
        larger.set(block)
        block = larger
      }
      let rest = value
      while (rest >= 128) {
        block[length++] = (rest % 128) + 128
        rest = Math.floor(rest / 128)
      }
      block[length++] = rest
    },
    length: () => length,
    all: () => block.slice(0, length),
  }
}

export const isPacked = (answer: unknown): answer is PackedTallies =>
  typeof answer === 'object' && answer !== null && 'packed' in answer && answer.packed === 'tallies'
