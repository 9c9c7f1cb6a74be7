import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { greetingBytes, readMessages, readRecording, switchId, translateAll } from './testing.ts'
import { readPicture } from './picture.ts'
import { load } from './sight-picture.ts'
import { createSight } from './sight.ts'
import { translate } from './translate.ts'
import { vdnPlanOf } from './vdn-source.ts'

/** A small generator with a fixed seed: the same ten megabytes each time. */
function noise(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 0x1_0000_0000
  }
}

const plan = vdnPlanOf({ kind: 'automatic' })
const names = [
  '02-answered-caller-hangs-up.ami',
  '06-redirect.ami',
  '08-resync.ami',
  '12-overflow.ami',
  '14-hold.ami',
  '11-members.ami',
]

/** Bytes flipped, cut out, doubled and moved, in the middle of a real connection. */
function mutated(bytes: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(bytes)
  const start = greetingBytes.length
  const at = (): number => start + Math.floor(random() * (copy.length - start))
  for (let i = 0; i < 40; i++) copy[at()] = Math.floor(random() * 256)
  const cut = at()
  const again = at()
  return Buffer.concat([
    copy.subarray(0, cut),
    copy.subarray(again, again + 3000),
    copy.subarray(cut + Math.floor(random() * 2000)),
  ])
}

describe('whatever comes', () => {
  it('ten megabytes of noise after a greeting end the connection, and nothing worse', () => {
    const random = noise(1)
    const chunks = function* (): Generator<Buffer> {
      yield Buffer.from(greetingBytes)
      for (let i = 0; i < 160; i++) yield Buffer.from(Array.from({ length: 65_536 }, () => Math.floor(random() * 256)))
    }
    const read = readMessages(chunks())
    expect(read.messages).toEqual([])
    expect(['garbled', 'too-much-data', undefined]).toContain(read.problem?.kind)
  })

  it('ten megabytes of noise with many line ends too', () => {
    const random = noise(2)
    const alphabet = Buffer.from('\r\n\r\n: EventResponse')
    const chunks = function* (): Generator<Buffer> {
      yield Buffer.from(greetingBytes)
      for (let i = 0; i < 160; i++) {
        yield Buffer.from(Array.from({ length: 65_536 }, () => alphabet[Math.floor(random() * alphabet.length)] ?? 0))
      }
    }
    expect(readMessages(chunks()).problem?.kind).toBe('garbled')
  })

  it('damaged recordings never throw, and leave a bounded sight', () => {
    const random = noise(3)
    for (const name of names) {
      const bytes = readRecording(name)
      for (let run = 0; run < 30; run++) {
        const sight = createSight(switchId, plan)
        translateAll(mutated(bytes, random), { kind: 'automatic' }, sight)
        expect(sight.calls.size).toBeLessThan(10)
        expect(sight.legs.size).toBeLessThan(40)
      }
    }
  })

  it('any order of the messages of a call never throws, and every call that arrived and hung up is gone', () => {
    const messages = readMessages([readRecording('06b-blind-transfer.ami')]).messages
    fc.assert(
      fc.property(fc.shuffledSubarray(messages, { minLength: 1 }), (some) => {
        const sight = createSight(switchId, plan)
        for (const message of some) {
          message.cursor = 0
          translate(sight, message, 0, [])
        }
        expect(sight.calls.size).toBeLessThan(4)
      }),
      { numRuns: 200 },
    )
  })

  it('a picture of any mixture of lines never throws', () => {
    const messages = readMessages([readRecording('08-resync.ami')]).messages
    fc.assert(
      fc.property(fc.shuffledSubarray(messages), fc.shuffledSubarray(messages), (queues, status) => {
        const seen = readPicture(switchId, plan, queues, status)
        const picture = load(createSight(switchId, plan), seen, 0)
        expect(new Set(picture.calls.map((c) => c.callId)).size).toBe(picture.calls.length)
      }),
      { numRuns: 100 },
    )
  })

  it('the same messages give the same events, however often they are read', () => {
    const messages = readMessages([readRecording('06-redirect.ami')]).messages
    const once = (): CallEvent[] => {
      const sight = createSight(switchId, plan)
      const out: CallEvent[] = []
      for (const message of messages) {
        message.cursor = 0
        translate(sight, message, 0, out)
      }
      return out
    }
    expect(once()).toEqual(once())
  })
})
