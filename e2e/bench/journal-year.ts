import type { SeatRef } from '#shared/domain/call/call-event.ts'
import type { Call, QueueLeg, TalkLeg } from '#shared/domain/call/call.ts'
import type { AlertChange, CallRecord } from '#shared/domain/journal/call-record.ts'
import type { SeatSpan } from '#shared/domain/statistics/seat-time.ts'
import { createDayStart } from '#shared/domain/statistics/site-day.ts'
import { gridOf } from '#electron/journal/grid.ts'
import type { JournalEntry } from '#electron/journal/journal.ts'
import { closeParts, inTransaction, openParts } from '#electron/journal/writer-parts.ts'

/**
 * A year of a utility's hotline: six areas, eighty seats, a curve over the day, more calls in summer and at the start of the
 * week, one call in eight listed, some callers who call often. The same numbers every time (a fixed seed).
 */
export const timeZone = 'Asia/Shanghai'
export const yearFrom = Date.UTC(2025, 0, 1) - 8 * 3_600_000
export const areas = ['报修', '投诉', '账单', '业务', '银行', '英文']
const weights = [30, 12, 26, 18, 8, 6]
const vdns = ['7001', '7002', '7003', '7004', '7005', '7006', '7007', '7008', '7009', '7010']
const classes = ['repair', 'vip', 'complaint', 'risk']
const hours = [2, 1, 1, 1, 1, 2, 5, 14, 30, 38, 36, 28, 20, 26, 32, 32, 30, 28, 24, 22, 18, 12, 7, 4]
const dayMs = 86_400_000

const seats: SeatRef[] = Array.from({ length: 80 }, (_, n) => ({ id: `PJSIP/${1001 + n}`, name: `坐席 ${1001 + n}` }))

type Random = {
  below(n: number): number
  exponential(mean: number): number
  pick<T>(list: readonly T[], by: readonly number[]): T
}

