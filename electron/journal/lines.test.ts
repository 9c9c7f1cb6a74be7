import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JournalEntry } from './journal.ts'
import { createLineBuffer, readLine, readRawLine, toJournalEvent, toLine, unpackLines } from './lines.ts'

const text = fc.string({ unit: 'binary', maxLength: 40 })
const entry: fc.Arbitrary<JournalEntry> = fc.oneof(
  fc.record({ kind: fc.constant('raw' as const), at: fc.nat(), callId: text, text }),
  fc.record({ at: fc.nat(), text }).map(({ at, text: callId }) => ({
    kind: 'event' as const,
    event: { kind: 'ivr-entered' as const, at, callId },
  })),
  fc.record({ at: fc.nat(), text }).map(({ at, text: by }) => ({
    kind: 'decision' as const,
    decision: { kind: 'acknowledged' as const, at, alertId: 's/1', by },
  })),
)

test('whatever is in the entries, their lines come out of the bytes one by one', () => {
  fc.assert(
    fc.property(fc.array(fc.array(entry, { minLength: 1, maxLength: 30 }), { maxLength: 4 }), (batches) => {
      const buffer = createLineBuffer()
      for (const batch of batches) {
        for (const one of batch) buffer.add(one)
        // A lone half of a character is none in UTF-8.
        expect(unpackLines(buffer.take())).toEqual(batch.map((one) => toLine(one).toWellFormed()))
      }
    }),
  )
})

test('a line longer than the buffer makes it grow', () => {
  const buffer = createLineBuffer()
  const long = '报'.repeat(100_000)
  for (let n = 0; n < 3; n += 1) buffer.add({ kind: 'raw', at: n, callId: 's/1', text: long })
  const lines = unpackLines(buffer.take())
  expect(lines).toHaveLength(3)
  const line = readLine(lines[2] ?? '')
  expect(line.kind === 'raw' && readRawLine(line)).toEqual({ at: 2, callId: 's/1', text: long })
})

test('an entry that cannot be written leaves nothing behind', () => {
  const buffer = createLineBuffer()
  const round: { kind: 'gap'; gap: { from: number; to: number; switchId: string; why: string; self?: unknown } } = {
    kind: 'gap',
    gap: { from: 0, to: 1, switchId: '', why: '' },
  }
  round.gap.self = round
  expect(() => buffer.add(round)).toThrow(TypeError)
  buffer.add({ kind: 'raw', at: 1, callId: 'a', text: 'b' })
  expect(unpackLines(buffer.take())).toHaveLength(1)
})

test("a call's id and a message keep apart whatever they hold", () => {
  const line = readLine(toLine({ kind: 'raw', at: 5, callId: 'a\u001fb', text: 'c\u001ed\nR' }))
  expect(line.kind === 'raw' && readRawLine(line)).toEqual({ at: 5, callId: 'a b', text: 'c d\nR' })
})

test('an event comes back from its line', () => {
  fc.assert(
    fc.property(entry, (one) => {
      if (one.kind === 'event' || one.kind === 'decision') expect(toJournalEvent(toLine(one)).entry).toEqual(one)
    }),
  )
})
