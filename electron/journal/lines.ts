import type { CallEvent } from '#shared/domain/call/call-event.ts'
import type { Decision, JournalEvent } from '#shared/domain/journal/call-record.ts'
import type { JournalEntry } from './journal.ts'
import type { RawMessage } from './raw-store.ts'

/**
 * Entries on their way to the file: a line of text each, made once where they are recorded and, for events, kept as it is.
 * A text is copied to another thread in one piece, which costs the live path far less than a copied object.
 * `e<at>|…` an event, `d<at>|…` a decision, `r<at>|<call>␟…` a message of the switch as it came, `x|…` anything else.
 */
export function toLine(entry: JournalEntry): string {
  const parts: string[] = []
  eachPart(entry, (part) => parts.push(part))
  return parts.join('')
}

/** In pieces, so that nothing is put together only to be taken apart again. */
function eachPart(entry: JournalEntry, take: (part: string) => void): void {
  switch (entry.kind) {
    case 'event':
      take('e')
      take(String(Math.round(entry.event.at)))
      take('|')
      return take(JSON.stringify(entry.event))
    case 'decision':
      take('d')
      take(String(Math.round(entry.decision.at)))
      take('|')
      return take(JSON.stringify(entry.decision))
    case 'raw':
      take('r')
      take(String(Math.round(entry.at)))
      take('|')
      take(clean(entry.callId))
      take(afterCall)
      return take(clean(entry.text))
    default:
      take('x|')
      return take(JSON.stringify(entry))
  }
}

/** Neither is in JSON, nor in any message of a switch that means well. */
const betweenLines = '\u001e'
const afterCall = '\u001f'
const clean = (text: string): string =>
  text.includes(betweenLines) || text.includes(afterCall)
    ? text.replaceAll(betweenLines, ' ').replaceAll(afterCall, ' ')
    : text

/**
 * Lines as bytes, outside of the heap: what waits for the disk costs the live path no collection of garbage, and of an
 * entry nothing is left on the heap but the JSON that it was.
 */
export type LineBuffer = {
  add(entry: JournalEntry): void
  size(): number
  /** All lines so far; it begins anew. */
  take(): Uint8Array
}

const firstSize = 65_536

export function createLineBuffer(): LineBuffer {
  let block = Buffer.allocUnsafeSlow(firstSize)
  let at = 0
  function write(part: string): void {
    // A UTF-16 unit is at most three bytes of UTF-8.
    if (at + part.length * 3 > block.length) grow(at + part.length * 3)
    at += block.write(part, at)
  }
  function grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, block.length * 2))
    block.copy(larger, 0, 0, at)
    block = larger
  }
  return {
    add(entry) {
      const before = at
      try {
        if (at > 0) write(betweenLines)
        eachPart(entry, write)
      } catch (error) {
        at = before
        throw error
      }
    },
    size: () => at,
    take() {
      const bytes = Buffer.allocUnsafeSlow(at)
      block.copy(bytes, 0, 0, at)
      at = 0
      if (block.length > firstSize * 16) block = Buffer.allocUnsafeSlow(firstSize)
      return bytes
    },
  }
}

export const unpackLines = (bytes: Uint8Array): string[] =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString().split(betweenLines)

export type Line =
  | { kind: 'event'; at: number; json: string }
  | { kind: 'decision'; at: number; json: string }
  | { kind: 'raw'; at: number; text: string }
  | { kind: 'other'; json: string }

export function readLine(line: string): Line {
  const bar = line.indexOf('|')
  const json = line.slice(bar + 1)
  switch (line.charAt(0)) {
    case 'e':
      return { kind: 'event', at: Number(line.slice(1, bar)), json }
    case 'd':
      return { kind: 'decision', at: Number(line.slice(1, bar)), json }
    case 'r':
      return { kind: 'raw', at: Number(line.slice(1, bar)), text: json }
    default:
      return { kind: 'other', json }
  }
}

export function readRawLine({ at, text }: { at: number; text: string }): RawMessage {
  const end = text.indexOf(afterCall)
  return { at, callId: text.slice(0, Math.max(0, end)), text: text.slice(end + 1) }
}

/** Lines of events, as the `event` table keeps them. */
export const eventLines = (body: Uint8Array): string[] =>
  Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString().split('\n')

/** For lines of events and decisions, as the `event` table keeps them. */
export function toJournalEvent(line: string): { at: number; entry: JournalEvent } {
  const bar = line.indexOf('|')
  const at = Number(line.slice(1, bar))
  const json = line.slice(bar + 1)
  return line.startsWith('d')
    ? { at, entry: { kind: 'decision', decision: JSON.parse(json) as Decision } }
    : { at, entry: { kind: 'event', event: JSON.parse(json) as CallEvent } }
}

/** Entries that show that the console watches. Of the link it may hear, and persons may act, before the past is back. */
export const isSeen = ({ kind }: JournalEntry): boolean => kind !== 'link' && kind !== 'action' && kind !== 'raw'

/** Time of an entry, for "when did the last run stop". */
export function timeOf(entry: JournalEntry): number {
  switch (entry.kind) {
    case 'event':
      return entry.event.at
    case 'decision':
      return entry.decision.at
    case 'call':
      return entry.record.call.endedAt ?? entry.record.call.arrivedAt
    case 'gap':
      return entry.gap.to
    case 'raw':
      return entry.at
    case 'seat':
      return entry.span.to
    case 'alert':
    case 'link':
      return entry.change.at
    case 'action':
      return entry.action.at
  }
}
