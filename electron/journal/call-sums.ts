import type { DatabaseSync } from 'node:sqlite'
import { callFlag } from './call-rows.ts'
import { push } from './cells.ts'
import { outcomeKinds } from './codes.ts'
import { createDerived, type Derived } from './derived.ts'
import { grains, type Grid } from './grid.ts'
import { keyAt } from './times.ts'

/** The derived sums of calls by what became of them, by arrival: all, by area, VDN and class. */
export const callKinds = { all: 0, area: 2, vdn: 3, class: 4 } as const

/** By outcome: calls, those listed, those imported. */
export type CallCounts = number[]
export const noCallCounts = (): CallCounts => Array.from({ length: outcomeKinds.length * 3 }, () => 0)

export type CallKeys = {
  at: number
  outcome: number
  listed: boolean
  flags: number
  areas: ReadonlySet<number>
  vdn: number
  classId: number
}
export type CallSums = Pick<Derived<CallCounts>, 'spoil' | 'write' | 'forget' | 'recount' | 'cut'> & {
  add(call: CallKeys): void
}

export function addCallCounts(sum: CallCounts, other: CallCounts): void {
  for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] ?? 0) + (other[i] ?? 0)
}

export function countCall(
  sum: CallCounts,
  { outcome, listed, flags }: Pick<CallKeys, 'outcome' | 'listed' | 'flags'>,
): void {
  const at = outcome * 3
  sum[at] = (sum[at] ?? 0) + 1
  if (listed) sum[at + 1] = (sum[at + 1] ?? 0) + 1
  if ((flags & callFlag.imported) !== 0) sum[at + 2] = (sum[at + 2] ?? 0) + 1
}

export function createCallSums(db: DatabaseSync, grid: Grid): CallSums {
  const calls = db.prepare(
    `SELECT outcome, listing, flags, area, vdn, body,
       coalesce((SELECT class FROM listing WHERE listing.id = call.listing), 0) AS class
     FROM call WHERE id >= ? AND id < ?`,
  )
  const sums = createDerived<CallCounts>(db, {
    table: 'call_sum',
    columns: ['part'],
    kinds: new Map(Object.values(callKinds).map((kind) => [kind, grains])),
    grid,
    none: noCallCounts,
    add: addCallCounts,
    pack: packCounts,
    unpack: unpackCounts,
    size: (counts) => counts.reduce((total, count) => total + count, 0),
    count(from, to, gather) {
      for (const row of calls.iterate(keyAt(from), keyAt(to))) {
        const keys = {
          at: 0,
          outcome: Number(row['outcome']),
          listed: Number(row['listing']) !== 0,
          flags: Number(row['flags']),
          areas: areasOf(Number(row['area']), Number(row['flags']), String(row['body'])),
          vdn: Number(row['vdn']),
          classId: Number(row['class']),
        }
        for (const [kind, part] of partsOf(keys)) countCall(gather(kind, [part]), keys)
      }
    },
  })
  return {
    ...sums,
    add(call) {
      for (const [kind, part] of partsOf(call)) sums.add(kind, call.at, [part], (sum) => countCall(sum, call))
    },
  }
}

/** The row names the last area; the others stand in the body. */
function areasOf(area: number, flags: number, body: string): ReadonlySet<number> {
  if ((flags & callFlag.severalAreas) === 0) return new Set(area === 0 ? [] : [area])
  const [, , legs] = JSON.parse(body) as [number, number, [number][]]
  return new Set(legs.map(([one]) => one))
}

function partsOf({ areas, vdn, classId }: CallKeys): [kind: number, part: number][] {
  const parts: [number, number][] = [[callKinds.all, 0]]
  for (const area of areas) if (area !== 0) parts.push([callKinds.area, area])
  if (vdn !== 0) parts.push([callKinds.vdn, vdn])
  if (classId !== 0) parts.push([callKinds.class, classId])
  return parts
}

function packCounts(counts: CallCounts): Uint8Array {
  const bytes: number[] = []
  for (const count of counts) push(bytes, count)
  return Uint8Array.from(bytes)
}

export function unpackCounts(packed: Uint8Array): CallCounts {
  const counts: number[] = []
  let value = 0
  let scale = 1
  for (const byte of packed) {
    value += (byte & 0x7f) * scale
    scale *= 128
    if (byte >= 0x80) continue
    counts.push(value)
    value = 0
    scale = 1
  }
  return counts
}
