import { setPaused } from './devices.ts'
import type { Pbx, Seat } from './pbx.ts'
import type { Random } from './random.ts'
import type { RingPlan } from './site-model.ts'
import type { Timeline } from './timeline.ts'

/** The people at the seats: how they take a ringing call, and when they take a break. */

export function drawRing(random: Random, ringTimeoutMs: number): RingPlan {
  if (random.chance(0.01)) return { kind: 'busy' }
  if (random.chance(0.07)) return { kind: 'no-answer' }
  return {
    kind: 'answer',
    afterMs: Math.round(Math.max(900, Math.min(random.around(3_400, 0.45), ringTimeoutMs - 500))),
  }
}

const reasons = ['小休', '用餐', '培训', '会议', '填写工单'] as const

/** Nobody leaves a queue alone: every queue of the seat keeps somebody else. */
const mayLeave = (seat: Seat): boolean =>
  seat.members.every(({ queue }) =>
    queue.members.some((other) => other.seat !== seat && !other.paused && other.penalty === 0),
  )

type Breaks = { timeline: Timeline; random: Random; pbx: () => Pbx | undefined }

/** Each seat pauses about every three quarters of an hour, for some minutes, in all its queues at once. */
export function startBreaks({ timeline, random, pbx }: Breaks, extension: string): void {
  const seatNow = (): { pbx: Pbx; seat: Seat } | undefined => {
    const now = pbx()
    const seat = now?.seats.get(extension)
    return now && seat ? { pbx: now, seat } : undefined
  }
  const pauseAll = (paused: boolean, reason: string): boolean => {
    const found = seatNow()
    if (!found || (paused && !mayLeave(found.seat))) return false
    for (const member of found.seat.members) if (member.paused !== paused) setPaused(found.pbx, member, paused, reason)
    return true
  }
  const next = (): void => {
    timeline.after(random.around(45 * 60_000, 0.5), () => {
      if (!pauseAll(true, random.pick(reasons))) return next()
      timeline.after(random.around(5 * 60_000, 0.5), () => {
        pauseAll(false, '')
        next()
      })
    })
  }
  next()
}
