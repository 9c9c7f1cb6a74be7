import type { LegEnd, SeatRef } from '#shared/domain/call/call-event.ts'
import type { Core } from '#shared/domain/core.ts'
import type { LegLine } from '#shared/ipc/journal-view.ts'
import { addHandling, noHandling, type Handling } from '#shared/domain/statistics/handling.ts'
import { addRunning, type Dimension } from '#shared/domain/statistics/live.ts'
import type { TallyRow } from '#shared/domain/statistics/tally.ts'
import { binOf } from '#shared/domain/statistics/waits.ts'

/**
 * Legs and work of calls that live: the journal has a call only when it is over. What it says of a window is whole with
 * these added.
 */
export type LiveLeg = {
  callId: string
  callerNumber: string
  area: string
  enteredAt: number
  endedAt?: number
  end?: LegEnd
  waitMs: number
  seat?: SeatRef
  vdn?: string
  classId?: string
}
type Span = { from: number; to: number }

export function liveLegs(core: Core, dimension: Dimension, window: Span): LiveLeg[] {
  const found: LiveLeg[] = []
  for (const call of core.book.calls.values()) {
    const counted = core.statistics.calls.get(call.id)
    const classId = core.alerts.listed.get(call.id)?.classId
    for (const [index, leg] of call.queueLegs.entries()) {
      if (leg.enteredAt < window.from || leg.enteredAt >= window.to) continue
      const seat = leg.rings.find(({ answered }) => answered)?.seat ?? answeredBy(call, leg)
      const vdn = counted?.legs[index]?.vdn
      const one: LiveLeg = {
        callId: call.id,
        callerNumber: call.caller.number,
        area: leg.area,
        enteredAt: leg.enteredAt,
        waitMs: Math.max(0, (leg.endedAt ?? leg.enteredAt) - leg.enteredAt),
        ...(leg.endedAt !== undefined && { endedAt: leg.endedAt }),
        ...(leg.end !== undefined && { end: leg.end }),
        ...(seat && leg.end === 'answered' && { seat }),
        ...(vdn !== undefined && { vdn }),
        ...(classId !== undefined && { classId }),
      }
      if (isOf(one, dimension)) found.push(one)
    }
  }
  return found.sort((a, b) => b.enteredAt - a.enteredAt || (a.callId < b.callId ? 1 : -1))
}

type OneCall = Core['book']['calls'] extends Map<string, infer C> ? C : never

const answeredBy = (call: OneCall, leg: OneCall['queueLegs'][number]): SeatRef | undefined =>
  leg.end === 'answered'
    ? call.talkLegs.find(({ startedAt }) => startedAt >= (leg.endedAt ?? Infinity))?.seat
    : undefined

function isOf(leg: LiveLeg, dimension: Dimension): boolean {
  switch (dimension.kind) {
    case 'total':
      return true
    case 'area':
      return leg.area === dimension.area
    case 'vdn':
      return leg.vdn === dimension.vdn
    case 'class':
      return leg.classId === dimension.classId
    case 'seat':
      return leg.seat?.id === dimension.seatId
  }
}

/** As a screen shows it: an open leg has waited until now. */
export const lineOf = (leg: LiveLeg, now: number): LegLine =>
  leg.endedAt === undefined ? { ...leg, waitMs: Math.max(0, now - leg.enteredAt) } : leg

export const rowOf = ({ end, waitMs }: LiveLeg): TallyRow => ({
  end: end ?? null,
  waitSeconds: binOf(waitMs),
  count: 1,
  sumMs: waitMs,
  maxMs: waitMs,
})

export function liveHandling(core: Core, dimension: Dimension, window: Span, now: number): Handling {
  const sum = noHandling()
  for (const { work } of core.statistics.calls.values())
    for (const one of work)
      if (one.at >= window.from && one.at < window.to && worksFor(one, dimension)) addHandling(sum, one.work)
  addRunning(sum, core.statistics, dimension, window, now)
  return sum
}

function worksFor(
  work: { seatId: string; area?: string; vdn?: string; classId?: string },
  dimension: Dimension,
): boolean {
  switch (dimension.kind) {
    case 'total':
      return true
    case 'area':
      return work.area === dimension.area
    case 'vdn':
      return work.vdn === dimension.vdn
    case 'class':
      return work.classId === dimension.classId
    case 'seat':
      return work.seatId === dimension.seatId
  }
}
