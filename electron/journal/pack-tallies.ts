import type { TallyRow } from '#shared/domain/statistics/tally.ts'
import { codeOf, legEnds, wordAt } from './codes.ts'
import type { GroupTallies } from './queries.ts'

/**
 * Tallies on their way between threads: numbers in one block, which changes hands without being copied. A year by days is
 * hundreds of thousands of rows; as objects, their copy would hold up the live path for as long as it takes. Rows are made
 * of the block when somebody looks at them: whoever wants all of a long report should rest between groups.
 */
export type PackedTallies = {
  packed: 'tallies'
  groups: { group: number; areas: { area: string; rows: number }[] }[]
  data: Float64Array<ArrayBuffer>
}

const perRow = 5

export function packTallies(groups: readonly GroupTallies[]): PackedTallies {
  const numbers: number[] = []
  const heads = groups.map(({ group, areas }) => ({
    group,
    areas: areas.map(({ area, rows }) => {
      for (const { end, waitSeconds, count, sumMs, maxMs } of rows)
        numbers.push(codeOf(legEnds, end ?? 'unknown'), waitSeconds, count, sumMs, maxMs)
      return { area, rows: rows.length }
    }),
  }))
  return { packed: 'tallies', groups: heads, data: Float64Array.from(numbers) }
}

export function unpackTallies({ groups, data }: PackedTallies): GroupTallies[] {
  let first = 0
  return groups.map(({ group, areas }) => ({
    group,
    areas: areas.map(({ area, rows }) => {
      const from = first
      first += rows
      return {
        area,
        get rows(): TallyRow[] {
          return Array.from({ length: rows }, (_, i) => rowAt(data, (from + i) * perRow))
        },
      }
    }),
  }))
}

const rowAt = (data: Float64Array, at: number): TallyRow => ({
  end: wordAt(legEnds, data[at]),
  waitSeconds: data[at + 1] ?? 0,
  count: data[at + 2] ?? 0,
  sumMs: data[at + 3] ?? 0,
  maxMs: data[at + 4] ?? 0,
})

export const isPacked = (answer: unknown): answer is PackedTallies =>
  typeof answer === 'object' && answer !== null && 'packed' in answer && answer.packed === 'tallies'
