import type { Call, QueueLeg } from '#shared/domain/call/call.ts'
import type { CallEvent, LegEnd } from '#shared/domain/call/call-event.ts'
import type { BookChange } from '#shared/domain/call/transitions.ts'
import { addHandling, noHandling, seatWorkOf, type Handling, type SeatWork } from './handling.ts'
import { followSeats, type SeatClock, type SeatClocks, type SeatSpan, type SpanOf } from './seat-time.ts'
import { countAt, createSeries, forgetIn, spreadOver, type DayStart, type Series } from './series.ts'
import type { ServiceLevelProfile } from './service-level.ts'
import { addLegEnd, addLegOpened, emptyTally, type Tally } from './tally.ts'

/**
 * Live statistics: queue legs counted in the minute, half-hour and day in which they *entered*, per area, VDN and class;
 * work of seats per seat, area, VDN and class. Constant work per event, whatever the day has brought. No limit is in a
 * count: figures.ts asks with the present ones.
 *
 * Three hooks feed it, all called by the core: `countChange` with what the book changed, `countCall` with every call that
 * was touched and the class that lists it, `countSeats` with every event. Each may be told the same thing twice.
 */
export type Statistics = {
  /** Grows with every count: the same number, the same counts. */
  revision: number
  areas: Map<string, Series<Tally>>
  /** By VDN, and there by area: limits are the area's. Legs without a VDN are in no VDN. */
  vdns: Map<string, Map<string, Series<Tally>>>
  classes: Map<string, Map<string, Series<Tally>>>
  work: Record<'seats' | 'areas' | 'vdns' | 'classes', Map<string, Series<Handling>>>
  seats: SeatClocks
  /** What was counted of the calls that live. */
  calls: Map<string, CountedCall>
}

/** `workMark`: what `work` was made of, see `markOf`. */
type CountedCall = { classId: string | undefined; legs: CountedLeg[]; work: CountedWork[]; workMark: number }
type CountedLeg = {
  area: string
  enteredAt: number
  end: LegEnd | undefined
  waitMs: number
  vdn: string | undefined
  classId: string | undefined
}
type CountedWork = SeatWork & SpanOf

export type StatisticsSettings = {
  /** Start of the site's day that contains this time, epoch ms. */
  dayStart: DayStart
  limitMs: (area: string) => number
  /** Who gives up within this time hardly waited; without it, 5 s everywhere. See `shortAbandonLimit`. */
  shortAbandonMs?: (area: string) => number
  profile: ServiceLevelProfile
}

export const createStatistics = (): Statistics => ({
  revision: 0,
  areas: new Map(),
  vdns: new Map(),
  classes: new Map(),
  work: { seats: new Map(), areas: new Map(), vdns: new Map(), classes: new Map() },
  seats: new Map(),
  calls: new Map(),
})

const waitOf = (leg: QueueLeg): number => Math.max(0, (leg.endedAt ?? leg.enteredAt) - leg.enteredAt)

/** Counts what the book changed, per area. Everything else it ignores. */
export function countChange(statistics: Statistics, change: BookChange, settings: StatisticsSettings): void {
  const count = (leg: QueueLeg, at: number, how: (tally: Tally) => void): void => {
    statistics.revision++
    countAt(seriesOf(statistics.areas, leg.area), at, settings.dayStart, emptyTally, how)
  }
  switch (change.kind) {
    case 'leg-opened':
      return count(change.leg, change.leg.enteredAt, (tally) => addLegOpened(tally, 1))
    case 'leg-ended': {
      const { leg, was } = change
      const { end } = leg
      if (end === undefined) return
      const waitMs = waitOf(leg)
      return count(leg, leg.enteredAt, (tally) => {
        if (was !== undefined) addLegEnd(tally, { end: was, waitMs }, -1)
        addLegEnd(tally, { end, waitMs }, 1)
      })
    }
    case 'leg-moved':
      count(change.leg, change.wasEnteredAt, (tally) => addLegOpened(tally, -1))
      return count(change.leg, change.leg.enteredAt, (tally) => addLegOpened(tally, 1))
    default:
      return
  }
}

