import type { Call } from '#shared/domain/call/call.ts'
import { currentWait } from '#shared/domain/call/wait.ts'
import type { CallFacts } from './rule.ts'

/**
 * What rules look at of a call. An emergency call that overflowed is still one: every area of the present wait counts. What a seat
 * sends on counts by where it goes: the VDN, code and areas of before the answer do not.
 */
export function factsOf(call: Call): CallFacts {
  const areas: string[] = []
  for (const { area } of currentWait(call).legs) if (!areas.includes(area)) areas.push(area)
  const facts: CallFacts = {
    arrivedAt: call.arrivedAt,
    callerNumber: call.caller.number,
    dialledNumber: call.dialledNumber,
    areas,
  }
  if (call.answeredSinceRouted) return facts
  if (call.transferCode !== undefined) facts.transferCode = call.transferCode
  if (call.vdn !== undefined) facts.vdn = call.vdn
  return facts
}
