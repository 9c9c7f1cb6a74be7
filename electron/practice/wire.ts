/**
 * The text of AMI as a switch writes it: blocks of `Name: value`, CRLF between lines, an empty line after each block.
 * A name may come twice in a block, so fields are a list and keep their order.
 */
export type Field = readonly [name: string, value: string | number]

/** Authorisation classes of manager.conf; an event goes to those whose `read` has its class. */
export const eventClasses = [
  'system',
  'call',
  'agent',
  'user',
  'dtmf',
  'dialplan',
  'reporting',
  'cdr',
  'security',
] as const
export type EventClass = (typeof eventClasses)[number]
export type ActionClass = 'system' | 'call' | 'agent' | 'reporting' | 'command' | 'originate'

export type SwitchEvent = { name: string; eventClass: EventClass; fields: Field[] }

/** A caller's name with a line end in it must not become a field of its own. */
const oneLine = (value: string | number): string => String(value).replace(/[\r\n]+/g, ' ')

export const encodeBlock = (fields: readonly Field[]): string =>
  `${fields.map(([name, value]) => `${name}: ${oneLine(value)}\r\n`).join('')}\r\n`

export const encodeEvent = ({ name, eventClass, fields }: SwitchEvent): string =>
  encodeBlock([['Event', name], ['Privilege', `${eventClass},all`], ...fields])

export type Request = {
  action: string
  actionId: string | undefined
  get(name: string): string
  all(name: string): string[]
}

/** A request's lines; names are compared without case, as Asterisk does. */
export function parseRequest(block: string): Request {
  const fields = block.split('\r\n').map((line): [string, string] => {
    const colon = line.indexOf(':')
    return colon < 0 ? [line, ''] : [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
  })
  const all = (name: string): string[] => fields.filter(([key]) => key === name.toLowerCase()).map(([, value]) => value)
  const actionId = all('ActionID')[0]
  return { action: all('Action')[0] ?? '', actionId, get: (name) => all(name)[0] ?? '', all }
}

export const unixSecond = (wallMs: number): number => Math.floor(wallMs / 1000)
