import type { Call, QueueLeg, Ring, TalkLeg } from '#shared/domain/call/call.ts'
import type { CallRecord } from '#shared/domain/journal/call-record.ts'
import { codeOf, legEnds, talkEnds, transferWays, wordAt } from './codes.ts'

/**
 * What of a call no question looks for, as a JSON list by place: times as ms after the arrival, texts that repeat as words,
 * empty ends left out. Reading gives exactly what was written.
 */
export type BodyWords = { idOf(text: string): number }
export type BodyTexts = { text(id: number): string }

type Missing = null
type RingBody = [seat: number, name: number, at: number, rangMs?: number | Missing, answered?: 1]
type LegBody = [
  area: number,
  entered: number,
  ended?: number | Missing,
  end?: number | Missing,
  position?: number | Missing,
  priority?: number | Missing,
  rings?: RingBody[] | Missing,
]
type TalkBody = [
  seat: number,
  name: number,
  started: number,
  ended?: number | Missing,
  endedBy?: number | Missing,
  area?: number | Missing,
  holds?: [from: number, to?: number][] | Missing,
]
type Body = [
  /** How far the real arrival is from the time in the key; only where a millisecond overflowed or time has fractions. */
  shift: number,
  flags: number,
  legs?: LegBody[] | Missing,
  talks?: TalkBody[] | Missing,
  name?: string | Missing,
  code?: string | Missing,
  wrongCodes?: string[] | Missing,
  transfers?: [at: number, how: number, to: string][] | Missing,
  /** 1: all are the call's own. Else one more than the legs, since an empty list is a list, too. */
  legVdns?: 1 | number[] | Missing,
  recordings?: string[] | Missing,
]

const flag = { answered: 1, inIvr: 2, callerHungUp: 4, seenInMiddle: 8, hasVdn: 16 }

export function writeBody({ call, legVdns }: CallRecord, keyTime: number, words: BodyWords): string {
  const after = (at: number): number => at - call.arrivedAt
  const body: Body = [
    call.arrivedAt - keyTime,
    (call.answeredSinceRouted ? flag.answered : 0) +
      (call.inIvr ? flag.inIvr : 0) +
      (call.callerHungUp ? flag.callerHungUp : 0) +
      (call.seenInMiddle ? flag.seenInMiddle : 0) +
      (call.vdn === undefined ? 0 : flag.hasVdn),
    orMissing(call.queueLegs.map((leg) => legBody(leg, after, words))),
    orMissing(call.talkLegs.map((talk) => talkBody(talk, after, words))),
    call.caller.name === '' ? null : call.caller.name,
    call.transferCode ?? null,
    orMissing(call.wrongCodes),
    orMissing(call.transfers.map(({ at, how, to }) => [after(at), codeOf(transferWays, how), to])),
    legVdns ? vdnsBody(legVdns, call.vdn ?? null, words) : null,
    orMissing(call.recordings ?? []),
  ]
  return JSON.stringify(trim(body))
}

function vdnsBody(legVdns: (string | null)[], own: string | null, words: BodyWords): 1 | number[] {
  if (legVdns.length > 0 && legVdns.every((vdn) => vdn === own)) return 1
  return [0, ...legVdns.map((vdn) => (vdn === null ? 0 : words.idOf(vdn) + 1))]
}

function legBody(leg: QueueLeg, after: (at: number) => number, words: BodyWords): LegBody {
  return trim([
    words.idOf(leg.area),
    after(leg.enteredAt),
    leg.endedAt === undefined ? null : after(leg.endedAt),
    leg.end === undefined ? null : codeOf(legEnds, leg.end),
    leg.joinPosition ?? null,
    leg.priority ?? null,
    orMissing(leg.rings.map((ring) => ringBody(ring, after, words))),
  ])
}

function ringBody(ring: Ring, after: (at: number) => number, words: BodyWords): RingBody {
  const body: RingBody = [words.idOf(ring.seat.id), words.idOf(ring.seat.name), after(ring.at), ring.rangMs ?? null]
  if (ring.answered) body.push(1)
  return trim(body)
}

