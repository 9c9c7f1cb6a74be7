import type { ServiceLevelProfile } from './service-level.ts'

/** Queue figures of one window, counted from queue legs by the interval in which they entered. Times in ms. */
export type Figures = {
  /** From this time until now. */
  window: { from: number; kind: 'today' | 'last-30-minutes' }
  offered: number
  answered: number
  answeredInTime: number
  abandoned: number
  abandonedInTime: number
  /** Timed out, left by key, no agents, full, transferred: went on elsewhere, not lost by the caller's choice. */
  flowedOut: number
  /** Ended by the switch, or with an end that could not be found out. */
  cleared: number
  unknown: number
  /** Entered in the window and still waiting. */
  open: number
  /** Σ(enter → answered) / answered; missing when nothing was answered. */
  averageSpeedOfAnswerMs?: number
  longestWaitMs: number
  serviceLevel: { profile: ServiceLevelProfile; thresholdSeconds: number | 'per-area'; pct?: number }
}
