import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import type { LegEnd, TalkEndedBy } from '#shared/domain/call/call-event.ts'
import type { Call, QueueLeg, TalkLeg } from '#shared/domain/call/call.ts'
import type { AlertChange, CallListing, CallRecord, JournalEvent } from '#shared/domain/journal/call-record.ts'
import { legEnds, talkEnds } from './codes.ts'
import { toJournalEvent, type Recovered } from './journal.ts'
import { openJournalHere, type HereOptions, type JournalHere } from './here.ts'

/** Builders for the journal's tests: fixed, readable defaults. `at` is in seconds after `t0`. */
export const t0 = Date.UTC(2027, 0, 15, 8)
export const t = (seconds: number): number => t0 + Math.round(seconds * 1000)

export const seat = (id = 'PJSIP/1001') => ({ id, name: `Seat ${id.slice(-4)}` })

type LegChange = Partial<Omit<QueueLeg, 'enteredAt' | 'endedAt'>> & { from?: number; to?: number }
export function leg({ from = 0, to = 10, ...change }: LegChange = {}): QueueLeg {
  return { area: 'repair', enteredAt: t(from), endedAt: t(to), end: 'answered', rings: [], ...change }
}
type TalkChange = Partial<Omit<TalkLeg, 'startedAt' | 'endedAt'>> & { from?: number; to?: number }
export function talk({ from = 10, to = 70, ...change }: TalkChange = {}): TalkLeg {
  return {
    seat: seat(),
    area: 'repair',
    startedAt: t(from),
    endedAt: t(to),
    endedBy: 'caller',
    holds: [],
    ...change,
  }
}

export function call(change: Partial<Call> = {}): Call {
  return {
    id: 'switch/1.1',
    arrivedAt: t(0),
    caller: { number: '13800001111', name: '' },
    dialledNumber: '96777',
    wrongCodes: [],
    answeredSinceRouted: true,
    inIvr: false,
    queueLegs: [leg()],
    talkLegs: [talk()],
    transfers: [],
    callerHungUp: true,
    seenInMiddle: false,
    endedAt: t(70),
    ...change,
  }
}

/** Answered after ten seconds in `repair`, a minute of talk. */
export const record = (change: Partial<Call> = {}, more: Partial<CallRecord> = {}): CallRecord => ({
  call: call(change),
  ...more,
})

/** Gave up after that many seconds. */
export const abandoned = (id: string, from = 0, waited = 30, change: Partial<Call> = {}): CallRecord => ({
  call: call({
    id,
    arrivedAt: t(from),
    queueLegs: [leg({ from, to: from + waited, end: 'abandoned' })],
    talkLegs: [],
    answeredSinceRouted: false,
    endedAt: t(from + waited),
    ...change,
  }),
  listing: listing(),
})

export const listing = (change: Partial<CallListing> = {}): CallListing => ({
  ruleId: 'r1',
  ruleName: 'Gas leak',
  classId: 'repair',
  severity: 'P1',
  listVersion: 3,
  ...change,
})

export const alert = (
  alertId: string,
  at: number,
  change: AlertChange['change'],
  more: Partial<AlertChange> = {},
): AlertChange => ({
  alertId,
  at: t(at),
  change,
  severity: 'P1',
  classId: 'repair',
  ruleName: 'Gas leak',
  listVersion: 3,
  ...more,
})

export const eventsIn = ({ events }: Recovered): JournalEvent[] => [...events].map((line) => toJournalEvent(line).entry)

