import { field, keyOf, words, type AmiMessage } from './message.ts'
import type { Sight } from './sight.ts'

/**
 * The messages of a call as they came, for whoever keeps them. A message is about the call of its channel, or about the one
 * that it is linked to; asked before the message is understood (a hang-up ends what is known of its channel) and, where no
 * call was known yet, after it.
 */
const uniqueidKey = keyOf('Uniqueid')
const linkedidKey = keyOf('Linkedid')

export function callOf(sight: Sight, message: AmiMessage): string | undefined {
  if (message.name.startsWith('QueueMember')) return undefined
  message.cursor = 0
  const uid = field(message, uniqueidKey)
  const call = sight.legs.get(uid)?.call ?? sight.calls.get(`${sight.switchId}/${field(message, linkedidKey)}`)
  message.cursor = 0
  return call?.said ? call.id : undefined
}

export const textOf = (message: AmiMessage): string => words(message.text)
