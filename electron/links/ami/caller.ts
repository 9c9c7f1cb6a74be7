import type { Caller } from '#shared/domain/call/call-event.ts'
import { words } from './message.ts'

/** What switches write where they know no number or no name (RFC 3325 networks say "anonymous", Asterisk "<unknown>"). */
const withheld = new Set([
  '',
  '<unknown>',
  'unknown',
  'anonymous',
  'restricted',
  'private',
  'withheld',
  'unavailable',
  'not available',
  's',
  '(null)',
])

const known = (value: string): string => (withheld.has(value.toLowerCase()) ? '' : value)

/** Takes the fields as they came (latin1). A switch that knows no name repeats the number: that is no name. */
export function callerOf(number: string, name: string): Caller {
  const shownNumber = known(number)
  return { number: shownNumber, name: name === number ? '' : known(words(name)) }
}

/** The dialled number; an extension that no phone can dial (`s`, `q`, `h`) is none. */
export const dialledOf = (extension: string): string => (/^[0-9*#+]+$/.test(extension) ? extension : '')

/** `PJSIP/1001-00000005` is a leg of the device `PJSIP/1001`; lower case, because configurations mix the cases. */
export function deviceOfChannel(channel: string): string {
  const cut = channel.lastIndexOf('-')
  return (cut < 0 ? channel : channel.slice(0, cut)).toLowerCase()
}

/** A queue member's interface as a device: `Local/1001@queue/n` is the device of `Local/1001@queue-00000001;1`. */
export const deviceOfInterface = (name: string): string => name.toLowerCase().replace(/^(local\/.*)\/[a-z]+$/, '$1')

export const isLocal = (channel: string): boolean => channel.startsWith('Local/')
