import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { backwards } from './call-rows.ts'
import { addCallCounts, callKinds, countCall, noCallCounts, unpackCounts, type CallCounts } from './call-sums.ts'
import { addToCells, secondOf, type Cell } from './cells.ts'
import { grains, type Grid } from './grid.ts'
import { alertChanges, codeOf, outcomeKinds, severities, wordAt } from './codes.ts'
import { areaFilter, classFilter, seatFilter } from './query-calls.ts'
import type { QueryMap, Response } from './queries.ts'
import { tile, type Tiled } from './tile.ts'
import { keyAt, timeOfKey } from './times.ts'
import type { WordsForReading } from './words.ts'

/** Totals over calls and alerts: what became of calls, who calls often, how fast people saw an alert. */

type CallCondition = { sql: string; values: SQLInputValue[]; sums?: [kind: number, part: number] }

/** Of a call: it was in that area, a seat of it talked, its class, its VDN. Undefined: a name that no call has. */
function callCondition(
  words: WordsForReading,
  dimension: QueryMap['outcomes']['ask']['dimension'],
): CallCondition | undefined {
  const by = (
    name: string,
    make: (id: number) => [string, ...SQLInputValue[]],
    kind?: number,
  ): CallCondition | undefined => {
    const id = words.find(name)
    if (id === undefined || id === 0) return undefined
    const [sql, ...values] = make(id)
    return { sql: `AND ${sql}`, values, ...(kind === undefined ? {} : { sums: [kind, id] }) }
  }
  switch (dimension.kind) {
    case 'total':
      return { sql: '', values: [], sums: [callKinds.all, 0] }
    case 'area':
      return by(dimension.area, areaFilter, callKinds.area)
    case 'vdn':
      return by(dimension.vdn, (id) => ['call.vdn = ?', id], callKinds.vdn)
    case 'class':
      return by(dimension.classId, classFilter, callKinds.class)
    case 'seat':
      return by(dimension.seatId, seatFilter)
  }
}

type Outcomes = QueryMap['outcomes']
export function countOutcomes(
  db: DatabaseSync,
  words: WordsForReading,
  grid: Grid,
  query: Outcomes['ask'],
): Outcomes['answer'] {
  const condition = callCondition(words, query.dimension)
  const counts = noCallCounts()
  if (condition) {
    const tiled = tile([query], grid, condition.sums ? grains : [])
    if (condition.sums) addSums(db, counts, condition.sums, tiled)
    for (const { from, to } of tiled.edges) addCalls(db, counts, condition, from, to)
  }
  return outcomeKinds.map((outcome, i) => ({
    outcome,
    calls: counts[i * 3] ?? 0,
    listed: counts[i * 3 + 1] ?? 0,
    imported: counts[i * 3 + 2] ?? 0,
  }))
}

function addSums(db: DatabaseSync, counts: CallCounts, [kind, part]: [number, number], { periods }: Tiled): void {
  const rows = db.prepare(
    'SELECT sums FROM call_sum WHERE kind = ? AND grain = ? AND period >= ? AND period < ? AND part = ?',
  )
  for (const grain of grains)
    for (const { from, to } of periods[grain])
      for (const row of rows.iterate(kind, grain, from, to, part))
        addCallCounts(counts, unpackCounts(row['sums'] as Uint8Array))
}

function addCalls(
  db: DatabaseSync,
  counts: CallCounts,
  { sql, values }: CallCondition,
  from: number,
  to: number,
): void {
  const rows = db.prepare(`SELECT outcome, listing, flags FROM call WHERE id >= ? AND id < ? ${sql}`)
  for (const row of rows.iterate(keyAt(from), keyAt(to), ...values))
    countCall(counts, {
      outcome: Number(row['outcome']),
      listed: Number(row['listing']) !== 0,
      flags: Number(row['flags']),
    })
}

export const countImported = (
  db: DatabaseSync,
  words: WordsForReading,
  grid: Grid,
  window: { from: number; to: number },
): number =>
  countOutcomes(db, words, grid, { kind: 'outcomes', dimension: { kind: 'total' }, ...window }).reduce(
    (sum, { imported }) => sum + imported,
    0,
  )