/** A folder for one test, removed at its end. */
export async function inFolder<T>(run: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'firstline-journal-'))
  try {
    return await run(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A journal without threads in a folder of its own. */
export function withJournal(
  run: (journal: JournalHere, folder: string) => Promise<void>,
  options: Partial<HereOptions> = {},
): Promise<void> {
  return inFolder(async (folder) => {
    const journal = openJournalHere({ folder, durable: false, now: () => t(0), ...options })
    try {
      await run(journal, folder)
    } finally {
      await journal.stop()
    }
  })
}

/** Five calls: answered and listed, answered, given up and listed, overflowed to another area and transferred, left in the menu. */
export async function fillDay(journal: JournalHere): Promise<void> {
  for (const one of [
    record({ id: 'switch/a', arrivedAt: t(0), caller: { number: '13800001111', name: '' } }, { listing: listing() }),
    record({ id: 'switch/b', arrivedAt: t(100), caller: { number: '075512341111', name: '' }, vdn: '7001' }),
    abandoned('switch/c', 200, 30, { caller: { number: '13800001111', name: '' } }),
    record({
      id: 'practice/d',
      arrivedAt: t(300),
      caller: { number: '', name: '' },
      queueLegs: [leg({ from: 300, to: 360, end: 'timed-out' }), leg({ area: 'bank', from: 360, to: 380 })],
      talkLegs: [
        talk({ from: 380, to: 400, area: 'bank', seat: seat('PJSIP/1002') }),
        talk({ from: 400, to: 460, area: 'bank', seat: seat('PJSIP/1003') }),
      ],
      endedAt: t(460),
    }),
    record({ id: 'switch/e', arrivedAt: t(400), queueLegs: [], talkLegs: [], endedAt: t(410) }, { imported: true }),
  ])
    journal.record({ kind: 'call', record: one })
  await journal.flush()
}

const seconds = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most * 1000 })
const names = fc.constantFrom('repair', 'complaint', 'bank', '报修')
const seats = fc.constantFrom('PJSIP/1001', 'PJSIP/1002', 'PJSIP/1003')

const anyLeg = fc.record({
  area: names,
  gapMs: seconds(30),
  waitMs: fc.oneof(seconds(60), fc.constantFrom(0, 1000, 5000, 20_000, 20_001)),
  end: fc.option(fc.constantFrom<LegEnd[]>(...legEnds), { nil: undefined, freq: 20 }),
  position: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
  priority: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
  rings: fc.array(fc.record({ seat: seats, afterMs: seconds(5), rangMs: fc.option(seconds(10), { nil: undefined }) }), {
    maxLength: 2,
  }),
})
const anyTalk = fc.record({
  seat: seats,
  area: fc.option(names, { nil: undefined }),
  talkMs: fc.option(seconds(300), { nil: undefined, freq: 20 }),
  by: fc.constantFrom<TalkEndedBy[]>(...talkEnds),
  holds: fc.array(fc.tuple(seconds(20), fc.option(seconds(20), { nil: undefined })), { maxLength: 2 }),
})

/** Calls as the book leaves them, within two days around a change of clocks; every optional part comes and goes. */
export const anyRecord = (id: string): fc.Arbitrary<CallRecord> =>
  fc
    .record({
      arrivedAt: fc.integer({ min: Date.UTC(2027, 2, 27), max: Date.UTC(2027, 2, 29) }),
      number: fc.constantFrom('', '13800001111', '075512345678', '+8613900002222', '110'),
      name: fc.constantFrom('', '张伟', 'a "b" \n c'),
      code: fc.option(fc.constantFrom('', '1', '23#'), { nil: undefined }),
      wrongCodes: fc.array(fc.constantFrom('9', '77'), { maxLength: 2 }),
      vdn: fc.option(fc.constantFrom('7001', '7002', ''), { nil: undefined }),
      legVdns: fc.option(fc.constantFrom<(string | null)[]>('7001', '7003', '', null), { nil: undefined }),
      legs: fc.array(anyLeg, { maxLength: 3 }),
      talks: fc.array(anyTalk, { maxLength: 2 }),
      transfers: fc.array(
        fc.record({ afterMs: seconds(60), how: fc.constantFrom('blind' as const, 'attended', 'redirect') }),
        {
          maxLength: 1,
        },
      ),
      flags: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
      ends: fc.option(seconds(60), { nil: undefined, freq: 20 }),
      listing: fc.option(
        fc.record({
          classId: fc.constantFrom('repair', 'vip'),
          severity: fc.constantFrom('P1' as const, 'P2', 'P3'),
          ruleName: fc.constantFrom('Gas leak', '重要客户'),
        }),
        { nil: undefined },
      ),
      imported: fc.boolean(),
      recordings: fc.option(fc.constantFrom<string[][]>([''], ['/录音/1.1.wav'], ['/a.wav', '/b.wav']), {
        nil: undefined,
      }),
    })
    .map((parts) => toRecord(id, parts))

