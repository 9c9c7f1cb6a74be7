import type { Severity } from '#shared/domain/priority/rule.ts'

/** A burst as data: when each pulse starts and how long it lasts, in seconds. After IEC 60601-1-8: P1 is 3 + 2 pulses. */
export type Pulse = { at: number; seconds: number; hertz: number }

const pulseSeconds = 0.18
const step = 0.32
const groupPause = 0.4

export const bursts: Record<Severity, Pulse[]> = {
  P1: [0, step, 2 * step, 3 * step + groupPause, 4 * step + groupPause].map((at) => pulse(at, 880)),
  P2: [0, step, 2 * step].map((at) => pulse(at, 660)),
  P3: [pulse(0, 523)],
}

/** From the start of one burst to the start of the next. */
export const repeatMs: Record<Severity, number> = { P1: 4000, P2: 8000, P3: 20_000 }

export const burstMs = (severity: Severity): number =>
  Math.max(...bursts[severity].map(({ at, seconds }) => at + seconds)) * 1000

function pulse(at: number, hertz: number): Pulse {
  return { at, seconds: pulseSeconds, hertz }
}
