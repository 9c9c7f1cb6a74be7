import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { CallRecord } from '#shared/domain/journal/call-record.ts'
import { isSeatCalled } from '#shared/domain/call/seat-text.ts'
import { outcomeOf } from '#shared/domain/call/transitions.ts'
import type { CallSummary } from '#shared/ipc/journal-view.ts'
import { backwards, callFlag, joinCallId } from './call-rows.ts'
import { codeOf, outcomeKinds, wordAt } from './codes.ts'
import type { QueryMap, SearchAnswer, SearchQuery } from './queries.ts'
import { readRecord, type CallRowRead } from './read-calls.ts'
import { keyAt, timeOfKey } from './times.ts'
import type { WordsForReading } from './words.ts'

/** Questions about single calls: search, what a dry run needs, repeated callers. */

/** Rows that one page may look at when nothing narrows the search by an index. */
const mostRows = 250_000
/** With fewer digits than this most calls match: then the newest are looked through. */
const indexedDigits = 3

export function searchCalls(db: DatabaseSync, words: WordsForReading, query: SearchQuery): SearchAnswer {
  const to = Math.min(keyAt(query.to ?? Infinity), query.before === null ? Infinity : cursorKey(query.before))
  const from = keyAt(query.from ?? 0)
  const filters = filtersOf(db, words, query)
  const digits = query.number?.replace(/\D/g, '') ?? ''
  const nothing: SearchAnswer = { calls: [], next: null, searchedFrom: timeOfKey(from) }
  if (filters === 'nothing' || from >= to || (query.number !== undefined && digits === '')) return nothing
  if (digits.length >= indexedDigits || (digits !== '' && query.exact === true))
    return byNumber(db, words, query, digits, filters, from, to)
  if (digits !== '') filters.push(['substr(call.backwards, 1, ?) = ?', digits.length, backwards(digits)])
  return byTime(db, words, query, filters, from, to)
}

type Filter = [sql: string, ...values: SQLInputValue[]]

function byNumber(
  db: DatabaseSync,
  words: WordsForReading,
  query: SearchQuery,
  digits: string,
  filters: Filter[],
  from: number,
  to: number,
): SearchAnswer {
  const ends = backwards(digits)
  // The whole number as the switch gave it, or as people type it: a trunk may write a + before it.
  const number: Filter = query.exact
    ? ["call.backwards IN (?, ?, ?) AND call.backwards <> ''", ends, `${ends}+`, backwards(query.number ?? '')]
    : ["call.backwards >= ? AND call.backwards < ? AND call.backwards <> ''", ends, `${ends}\uffff`]
  const range: Filter = ['call.id >= ? AND call.id < ?', from, Math.min(to, Number.MAX_SAFE_INTEGER)]
  const all = [number, range, ...filters]
  // The index has number and key: the newest are found without a look at their rows.
  const rows = db
    .prepare(
      `SELECT call.* FROM call INDEXED BY call_backwards WHERE ${all.map(([sql]) => sql).join(' AND ')} ORDER BY call.id DESC LIMIT ?`,
    )
    .all(...all.flatMap(([, ...values]) => values), query.limit + 1) as unknown as CallRowRead[]
  return page(rows, words, query.limit, from)
}

function byTime(
  db: DatabaseSync,
  words: WordsForReading,
  query: SearchQuery,
  filters: Filter[],
  from: number,
  to: number,
): SearchAnswer {
  const where = filters.length === 0 ? '1' : filters.map(([sql]) => sql).join(' AND ')
  const values = filters.flatMap(([, ...rest]) => rest)
  const last = Math.min(to, Number.MAX_SAFE_INTEGER)
  const edge = db
    .prepare('SELECT id FROM call WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1 OFFSET ?')
    .get(from, last, mostRows)?.['id']
  const start = edge === undefined ? from : Number(edge)
  const rows = db
    .prepare(`SELECT call.* FROM call WHERE call.id >= ? AND call.id < ? AND ${where} ORDER BY call.id DESC LIMIT ?`)
    .all(start, last, ...values, query.limit + 1) as unknown as CallRowRead[]
  const found = page(rows, words, query.limit, start)
  return found.next === null && start > from ? { ...found, next: cursorOf(start) } : found
}