type Parts = {
  arrivedAt: number
  number: string
  name: string
  code: string | undefined
  wrongCodes: string[]
  vdn: string | undefined
  legVdns: string | null | undefined
  legs: {
    area: string
    gapMs: number
    waitMs: number
    end: LegEnd | undefined
    position: number | undefined
    priority: number | undefined
    rings: { seat: string; afterMs: number; rangMs: number | undefined }[]
  }[]
  talks: {
    seat: string
    area: string | undefined
    talkMs: number | undefined
    by: TalkEndedBy
    holds: [number, number | undefined][]
  }[]
  transfers: { afterMs: number; how: 'blind' | 'attended' | 'redirect' }[]
  flags: [boolean, boolean, boolean, boolean]
  ends: number | undefined
  listing: Pick<CallListing, 'classId' | 'severity' | 'ruleName'> | undefined
  imported: boolean
  recordings: string[] | undefined
}

function toRecord(id: string, parts: Parts): CallRecord {
  let at = parts.arrivedAt
  const queueLegs = parts.legs.map((one): QueueLeg => {
    const enteredAt = (at += one.gapMs)
    const made: QueueLeg = {
      area: one.area,
      enteredAt,
      rings: one.rings.map(({ seat: of, afterMs, rangMs }) => ({
        seat: seat(of),
        at: enteredAt + afterMs,
        ...(rangMs === undefined ? {} : { rangMs }),
      })),
      ...(one.position === undefined ? {} : { joinPosition: one.position }),
      ...(one.priority === undefined ? {} : { priority: one.priority }),
    }
    if (one.end === undefined) return made
    return { ...made, end: one.end, endedAt: (at += one.waitMs) }
  })
  const talkLegs = parts.talks.map((one): TalkLeg => {
    const startedAt = at
    const made: TalkLeg = {
      seat: seat(one.seat),
      startedAt,
      holds: one.holds.map(([from, to]) =>
        to === undefined ? { from: startedAt + from } : { from: startedAt + from, to: startedAt + from + to },
      ),
      ...(one.area === undefined ? {} : { area: one.area }),
    }
    if (one.talkMs === undefined) return made
    return { ...made, endedAt: (at += one.talkMs), endedBy: one.by }
  })
  const [answeredSinceRouted, inIvr, callerHungUp, seenInMiddle] = parts.flags
  const made: Call = {
    id,
    arrivedAt: parts.arrivedAt,
    caller: { number: parts.number, name: parts.name },
    dialledNumber: '96777',
    wrongCodes: parts.wrongCodes,
    answeredSinceRouted,
    inIvr,
    queueLegs,
    talkLegs,
    transfers: parts.transfers.map(({ afterMs, how }) => ({ at: parts.arrivedAt + afterMs, how, to: '8001' })),
    callerHungUp,
    seenInMiddle,
    ...(parts.recordings === undefined ? {} : { recordings: parts.recordings }),
    ...(parts.code === undefined ? {} : { transferCode: parts.code }),
    ...(parts.vdn === undefined ? {} : { vdn: parts.vdn }),
    ...(parts.ends === undefined ? {} : { endedAt: at + parts.ends }),
  }
  return {
    call: made,
    ...(parts.listing ? { listing: { ruleId: 'r', listVersion: 1, ...parts.listing } } : {}),
    ...(parts.imported ? { imported: true as const } : {}),
    ...(parts.legVdns === undefined ? {} : { legVdns: queueLegs.map(() => parts.legVdns ?? null) }),
  }
}
