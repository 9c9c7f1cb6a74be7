import { describe, expect, test } from 'vitest'
import type { CallEvent } from './call-event.ts'
import { applyCallEvent } from './call-book.ts'
import { createCallBook } from './book-state.ts'
import * as e from '#shared/domain/testing/events.ts'

const recorded = (at: number, reference?: string): CallEvent => ({
  kind: 'call-recorded',
  at: e.t(at),
  callId: 's/1',
  ...(reference !== undefined && { reference }),
})

function recordingsAfter(...events: CallEvent[]): string[] | undefined {
  const book = createCallBook()
  for (const event of [e.arrived(0), ...events]) applyCallEvent(book, event)
  return book.calls.get('s/1')?.recordings
}

const seen = (recording: string): CallEvent =>
  e.picture(5, {
    calls: [{ callId: 's/1', caller: { number: '1', name: '' }, dialledNumber: '96777', ageMs: 5000, recording }],
  })

describe('recordings of a call', () => {
  test.each<[string, CallEvent[], string[] | undefined]>([
    ['none', [], undefined],
    ['one', [recorded(1, '/a.wav')], ['/a.wav']],
    ['said twice', [recorded(1, '/a.wav'), recorded(2, '/a.wav')], ['/a.wav']],
    ['only that there is one', [recorded(1), recorded(2)], ['']],
    ['first that there is one, then where', [recorded(1), recorded(2, '/a.wav')], ['/a.wav']],
    ['first where, then that it began', [recorded(1, '/a.wav'), recorded(2)], ['/a.wav']],
    ['two', [recorded(1, '/a.wav'), recorded(2, '/b.wav')], ['/a.wav', '/b.wav']],
    ['out of the picture', [recorded(1), seen('/a.wav')], ['/a.wav']],
    ['more than anybody makes', Array.from({ length: 50 }, (_, n) => recorded(n, `/${n}.wav`)), expect.any(Array)],
  ])('%s', (_name, events, places) => {
    const found = recordingsAfter(...events)
    expect(found).toEqual(places)
    expect(found?.length ?? 0).toBeLessThanOrEqual(8)
  })
})
