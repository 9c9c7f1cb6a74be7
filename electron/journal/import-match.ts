import type { DatabaseSync } from 'node:sqlite'
import { isDeepStrictEqual } from 'node:util'
import type { SeatRef } from '#shared/domain/call/call-event.ts'
import type { Call, QueueLeg, TalkLeg } from '#shared/domain/call/call.ts'
import type { CallRecord } from '#shared/domain/journal/call-record.ts'
import { backwards } from './call-rows.ts'
import { madeUpId, readCdr } from './import-cdr.ts'
import type { ReadLog, SeatNamed, WrongLine } from './import-log.ts'
import { readQueueLog } from './import-queue-log.ts'
import type { ImportQuery } from './queries.ts'
import { readRecord, type CallRowRead } from './read-calls.ts'
import { findRecord } from './read-recovery.ts'
import { keyAt } from './times.ts'
import type { WordsForReading } from './words.ts'

/**
 * What an import would do, before it does it. A call of the log is known by the switch's own id; where the log has none,
 * or the console got it from another link, by the same number at the same time. A known call of which a part was missed
 * is completed: what was seen stays, the log fills in the rest. Everything else of a known call is left as it is.
 */
export type ImportPlan = {
  lines: number
  /** In the file and the period. */
  calls: number
  known: number
  fresh: CallRecord[]
  completed: CallRecord[]
  wrong: number
  firstWrong: WrongLine[]
}

/** The log counts whole seconds, and its clock is the switch's. */
const sameMomentMs = 3000

export function planImport(db: DatabaseSync, words: WordsForReading, query: ImportQuery): ImportPlan {
  const seats = knownSeats(db, words, query.seats)
  const log = readLog(query, seats)
  const plan: ImportPlan = {
    lines: log.lines,
    calls: log.calls.length,
    known: 0,
    fresh: [],
    completed: [],
    wrong: log.wrong,
    firstWrong: log.firstWrong,
  }
  for (const call of log.calls) {
    const known = findRecord(db, words, call.id) ?? findByNumber(db, words, call, query.switchId)
    if (!known) {
      plan.fresh.push({ call, imported: true })
      continue
    }
    const completed = query.format === 'queue-log' && missesSomething(known.call, call) ? complete(known, call) : known
    if (isDeepStrictEqual(completed.call, known.call)) plan.known += 1
    else plan.completed.push(completed)
  }
  return plan
}

function readLog(query: ImportQuery, seats: KnownSeats): ReadLog {
  const common = { from: query.from, to: query.to, switchId: query.switchId, seat: seats.named }
  return query.format === 'queue-log'
    ? readQueueLog(query.text, common)
    : readCdr(query.text, { ...common, timeZone: query.timeZone, isSeat: seats.isSeat })
}

type KnownSeats = { named: SeatNamed; isSeat(id: string): boolean }