/** What only the live count knows of a call that is over, and a journal has to keep: the VDN of each leg, null for none. */
export type FinishedCall = { legVdns: (string | null)[] }

/**
 * Counts a call per VDN, class and seat. `classId`: the class that lists the call, now; when it becomes another one, all
 * legs and work of the call move there. A leg's VDN is the one known when it entered, or told while it was open. Call it
 * after every change of a call, also with its end: then the call is counted for good, and the answer is for the journal.
 */
export function countCall(
  statistics: Statistics,
  call: Call,
  classId: string | undefined,
  settings: StatisticsSettings,
): FinishedCall | undefined {
  let known = statistics.calls.get(call.id)
  if (!known) {
    if (call.endedAt !== undefined) return undefined // counted before
    known = { classId, legs: [], work: [], workMark: 0 }
    statistics.calls.set(call.id, known)
  }
  let moved = known.classId !== classId
  known.classId = classId
  for (let i = 0; i < call.queueLegs.length; i++) {
    const leg = call.queueLegs[i]
    const was = known.legs[i]
    if (!leg || (was && stillCounts(call, leg, was, classId))) continue
    const is = legNow(call, leg, was, classId)
    if (was) countLeg(statistics, was, -1, settings)
    countLeg(statistics, is, 1, settings)
    known.legs[i] = is
    moved = true
  }
  if (moved || markOf(call) !== known.workMark) countWork(statistics, call, known, classId, settings)
  if (call.endedAt === undefined) return undefined
  statistics.calls.delete(call.id)
  return { legVdns: known.legs.map(({ vdn }) => vdn ?? null) }
}

function legNow(call: Call, leg: QueueLeg, was: CountedLeg | undefined, classId: string | undefined): CountedLeg {
  return {
    area: leg.area,
    enteredAt: leg.enteredAt,
    end: leg.end,
    waitMs: waitOf(leg),
    vdn: was?.vdn ?? toldVdn(call, leg, was),
    classId,
  }
}

/** Once a seat has answered, the call's VDN says where it was, not where it goes now. */
const toldVdn = (call: Call, leg: QueueLeg, was: CountedLeg | undefined): string | undefined =>
  call.answeredSinceRouted || (was && leg.endedAt !== undefined) ? undefined : call.vdn

/** The wait matters only once the end is known. */
const stillCounts = (call: Call, leg: QueueLeg, was: CountedLeg, classId: string | undefined): boolean =>
  was.enteredAt === leg.enteredAt &&
  was.end === leg.end &&
  was.classId === classId &&
  (was.vdn !== undefined || toldVdn(call, leg, was) === undefined)

/**
 * A number that grows whenever a conversation, a ring or the end of a leg is added to a call, and stays otherwise: most
 * events change nothing of a seat's work.
 */
function markOf({ talkLegs, queueLegs }: Call): number {
  let mark = talkLegs.length
  for (const talk of talkLegs) if (talk.endedAt !== undefined) mark++
  for (const { rings, end, endedAt } of queueLegs) {
    if (endedAt !== undefined) mark++
    if (end === 'answered') mark++
    for (const ring of rings) if (ring.rangMs !== undefined) mark++
  }
  return mark
}

function countLeg(statistics: Statistics, leg: CountedLeg, sign: 1 | -1, { dayStart }: StatisticsSettings): void {
  statistics.revision++
  const { end, waitMs } = leg
  const count = (tally: Tally): void => {
    addLegOpened(tally, sign)
    if (end !== undefined) addLegEnd(tally, { end, waitMs }, sign)
  }
  for (const [dimension, key] of [
    [statistics.vdns, leg.vdn],
    [statistics.classes, leg.classId],
  ] as const) {
    if (key === undefined) continue
    let areas = dimension.get(key)
    if (!areas) {
      areas = new Map()
      dimension.set(key, areas)
    }
    countAt(seriesOf(areas, leg.area), leg.enteredAt, dayStart, emptyTally, count)
  }
}

