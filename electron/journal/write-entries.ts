import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { CallRecord, Decision } from '#shared/domain/journal/call-record.ts'
import { writeBody } from './call-body.ts'
import { backwards, callFlag, rowsOf, splitCallId } from './call-rows.ts'
import { createCallSums } from './call-sums.ts'
import { insertInto } from './insert.ts'
import type { JournalEntry } from './journal.ts'
import { createSums } from './sums.ts'
import { keyAt, timeOfKey } from './times.ts'
import { areasIn, createWords } from './words.ts'
import { createAlertWriter } from './write-alerts.ts'
import { createSpanWriter } from './write-spans.ts'
import { createWorkSums } from './work-sums.ts'

/**
 * Turns entries into rows, inside the transaction that the caller opened. A call that is written again (a restart, an
 * import) replaces what is there, so that nothing is counted twice. After a rollback the caller calls `forget`.
 */
export type EntryWriter = {
  write(entry: Exclude<JournalEntry, { kind: 'raw' | 'event' | 'decision' }>): void
  /** An import that knows more of a call than was seen. */
  complete(record: CallRecord): void
  /** Who a caller is a duplicate of, which the change of the alert does not say. */
  decided(decision: Decision): void
  /** Takes a call and all that was counted of it away. */
  removeCall(id: number): void
  /** Before the commit: the sums of what was written. */
  finish(): void
  /** How many calls more than before, since `finish` was last called. */
  newCalls(): number
  forget(): void
}

export function createEntryWriter(db: DatabaseSync, phase: number): EntryWriter {
  const words = createWords(db)
  const sums = createSums(db, phase)
  const callSums = createCallSums(db, phase)
  let areas = areasIn(db)
  const work = createWorkSums(db, phase, (word) => areas(word))
  const writeSpan = createSpanWriter(db, (name) => words.idOf(name), work)
  let calls = 0
  const insertCall = insertInto(
    db,
    'call',
    'id, source, key, backwards, dialled, vdn, area, seat, outcome, lasted_ms, listing, flags, body',
  )
  const insertLeg = insertInto(db, 'leg', 'id, call, area, vdn, class, end, wait_ms, seat')
  const insertTalk = insertInto(db, 'talk', 'id, call, seat, area, vdn, class, talk_ms, hold_ms')
  const insertMissed = insertInto(db, 'missed_ring', 'id, call, seat, area, vdn, class')
  const insertLink = insertInto(db, 'link_change', 'id, source, state, detail')
  const insertGap = insertInto(db, 'gap', 'id, to_at, source, why')
  const insertAction = insertInto(db, 'action', 'id, by, role, command, target, result')
  const nameSeat = db.prepare('INSERT OR REPLACE INTO seat (id, name) VALUES (?, ?)')
  const seatNames = new Map<number, number>()
  const findCall = db.prepare('SELECT id, flags FROM call WHERE key = ? AND source = ?')
  const removal = prepareRemoval(db)
  const alerts = createAlertWriter(db, (name) => words.idOf(name))

  function writeCall(record: CallRecord, completes = false): void {
    const { call } = record
    const [source, key] = splitCallId(call.id)
    const sourceId = words.idOf(source)
    const known = findCall.get(key, sourceId)
    if (known) {
      // What was seen is not replaced by what a log of the switch says.
      if (record.imported && !completes && (Number(known['flags']) & callFlag.imported) === 0) return
      removeCall(Number(known['id']))
    }
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

  function removeCall(id: number): void {
    const removed = removal(id)
    for (const at of removed.legs) sums.spoil(at)
    for (const at of removed.work) work.spoil(at)
    callSums.spoil(timeOfKey(id))
    calls -= 1
  }

  return {
    write(entry) {
      switch (entry.kind) {
        case 'call':
          return writeCall(entry.record)
        case 'alert':
          return alerts.write(entry.change)
        case 'link': {
          const { at, switchId, state, detail } = entry.change
          insertLink(at, () => [words.idOf(switchId), state, detail])
          return
        }
        case 'gap': {
          const { from, to, switchId, why } = entry.gap
          insertGap(from, () => [Math.round(to), words.idOf(switchId), why])
          return
        }
        case 'action': {
          const { at, by, role, command, target, result } = entry.action
          insertAction(at, () => [words.idOf(by), words.idOf(role), words.idOf(command), target, result])
          return
        }
        case 'seat':
          return writeSpan(entry.span)
      }
    },
    complete: (record) => writeCall(record, true),
    decided(decision) {
      if (decision.kind === 'outcome' && decision.duplicateOf !== undefined)
        alerts.other(decision.alertId, decision.duplicateOf)
    },
    removeCall,
    finish() {
      sums.write()
      work.write()
      callSums.write()
    },
    newCalls() {
      const count = calls
      calls = 0
      return count
    },
    forget() {
      words.forget()
      sums.forget()
      work.forget()
      callSums.forget()
      areas = areasIn(db)
      seatNames.clear()
      calls = 0
    },
  }
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