function talkBody(talk: TalkLeg, after: (at: number) => number, words: BodyWords): TalkBody {
  return trim([
    words.idOf(talk.seat.id),
    words.idOf(talk.seat.name),
    after(talk.startedAt),
    talk.endedAt === undefined ? null : after(talk.endedAt),
    talk.endedBy === undefined ? null : codeOf(talkEnds, talk.endedBy),
    talk.area === undefined ? null : words.idOf(talk.area),
    orMissing(talk.holds.map(({ from, to }) => (to === undefined ? [after(from)] : [after(from), after(to)]))),
  ])
}

const orMissing = <T>(list: T[]): T[] | Missing => (list.length === 0 ? null : list)

function trim<T extends unknown[]>(list: T): T {
  while (list.at(-1) === null) list.pop()
  return list
}

/** When the call went to its first queue, in ms after its arrival. */
export const firstEntry = (text: string): number | undefined => (JSON.parse(text) as Body)[2]?.[0]?.[1]

/** What stands in columns beside the body. */
export type CallColumns = {
  id: string
  keyTime: number
  number: string
  dialledNumber: string
  vdn: string
  lastedMs: number | null
}

export function readBody(text: string, columns: CallColumns, words: BodyTexts): CallRecord {
  const [shift, flags, legs, talks, name, code, wrongCodes, transfers, legVdns, recordings] = JSON.parse(text) as Body
  const arrivedAt = columns.keyTime + shift
  const at = (ms: number): number => arrivedAt + ms
  const call: Call = {
    id: columns.id,
    arrivedAt,
    caller: { number: columns.number, name: name ?? '' },
    dialledNumber: columns.dialledNumber,
    wrongCodes: wrongCodes ?? [],
    answeredSinceRouted: (flags & flag.answered) !== 0,
    inIvr: (flags & flag.inIvr) !== 0,
    queueLegs: (legs ?? []).map((leg) => readLeg(leg, at, words)),
    talkLegs: (talks ?? []).map((talk) => readTalk(talk, at, words)),
    transfers: (transfers ?? []).map(([ms, how, to]) => ({ at: at(ms), how: wordAt(transferWays, how), to })),
    callerHungUp: (flags & flag.callerHungUp) !== 0,
    seenInMiddle: (flags & flag.seenInMiddle) !== 0,
  }
  if (code !== undefined && code !== null) call.transferCode = code
  if ((flags & flag.hasVdn) !== 0) call.vdn = columns.vdn
  if (columns.lastedMs !== null) call.endedAt = arrivedAt + columns.lastedMs
  if (recordings) call.recordings = recordings
  const record: CallRecord = { call }
  if (legVdns === 1) record.legVdns = call.queueLegs.map(() => call.vdn ?? null)
  else if (legVdns) record.legVdns = legVdns.slice(1).map((vdn) => (vdn === 0 ? null : words.text(vdn - 1)))
  return record
}

function readLeg(body: LegBody, at: (ms: number) => number, words: BodyTexts): QueueLeg {
  const [area, entered, ended, end, position, priority, rings] = body
  const leg: QueueLeg = {
    area: words.text(area),
    enteredAt: at(entered),
    rings: (rings ?? []).map(([seat, name, ms, rangMs, answered]) => {
      const ring: Ring = { seat: { id: words.text(seat), name: words.text(name) }, at: at(ms) }
      if (rangMs !== undefined && rangMs !== null) ring.rangMs = rangMs
      if (answered) ring.answered = true
      return ring
    }),
  }
  if (ended !== undefined && ended !== null) leg.endedAt = at(ended)
  if (end !== undefined && end !== null) leg.end = wordAt(legEnds, end)
  if (position !== undefined && position !== null) leg.joinPosition = position
  if (priority !== undefined && priority !== null) leg.priority = priority
  return leg
}

function readTalk(body: TalkBody, at: (ms: number) => number, words: BodyTexts): TalkLeg {
  const [seat, name, started, ended, endedBy, area, holds] = body
  const talk: TalkLeg = {
    seat: { id: words.text(seat), name: words.text(name) },
    startedAt: at(started),
    holds: (holds ?? []).map(([from, to]) => (to === undefined ? { from: at(from) } : { from: at(from), to: at(to) })),
  }
  if (area !== undefined && area !== null) talk.area = words.text(area)
  if (ended !== undefined && ended !== null) talk.endedAt = at(ended)
  if (endedBy !== undefined && endedBy !== null) talk.endedBy = wordAt(talkEnds, endedBy)
  return talk
}