type TopCallers = QueryMap['top-callers']
export function topCallers(db: DatabaseSync, words: WordsForReading, query: TopCallers['ask']): TopCallers['answer'] {
  const condition = callCondition(words, query.dimension)
  if (!condition) return []
  const range = "id >= ? AND id < ? AND backwards <> ''"
  const values = [keyAt(query.from), keyAt(query.to), ...condition.values]
  // Over everything, the index of numbers alone says who calls most; only those few are then looked at.
  const index = condition.sql === '' && query.to - query.from > longMs ? 'INDEXED BY call_backwards' : ''
  const most = db
    .prepare(
      `SELECT backwards, count(*) AS calls, max(id) AS last FROM call ${index}
       WHERE ${range} ${condition.sql} GROUP BY backwards ORDER BY calls DESC, last DESC LIMIT ?`,
    )
    .all(...values, query.limit)
  const outcome = (kind: (typeof outcomeKinds)[number]): number => codeOf(outcomeKinds, kind)
  const details = db.prepare(
    `SELECT sum(outcome = ${outcome('answered')}) AS answered, sum(outcome = ${outcome('abandoned')}) AS abandoned,
       sum(listing <> 0) AS listed FROM call WHERE ${range} ${condition.sql} AND backwards = ?`,
  )
  return most.map((row) => {
    const number = String(row['backwards'])
    const found = details.get(...values, number)
    return {
      number: backwards(number),
      calls: Number(row['calls']),
      answered: Number(found?.['answered']),
      abandoned: Number(found?.['abandoned']),
      listed: Number(found?.['listed']),
      lastAt: timeOfKey(Number(row['last'])),
    }
  })
}
/** Above this the index of all numbers is read rather than the calls of the window. */
const longMs = 60 * 86_400_000

const change = (name: (typeof alertChanges)[number]): number => codeOf(alertChanges, name)
const raised = change('raised')
const stronger = change('stronger')
const seen = change('acknowledged')
const answered = change('answered')

type Responses = QueryMap['responses']
export function readResponses(db: DatabaseSync, words: WordsForReading, query: Responses['ask']): Responses['answer'] {
  const rows = db
    .prepare(
      `SELECT id, alert, severity, class FROM alert_change
       WHERE id >= ? AND id < ? AND change IN (?, ?) ORDER BY id LIMIT ?`,
    )
    .all(keyAt(query.from), keyAt(query.to), raised, stronger, query.limit + 1)
  // Until it is raised anew: then it is another alarm, with a response of its own.
  const after = db.prepare('SELECT id, change FROM alert_change WHERE alert = ? AND id > ? ORDER BY id')
  const alerts = rows.slice(0, query.limit).map((row): Response => {
    const response: Response = {
      alertId: String(row['alert']),
      severity: wordAt(severities, Number(row['severity'])),
      classId: words.text(Number(row['class'])),
      raisedAt: timeOfKey(Number(row['id'])),
    }
    for (const next of after.iterate(String(row['alert']), Number(row['id']))) {
      const [at, what] = [timeOfKey(Number(next['id'])), Number(next['change'])]
      if (what === raised || what === stronger) break
      if (what === seen) response.acknowledgedAt ??= at
      if (what === answered) response.answeredAt ??= at
    }
    return response
  })
  return { alerts, truncated: rows.length > query.limit }
}

type Times = QueryMap['response-times']
type Group = { classId: number; severity: number; raised: number; cells: Map<number, Cell> }

/** In one pass by time: an alert that nobody saw within a day is one that nobody saw. */
export function countResponses(db: DatabaseSync, words: WordsForReading, query: Times['ask']): Times['answer'] {
  const groups = new Map<number, Group>()
  const open = new Map<string, { at: number; group: Group }>()
  const end = keyAt(query.to)
  const rows = db.prepare(
    `SELECT id, alert, change, severity, class FROM alert_change
     WHERE id >= ? AND id < ? AND change IN (${raised}, ${stronger}, ${seen}) ORDER BY id`,
  )
  rows.setReturnArrays(true)
  for (const row of rows.iterate(keyAt(query.from), keyAt(query.to + lookAheadMs))) {
    const [id, alert, what, severity, classId] = row as unknown as [number, string, number, number, number]
    if (what === seen) {
      const known = open.get(alert)
      if (!known) continue
      open.delete(alert)
      const ms = timeOfKey(id) - known.at
      addToCells(known.group.cells, secondOf(ms), 1, ms, ms)
      continue
    }
    open.delete(alert)
    if (id >= end) continue
    const key = classId * severities.length + severity
    let group = groups.get(key)
    if (!group) {
      group = { classId, severity, raised: 0, cells: new Map() }
      groups.set(key, group)
    }
    group.raised += 1
    open.set(alert, { at: timeOfKey(id), group })
  }
  return [...groups.values()].map((group) => ({
    classId: words.text(group.classId),
    severity: wordAt(severities, group.severity),
    raised: group.raised,
    acknowledged: [...group.cells]
      .sort(([a], [b]) => a - b)
      .map(([waitSeconds, { count, sumMs, maxMs }]) => ({ waitSeconds, count, sumMs, maxMs })),
  }))
}
const lookAheadMs = 86_400_000
