import type { Call } from '#shared/domain/call/call.ts'
import { outcomeOf } from '#shared/domain/call/transitions.ts'
import type { CallRecord } from '#shared/domain/journal/call-record.ts'
import { seatWorkOf } from '#shared/domain/statistics/handling.ts'
import { codeOf, legEnds, outcomeKinds } from './codes.ts'

/** The rows that one call becomes, keys apart; the same for writing and for checking what was written. */
export type LegRow = {
  at: number
  area: number
  vdn: number
  classId: number
  end: number
  waitMs: number
  seat: number
}
/** For whom and what a piece of work counts; 0 = not known. */
export type WorkKeys = { seat: number; area: number; vdn: number; classId: number }
export type TalkRow = WorkKeys & { at: number; talkMs: number | null; holdMs: number }
export type MissedRingRow = WorkKeys & { at: number }
export type CallRow = {
  area: number
  seat: number
  outcome: number
  flags: number
  legs: LegRow[]
  talks: TalkRow[]
  missedRings: MissedRingRow[]
}

export const callFlag = { imported: 1, severalAreas: 2, severalSeats: 4 }

/** `callId` is `<switch>/<the switch's own id>`; one without a switch has source ''. */
export function splitCallId(callId: string): [source: string, key: string] {
  const at = callId.indexOf('/')
  return at < 0 ? ['', callId] : [callId.slice(0, at), callId.slice(at + 1)]
}
export const joinCallId = (source: string, key: string): string => (source === '' ? key : `${source}/${key}`)

export const backwards = (text: string): string => [...text].reverse().join('')

type Ids = { idOf(text: string): number }

export function rowsOf(record: CallRecord, classId: number, words: Ids): CallRow {
  const { call, legVdns } = record
  const vdns = call.queueLegs.map((_, i) => words.idOf((legVdns ? legVdns[i] : call.vdn) ?? ''))
  const areas = new Set(call.queueLegs.map(({ area }) => area))
  const seats = new Set(call.talkLegs.map(({ seat }) => seat.id))
  const talks: TalkRow[] = []
  const missedRings: MissedRingRow[] = []
  for (const { seatId, at, area, leg, work } of seatWorkOf(call)) {
    const vdn = leg === undefined ? 0 : (vdns[leg] ?? 0)
    const keys = { at, seat: words.idOf(seatId), area: words.idOf(area ?? ''), vdn, classId }
    if (work.answers > 0)
      talks.push({
        ...keys,
        talkMs: work.handled > 0 ? Math.round(work.talkMs) : null,
        holdMs: Math.round(work.holdMs),
      })
    else missedRings.push(keys)
  }
  return {
    area: words.idOf(call.queueLegs.at(-1)?.area ?? ''),
    seat: words.idOf(call.talkLegs.at(-1)?.seat.id ?? ''),
    outcome: codeOf(outcomeKinds, outcomeOf(call).kind),
    flags:
      (record.imported ? callFlag.imported : 0) +
      (areas.size > 1 ? callFlag.severalAreas : 0) +
      (seats.size > 1 ? callFlag.severalSeats : 0),
    legs: call.queueLegs.map((leg, i) => ({
      at: leg.enteredAt,
      area: words.idOf(leg.area),
      vdn: vdns[i] ?? 0,
      classId,
      // The call is over: an end that is still missing was not seen.
      end: codeOf(legEnds, leg.end ?? 'unknown'),
      waitMs: waitOf(leg),
      seat: words.idOf(seatThatAnswered(call, leg) ?? ''),
    })),
    talks,
    missedRings,
  }
}

/** As the live figures count it: `shared/domain/statistics`. */
export const waitOf = (leg: { enteredAt: number; endedAt?: number }): number =>
  Math.max(0, Math.round((leg.endedAt ?? leg.enteredAt) - leg.enteredAt))

function seatThatAnswered(call: Call, leg: Call['queueLegs'][number]): string | undefined {
  if (leg.end !== 'answered') return undefined
  const rang = leg.rings.find((ring) => ring.answered)
  if (rang) return rang.seat.id
  return call.talkLegs.find((talk) => talk.startedAt >= (leg.endedAt ?? leg.enteredAt))?.seat.id
}
