import type { QueueLeg } from '#shared/domain/call/call.ts'
import type { LegEnd } from '#shared/domain/call/call-event.ts'
import type { ServiceLevelCounts } from './service-level.ts'

/** What is counted of queue legs; every figure is derived from it. Adding two tallies gives the tally of both. */
export type Tally = ServiceLevelCounts & {
  unknown: number
  /** Entered, and why it ended is not (yet) known. */
  open: number
  answeredWaitMs: number
  longestWaitMs: number
}

export const emptyTally = (): Tally => ({
  offered: 0,
  answered: 0,
  answeredInTime: 0,
  abandoned: 0,
  abandonedInTime: 0,
  flowedOut: 0,
  cleared: 0,
  unknown: 0,
  open: 0,
  answeredWaitMs: 0,
  longestWaitMs: 0,
})

export function addLegOpened(tally: Tally, sign: 1 | -1): void {
  tally.offered += sign
  tally.open += sign
}

/** Counts a leg's end (or, with sign −1, takes an end back that turned out to be another). */
export function addLegEnd(tally: Tally, leg: QueueLeg, end: LegEnd, limitMs: number, sign: 1 | -1): void {
  const waitMs = Math.max(0, (leg.endedAt ?? leg.enteredAt) - leg.enteredAt)
  const inTime = waitMs <= limitMs
  tally.open -= sign
  if (sign > 0 && end !== 'unknown') tally.longestWaitMs = Math.max(tally.longestWaitMs, waitMs)
  switch (end) {
    case 'answered':
      tally.answered += sign
      tally.answeredWaitMs += sign * waitMs
      if (inTime) tally.answeredInTime += sign
      return
    case 'abandoned':
      tally.abandoned += sign
      if (inTime) tally.abandonedInTime += sign
      return
    case 'timed-out':
    case 'left-by-key':
    case 'no-agents':
    case 'queue-full':
    case 'transferred':
      tally.flowedOut += sign
      return
    case 'switch-cleared':
      tally.cleared += sign
      return
    case 'unknown':
      tally.unknown += sign
      return
  }
}

export function addTally(sum: Tally, other: Tally): void {
  sum.offered += other.offered
  sum.answered += other.answered
  sum.answeredInTime += other.answeredInTime
  sum.abandoned += other.abandoned
  sum.abandonedInTime += other.abandonedInTime
  sum.flowedOut += other.flowedOut
  sum.cleared += other.cleared
  sum.unknown += other.unknown
  sum.open += other.open
  sum.answeredWaitMs += other.answeredWaitMs
  sum.longestWaitMs = Math.max(sum.longestWaitMs, other.longestWaitMs)
}
