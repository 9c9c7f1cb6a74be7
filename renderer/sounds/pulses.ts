import type { SoundView } from '#shared/ipc/view.ts'

/** Which burst: usually that of the severity, else what the rule or its class says. */
export type Pattern = NonNullable<SoundView['play']>

/** A burst as data: when each pulse starts and how long it lasts, in seconds. After IEC 60601-1-8: p1 is 3 + 2 pulses. */
export type Pulse = { at: number; seconds: number; hertz: number }

const pulseSeconds = 0.18
const step = 0.32
const groupPause = 0.4

export const bursts: Record<Pattern, Pulse[]> = {
  p1: [0, step, 2 * step, 3 * step + groupPause, 4 * step + groupPause].map((at) => pulse(at, 880)),
  p2: [0, step, 2 * step].map((at) => pulse(at, 660)),
  p3: [pulse(0, 523)],
}

/** From the start of one burst to the start of the next. */
export const repeatMs: Record<Pattern, number> = { p1: 4000, p2: 8000, p3: 20_000 }

export const burstMs = (pattern: Pattern): number =>
  Math.max(...bursts[pattern].map(({ at, seconds }) => at + seconds)) * 1000

function pulse(at: number, hertz: number): Pulse {
  return { at, seconds: pulseSeconds, hertz }
}
