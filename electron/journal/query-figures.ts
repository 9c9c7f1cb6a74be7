import type { DatabaseSync } from 'node:sqlite'
import type { Dimension } from '#shared/ipc/journal-view.ts'
import { addHandling, noHandling, type Handling } from '#shared/domain/statistics/handling.ts'
import type { TallyRow } from '#shared/domain/statistics/tally.ts'
import { day, grains, type Grid } from './grid.ts'
import { addToCells, cellKey, eachCell, endOfCell, secondOf, secondOfCell, type Cell, type Cells } from './cells.ts'
import { legEnds, wordAt } from './codes.ts'
import type { GroupTallies, HandlingQuery, SeatsAnswer, TalliesQuery } from './queries.ts'
import { byClass, byVdn } from './leg-sums.ts'
import { noPace, type Pace } from './pace.ts'
import { eachRun, tile, type Tiled } from './tile.ts'
import { keyAt } from './times.ts'
import { areasIn, type WordsForReading } from './words.ts'
import {
  clip,
  createWorkScan,
  ringWork,
  spanWork,
  talkWork,
  unpackWork,
  workKinds,
  type WorkKind,
} from './work-sums.ts'

/**
 * Counts legs and seats' work by windows. Whole days and half-hours come from the derived sums; what a window cuts off at its edges
 * is read from the legs themselves, so that any window is exact, in any time zone.
 */

/** By group, by area. */
type Counted = Map<number, Map<number, Cells>>
function cellsFor(counted: Counted, group: number, area: number): Cells {
  let areas = counted.get(group)
  if (!areas) {
    areas = new Map()
    counted.set(group, areas)
  }
  let cells = areas.get(area)
  if (!cells) {
    cells = new Map()
    areas.set(area, cells)
  }
  return cells
}

const bucketsPerStep = 2

/**
 * The same, a few buckets at a time where each is a group of its own: what was counted can be used and forgotten before the
 * next is. A year by days would else keep some hundred thousand objects alive, and their collection is felt by every thread.
 */
export function* eachTally(
  db: DatabaseSync,
  words: WordsForReading,
  grid: Grid,
  query: TalliesQuery,
  pace: Pace = noPace,
): Generator<GroupTallies> {
  const buckets = query.buckets.map((bucket, index) => ({ ...bucket, group: bucket.group ?? index }))
  const apart = new Set(buckets.map(({ group }) => group)).size === buckets.length
  const step = apart ? bucketsPerStep : Math.max(1, buckets.length)
  for (let at = 0; at < buckets.length; at += step) {
    yield* countTallies(db, words, grid, { ...query, buckets: buckets.slice(at, at + step) })
    pace()
  }
}

export function countTallies(
  db: DatabaseSync,
  words: WordsForReading,
  grid: Grid,
  query: TalliesQuery,
): GroupTallies[] {
  const groups = [...new Set(query.buckets.map(({ group }, index) => group ?? index))]
  const condition = legCondition(words, query.dimension)
  const counted: Counted = new Map()
  if (condition) {
    const legs = legReader(db, condition, query.exact === true)
    if (query.exact === true || query.dimension.kind === 'seat') {
      for (const [index, { group = index, from, to }] of query.buckets.entries())
        legs(from, to, (area) => cellsFor(counted, group, area))
    } else {
      const tiled = tile(query.buckets, grid)
      readSums(db, words, query, tiled, counted)
      for (const { group, from, to } of tiled.edges) legs(from, to, (area) => cellsFor(counted, group, area))
    }
  }
  return groups.map((group) => ({
    group,
    areas: [...(counted.get(group) ?? [])].map(([area, cells]) => {
      const name = words.text(area)
      const limits = query.apartAt && (query.apartAt.byArea[name] ?? query.apartAt.others)
      const exact = query.exact === true
      return { area: name, rows: rowsOf(limits && !exact ? collapse(cells, limits) : cells, exact) }
    }),
  }))
}