function countWork(
  statistics: Statistics,
  call: Call,
  known: CountedCall,
  classId: string | undefined,
  settings: StatisticsSettings,
): void {
  known.workMark = markOf(call)
  const work = seatWorkOf(call).map((one): CountedWork => {
    const vdn = one.leg === undefined ? undefined : known.legs[one.leg]?.vdn
    return { ...one, ...(vdn === undefined ? {} : { vdn }), ...(classId === undefined ? {} : { classId }) }
  })
  for (const one of known.work) addWork(statistics, one, -1, settings)
  for (const one of work) addWork(statistics, one, 1, settings)
  known.work = work
  for (const one of work) {
    if (one.work.answers > 0) rememberTalk(statistics.seats.get(one.seatId), one)
  }
}

/** Whose the wrap-up will be: the call that the seat answered last, whatever becomes of an earlier one elsewhere. */
function rememberTalk(seat: SeatClock | undefined, work: CountedWork): void {
  if (!seat || (seat.lastAt ?? 0) > work.at) return
  seat.lastAt = work.at
  seat.last = keysOf(work)
}

function keysOf({ area, vdn, classId }: SpanOf): SpanOf {
  return {
    ...(area === undefined ? {} : { area }),
    ...(vdn === undefined ? {} : { vdn }),
    ...(classId === undefined ? {} : { classId }),
  }
}

function addWork(statistics: Statistics, one: CountedWork, sign: 1 | -1, { dayStart }: StatisticsSettings): void {
  statistics.revision++
  for (const series of workSeries(statistics, one, one.seatId))
    countAt(series, one.at, dayStart, noHandling, (sum) => addHandling(sum, one.work, sign))
}

function workSeries({ work }: Statistics, { area, vdn, classId }: SpanOf, seatId?: string): Series<Handling>[] {
  const found: Series<Handling>[] = []
  if (seatId !== undefined) found.push(seriesOf(work.seats, seatId))
  if (area !== undefined) found.push(seriesOf(work.areas, area))
  if (vdn !== undefined) found.push(seriesOf(work.vdns, vdn))
  if (classId !== undefined) found.push(seriesOf(work.classes, classId))
  return found
}

/** Follows what seats do. Answers the spans that ended, for whoever keeps them. */
export function countSeats(statistics: Statistics, event: CallEvent, settings: StatisticsSettings): SeatSpan[] {
  const spans = followSeats(statistics.seats, event)
  for (const span of spans) addSpan(statistics, span, settings)
  return spans
}

function addSpan(statistics: Statistics, span: SeatSpan, { dayStart }: StatisticsSettings): void {
  statistics.revision++
  const { work } = statistics
  for (const series of [seriesOf(work.seats, span.seatId), ...span.areas.map((area) => seriesOf(work.areas, area))])
    spreadOver(series, span, dayStart, noHandling, (sum, ms) => {
      if (span.doing === 'available') sum.availableMs += ms
      else sum.busyMs += ms
    })
  if (span.doing !== 'wrap-up') return
  for (const series of workSeries(statistics, span.of ?? {}, span.seatId))
    spreadOver(series, span, dayStart, noHandling, (sum, ms) => (sum.wrapUpMs += ms))
}

function seriesOf<T>(all: Map<string, Series<T>>, key: string): Series<T> {
  let series = all.get(key)
  if (!series) {
    series = createSeries()
    all.set(key, series)
  }
  return series
}

/** Drops what no live window shows any more. Call it now and then. */
export function forgetOld(statistics: Statistics, now: number, { dayStart }: StatisticsSettings): void {
  for (const series of statistics.areas.values()) forgetIn(series, now, dayStart)
  for (const dimension of [statistics.vdns, statistics.classes])
    for (const [key, areas] of dimension) {
      for (const [area, series] of areas) if (forgetIn(series, now, dayStart)) areas.delete(area)
      if (areas.size === 0) dimension.delete(key)
    }
  for (const work of Object.values(statistics.work))
    for (const [key, series] of work) if (forgetIn(series, now, dayStart)) work.delete(key)
}

export { figuresOf } from './live.ts'
export type { AreaFigures } from './figures.ts'
