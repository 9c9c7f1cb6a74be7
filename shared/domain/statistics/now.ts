import type { LimitsOf } from './limits.ts'

/** The window "now": who waits, and how long they have until their queue's limit. */
export type WaitingLeg = { area: string; enteredAt: number }

export type NowFigures = {
  waiting: number
  /** Missing when nobody waits. */
  longestWaitMs?: number
  /** Waits that are over the limit already. */
  overdue: number
  /** Time to breach of the leg that is next to break its limit, or furthest over it: negative is overdue. */
  timeToBreachMs?: number
}

/** Threshold − time waited; negative is overdue. */
export const timeToBreach = ({ area, enteredAt }: WaitingLeg, now: number, limits: LimitsOf): number =>
  limits(area).thresholdMs - (now - enteredAt)

export function nowFigures(legs: readonly WaitingLeg[], now: number, limits: LimitsOf): NowFigures {
  const figures: NowFigures = { waiting: legs.length, overdue: 0 }
  for (const leg of legs) {
    const left = timeToBreach(leg, now, limits)
    const waited = Math.max(0, now - leg.enteredAt)
    if (left < 0) figures.overdue++
    figures.longestWaitMs = Math.max(figures.longestWaitMs ?? 0, waited)
    figures.timeToBreachMs = Math.min(figures.timeToBreachMs ?? left, left)
  }
  return figures
}
