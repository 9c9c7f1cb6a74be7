import type { DatabaseSync } from 'node:sqlite'
import { slotOf } from './times.ts'

/**
 * A table of sums by half-hour, kind and part that is derived from other rows. What is new is gathered and added once per
 * transaction; a half-hour from which something was taken away is counted anew.
 */
export type SlotSums<T> = {
  /** What to add to. */
  gather(kind: number, slot: number, part: number): T
  /** Something of this time was removed. */
  spoil(at: number): void
  /** Writes what was gathered, in the transaction of what it was gathered from. */
  write(): void
  forget(): void
  /** Counts half-hours anew and puts them right; says what was wrong. */
  recount(fromSlot: number, toSlot: number): { rows: number; differences: SlotDifference[] }
}
export type SlotDifference = { slot: number; kind: number; part: number; was: number; is: number }

export type SumsOf<T> = {
  table: 'work' | 'call_sum'
  kinds: readonly number[]
  phase: number
  none: () => T
  add: (sum: T, other: T) => void
  pack: (sum: T) => Uint8Array
  unpack: (packed: Uint8Array) => T
  /** One number to show a difference by. */
  size: (sum: T) => number
  /** Counts a half-hour from the rows themselves. */
  count: (slot: number, gather: (kind: number, part: number) => T) => void
}

type Gathered<T> = Map<string, { kind: number; slot: number; part: number; sums: T }>

export function createSlotSums<T>(db: DatabaseSync, of: SumsOf<T>): SlotSums<T> {
  const where = 'kind = ? AND slot = ? AND part = ?'
  const read = db.prepare(`SELECT sums FROM ${of.table} WHERE ${where}`)
  const put = db.prepare(`INSERT OR REPLACE INTO ${of.table} (kind, slot, part, sums) VALUES (?, ?, ?, ?)`)
  const remove = db.prepare(`DELETE FROM ${of.table} WHERE ${where}`)
  const slotRows = db.prepare(`SELECT part, sums FROM ${of.table} WHERE kind = ? AND slot = ?`)
  let gathered: Gathered<T> = new Map()
  let spoilt = new Set<number>()

  function gather(into: Gathered<T>, kind: number, slot: number, part: number): T {
    const name = `${kind},${slot},${part}`
    let found = into.get(name)
    if (!found) {
      found = { kind, slot, part, sums: of.none() }
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

  function recountSlot(slot: number): { rows: number; differences: SlotDifference[] } {
    const counted: Gathered<T> = new Map()
    of.count(slot, (kind, part) => gather(counted, kind, slot, part))
    const differences: SlotDifference[] = []
    for (const kind of of.kinds) {
      for (const row of slotRows.all(kind, slot)) {
        const part = Number(row['part'])
        if (counted.has(`${kind},${slot},${part}`)) continue
        differences.push({ slot, kind, part, was: sizeOf(row['sums'] as Uint8Array), is: 0 })
        remove.run(kind, slot, part)
      }
    }
    for (const { kind, part, sums } of counted.values()) {
      const right = of.pack(sums)
      const found = read.get(kind, slot, part)?.['sums'] as Uint8Array | undefined
      if (found && Buffer.compare(found, right) === 0) continue
      differences.push({ slot, kind, part, was: sizeOf(found), is: of.size(sums) })
      put.run(kind, slot, part, right)
    }
    return { rows: counted.size, differences }
  }

  function forget(): void {
    gathered = new Map()
    spoilt = new Set()
  }

  return {
    gather: (kind, slot, part) => gather(gathered, kind, slot, part),
    spoil: (at) => spoilt.add(slotOf(at, of.phase)),
    write() {
      for (const { kind, slot, part, sums } of gathered.values()) {
        if (spoilt.has(slot)) continue
        const found = read.get(kind, slot, part)?.['sums'] as Uint8Array | undefined
        if (found) of.add(sums, of.unpack(found))
        put.run(kind, slot, part, of.pack(sums))
      }
      for (const slot of spoilt) recountSlot(slot)
      forget()
    },
    forget,
    recount(fromSlot, toSlot) {
      let rows = 0
      const differences: SlotDifference[] = []
      for (let slot = fromSlot; slot < toSlot; slot += 1) {
        const one = recountSlot(slot)
        rows += one.rows
        differences.push(...one.differences)
      }
      return { rows, differences }
    },
  }
}
