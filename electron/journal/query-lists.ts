import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { LegSelector } from '#shared/domain/statistics/parts.ts'
import { backwards, joinCallId } from './call-rows.ts'
import { alertChanges, codeOf, legEnds, wordAt } from './codes.ts'
import { halfHour, periodFrom, periodOf, type Grid } from './grid.ts'
import { byClass, byVdn } from './leg-sums.ts'
import { calledAgain, cursorKey, cursorOf, summaryOf } from './query-calls.ts'
import { legCondition, seatNames } from './query-figures.ts'
import type { LegsAnswer, LegsQuery, PartsQuery, QueryMap, RecoveryEntryOf } from './queries.ts'
import { toRecoveryRow } from './read-recovery.ts'
import { keyAt, timeOfKey } from './times.ts'
import type { WordsForReading } from './words.ts'

/** Lists behind figures: legs of a part, names that have any, lost callers. */

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
export function readParts(db: DatabaseSync, words: WordsForReading, grid: Grid, query: PartsQuery): string[] {
  const [kind, column] = query.of === 'vdns' ? [byVdn, 'part'] : [byClass, query.of === 'areas' ? 'area' : 'part']
  return db
    .prepare(`SELECT DISTINCT ${column} AS id FROM leg_sum WHERE kind = ? AND grain = ? AND period >= ? AND period < ?`)
    .all(kind, halfHour, periodOf(halfHour, query.from, grid), periodFrom(halfHour, query.to, grid))
    .map((row) => words.text(Number(row['id'])))
    .filter((name) => name !== '')
    .sort()
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

type ClosedLosses = QueryMap['closed-losses']
/** No entry is closed before it was lost: the index leads past all that were closed before the window. */
export function countClosedLosses(
  db: DatabaseSync,
  words: WordsForReading,
  { from, to }: ClosedLosses['ask'],
): ClosedLosses['answer'] {
  return db
    .prepare(
      `SELECT class, count(*) AS count FROM (
         SELECT (SELECT alert_change.class FROM alert_change
                 WHERE alert_change.alert = recovery.alert AND alert_change.change <> ? ORDER BY alert_change.id DESC LIMIT 1) AS class
         FROM recovery WHERE closed_at IS NOT NULL AND closed_at >= ? AND lost_at >= ? AND lost_at < ?)
       GROUP BY class`,
    )
    .all(codeOf(alertChanges, 'left'), Math.floor(from), Math.floor(from), Math.ceil(to))
    .map((row) => ({ classId: words.text(Number(row['class'])), count: Number(row['count']) }))
}

function entryCursor(cursor: string | null): [at: number, alert: string] {
  const [, at, alert = ''] = /^(\d+) (.*)$/s.exec(cursor ?? '') ?? []
  return at === undefined ? [Number.MAX_SAFE_INTEGER, ''] : [Number(at), alert]
}