function page(rows: CallRowRead[], words: WordsForReading, limit: number, searchedFrom: number): SearchAnswer {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const more = rows.length > limit && last !== undefined
  return {
    calls: shown.map((row) => summaryOf(readRecord(row, words))),
    next: more ? cursorOf(last.id) : null,
    searchedFrom: timeOfKey(more ? last.id : searchedFrom),
  }
}

/** 'nothing': a name that no call has. */
function filtersOf(db: DatabaseSync, words: WordsForReading, query: SearchQuery): Filter[] | 'nothing' {
  const filters: Filter[] = []
  for (const [name, take] of [
    [query.area, areaFilter],
    [query.vdn, (id: number): Filter => ['call.vdn = ?', id]],
    [query.classId, classFilter],
  ] as const) {
    if (name === undefined) continue
    const id = words.find(name)
    if (id === undefined || id === 0) return 'nothing'
    filters.push(take(id))
  }
  if (query.seat !== undefined) {
    const seats = seatsCalled(db, words, query.seat)
    if (seats.length === 0) return 'nothing'
    filters.push(seatFilter(...seats))
  }
  if (query.outcome !== undefined) filters.push(['call.outcome = ?', codeOf(outcomeKinds, query.outcome)])
  if (query.listed !== undefined) filters.push([query.listed ? 'call.listing <> 0' : 'call.listing = 0'])
  return filters
}

/** Of several areas or seats the row names the last; the others stand in the legs and talks of the time of the call. */
const within = (table: string): string =>
  `SELECT 1 FROM ${table} AS part WHERE part.id >= call.id - 22118400000
   AND part.id < call.id + (coalesce(call.lasted_ms, 86400000) + 1) * 1024 AND part.call = call.id`

export const areaFilter = (id: number): Filter => [
  `(call.area = ? OR (call.flags & ${callFlag.severalAreas} <> 0 AND EXISTS (${within('leg')} AND part.area = ?)))`,
  id,
  id,
]
export function seatFilter(...ids: number[]): Filter {
  const any = `IN (${ids.map(() => '?').join(', ')})`
  return [
    `(call.seat ${any} OR (call.flags & ${callFlag.severalSeats} <> 0 AND EXISTS (${within('talk')} AND part.seat ${any})))`,
    ...ids,
    ...ids,
  ]
}
/** Every seat that ever talked, also one that is no member of any queue now. */
const seatsCalled = (db: DatabaseSync, words: WordsForReading, text: string): number[] =>
  db
    .prepare('SELECT id, name FROM seat')
    .all()
    .map((row) => [Number(row['id']), Number(row['name'])] as const)
    .filter(([id, name]) => isSeatCalled({ id: words.text(id), name: words.text(name) }, text))
    .map(([id]) => id)
    .slice(0, mostSeats)
/** More than one seat has the same number only by another technology, or the same name. */
const mostSeats = 100
export const classFilter = (id: number): Filter => [
  'call.listing IN (SELECT listing.id FROM listing WHERE listing.class = ?)',
  id,
]

export const cursorOf = (key: number): string => String(key)
/** A cursor that is none asks for the beginning. */
export function cursorKey(cursor: string): number {
  const key = Number(cursor)
  return Number.isSafeInteger(key) && key >= 0 ? key : Number.MAX_SAFE_INTEGER
}

export function summaryOf({ call, listing, imported }: CallRecord): CallSummary {
  const first = call.queueLegs[0]
  const answered = call.queueLegs.find(({ end }) => end === 'answered')
  const waitEnd = answered?.endedAt ?? call.queueLegs.at(-1)?.endedAt ?? call.endedAt
  const area = call.queueLegs.at(-1)?.area
  const talk = call.talkLegs.at(-1)
  return {
    callId: call.id,
    arrivedAt: call.arrivedAt,
    callerNumber: call.caller.number,
    callerName: call.caller.name,
    dialledNumber: call.dialledNumber,
    outcome: outcomeOf(call),
    imported: imported === true,
    ...(call.endedAt === undefined ? {} : { endedAt: call.endedAt }),
    ...(call.transferCode === undefined ? {} : { transferCode: call.transferCode }),
    ...(call.vdn === undefined ? {} : { vdn: call.vdn }),
    ...(area === undefined ? {} : { area }),
    ...(first && waitEnd !== undefined ? { waitMs: Math.max(0, waitEnd - first.enteredAt) } : {}),
    ...(talk ? { seat: talk.seat, talkMs: talkOf(call) } : {}),
    ...(listing ? { listing } : {}),
  }
}

