import type { LinkProblem } from '#shared/ipc/view.ts'
import type { Interest } from './interest.ts'
import { messageOf, type AmiMessage } from './message.ts'

/**
 * Bytes of a manager connection → messages. Knows no socket. What a caller gets does not depend on how the bytes are cut
 * into chunks.
 *
 * The greeting ends with one CR LF, every other message with a blank line (`TestEvent` of a build for tests with two).
 * Blocks that nobody is interested in are never decoded. A block that is not AMI is skipped and counted: one damaged
 * message must not cost the sight of the others, many in a row mean that this is not the manager any more.
 * (One closure, longer than our rule: its parts share the rest of the last chunk, and a call per block would cost.)
 */
export type Framing = {
  /** Answers what is wrong with the bytes, once; after that the connection is of no use. */
  push(chunk: Buffer): LinkProblem | undefined
  /** Messages that could not be read since the start. */
  damaged(): number
}

export type FramingSink = { onGreeting(banner: string): void; onMessage(message: AmiMessage): void }

/** The longest line and message that a switch may send; far above any that exists, far below what hurts. */
export const maxLineBytes = 64 * 1024
export const maxBlockBytes = 512 * 1024
const maxGreetingBytes = 256
const maxDamagedInRow = 20
/** Node's own name for toString('latin1', …), which takes a quarter of the time (measured); not in its types. */
type Latin1Buffer = Buffer & { latin1Slice(start: number, end: number): string }

const nothing = Buffer.alloc(0)
const blankLine = Buffer.from('\r\n\r\n')
const greetingStart = Buffer.from('Asterisk Call Manager')

export function createFraming(interest: Interest, sink: FramingSink): Framing {
  let greeted = false
  let rest: Buffer = nothing
  let damaged = 0
  let damagedInRow = 0

  /** The length of the greeting with its line end, 0 while it is not complete. */
  const greet = (bytes: Buffer): number | LinkProblem => {
    const seen = Math.min(bytes.length, greetingStart.length)
    if (bytes.compare(greetingStart, 0, seen, 0, seen) !== 0) return notAmi(bytes)
    const lineEnd = bytes.indexOf(10)
    if (lineEnd < 0) return bytes.length > maxGreetingBytes ? notAmi(bytes) : 0
    greeted = true
    sink.onGreeting(bytes.toString('latin1', 0, lineEnd).trimEnd())
    return lineEnd + 1
  }

  const other = (bytes: Buffer, start: number, end: number): void => {
    if (bytes[start] === 0x52 && bytes.toString('latin1', start, Math.min(start + 10, end)) === 'Response: ') {
      damagedInRow = 0
      sink.onMessage(messageOf('Response', `\n${(bytes as Latin1Buffer).latin1Slice(start, end)}`))
      return
    }
    damaged++
    damagedInRow++
  }

  /** Hands over the complete blocks of `bytes` from `start` on; answers where the incomplete rest begins. */
  const blocks = (bytes: Uint8Array & Buffer, from: number, searchFrom: number): number => {
    let start = from
    for (let last = blankLineEnd(bytes, searchFrom); last >= 0; last = blankLineEnd(bytes, start + 3)) {
      if (last - 3 > start) block(bytes, start, last - 3)
      start = last + 1
    }
    return start
  }

  const block = (bytes: Buffer, from: number, end: number): void => {
    const start = bytes[from] === 13 && bytes[from + 1] === 10 ? from + 2 : from // the second blank line
    if (bytes[start] === 0x45 && bytes[start + 5] === 0x3a && bytes[start + 6] === 0x20 /* Event:_ */) {
      damagedInRow = 0
      const name = interest(bytes, start, end)
      if (name !== undefined) sink.onMessage(messageOf(name, (bytes as Latin1Buffer).latin1Slice(start, end)))
      return
    }
    other(bytes, start, end)
  }

  /** Takes what is left of the chunk before and as much of this one as completes it; answers how much that was. */
  const finish = (chunk: Buffer): number => {
    const blank = chunk.indexOf(blankLine)
    const used = blank < 0 ? chunk.length : blank + blankLine.length
    const bytes = Buffer.concat([rest, chunk.subarray(0, used)])
    const begin = blocks(bytes, 0, Math.max(3, rest.length - 3))
    rest = begin === bytes.length ? nothing : bytes.subarray(begin)
    return used
  }

  return {
    damaged: () => damaged,
    push(chunk) {
      let start = 0
      if (!greeted) {
        const bytes = Buffer.concat([rest, chunk])
        const length = greet(bytes)
        if (typeof length !== 'number') return length
        start = length === 0 ? chunk.length : length - rest.length
        rest = length === 0 ? bytes : nothing
        if (length === 0) return undefined
      } else if (rest.length > 0) start = finish(chunk)
      if (start < chunk.length) {
        const begin = blocks(chunk, start, start + 3)
        rest = begin < chunk.length ? Buffer.from(chunk.subarray(begin)) : nothing // a copy: the chunk may be large
      }
      if (damagedInRow > maxDamagedInRow)
        return { kind: 'garbled', detail: 'one message after the other cannot be read' }
      return tooLong(rest)
    },
  }
}

/**
 * Where the next CR LF CR LF ends (its last byte), when at least three of its bytes lie at or after `from - 3`; -1 when
 * there is none. Looking at every fourth byte cannot miss it, and is twice as fast as Buffer.indexOf (measured).
 */
function blankLineEnd(bytes: Uint8Array, from: number): number {
  const { length } = bytes
  let i = from
  while (i < length) {
    let byte = bytes[i] as number
    while (byte > 13 && i + 4 < length) {
      i += 4
      byte = bytes[i] as number
    }
    if (byte === 13) i += 1
    else if (byte !== 10) i += 4
    else if (bytes[i - 2] !== 10 || bytes[i - 1] !== 13 || bytes[i - 3] !== 13) i += 2
    else return i
  }
  return -1
}

function tooLong(rest: Buffer): LinkProblem | undefined {
  if (rest.length > maxBlockBytes)
    return { kind: 'too-much-data', detail: `a message of more than ${maxBlockBytes} bytes` }
  if (rest.length > maxLineBytes && rest.indexOf(10, rest.length - maxLineBytes) < 0) {
    return { kind: 'garbled', detail: `a line of more than ${maxLineBytes} bytes` }
  }
  return undefined
}

/** What answered instead, as far as its first bytes tell. */
function notAmi(bytes: Buffer): LinkProblem {
  const start = bytes.toString('latin1', 0, 40)
  const what = /^HTTP\//.test(start)
    ? 'a web server'
    : /^SSH-/.test(start)
      ? 'an SSH server'
      : /^[\x15\x16]\x03/.test(start)
        ? 'TLS'
        : ''
  const shown = start.replace(/[^\x20-\x7e]/g, '.')
  return { kind: 'not-ami', detail: what === '' ? `the greeting is "${shown}"` : `${what} answered: "${shown}"` }
}
