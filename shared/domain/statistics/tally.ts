import type { LegEnd } from '#shared/domain/call/call-event.ts'
import { addBin, addWait, addWaits, noWaits, removeWait, type Waits } from './waits.ts'

/**
 * What is counted of queue legs; every figure is derived from it, and no limit is in it: what was in time is asked with
 * the limit of the question. Adding two tallies gives the tally of both, in any order.
 */
export type Tally = {
  offered: number
  /** Entered, and why it ended is not (yet) known. */
  open: number
  ends: Record<LegEnd, number>
  answered: Waits
  abandoned: Waits
  /** Flowed out or cleared. A leg whose end was missed has no wait that anybody knows. */
  other: Waits
}

/** A leg as it is counted. `end` is missing while the leg is open. */
export type CountedEnd = { end: LegEnd; waitMs: number }

/**
 * The sums of legs with one end and one wait, as a data base groups them. `waitSeconds` is the wait rounded up to whole
 * seconds (`binOf`); `end` null: open. Rows may be grouped as finely as wanted: with one row per distinct ms every
 * figure is exact to the ms, with one per second the percentiles are exact to the second.
 */
export type TallyRow = { end: LegEnd | null; waitSeconds: number; count: number; sumMs: number; maxMs: number }

export const legEnds: readonly LegEnd[] = [
  'answered',
  'abandoned',
  'timed-out',
  'left-by-key',
  'no-agents',
  'queue-full',
  'transferred',
  'switch-cleared',
  'unknown',
]

export const emptyTally = (): Tally => ({
  offered: 0,
  open: 0,
  ends: {
    answered: 0,
    abandoned: 0,
    'timed-out': 0,
    'left-by-key': 0,
    'no-agents': 0,
    'queue-full': 0,
    transferred: 0,
    'switch-cleared': 0,
    unknown: 0,
  },
  answered: noWaits(),
  abandoned: noWaits(),
  other: noWaits(),
})

export function addLegOpened(tally: Tally, sign: 1 | -1): void {
  tally.offered += sign
  tally.open += sign
}

/** Counts a leg's end, or with sign −1 takes it back: the leg is open again. */
export function addLegEnd(tally: Tally, { end, waitMs }: CountedEnd, sign: 1 | -1): void {
  tally.open -= sign
  tally.ends[end] += sign
  const waits = waitsOf(tally, end)
  if (!waits) return
  if (sign > 0) addWait(waits, waitMs)
  else removeWait(waits, waitMs)
}

function waitsOf(tally: Tally, end: LegEnd): Waits | undefined {
  switch (end) {
    case 'answered':
      return tally.answered
    case 'abandoned':
      return tally.abandoned
    case 'unknown':
      return undefined
    default:
      return tally.other
  }
}

export function addTally(sum: Tally, other: Tally): void {
  sum.offered += other.offered
  sum.open += other.open
  for (const end of legEnds) sum.ends[end] += other.ends[end]
  addWaits(sum.answered, other.answered)
  addWaits(sum.abandoned, other.abandoned)
  addWaits(sum.other, other.other)
}

export function tallyFromRows(rows: Iterable<TallyRow>): Tally {
  const tally = emptyTally()
  for (const { end, waitSeconds, count, sumMs, maxMs } of rows) {
    tally.offered += count
    if (end === null) {
      tally.open += count
      continue
    }
    tally.ends[end] += count
    const waits = waitsOf(tally, end)
    if (waits && count > 0) addBin(waits, waitSeconds, count, sumMs, maxMs)
  }
  return tally
}