const talkOf = (call: CallRecord['call']): number =>
  call.talkLegs.reduce(
    (sum, { startedAt, endedAt }) => sum + Math.max(0, (endedAt ?? call.endedAt ?? startedAt) - startedAt),
    0,
  )

/** Other calls of this number beside this one: up to `most` newer and `most` older, newest first. */
export function sameNumber(
  db: DatabaseSync,
  words: WordsForReading,
  row: CallRowRead,
  most: number,
): { newer: CallRecord[]; older: CallRecord[] } {
  if (row.backwards === '') return { newer: [], older: [] }
  const where = "backwards = ? AND backwards <> ''"
  const read = (sql: string): CallRecord[] =>
    (db.prepare(sql).all(row.backwards, row.id, most) as unknown as CallRowRead[]).map((one) => readRecord(one, words))
  return {
    newer: read(`SELECT * FROM call WHERE ${where} AND id > ? ORDER BY id LIMIT ?`).reverse(),
    older: read(`SELECT * FROM call WHERE ${where} AND id < ? ORDER BY id DESC LIMIT ?`),
  }
}

type Facts = QueryMap['facts']
export function readFacts(db: DatabaseSync, words: WordsForReading, query: Facts['ask']): Facts['answer'] {
  const start = Math.max(keyAt(query.from), query.after === null ? 0 : cursorKey(query.after) + 1)
  const rows = db
    .prepare('SELECT * FROM call WHERE id >= ? AND id < ? ORDER BY id LIMIT ?')
    .all(start, keyAt(query.to), query.limit + 1) as unknown as CallRowRead[]
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    calls: shown.map((row) => {
      const { call, listing } = readRecord(row, words)
      return {
        callId: call.id,
        arrivedAt: call.arrivedAt,
        callerNumber: call.caller.number,
        dialledNumber: call.dialledNumber,
        areas: areasUntilAnswered(call),
        listed: listing !== undefined,
        ...(call.transferCode === undefined ? {} : { transferCode: call.transferCode }),
        ...(call.vdn === undefined ? {} : { vdn: call.vdn }),
      }
    }),
    next: rows.length > query.limit && last ? cursorOf(last.id) : null,
  }
}

/** What a seat sends on is another matter for a rule. */
function areasUntilAnswered({ queueLegs }: CallRecord['call']): string[] {
  const answered = queueLegs.findIndex(({ end }) => end === 'answered')
  const until = answered < 0 ? queueLegs : queueLegs.slice(0, answered + 1)
  return [...new Set(until.map(({ area }) => area))]
}

export function countCalls(db: DatabaseSync, number: string, from: number, to: number): number {
  if (number === '') return 0
  const row = db
    .prepare("SELECT count(*) AS count FROM call WHERE backwards = ? AND backwards <> '' AND id >= ? AND id < ?")
    .get(backwards(number), keyAt(from), keyAt(to + 1))
  return Number(row?.['count'] ?? 0)
}

type Again = { callId: string; at: number; answered: boolean }
export function calledAgain(db: DatabaseSync, words: WordsForReading, number: string, after: number): Again[] {
  if (number === '') return []
  return db
    .prepare(
      `SELECT id, source, key, outcome FROM call
       WHERE backwards = ? AND backwards <> '' AND id >= ? ORDER BY id LIMIT 5`,
    )
    .all(backwards(number), keyAt(after))
    .map((row) => ({
      callId: joinCallId(words.text(Number(row['source'])), String(row['key'])),
      at: timeOfKey(Number(row['id'])),
      answered: wordAt(outcomeKinds, Number(row['outcome'])) === 'answered',
    }))
}