function readSums(
  db: DatabaseSync,
  words: WordsForReading,
  { dimension, apartAt }: TalliesQuery,
  tiled: Tiled,
  counted: Counted,
): void {
  const filter =
    dimension.kind === 'area'
      ? `AND area = ${words.find(dimension.area) ?? -1}`
      : dimension.kind === 'vdn'
        ? `AND part = ${words.find(dimension.vdn) ?? -1}`
        : dimension.kind === 'class'
          ? `AND part = ${words.find(dimension.classId) ?? -1}`
          : ''
  const kind = dimension.kind === 'vdn' ? byVdn : byClass
  const statement = db.prepare(
    `SELECT period, area, sums FROM leg_sum
     WHERE kind = ${kind} AND grain = ? AND period >= ? AND period < ? ${filter} ORDER BY period`,
  )
  statement.setReturnArrays(true)
  const columns = createColumns(words, apartAt)
  for (const grain of grains)
    eachRun(tiled.periods[grain], (from, to, groupOf) => {
      for (const row of statement.iterate(grain, from, to)) {
        const [period, area, packed] = row as unknown as [number, number, Uint8Array]
        eachCell(packed, columns(cellsFor(counted, groupOf(period), area), area))
      }
    })
}

/** Adds cells, told apart only as finely as was asked. Many half-hours become one cell here: no list of them is ever made. */
function createColumns(words: WordsForReading, apartAt: TalliesQuery['apartAt']) {
  const limitsOf = new Map<number, number[] | undefined>()
  return (cells: Cells, area: number) => {
    if (!limitsOf.has(area)) {
      const limits = apartAt && (apartAt.byArea[words.text(area)] ?? apartAt.others)
      limitsOf.set(area, limits && wholeSeconds(limits))
    }
    const limits = limitsOf.get(area)
    return (key: number, count: number, sumMs: number, maxMs: number): void =>
      addToCells(cells, limits ? columnOf(key, limits) : key, count, sumMs, maxMs)
  }
}

const wholeSeconds = (limits: number[]): number[] => limits.map((ms) => Math.floor(ms / 1000)).sort((a, b) => a - b)

/** The column of a wait: everything up to a limit counts as just that long, everything above all limits as just more. */
function columnOf(key: number, limits: readonly number[]): number {
  const second = secondOfCell(key)
  for (const limit of limits) if (second <= limit) return cellKey(endOfCell(key), limit)
  return cellKey(endOfCell(key), (limits.at(-1) ?? 0) + 1)
}

function collapse(cells: Cells, limitsMs: number[]): Cells {
  const limits = wholeSeconds(limitsMs)
  const columns: Cells = new Map()
  for (const [key, { count, sumMs, maxMs }] of cells) addToCells(columns, columnOf(key, limits), count, sumMs, maxMs)
  return columns
}

/** With `exact`, a cell's "second" is a millisecond. */
function rowsOf(cells: Cells, exact: boolean): TallyRow[] {
  return [...cells]
    .sort(([a], [b]) => a - b)
    .map(([key, { count, sumMs, maxMs }]: [number, Cell]) => ({
      end: wordAt(legEnds, endOfCell(key)),
      waitSeconds: exact ? secondOf(secondOfCell(key)) : secondOfCell(key),
      count,
      sumMs,
      maxMs,
    }))
}

/** Undefined: a name that no leg has. */
export function legCondition(words: WordsForReading, dimension: Dimension): { sql: string } | undefined {
  const is = (column: string, name: string): { sql: string } | undefined => {
    const id = words.find(name)
    return id === undefined ? undefined : { sql: `AND leg.${column} = ${id}` }
  }
  switch (dimension.kind) {
    case 'total':
      return { sql: '' }
    case 'area':
      return is('area', dimension.area)
    case 'vdn':
      return is('vdn', dimension.vdn)
    case 'class':
      return is('class', dimension.classId)
    case 'seat':
      return is('seat', dimension.seatId)
  }
}

function legReader(db: DatabaseSync, condition: { sql: string }, exact: boolean) {
  const statement = db.prepare(`SELECT area, end, wait_ms FROM leg WHERE id >= ? AND id < ? ${condition.sql}`)
  statement.setReturnArrays(true)
  return (from: number, to: number, cellsOf: (area: number) => Cells): void => {
    for (const row of statement.iterate(keyAt(from), keyAt(to))) {
      const [area = 0, end = 0, waitMs = 0] = row as unknown as number[]
      addToCells(cellsOf(area), cellKey(end, exact ? waitMs : secondOf(waitMs)), 1, waitMs, waitMs)
    }
  }
}

