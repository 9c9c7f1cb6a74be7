import type { Interest } from './interest.ts'
import { field, keyOf, type AmiMessage } from './message.ts'

/**
 * Which read classes a login has. No action of the manager says it, and every login may ask QueueStatus, so that a login
 * without class `agent` looks right: only events that arrive prove a class (their second line names it). Where something
 * goes on that should be told and is not, the class is likely missing; where nothing goes on, nothing is known.
 */
export type Classes = {
  /** Wants what the given one wants, and notes the class of everything that passes. */
  interest: Interest
  heard: Set<string>
}

const line = new TextEncoder().encode('Privilege: ')
const longestClass = 20

export function noteClasses(interest: Interest): Classes {
  const heard = new Set<string>()
  return {
    heard,
    interest: (bytes, start, end) => {
      const name = classOf(bytes, bytes.indexOf(10, start) + 1, end)
      if (name !== undefined) heard.add(name)
      return interest(bytes, start, end)
    },
  }
}

/** `Privilege: agent,all` is an event of class agent; the lines of lists that were asked for say `Call` or nothing. */
function classOf(bytes: Uint8Array, from: number, end: number): string | undefined {
  for (let i = 0; i < line.length; i++) if (bytes[from + i] !== line[i]) return undefined
  const start = from + line.length
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(start + longestClass, end)))
  return /^([a-z]+),all\r/.exec(text)?.[1]
}

const statusKey = keyOf('Status')

/** What should be told now: a caller or a seat that is busy makes events of class agent, any channel those of class call. */
export function classesDue(queues: AmiMessage[], channels: AmiMessage[]): string[] {
  const waiting = queues.some((m) => m.name === 'QueueEntry')
  const busy = queues.some((m) => m.name === 'QueueMember' && busyStates.has(asked(m)))
  const live = waiting || channels.some((m) => m.name === 'Status')
  return [...(live ? ['call'] : []), ...(waiting || busy ? ['agent'] : [])]
}

/** In use, busy, ringing, ringing in use, on hold: as app_queue numbers the states of devices. */
const busyStates = new Set(['2', '3', '6', '7', '8'])

const asked = (message: AmiMessage): string => {
  message.cursor = 0
  const value = field(message, statusKey)
  message.cursor = 0
  return value
}
