import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { CallRecord } from '#shared/domain/journal/call-record.ts'
import type { Call } from '#shared/domain/call/call.ts'
import { firstEntry, writeBody } from './call-body.ts'
import { backwards, callFlag, rowsOf, splitCallId } from './call-rows.ts'
import type { CallSums } from './call-sums.ts'
import { insertInto } from './insert.ts'
import type { LegSums } from './leg-sums.ts'
import { keyAt, timeOfKey } from './times.ts'
import type { WordsForWriting } from './words.ts'
import type { WorkSums } from './work-sums.ts'

/**
 * Writes calls with their legs, talks and missed rings, and tells the sums. A record of a call that is there already takes
 * its place. One that was taken for lost and came back has two records, as it was counted twice while it lived.
 */
export type CallWriter = {
  /** `completes`: an import that may replace what was seen. */
  write(record: CallRecord, completes?: boolean): void
  remove(id: number): void
  /** How many calls more than when this was last asked. */
  taken(): number
  forget(): void
}

export function createCallWriter(
  db: DatabaseSync,
  words: WordsForWriting,
  { sums, work, callSums }: { sums: LegSums; work: WorkSums; callSums: CallSums },
): CallWriter {
  let calls = 0
  const insertCall = insertInto(
    db,
    'call',
    'id, source, key, backwards, dialled, vdn, area, seat, outcome, lasted_ms, listing, flags, body',
  )
  const insertLeg = insertInto(db, 'leg', 'id, call, area, vdn, class, end, wait_ms, seat')
  const insertTalk = insertInto(db, 'talk', 'id, call, seat, area, vdn, class, talk_ms, hold_ms')
  const insertMissed = insertInto(db, 'missed_ring', 'id, call, seat, area, vdn, class')
  const nameSeat = db.prepare('INSERT OR REPLACE INTO seat (id, name) VALUES (?, ?)')
  const seatNames = new Map<number, number>()
  const findCall = db.prepare('SELECT id, flags, body FROM call WHERE key = ? AND source = ? ORDER BY id')
  const removal = prepareRemoval(db)

  function write(record: CallRecord, completes = false): void {
    const { call } = record
    const [source, key] = splitCallId(call.id)
    const sourceId = words.idOf(source)
    const known = findCall.all(key, sourceId)
    // What was seen is not replaced by what a log of the switch says.
    if (record.imported && !completes && known.some((row) => !isImported(row))) return
    const replaced = completes ? known.slice(-1) : known.filter((row) => isImported(row) || isSame(row, call))
    for (const row of replaced) remove(Number(row['id']))
    const listing = record.listing && words.listingOf(record.listing)
    const rows = rowsOf(record, listing?.classId ?? 0, words)
    const id = insertCall(call.arrivedAt, (at) => [
      sourceId,
      key,
      backwards(call.caller.number),
      words.idOf(call.dialledNumber),
      words.idOf(call.vdn ?? ''),
      rows.area,
      rows.seat,
      rows.outcome,
      call.endedAt === undefined ? null : call.endedAt - call.arrivedAt,
      listing?.id ?? 0,
      rows.flags,
      writeBody(record, at, words),
    ])
    callSums.add({
      at: timeOfKey(id),
      outcome: rows.outcome,
      listed: listing !== undefined,
      flags: rows.flags,
      areas: new Set(rows.legs.map(({ area }) => area)),
      vdn: words.idOf(call.vdn ?? ''),
      classId: listing?.classId ?? 0,
    })
    for (const leg of rows.legs) {
      const legId = insertLeg(leg.at, () => [id, leg.area, leg.vdn, leg.classId, leg.end, leg.waitMs, leg.seat])
      sums.add({ ...leg, at: timeOfKey(legId) })
    }
    for (const talk of rows.talks) {
      const { seat, area, vdn, classId, talkMs, holdMs } = talk
      const talkId = insertTalk(talk.at, () => [id, seat, area, vdn, classId, talkMs, holdMs])
      work.addTalk({ ...talk, at: timeOfKey(talkId) })
    }
    for (const ring of rows.missedRings) {
      const ringId = insertMissed(ring.at, () => [id, ring.seat, ring.area, ring.vdn, ring.classId])
      work.addMissedRing({ ...ring, at: timeOfKey(ringId) })
    }
    for (const { seat } of call.talkLegs) {
      const [seatId, name] = [words.idOf(seat.id), words.idOf(seat.name)]
      if (seatNames.get(seatId) === name) continue
      nameSeat.run(seatId, name)
      seatNames.set(seatId, name)
    }
    calls += 1
  }

  function remove(id: number): void {
    const removed = removal(id)
    for (const at of removed.legs) sums.spoil(at)
    for (const at of removed.work) work.spoil(at)
    callSums.spoil(timeOfKey(id))
    calls -= 1
  }

  return {
    write,
    remove,
    taken() {
      const count = calls
      calls = 0
      return count
    },
    forget() {
      seatNames.clear()
      calls = 0
    },
  }
}

type Found = Record<string, unknown>
const isImported = (row: Found): boolean => (Number(row['flags']) & callFlag.imported) !== 0

/** Of one life: it came at the same time, and went to its first queue at the same time. */
function isSame(row: Found, { arrivedAt, queueLegs }: Call): boolean {
  if (timeOfKey(Number(row['id'])) !== timeOfKey(keyAt(arrivedAt))) return false
  const first = queueLegs[0]
  return firstEntry(String(row['body'])) === (first && first.enteredAt - arrivedAt)
}

/** Deletes a call and its rows; answers the times of its legs, and of its talks and rings. */
function prepareRemoval(db: DatabaseSync): (id: number) => { legs: number[]; work: number[] } {
  const span = db.prepare('SELECT lasted_ms FROM call WHERE id = ?')
  const [legs, talks, rings] = ['leg', 'talk', 'missed_ring'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE id >= ? AND id < ? AND call = ? RETURNING id`),
  )
  const call = db.prepare('DELETE FROM call WHERE id = ?')
  return (id) => {
    const lasted = span.get(id)?.['lasted_ms']
    // An open end, or a leg that the switch dates before the arrival, must be found too.
    const from = keyAt(timeOfKey(id) - slackMs)
    const to = keyAt(timeOfKey(id) + Number(lasted ?? 0) + slackMs)
    const removed = (statement: StatementSync | undefined): number[] =>
      (statement?.all(from, to, id) ?? []).map((row) => timeOfKey(Number(row['id'])))
    const found = { legs: removed(legs), work: [...removed(talks), ...removed(rings)] }
    call.run(id)
    return found
  }
}
const slackMs = 6 * 3_600_000
