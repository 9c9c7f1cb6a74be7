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
  switch (entry.kind) {
    case 'event':
      return `e${Math.round(entry.event.at)}|${JSON.stringify(entry.event)}`
    case 'decision':
      return `d${Math.round(entry.decision.at)}|${JSON.stringify(entry.decision)}`
    case 'raw':
      return `r${Math.round(entry.at)}|${clean(entry.callId)}${afterCall}${clean(entry.text)}`
    default:
      return `x|${JSON.stringify(entry)}`
  }
}

/** Neither is in JSON, nor in any message of a switch that means well. */
const betweenLines = '\u001e'
const afterCall = '\u001f'
const clean = (text: string): string =>
  text.includes(betweenLines) || text.includes(afterCall)
    ? text.replaceAll(betweenLines, ' ').replaceAll(afterCall, ' ')
    : text

/** Outside of the heap: what waits for the disk costs no collection of garbage. */
export function packLines(lines: readonly string[]): Uint8Array {
  let size = lines.length - 1
  for (const line of lines) size += Buffer.byteLength(line)
  const bytes = Buffer.allocUnsafeSlow(Math.max(0, size))
  let at = 0
  for (const line of lines) {
    if (at > 0) bytes[at++] = betweenLines.charCodeAt(0)
    at += bytes.write(line, at)
  }
  return bytes
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

/** For lines of events and decisions, as the `event` table keeps them. */
export function toJournalEvent(line: string): { at: number; entry: JournalEvent } {
  const bar = line.indexOf('|')
  const at = Number(line.slice(1, bar))
  const json = line.slice(bar + 1)
  return line.startsWith('d')
    ? { at, entry: { kind: 'decision', decision: JSON.parse(json) as Decision } }
    : { at, entry: { kind: 'event', event: JSON.parse(json) as CallEvent } }
}

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
