import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { LegSelector } from '#shared/domain/statistics/parts.ts'
import { backwards, joinCallId } from './call-rows.ts'
import { alertChanges, codeOf, legEnds, outcomeKinds, severities, wordAt } from './codes.ts'
import { areaFilter, calledAgain, classFilter, cursorKey, cursorOf, seatFilter, summaryOf } from './query-calls.ts'
import { legCondition, seatNames } from './query-figures.ts'
import type { LegsAnswer, LegsQuery, PartsQuery, QueryMap, RecoveryEntryOf, Response } from './queries.ts'
import { toRecoveryRow } from './read-recovery.ts'
import { keyAt, slotFrom, slotOf, timeOfKey } from './times.ts'
import type { WordsForReading } from './words.ts'

/** Lists behind figures: legs of a part, calls by outcome, callers, alerts, lost callers. */

export function readLegs(db: DatabaseSync, words: WordsForReading, query: LegsQuery): LegsAnswer {
  const condition = legCondition(words, query.dimension)
  const selected = query.select ? selectSql(words, query.select) : { sql: '1', values: [] }
  if (!condition || query.from >= query.to) return { legs: [], next: null, total: 0 }
  const where = `leg.id >= ? AND leg.id < ? ${condition.sql} AND (${selected.sql})`
  const [from, to] = [keyAt(query.from), keyAt(query.to)]
  const total = db.prepare(`SELECT count(*) AS count FROM leg WHERE ${where}`).get(from, to, ...selected.values)
  const last = query.before === null ? to : Math.min(to, cursorKey(query.before))
  const rows = db
    .prepare(
      `SELECT leg.*, call.source, call.key, call.backwards FROM leg LEFT JOIN call ON call.id = leg.call
       WHERE ${where} ORDER BY leg.id DESC LIMIT ?`,
    )
    .all(from, last, ...selected.values, query.limit + 1)
  const name = seatNames(db, words)
  const shown = rows.slice(0, query.limit)
  return {
    legs: shown.map((row) => {
      const [enteredAt, waitMs] = [timeOfKey(Number(row['id'])), Number(row['wait_ms'])]
      const [seat, vdn, classId] = [Number(row['seat']), Number(row['vdn']), Number(row['class'])]
      return {
        callId: joinCallId(words.text(Number(row['source'])), String(row['key'] ?? '')),
        area: words.text(Number(row['area'])),
        enteredAt,
        endedAt: enteredAt + waitMs,
        end: wordAt(legEnds, Number(row['end'])),
        waitMs,
        callerNumber: backwards(String(row['backwards'] ?? '')),
        ...(seat === 0 ? {} : { seat: { id: words.text(seat), name: name(seat) } }),
        ...(vdn === 0 ? {} : { vdn: words.text(vdn) }),
        ...(classId === 0 ? {} : { classId: words.text(classId) }),
      }
    }),
    next: rows.length > query.limit ? cursorOf(Number(shown.at(-1)?.['id'])) : null,
    total: Number(total?.['count'] ?? 0),
  }
}

type Sql = { sql: string; values: SQLInputValue[] }

function selectSql(words: WordsForReading, { areas, others }: NonNullable<LegsQuery['select']>): Sql {
  const named = areas.flatMap(({ area, selectors }) => {
    const id = words.find(area)
    return id === undefined ? [] : [{ id, selectors }]
  })
  const parts = named.map(({ id, selectors }) => {
    const one = anyOf(selectors)
    return { sql: `(leg.area = ${id} AND (${one.sql}))`, values: one.values }
  })
  const rest = anyOf(others)
  const elsewhere = `(leg.area NOT IN (${named.map(({ id }) => id).join(', ')}) AND (${rest.sql}))`
  return {
    sql: [...parts.map(({ sql }) => sql), elsewhere].join(' OR '),
    values: [...parts.flatMap(({ values }) => values), ...rest.values],
  }
}

function anyOf(selectors: LegSelector[]): Sql {
  const values: SQLInputValue[] = []
  const parts = selectors.map(({ end, moreThanMs, atMostMs }) => {
    // A call in the journal is over: no leg is open.
    if (end === null) return '0'
    let sql = `leg.end = ${codeOf(legEnds, end)}`
    if (moreThanMs !== undefined) {
      sql += ' AND leg.wait_ms > ?'
      values.push(moreThanMs)
    }
    if (atMostMs !== undefined) {
      sql += ' AND leg.wait_ms <= ?'
      values.push(atMostMs)
    }
    return `(${sql})`
  })
  return { sql: parts.length === 0 ? '0' : parts.join(' OR '), values }
}

/** From the sums of every half-hour that the window touches. */
export function readParts(db: DatabaseSync, words: WordsForReading, phase: number, query: PartsQuery): string[] {
  const [kind, column] = query.of === 'areas' ? [1, 'area'] : query.of === 'classes' ? [1, 'part'] : [2, 'part']
  return db
    .prepare(`SELECT DISTINCT ${column} AS id FROM sum WHERE kind = ? AND slot >= ? AND slot < ?`)
    .all(kind, slotOf(query.from, phase), slotFrom(query.to, phase))
    .map((row) => words.text(Number(row['id'])))
    .filter((name) => name !== '')
    .sort()
}