/** What a dimension is in `work`. Undefined: a name that nothing has. */
function workPart(words: WordsForReading, dimension: Dimension): [kind: WorkKind, part: number] | undefined {
  const part = (kind: WorkKind, name: string): [WorkKind, number] | undefined => {
    const id = words.find(name)
    return id === undefined || id === 0 ? undefined : [kind, id]
  }
  switch (dimension.kind) {
    case 'total':
      return [workKinds.all, 0]
    case 'area':
      return part(workKinds.area, dimension.area)
    case 'vdn':
      return part(workKinds.vdn, dimension.vdn)
    case 'class':
      return part(workKinds.class, dimension.classId)
    case 'seat':
      return part(workKinds.seat, dimension.seatId)
  }
}

export function countHandling(
  db: DatabaseSync,
  words: WordsForReading,
  grid: Grid,
  query: HandlingQuery,
): { group: number; handling: Handling }[] {
  const groups = new Map(query.buckets.map(({ group }, index) => [group ?? index, noHandling()]))
  const wanted = workPart(words, query.dimension)
  if (wanted) {
    const [kind, part] = wanted
    const add = (group: number, work: Handling): void => {
      const sum = groups.get(group)
      if (sum) addHandling(sum, work)
    }
    const tiled = tile(query.buckets, grid, kind === workKinds.seat ? [day] : grains)
    const statement = db.prepare(
      `SELECT period, sums FROM work
       WHERE kind = ? AND grain = ? AND period >= ? AND period < ? AND part = ? ORDER BY period`,
    )
    for (const grain of grains)
      eachRun(tiled.periods[grain], (from, to, groupOf) => {
        for (const row of statement.iterate(kind, grain, from, to, part))
          add(groupOf(Number(row['period'])), unpackWork(row['sums'] as Uint8Array))
      })
    const edges = workReader(db)
    for (const { group, from, to } of tiled.edges)
      edges(from, to, (oneKind, onePart, work) => {
        if (oneKind === kind && onePart === part) add(group, work)
      })
  }
  return [...groups].map(([group, handling]) => ({ group, handling }))
}

/** Reads talks, rings and seat time themselves, for all parts at once. */
function workReader(db: DatabaseSync) {
  const scan = createWorkScan(db)
  const areas = areasIn(db)
  return (from: number, to: number, take: (kind: WorkKind, part: number, work: Handling) => void): void => {
    const useKeys = (keys: { seat: number; area: number; vdn: number; classId: number }, work: Handling): void => {
      take(workKinds.all, 0, work)
      take(workKinds.seat, keys.seat, work)
      if (keys.area !== 0) take(workKinds.area, keys.area, work)
      if (keys.vdn !== 0) take(workKinds.vdn, keys.vdn, work)
      if (keys.classId !== 0) take(workKinds.class, keys.classId, work)
    }
    scan.talks(from, to, (talk) => useKeys(talk, talkWork(talk)))
    scan.rings(from, to, (ring) => useKeys(ring, ringWork))
    scan.spans(from, to, (span) => {
      for (const [kind, part, work] of spanWork(span, clip(span, from, to).ms, areas)) take(kind, part, work)
    })
  }
}

export function countSeats(
  db: DatabaseSync,
  words: WordsForReading,
  grid: Grid,
  window: { from: number; to: number },
): SeatsAnswer {
  const seats = new Map<number, Handling>()
  const add = (seat: number, work: Handling): void => {
    const known = seats.get(seat)
    if (known) addHandling(known, work)
    else seats.set(seat, { ...work })
  }
  const tiled = tile([window], grid, [day])
  const rows = db.prepare('SELECT part, sums FROM work WHERE kind = ? AND grain = ? AND period >= ? AND period < ?')
  for (const { from, to } of tiled.periods[day])
    for (const row of rows.iterate(workKinds.seat, day, from, to))
      add(Number(row['part']), unpackWork(row['sums'] as Uint8Array))
  const edges = workReader(db)
  for (const { from, to } of tiled.edges)
    edges(from, to, (kind, part, work) => {
      if (kind === workKinds.seat) add(part, work)
    })
  const name = seatNames(db, words)
  return [...seats].map(([id, handling]) => ({ seat: { id: words.text(id), name: name(id) }, handling }))
}

/** The name that each seat had in its last call. */
export function seatNames(db: DatabaseSync, words: WordsForReading): (seat: number) => string {
  const read = db.prepare('SELECT name FROM seat WHERE id = ?')
  return (seat) => {
    const name = read.get(seat)?.['name']
    return name === undefined ? words.text(seat) : words.text(Number(name))
  }
}
