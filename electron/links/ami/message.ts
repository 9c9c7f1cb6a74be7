/**
 * One message of the manager interface, as it came: its text is only searched for the fields that somebody asks for,
 * because most messages need three of their twenty-five.
 *
 * The text is latin1: every byte is one character, which costs nothing to decode. `words` makes UTF-8 of the few values
 * that people read. Keys repeat in some messages (`Output`, `Variable`, `ChanVariable`); a value may be empty, and may
 * contain `: `.
 */
export type AmiMessage = {
  /** The event's name, or 'Response' for an answer. `OriginateResponse` is an event that also has a `Response:` field. */
  readonly name: string
  /** From the first line (which says the name) on, lines ended by CR LF, without the blank line. */
  readonly text: string
  /** Where the last field was found. Fields of one message come in a fixed order, so the next one usually follows. */
  cursor: number
}

/** A key as `field` and `fieldsOf` search for it. Made once for each key, not once for each message. */
export type Key = string & { readonly key: unique symbol }

export const keyOf = (name: string): Key => `\n${name}: ` as Key

export const messageOf = (name: string, text: string): AmiMessage => ({ name, text, cursor: 0 })

/** The first value of a key, '' when it is missing or empty. Ask in the order in which the switch sends. */
export function field(message: AmiMessage, key: Key): string {
  const { text } = message
  let at = text.indexOf(key, message.cursor)
  if (at < 0 && message.cursor > 0) at = text.indexOf(key)
  if (at < 0) return ''
  const from = at + key.length
  const to = text.indexOf('\r', from)
  message.cursor = to < 0 ? text.length : to
  return text.slice(from, to < 0 ? text.length : to)
}

export const hasField = (message: AmiMessage, key: Key): boolean => message.text.includes(key)

/** Every value of a key that repeats. */
export function fieldsOf(message: AmiMessage, key: Key): string[] {
  const values: string[] = []
  const { text } = message
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + key.length)) {
    const to = text.indexOf('\r', at + key.length)
    values.push(text.slice(at + key.length, to < 0 ? text.length : to))
  }
  return values
}

/** What people read: names are UTF-8 as configured on the switch. */
export function words(latin1: string): string {
  for (let i = 0; i < latin1.length; i++) {
    if (latin1.charCodeAt(i) > 0x7f) return Buffer.from(latin1, 'latin1').toString('utf8')
  }
  return latin1
}