type CallCondition = { sql: string; values: SQLInputValue[] }
/** Of a call: it was in that area, a seat of it talked, its class, its VDN. */
function callCondition(
  words: WordsForReading,
  dimension: QueryMap['outcomes']['ask']['dimension'],
): CallCondition | undefined {
  const by = (name: string, make: (id: number) => [string, ...SQLInputValue[]]): CallCondition | undefined => {
    const id = words.find(name)
    if (id === undefined) return undefined
    const [sql, ...values] = make(id)
    return { sql: `AND ${sql}`, values }
  }
  switch (dimension.kind) {
    case 'total':
      return { sql: '', values: [] }
    case 'area':
      return by(dimension.area, areaFilter)
    case 'vdn':
      return by(dimension.vdn, (id) => ['call.vdn = ?', id])
    case 'class':
      return by(dimension.classId, classFilter)
    case 'seat':
      return by(dimension.seatId, seatFilter)
  }
}

type Outcomes = QueryMap['outcomes']
export function countOutcomes(db: DatabaseSync, words: WordsForReading, query: Outcomes['ask']): Outcomes['answer'] {
  const condition = callCondition(words, query.dimension)
  if (!condition) return []
  const listed = query.listed === undefined ? '' : query.listed ? 'AND call.listing <> 0' : 'AND call.listing = 0'
  return db
    .prepare(
      `SELECT outcome, count(*) AS calls, sum(listing <> 0) AS listed, sum(flags & 1) AS imported
       FROM call WHERE id >= ? AND id < ? ${condition.sql} ${listed} GROUP BY outcome`,
    )
    .all(keyAt(query.from), keyAt(query.to), ...condition.values)
    .map((row) => ({
      outcome: wordAt(outcomeKinds, Number(row['outcome'])),
      calls: Number(row['calls']),
      listed: Number(row['listed']),
      imported: Number(row['imported']),
    }))
}

type TopCallers = QueryMap['top-callers']
export function topCallers(db: DatabaseSync, words: WordsForReading, query: TopCallers['ask']): TopCallers['answer'] {
  const condition = callCondition(words, query.dimension)
  if (!condition) return []
  const outcome = (kind: (typeof outcomeKinds)[number]): number => codeOf(outcomeKinds, kind)
  return db
    .prepare(
      `SELECT backwards, count(*) AS calls, sum(outcome = ${outcome('answered')}) AS answered,
         sum(outcome = ${outcome('abandoned')}) AS abandoned, sum(listing <> 0) AS listed, max(id) AS last
       FROM call WHERE id >= ? AND id < ? AND backwards <> '' ${condition.sql}
       GROUP BY backwards ORDER BY calls DESC, last DESC LIMIT ?`,
    )
    .all(keyAt(query.from), keyAt(query.to), ...condition.values, query.limit)
    .map((row) => ({
      number: backwards(String(row['backwards'])),
      calls: Number(row['calls']),
      answered: Number(row['answered']),
      abandoned: Number(row['abandoned']),
      listed: Number(row['listed']),
      lastAt: timeOfKey(Number(row['last'])),
    }))
}

type Responses = QueryMap['responses']
export function readResponses(db: DatabaseSync, words: WordsForReading, query: Responses['ask']): Responses['answer'] {
  const change = (name: (typeof alertChanges)[number]): number => codeOf(alertChanges, name)
  const [raised, stronger, seen] = [change('raised'), change('stronger'), change('acknowledged')]
  const rows = db
    .prepare(
      `SELECT id, alert, severity, class FROM alert_change WHERE id >= ? AND id < ? AND change IN (?, ?) ORDER BY id LIMIT ?`,
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
      if (what === change('answered')) response.answeredAt ??= at
    }
    return response
  })
  return { alerts, truncated: rows.length > query.limit }
}

type Recovery = QueryMap['recovery']
export function readRecovery(db: DatabaseSync, words: WordsForReading, query: Recovery['ask']): Recovery['answer'] {
  const open = query.show === 'open'
  const time = open ? 'lost_at' : 'closed_at'
  const where = open ? 'closed_at IS NULL' : 'closed_at IS NOT NULL'
  const [before, beforeAlert] = entryCursor(query.before)
  const rows = db
    .prepare(
      `SELECT * FROM recovery WHERE ${where} AND (${time}, alert) < (?, ?) ORDER BY ${time} DESC, alert DESC LIMIT ?`,
    )
    .all(before, beforeAlert, query.limit + 1)
  const count = db.prepare('SELECT count(*) AS count FROM recovery WHERE closed_at IS NULL').get()
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    entries: shown.map((row): RecoveryEntryOf => {
      const entry = toRecoveryRow(db, words, row)
      const { record } = entry
      const after = record ? (record.call.endedAt ?? entry.lostAt) : entry.lostAt
      return {
        ...entry,
        ...(record ? { summary: summaryOf(record) } : {}),
        again: record ? calledAgain(db, words, record.call.caller.number, after) : [],
      }
    }),
    open: Number(count?.['count'] ?? 0),
    next: rows.length > query.limit && last ? `${Number(last[time])} ${String(last['alert'])}` : null,
  }
}

function entryCursor(cursor: string | null): [at: number, alert: string] {
  const [, at, alert = ''] = /^(\d+) (.*)$/s.exec(cursor ?? '') ?? []
  return at === undefined ? [Number.MAX_SAFE_INTEGER, ''] : [Number(at), alert]
}

export function countImported(db: DatabaseSync, from: number, to: number): number {
  const row = db
    .prepare('SELECT count(*) AS count FROM call WHERE id >= ? AND id < ? AND flags & 1')
    .get(keyAt(from), keyAt(to))
  return Number(row?.['count'] ?? 0)
}
