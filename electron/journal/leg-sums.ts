import type { DatabaseSync } from 'node:sqlite'
import type { LegRow } from './call-rows.ts'
import { addToCells, cellKey, packCells, secondOf, unpackCells, type Cells } from './cells.ts'
import { createDerived, type Derived } from './derived.ts'
import { grains, type Grid } from './grid.ts'
import { keyAt } from './times.ts'

/** The derived sums of legs, by area and class and by area and VDN: limits are an area's, so it is in both. */
export const byClass = 1
export const byVdn = 2

export type LegSums = Pick<Derived<Cells>, 'spoil' | 'write' | 'forget' | 'recount' | 'cut'> & {
  add(leg: LegRow): void
}

export function createLegSums(db: DatabaseSync, grid: Grid): LegSums {
  const legs = db.prepare('SELECT area, vdn, class, end, wait_ms FROM leg WHERE id >= ? AND id < ?')
  legs.setReturnArrays(true)
  const sums = createDerived<Cells>(db, {
    table: 'leg_sum',
    columns: ['area', 'part'],
    kinds: new Map([byClass, byVdn].map((kind) => [kind, grains])),
    grid,
    none: () => new Map(),
    add(sum, other) {
      for (const [key, { count, sumMs, maxMs }] of other) addToCells(sum, key, count, sumMs, maxMs)
    },
    pack: packCells,
    unpack: unpackCells,
    size: (cells) => [...cells.values()].reduce((total, { count }) => total + count, 0),
    count(from, to, gather) {
      for (const row of legs.iterate(keyAt(from), keyAt(to))) {
        const [area = 0, vdn = 0, classId = 0, end = 0, waitMs = 0] = row as unknown as number[]
        const key = cellKey(end, secondOf(waitMs))
        addToCells(gather(byClass, [area, classId]), key, 1, waitMs, waitMs)
        addToCells(gather(byVdn, [area, vdn]), key, 1, waitMs, waitMs)
      }
    },
  })
  return {
    ...sums,
    add({ at, area, classId, vdn, end, waitMs }) {
      const key = cellKey(end, secondOf(waitMs))
      sums.add(byClass, at, [area, classId], (cells) => addToCells(cells, key, 1, waitMs, waitMs))
      sums.add(byVdn, at, [area, vdn], (cells) => addToCells(cells, key, 1, waitMs, waitMs))
    },
  }
}