/** The log calls a seat by its interface or by its name. What a seat is called now counts more than what it was called. */
function knownSeats(db: DatabaseSync, words: WordsForReading, present: readonly SeatRef[]): KnownSeats {
  const byId = new Map<string, SeatRef>()
  const byName = new Map<string, SeatRef>()
  const before = db
    .prepare('SELECT id, name FROM seat')
    .all()
    .map((row) => ({ id: words.text(Number(row['id'])), name: words.text(Number(row['name'])) }))
  for (const seat of [...before, ...present]) {
    byId.set(seat.id, seat)
    byName.set(seat.name, seat)
  }
  return {
    named: (agent) =>
      byId.get(agent) ??
      byName.get(agent) ?? { id: agent, name: agent.replace(/^[A-Za-z0-9]+\//, '').replace(/@.*$/, '') },
    isSeat: (id) => byId.has(id),
  }
}

/** Two calls of one switch with two ids are two calls, however near. */
function findByNumber(db: DatabaseSync, words: WordsForReading, call: Call, switchId: string): CallRecord | undefined {
  if (call.caller.number === '') return undefined
  const hasId = !call.id.startsWith(`${switchId}/${madeUpId}`)
  const rows = db
    .prepare("SELECT * FROM call WHERE backwards = ? AND backwards <> '' AND id >= ? AND id < ? ORDER BY id")
    .all(
      backwards(call.caller.number),
      keyAt(call.arrivedAt - longestIvrMs),
      keyAt(call.arrivedAt + sameMomentMs + 1),
    ) as unknown as CallRowRead[]
  return rows
    .map((row) => readRecord(row, words))
    .find(({ call: other }) => {
      if (hasId && other.id.startsWith(`${switchId}/`)) return false
      const times = [other.arrivedAt, ...other.queueLegs.map(({ enteredAt }) => enteredAt)]
      return times.some((at) => Math.abs(at - call.arrivedAt) <= sameMomentMs)
    })
}
/** A queue log knows a call from its first queue on. */
const longestIvrMs = 30 * 60_000

/** Or the log knows of a visit to a queue that nobody saw; who was turned away at the door made none. */
const missesSomething = (call: Call, log: Call): boolean =>
  call.queueLegs.some(({ end }) => end === undefined || end === 'unknown') ||
  call.talkLegs.some(({ endedAt, endedBy }) => endedAt === undefined || endedBy === 'unknown') ||
  log.queueLegs.filter((leg) => !isRefused(leg)).length > call.queueLegs.length

const isRefused = ({ enteredAt, endedAt, end }: QueueLeg): boolean =>
  endedAt === enteredAt && (end === 'queue-full' || end === 'no-agents')

const near = (a: number, b: number): boolean => Math.abs(a - b) <= sameMomentMs

/** A seat has one conversation with a caller at a time: one that was seen from its middle on is the one of the log. */
const isSameTalk = (a: TalkLeg, b: TalkLeg): boolean =>
  a.seat.id === b.seat.id &&
  (near(a.startedAt, b.startedAt) ||
    (a.startedAt < (b.endedAt ?? Infinity) + sameSecondMs && b.startedAt < (a.endedAt ?? Infinity) + sameSecondMs))
const sameSecondMs = 1000

function complete({ call, listing, legVdns, imported }: CallRecord, log: Call): CallRecord {
  // A CDR does not know when a visit began.
  const byCdr = imported === true && call.seenInMiddle
  const queueLegs = merge<QueueLeg>(call.queueLegs, log.queueLegs, {
    same: (seen, told) =>
      seen.area === told.area && (near(seen.enteredAt, told.enteredAt) || (byCdr && seen.end === 'unknown')),
    with: (seen, told) =>
      seen.end !== undefined && seen.end !== 'unknown'
        ? seen
        : {
            ...told,
            ...seen,
            ...(byCdr && { enteredAt: told.enteredAt }),
            ...endOf(seen, told),
            rings: seen.rings.length > 0 ? seen.rings : told.rings,
          },
    at: (leg) => leg.enteredAt,
  })
  const talkLegs = merge<TalkLeg>(call.talkLegs, log.talkLegs, {
    same: isSameTalk,
    with(seen, told) {
      const begun = near(seen.startedAt, told.startedAt) ? seen : { ...told, ...seen, startedAt: told.startedAt }
      const whole = seen.endedAt !== undefined && seen.endedBy !== 'unknown'
      return whole ? begun : { ...told, ...begun, ...talkEndOf(told) }
    },
    at: (talk) => talk.startedAt,
  })
  const completed: Call = {
    ...call,
    caller: call.caller.number === '' ? log.caller : call.caller,
    queueLegs,
    talkLegs,
    callerHungUp: call.callerHungUp || log.callerHungUp,
    answeredSinceRouted: call.answeredSinceRouted || log.answeredSinceRouted,
    endedAt: Math.max(call.endedAt ?? 0, log.endedAt ?? 0),
  }
  const record: CallRecord = { call: completed, imported: true }
  if (listing) record.listing = listing
  // Where legs were added nobody counted them for a VDN: the call's own holds for all.
  if (legVdns && queueLegs.length === call.queueLegs.length) record.legVdns = legVdns
  return record
}

type How<T> = { same(seen: T, told: T): boolean; with(seen: T, told: T): T; at(one: T): number }

function merge<T>(seen: T[], told: T[], how: How<T>): T[] {
  const rest = [...told]
  const merged = seen.map((one) => {
    const index = rest.findIndex((other) => how.same(one, other))
    const [other] = index < 0 ? [] : rest.splice(index, 1)
    return other === undefined ? one : how.with(one, other)
  })
  return [...merged, ...rest].sort((a, b) => how.at(a) - how.at(b))
}

const endOf = (seen: QueueLeg, told: QueueLeg): Partial<QueueLeg> => ({
  ...(told.end === undefined ? {} : { end: told.end }),
  ...(told.endedAt === undefined ? {} : { endedAt: Math.max(seen.enteredAt, told.endedAt) }),
})
const talkEndOf = ({ endedAt, endedBy }: TalkLeg): Partial<TalkLeg> => ({
  ...(endedAt === undefined ? {} : { endedAt }),
  ...(endedBy === undefined ? {} : { endedBy }),
})
