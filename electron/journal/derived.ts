import type { DatabaseSync } from 'node:sqlite'
import { grains, periodOf, periodStart, type Grain, type Grid } from './grid.ts'

/**
 * A table of sums by period that is derived from other rows: by kind, and by parts (an area, a class, a seat …). What is
 * new is gathered and added once per transaction; a period from which something was taken away is counted anew from the
 * rows, since a longest wait cannot be taken back.
 */
export type Derived<T> = {
  /** Adds to the sums of every grain that is kept of this kind. */
  add(kind: number, at: number, parts: readonly number[], add: (sum: T) => void): void
  /** Something of this time was removed. */
  spoil(at: number): void
  /** Writes what was gathered, in the transaction of what it was gathered from. */
  write(): void
  forget(): void
  /** Counts the periods that touch this time anew and puts them right; says what was wrong. */
  recount(from: number, to: number): { rows: number; differences: Difference[] }
  /** Drops all whole periods before a time, and counts the one that it cuts anew. */
  cut(before: number): void
}
export type Difference = { at: number; kind: number; parts: number[]; was: number; is: number }

export type DerivedOf<T> = {
  table: 'leg_sum' | 'work' | 'call_sum'
  columns: readonly string[]
  /** Kinds, and the grains that are kept of each. */
  kinds: ReadonlyMap<number, readonly Grain[]>
  grid: Grid
  none: () => T
  add: (sum: T, other: T) => void
  pack: (sum: T) => Uint8Array
  unpack: (packed: Uint8Array) => T
  /** One number to show a difference by. */
  size: (sum: T) => number
  /** Counts the rows of a time. */
  count: (from: number, to: number, gather: (kind: number, parts: readonly number[]) => T) => void
}

type Gathered<T> = Map<string, { kind: number; grain: Grain; period: number; parts: readonly number[]; sums: T }>

export function createDerived<T>(db: DatabaseSync, of: DerivedOf<T>): Derived<T> {
  const { table, columns, grid } = of
  const where = ['kind', 'grain', 'period', ...columns].map((column) => `${column} = ?`).join(' AND ')
  const all = ['kind', 'grain', 'period', ...columns, 'sums']
  const read = db.prepare(`SELECT sums FROM ${table} WHERE ${where}`)
  const put = db.prepare(
    `INSERT OR REPLACE INTO ${table} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`,
  )
  const remove = db.prepare(`DELETE FROM ${table} WHERE ${where}`)
  const ofPeriod = db.prepare(
    `SELECT ${columns.join(', ')}, sums FROM ${table} WHERE kind = ? AND grain = ? AND period = ?`,
  )
  const removeBefore = db.prepare(`DELETE FROM ${table} WHERE kind = ? AND grain = ? AND period < ?`)
  const purged = db.prepare("SELECT value FROM meta WHERE key = 'purgedUntil'")
  let gathered: Gathered<T> = new Map()
  /** By grain. */
  let spoilt = grains.map(() => new Set<number>())

  function gather(into: Gathered<T>, kind: number, grain: Grain, period: number, parts: readonly number[]): T {
    const name = `${kind},${grain},${period},${parts.join()}`
    let found = into.get(name)
    if (!found) {
      found = { kind, grain, period, parts, sums: of.none() }
      into.set(name, found)
    }
    return found.sums
  }

  /** Damaged sums count as none: they are about to be replaced. */
  function sizeOf(packed: Uint8Array | undefined): number {
    try {
      return packed ? of.size(of.unpack(packed)) : 0
    } catch {
      return 0
    }
  }

  function recountPeriod(grain: Grain, period: number): { rows: number; differences: Difference[] } {
    const at = periodStart(grain, period, grid)
    const counted: Gathered<T> = new Map()
    const unwanted = of.none()
    // What is left from before a purge (callers without an outcome) is in no sum.
    const from = Math.max(at, Number(purged.get()?.['value'] ?? 0))
    const to = periodStart(grain, period + 1, grid)
    const sumOf = (kind: number, parts: readonly number[]): T =>
      of.kinds.get(kind)?.includes(grain) ? gather(counted, kind, grain, period, parts) : unwanted
    if (from < to) of.count(from, to, sumOf)
    const differences: Difference[] = []
    for (const kind of of.kinds.keys()) {
      for (const row of ofPeriod.all(kind, grain, period)) {
        const parts = columns.map((column) => Number(row[column]))
        if (counted.has(`${kind},${grain},${period},${parts.join()}`)) continue
        differences.push({ at, kind, parts, was: sizeOf(row['sums'] as Uint8Array), is: 0 })
        remove.run(kind, grain, period, ...parts)
      }
    }
    for (const { kind, parts, sums } of counted.values()) {
      const right = of.pack(sums)
      const found = read.get(kind, grain, period, ...parts)?.['sums'] as Uint8Array | undefined
      if (found && Buffer.compare(found, right) === 0) continue
      differences.push({ at, kind, parts: [...parts], was: sizeOf(found), is: of.size(sums) })
      put.run(kind, grain, period, ...parts, right)
    }
    return { rows: counted.size, differences }
  }

  function forget(): void {
    gathered = new Map()
    spoilt = grains.map(() => new Set())
  }

  function write(): void {
    for (const { kind, grain, period, parts, sums } of gathered.values()) {
      if (spoilt[grain]?.has(period)) continue
      const found = read.get(kind, grain, period, ...parts)?.['sums'] as Uint8Array | undefined
      if (found) of.add(sums, of.unpack(found))
      put.run(kind, grain, period, ...parts, of.pack(sums))
    }
    for (const grain of grains) for (const period of spoilt[grain] ?? []) recountPeriod(grain, period)
    forget()
  }

  function spoil(at: number): void {
    for (const grain of grains) spoilt[grain]?.add(periodOf(grain, at, grid))
  }

  return {
    add(kind, at, parts, add) {
      for (const grain of of.kinds.get(kind) ?? []) add(gather(gathered, kind, grain, periodOf(grain, at, grid), parts))
    },
    spoil,
    write,
    forget,
    recount(from, to) {
      let rows = 0
      const differences: Difference[] = []
      for (const grain of grains) {
        for (let period = periodOf(grain, from, grid); periodStart(grain, period, grid) < to; period += 1) {
          const one = recountPeriod(grain, period)
          rows += one.rows
          differences.push(...one.differences)
        }
      }
      return { rows, differences }
    },
    cut(before) {
      for (const [kind, ofKind] of of.kinds)
        for (const grain of ofKind) removeBefore.run(kind, grain, periodOf(grain, before, grid))
      for (const grain of grains) {
        const period = periodOf(grain, before, grid)
        if (periodStart(grain, period, grid) < before) spoilt[grain]?.add(period)
      }
    },
  }
}
