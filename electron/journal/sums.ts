import type { DatabaseSync } from 'node:sqlite'
import type { LegRow } from './call-rows.ts'
import { addToCells, cellKey, packCells, secondOf, unpackCells, type Cells } from './cells.ts'
import { keyAt, slotOf, slotStart } from './times.ts'

/**
 * The derived sums. New legs are gathered and added once per transaction; a half-hour from which a leg was taken away is
 * counted anew from its legs, since a longest wait cannot be taken back.
 */
export type Sums = {
  add(leg: LegRow): void
  /** A leg of this time was removed. */
  spoil(at: number): void
  /** Writes what was gathered. In the transaction of the legs. */
  write(): void
  forget(): void
  /** Counts half-hours anew and says which numbers were wrong: sums that differ, per half-hour. */
  recount(fromSlot: number, toSlot: number): { rows: number; differences: SumDifference[] }
}
export type SumDifference = { slot: number; kind: SumKind; area: number; part: number; was: number; is: number }
export type SumKind = 1 | 2
export const byClass: SumKind = 1
export const byVdn: SumKind = 2

type Gathered = { kind: SumKind; slot: number; area: number; part: number; cells: Cells }

export function createSums(db: DatabaseSync, phase: number): Sums {
  const where = 'kind = ? AND slot = ? AND area = ? AND part = ?'
  const read = db.prepare(`SELECT cells FROM sum WHERE ${where}`)
  const put = db.prepare('INSERT OR REPLACE INTO sum (kind, slot, area, part, cells) VALUES (?, ?, ?, ?, ?)')
  const remove = db.prepare(`DELETE FROM sum WHERE ${where}`)
  const slotRows = db.prepare('SELECT area, part, cells FROM sum WHERE kind = ? AND slot = ?')
  const legs = db.prepare('SELECT area, vdn, class, end, wait_ms FROM leg WHERE id >= ? AND id < ?')
  legs.setReturnArrays(true)
  let gathered = new Map<string, Gathered>()
  let spoilt = new Set<number>()

  function gather(into: Map<string, Gathered>, slot: number, leg: Omit<LegRow, 'at' | 'seat'>): void {
    const key = cellKey(leg.end, secondOf(leg.waitMs))
    for (const kind of [byClass, byVdn]) {
      const part = kind === byClass ? leg.classId : leg.vdn
      const name = `${kind},${slot},${leg.area},${part}`
      let sum = into.get(name)
      if (!sum) {
        sum = { kind, slot, area: leg.area, part, cells: new Map() }
        into.set(name, sum)
      }
      addToCells(sum.cells, key, 1, leg.waitMs, leg.waitMs)
    }
  }

  function countSlot(slot: number): Map<string, Gathered> {
    const counted = new Map<string, Gathered>()
    const from = keyAt(slotStart(slot, phase))
    for (const row of legs.iterate(from, keyAt(slotStart(slot + 1, phase)))) {
      const [area = 0, vdn = 0, classId = 0, end = 0, waitMs = 0] = row as unknown as number[]
      gather(counted, slot, { area, vdn, classId, end, waitMs })
    }
    return counted
  }

  /** Makes the rows of a half-hour what they should be; answers what was wrong. */
  function recountSlot(slot: number): { rows: number; differences: SumDifference[] } {
    const counted = countSlot(slot)
    const differences: SumDifference[] = []
    for (const kind of [byClass, byVdn]) {
      for (const row of slotRows.all(kind, slot)) {
        const [area, part] = [Number(row['area']), Number(row['part'])]
        if (counted.has(`${kind},${slot},${area},${part}`)) continue
        differences.push({ slot, kind, area, part, was: legsIn(row['cells'] as Uint8Array), is: 0 })
        remove.run(kind, slot, area, part)
      }
    }
    for (const { kind, area, part, cells } of counted.values()) {
      const right = packCells(cells)
      const found = read.get(kind, slot, area, part)?.['cells'] as Uint8Array | undefined
      if (found && Buffer.compare(found, right) === 0) continue
      differences.push({ slot, kind, area, part, was: found ? legsIn(found) : 0, is: legsIn(right) })
      put.run(kind, slot, area, part, right)
    }
    return { rows: counted.size, differences }
  }

  return {
    add: (leg) => gather(gathered, slotOf(leg.at, phase), leg),
    spoil: (at) => spoilt.add(slotOf(at, phase)),
    write() {
      for (const { kind, slot, area, part, cells } of gathered.values()) {
        if (spoilt.has(slot)) continue
        const found = read.get(kind, slot, area, part)?.['cells'] as Uint8Array | undefined
        if (found) {
          const sum = unpackCells(found)
          for (const [key, { count, sumMs, maxMs }] of cells) addToCells(sum, key, count, sumMs, maxMs)
          put.run(kind, slot, area, part, packCells(sum))
        } else put.run(kind, slot, area, part, packCells(cells))
      }
      for (const slot of spoilt) recountSlot(slot)
      gathered = new Map()
      spoilt = new Set()
    },
    forget() {
      gathered = new Map()
      spoilt = new Set()
    },
    recount(fromSlot, toSlot) {
      let rows = 0
      const differences: SumDifference[] = []
      for (let slot = fromSlot; slot < toSlot; slot += 1) {
        const one = recountSlot(slot)
        rows += one.rows
        differences.push(...one.differences)
      }
      return { rows, differences }
    },
  }
}

/** Damaged cells count as none: they are about to be replaced. */
function legsIn(packed: Uint8Array): number {
  try {
    return [...unpackCells(packed).values()].reduce((sum, { count }) => sum + count, 0)
  } catch {
    return 0
  }
}
