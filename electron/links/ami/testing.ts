import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createFraming } from './framing.ts'
import { createInterest } from './interest.ts'
import type { AmiMessage } from './message.ts'
import { createSight, type Sight } from './sight.ts'
import { translate } from './translate.ts'
import { vdnPlanOf, wantedVariables } from './vdn-source.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import type { LinkProblem } from '#shared/ipc/view.ts'
import type { VdnSource } from '#shared/settings/schema.ts'

/** For tests: the bytes of real connections (e2e/asterisk/recordings), and what the link makes of them. */

const folder = join(import.meta.dirname, '../../../e2e/asterisk/recordings')

export function readRecording(name: string): Buffer {
  const bytes = readFileSync(join(folder, name))
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes
}

export type Read = { greeting: string; messages: AmiMessage[]; problem: LinkProblem | undefined; damaged: number }

/** Every message that is wanted. The bytes come in the given pieces. */
export function readMessages(chunks: Iterable<Buffer>, source: VdnSource = { kind: 'automatic' }): Read {
  const plan = vdnPlanOf(source)
  const read: Read = { greeting: '', messages: [], problem: undefined, damaged: 0 }
  const variables = wantedVariables(plan)
  const interest = createInterest(plan.context === undefined ? { variables } : { variables, context: plan.context })
  const framing = createFraming(interest, {
    onGreeting: (greeting) => {
      read.greeting = greeting
    },
    onMessage: (message) => read.messages.push(message),
  })
  for (const chunk of chunks) {
    read.problem = framing.push(chunk)
    if (read.problem) break
  }
  read.damaged = framing.damaged()
  return read
}

export const switchId = 'pbx'

export function translateAll(
  bytes: Buffer,
  source: VdnSource = { kind: 'automatic' },
  sight: Sight = createSight(switchId, vdnPlanOf(source)),
): CallEvent[] {
  const out: CallEvent[] = []
  for (const message of readMessages([bytes], source).messages) translate(sight, message, 0, out)
  return out
}

/** One line for each event of a call, to be read like a story. Seats are left out unless asked for. */
export const storyOf = (events: readonly CallEvent[]): string[] =>
  events.filter((e) => e.kind !== 'seat-changed' && e.kind !== 'seat-removed').map(lineOf)

export const seatLines = (events: readonly CallEvent[]): string[] =>
  events.filter((e) => e.kind === 'seat-changed' || e.kind === 'seat-removed').map(lineOf)

function lineOf(event: CallEvent): string {
  switch (event.kind) {
    case 'call-arrived':
      return `arrived ${event.caller.number || 'withheld'}${event.caller.name && ` ${event.caller.name}`} for ${event.dialledNumber || '?'}`
    case 'code-refused':
      return `code refused "${event.code}"`
    case 'vdn-reached':
      return event.code === undefined ? `vdn ${event.vdn}` : `vdn ${event.vdn} by "${event.code}"`
    case 'queue-joined':
      return `joined ${event.area} at ${event.position ?? '?'}`
    case 'queue-left':
      return `left ${event.area}: ${event.end}`
    case 'seat-ringing':
      return `rings ${event.seat.name}`
    case 'ring-no-answer':
      return `${event.seat.name} did not answer in ${event.rangMs} ms`
    case 'seat-answered':
      return `${event.seat.name} answered in ${event.area || 'no area'}`
    case 'talk-ended':
      return `talk with ${event.seat?.name} ended by ${event.by}`
    case 'call-transferred':
      return `transferred (${event.how}) to ${event.to}`
    case 'seat-changed':
      return `${event.seat.area}: ${event.seat.name} ${event.seat.state}${event.seat.pausedReason ? ` (${event.seat.pausedReason})` : ''}`
    case 'seat-removed':
      return `${event.area}: ${event.seatId} removed`
    case 'sight-lost':
      return `sight lost: ${event.why}`
    case 'picture-taken':
      return `picture of ${event.picture.calls.length} calls`
    default:
      return event.kind
  }
}

/** A block as the switch sends it, for what no recording has. */
export const eventBytes = (name: string, fields: Record<string, string | number>): string =>
  `${[`Event: ${name}`, 'Privilege: call,all', ...Object.entries(fields).map(([k, v]) => `${k}: ${v}`)].join('\r\n')}\r\n\r\n`

export const greetingBytes = 'Asterisk Call Manager/11.0.0\r\n'
