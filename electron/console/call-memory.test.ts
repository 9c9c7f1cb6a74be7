import { describe, expect, test } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { applyToCore, createCore, noChanges } from '#shared/domain/core.ts'
import * as e from '#shared/domain/testing/events.ts'
import { createCallMemory } from './call-memory.ts'

function memoryAfter(...events: CallEvent[]) {
  const memory = createCallMemory()
  const core = createCore()
  for (const event of events) {
    const changes = noChanges()
    applyToCore(core, event, e.coreSettings(), changes)
    for (const id of changes.calls) {
      const call = core.book.calls.get(id)
      if (call) memory.note(call)
    }
  }
  return memory
}

describe('the memory of calls', () => {
  test('keeps what changed of a call, and nothing twice', () => {
    const memory = memoryAfter(
      e.arrived(0),
      e.inIvr(1),
      e.routed(2, '8001', '1'),
      e.joined(3),
      e.rings(4, '1001'),
      e.noAnswer(9, '1001', 5000),
    )
    expect(memory.calls()).toEqual([
      {
        callId: 's/1',
        facts: [
          { arrivedAt: e.t(0), callerNumber: '13800001111', dialledNumber: '96777', areas: [] },
          expect.objectContaining({ vdn: '8001', transferCode: '1', areas: [] }),
          expect.objectContaining({ vdn: '8001', transferCode: '1', areas: ['repair'] }),
        ],
      },
    ])
  })

  test('ends with the answer', () => {
    const memory = memoryAfter(e.arrived(0), e.joined(1), e.answered(5), e.routed(6, '8002'))
    expect(memory.calls()[0]?.facts.at(-1)).not.toHaveProperty('vdn')
  })

  test('learns where a transfer code leads', () => {
    const memory = memoryAfter(e.arrived(0), e.routed(1, '8001', '1'), e.joined(2))
    expect(memory.learned('1')).toEqual({ vdn: '8001', area: 'repair' })
    expect(memory.learned('2')).toBeUndefined()
  })

  test('drops the calls of before', () => {
    const memory = memoryAfter(e.arrived(0, 's/1'), e.arrived(10, 's/2'))
    memory.forgetBefore(e.t(5))
    expect(memory.calls().map((call) => call.callId)).toEqual(['s/2'])
  })

  test('drops the oldest calls when there are too many', () => {
    const memory = createCallMemory()
    const call = {
      arrivedAt: 0,
      caller: { number: '1', name: '' },
      dialledNumber: '',
      wrongCodes: [],
      answeredSinceRouted: false,
      inIvr: false,
      queueLegs: [],
      talkLegs: [],
      transfers: [],
      callerHungUp: false,
      seenInMiddle: false,
    }
    for (let n = 0; n < 20_050; n += 1) memory.note({ ...call, id: `s/${n}` })
    expect(memory.calls()).toHaveLength(20_000)
    expect(memory.calls()[0]?.callId).toBe('s/50')
  })
})
