import type { Call, QueueLeg } from './call.ts'

/**
 * The wait as the caller feels it: from first joining a queue until somebody answers, over all the queues that the call
 * was passed through. What a seat sends on begins a new wait. A caller who is in no queue yet waits since the arrival.
 */
export type Wait = {
  /** The queue visits of this wait, in order; the last one may be open. */
  legs: QueueLeg[]
  since: number
  /** Missing while the caller waits, also between two queues. */
  endedAt?: number
}

export function currentWait(call: Call): Wait {
  const { queueLegs } = call
  let first = Math.max(0, queueLegs.length - 1)
  while (first > 0 && queueLegs[first - 1]?.end !== 'answered') first--
  const legs = queueLegs.slice(first)
  const last = legs.at(-1)
  const wait: Wait = { legs, since: legs[0]?.enteredAt ?? call.arrivedAt }
  const endedAt =
    last?.end === 'answered' ? last.endedAt : call.endedAt === undefined ? undefined : (last?.endedAt ?? call.endedAt)
  if (endedAt !== undefined) wait.endedAt = endedAt
  return wait
}