function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 0x1_0000_0000
  }
  return {
    below: (n) => Math.floor(next() * n),
    exponential: (mean) => Math.round(-Math.log(1 - next()) * mean),
    pick(list, by) {
      let rest = next() * by.reduce((a, b) => a + b)
      const index = by.findIndex((weight) => (rest -= weight) < 0)
      const found = list[Math.max(0, index)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
  }
}

/** How many calls the day has that is so many days into the year. */
function callsOf(day: number, perDay: number): number {
  const season = 1 + 0.25 * Math.sin(((day - 110) / 365) * 2 * Math.PI)
  const weekday = [1.15, 1.08, 1.02, 1, 1, 0.9, 0.85][(day + 2) % 7] ?? 1
  return Math.round(perDay * season * weekday)
}

export type Made = { entries: Exclude<JournalEntry, { kind: 'raw' | 'event' | 'decision' }>[]; calls: number }

/** The entries of one day, in order of time. */
export function makeDay(day: number, perDay: number, random: Random, dayStart: number): Made {
  const count = callsOf(day, perDay)
  const arrivals = Array.from(
    { length: count },
    () => dayStart + random.pick(hourNumbers, hours) * 3_600_000 + random.below(3_600_000),
  ).sort((a, b) => a - b)
  const entries: Made['entries'] = []
  for (const [n, at] of arrivals.entries())
    makeCall(`${Math.floor(at / 1000)}.${day * 40_000 + n}`, at, random, entries)
  return { entries, calls: count }
}
const hourNumbers = Array.from({ length: 24 }, (_, hour) => hour)

function makeCall(id: string, at: number, random: Random, into: Made['entries']): void {
  const often = random.below(100) < 6
  const number = often
    ? `1380000${String(random.below(400)).padStart(4, '0')}`
    : `1${3 + random.below(6)}${String(random.below(1_000_000_000)).padStart(9, '0')}`
  const area = random.pick(areas, weights)
  const joined = at + 4000 + random.exponential(9000)
  const queueLegs: QueueLeg[] = []
  let leg = makeLeg(area, joined, random)
  queueLegs.push(leg)
  if (leg.end === 'timed-out') {
    leg = makeLeg(random.pick(areas, weights), (leg.endedAt ?? joined) + 200, random, true)
    queueLegs.push(leg)
  }
  const talkLegs: TalkLeg[] = []
  const leftAt = leg.endedAt ?? joined
  let endedAt = leftAt + 300
  const seat = leg.rings.at(-1)?.seat
  if (leg.end === 'answered' && seat) {
    const length = 20_000 + random.exponential(110_000)
    endedAt = leftAt + length
    const holds = random.below(10) === 0 ? [{ from: leftAt + length / 4, to: leftAt + length / 2 }] : []
    talkLegs.push({
      seat,
      area: leg.area,
      startedAt: leftAt,
      endedAt,
      endedBy: random.below(4) === 0 ? 'seat' : 'caller',
      holds: holds.map(({ from, to }) => ({ from: Math.round(from), to: Math.round(to) })),
    })
  }
  const call: Call = {
    id: `switch/${id}`,
    arrivedAt: at,
    caller: { number, name: '' },
    dialledNumber: '95598',
    transferCode: String(random.below(9)),
    vdn: vdns[random.below(vdns.length)] ?? '7001',
    wrongCodes: random.below(25) === 0 ? ['0'] : [],
    answeredSinceRouted: talkLegs.length > 0,
    inIvr: false,
    queueLegs,
    talkLegs,
    transfers: [],
    callerHungUp: leg.end === 'abandoned' || talkLegs[0]?.endedBy === 'caller',
    seenInMiddle: false,
    endedAt,
  }
  const record: CallRecord = { call }
  if (random.below(100) < 12) {
    const classId = random.pick(classes, [5, 3, 2, 1])
    record.listing = {
      ruleId: `rule-${classId}`,
      ruleName: `规则 ${classId}`,
      classId,
      severity: 'P1',
      listVersion: 12,
    }
    for (const change of alertsOf(record, joined, leftAt, random)) into.push({ kind: 'alert', change })
  }
  into.push({ kind: 'call', record })
  for (const span of spansOf(call, random)) into.push({ kind: 'seat', span })
}

function makeLeg(area: string, enteredAt: number, random: Random, last = false): QueueLeg {
  const fate = random.below(100)
  const end = fate < 84 ? 'answered' : fate < 92 || last ? 'abandoned' : 'timed-out'
  const waitMs =
    end === 'timed-out' ? 60_000 : end === 'abandoned' ? random.exponential(28_000) : 1500 + random.exponential(13_000)
  const rings: QueueLeg['rings'] = []
  const anySeat = (): SeatRef => seats[random.below(seats.length)] ?? { id: '', name: '' }
  if (waitMs > 20_000 && random.below(5) === 0) rings.push({ seat: anySeat(), at: enteredAt + 200, rangMs: 15_000 })
  if (end === 'answered') {
    const rangMs = Math.min(waitMs, 1500 + random.below(2000))
    rings.push({ seat: anySeat(), at: enteredAt + waitMs - rangMs, rangMs, answered: true })
  }
  return { area, enteredAt, endedAt: enteredAt + waitMs, end, joinPosition: 1 + random.below(6), priority: 0, rings }
}

function alertsOf({ call, listing }: CallRecord, raisedAt: number, leftAt: number, random: Random): AlertChange[] {
  if (!listing) return []
  const { classId, severity, ruleName, listVersion } = listing
  const common = { alertId: call.id, severity, classId, ruleName, listVersion }
  const seenAt = raisedAt + 1000 + random.exponential(5000)
  const lost = call.talkLegs.length === 0
  const changes: AlertChange[] = [
    { ...common, at: raisedAt, change: 'raised' },
    { ...common, at: seenAt, change: 'acknowledged', by: '张伟' },
    { ...common, at: leftAt, change: lost ? 'abandoned' : 'answered' },
  ]
  if (lost && random.below(100) > 0)
    changes.push({ ...common, at: leftAt + 600_000, change: 'outcome', by: '李娜', outcome: 'called-back', note: '' })
  changes.push({ ...common, at: Math.max(seenAt, leftAt) + (lost ? 600_000 : 0), change: 'left' })
  return changes
}

/** Available before the call, busy with it, wrapping it up. */
function spansOf(call: Call, random: Random): SeatSpan[] {
  const talk = call.talkLegs[0]
  if (!talk?.endedAt) return []
  const common = { seatId: talk.seat.id, areas: talk.area === undefined ? [] : [talk.area] }
  const wrapUp = 5000 + random.exponential(15_000)
  const of = {
    ...(talk.area === undefined ? {} : { area: talk.area }),
    ...(call.vdn === undefined ? {} : { vdn: call.vdn }),
  }
  return [
    { ...common, doing: 'available', from: talk.startedAt - 1000 - random.exponential(60_000), to: talk.startedAt },
    { ...common, doing: 'busy', from: talk.startedAt, to: talk.endedAt },
    { ...common, doing: 'wrap-up', from: talk.endedAt, to: talk.endedAt + wrapUp, of },
  ]
}

/** Writes a year, a day per transaction, by the code that writes live entries. */
export function makeYear(
  folder: string,
  calls: number,
  print: (line: string) => void,
  days = 365,
): { calls: number; seconds: number } {
  const began = performance.now()
  const retention = { days: 3660, megabytes: 1_000_000, rawDays: 1 }
  const parts = openParts(
    { folder, run: 'bench', grid: gridOf(timeZone, yearFrom), retention, durable: false },
    yearFrom,
  )
  if ('newer' in parts) throw new Error('not a journal of this program')
  parts.db.exec('PRAGMA cache_size = -400000')
  const random = createRandom(20_250_101)
  const start = createDayStart(timeZone)
  let made = 0
  for (let day = 0; day < days; day += 1) {
    const { entries, calls: count } = makeDay(day, calls / 365, random, start(yearFrom + day * dayMs + dayMs / 2))
    inTransaction(parts, () => {
      for (const entry of entries) parts.entries.write(entry)
    })
    made += count
    if (day % 73 === 72) print(`  … ${made} calls after ${((performance.now() - began) / 1000).toFixed(0)} s`)
  }
  parts.db.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize')
  closeParts(parts)
  return { calls: made, seconds: (performance.now() - began) / 1000 }
}
