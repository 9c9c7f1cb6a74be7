import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { CommandInput } from '#shared/ipc/contract.ts'
import { createJournalKit, lost, served, type JournalKit, type Run } from './test-kit.ts'

/** What a search finds, and what it gives away. */
let kit: JournalKit
beforeEach(() => {
  kit = createJournalKit()
})
afterEach(() => kit.end())

async function found(run: Run, query: Partial<CommandInput<'calls.search'>>, seesNumbers = true): Promise<string[]> {
  const result = await run.call('calls.search', { before: null, limit: 10, ...query }, { seesNumbers })
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value.calls.map(({ callId }) => callId)
}

describe('a seat that is no member of any queue any more', () => {
  test.each(['张伟', '1001', 'PJSIP/1001'])('is found by %s, also after a restart', async (text) => {
    const run = await kit.start(0)
    const seat = { id: 'PJSIP/1001', name: '张伟' }
    const answered = { ...e.answered(9), seat } as CallEvent
    run.feed(e.picture(0), e.arrived(1), e.joined(2), answered, e.ended(20))
    run.feed(e.arrived(30, 's/2'), e.answered(39, '1002', 'repair', 's/2'), e.ended(50, 's/2'))
    expect(await found(run, { seat: text })).toEqual(['s/1'])
    await run.die()
    expect(await found(await kit.start(200_000), { seat: text })).toEqual(['s/1'])
  })
})

describe('whoever may not see numbers', () => {
  const numbers = ['13800001111', '13855551111', '+8613900001111']
  async function three(): Promise<Run> {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...numbers.flatMap((number, i) => lost(`s/${i + 1}`, 10 + 100 * i, number)))
    run.feed(e.arrived(500, 's/4', '13877771111'))
    return run
  }

  test.each([
    ['the digits that the mask shows', '1111', ['s/4', 's/3', 's/2', 's/1']],
    ['a whole number', '13855551111', ['s/2']],
    ['a whole number of a live call', '13877771111', ['s/4']],
    ['a whole number that the trunk wrote with a plus', '8613900001111', ['s/3']],
    ['one hidden digit more', '51111', []],
    ['all but the first digit', '3855551111', []],
  ])('finds by %s', async (_, number, ids) => {
    expect(await found(await three(), { number }, false)).toEqual(ids)
  })

  test('does not learn a hidden digit of a short number', async () => {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...lost('s/1', 10, '8123456'))
    expect(await found(run, { number: '56' }, false)).toEqual(['s/1'])
    expect(await found(run, { number: '456' }, false)).toEqual([])
    expect(await found(run, { number: '456' })).toEqual(['s/1'])
  })
})

describe('how far back a search looked', () => {
  test('is the beginning of the journal where nothing was asked', async () => {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...served('s/1', 10))
    const answer = await run.ask('calls.search', { number: '000', before: null, limit: 10 })
    expect(answer).toMatchObject({ calls: [], searchedFrom: e.t(10) })
  })
})

test('other calls of a number that the trunk writes with a plus stand on a live call’s trail', async () => {
  const run = await kit.start(0)
  run.feed(e.picture(0), ...lost('s/1', 10, '+8613900001111'), e.arrived(500, 's/2', '+8613900001111'))
  const trail = await run.ask('calls.trail', { callId: 's/2' })
  expect(trail.sameCaller.map(({ callId }) => callId)).toEqual(['s/1'])
})
