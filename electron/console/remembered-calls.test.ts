import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Recovered } from '#electron/journal/journal.ts'
import { toLine } from '#electron/journal/lines.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { PriorityRule } from '#shared/domain/priority/rule.ts'
import type { CommandInput, CommandName, CommandOutput } from '#shared/ipc/contract.ts'
import { createConsole } from './console.ts'
import { createJournalKit, lost, served, type JournalKit, type Run } from './test-kit.ts'
import { createTestPorts, testCaller } from './testing.ts'

/** What rules and their dry run know of calls from before a restart. */
let kit: JournalKit
beforeEach(() => {
  kit = createJournalKit()
})
afterEach(() => kit.end())

const again = e.rule('again', {
  classId: 'complaint',
  severity: 'P2',
  condition: { kind: 'repeat-caller', calls: 3, minutes: 60 },
})

const twice = [...served('s/1', 10, '13800001111', 'billing'), ...served('s/2', 200, '13800001111', 'billing')]

type Ask = <N extends CommandName>(name: N, input: CommandInput<N>) => Promise<CommandOutput<N>>
async function publish(ask: Ask, rule: PriorityRule): Promise<void> {
  await ask('list.change', { ops: [{ op: 'put-rule', rule, expects: null }] })
  const { draft } = await ask('list.state', {})
  await ask('list.publish', { revision: draft.revision, why: '重复来电' })
}

async function startWithRule(seconds: number): Promise<Run> {
  const run = await kit.start(seconds)
  await publish(run.ask, again)
  return run
}

describe('a caller who calls twice', () => {
  test('before a restart is a repeated caller at the third call', async () => {
    const first = await startWithRule(0)
    first.feed(e.picture(0), ...twice)
    await first.die()
    const second = await startWithRule(600)
    second.feed(e.picture(600), e.arrived(610, 's/3', '+8613800001111'), e.arrived(611, 's/4', '13900000000'))
    const { alerts } = await second.view()
    expect(Object.keys(alerts)).toEqual(['s/3'])
    expect(alerts['s/3']?.rule).toMatchObject({ id: 'again', because: { kind: 'repeat-caller', counted: 3 } })
  })

  test('is one, too, when the journal answers later than the console waits', async () => {
    const parts = createTestPorts()
    let answer: (recovered: Recovered) => void = () => undefined
    const late = new Promise<Recovered>((resolve) => {
      answer = resolve
    })
    const journals = { open: () => ({ ...parts.ports.journals.open('practice'), recover: () => late }) }
    const running = createConsole({ ...parts.ports, journals })
    const ready = running.start()
    parts.clock.advance(10_000) // as long as it is waited for
    await ready
    const ask: Ask = async (name, input) => {
      const result = await running.execute(name, input, testCaller())
      if (!result.ok) throw new Error(JSON.stringify(result.error))
      return result.value as never
    }
    await publish(ask, again)
    answer({
      events: [...served('s/1', 10), ...served('s/2', 200)].map((event) => toLine({ kind: 'event', event })),
      open: [],
    })
    await late
    await new Promise((resolve) => void setImmediate(resolve)) // it is asked once more what is open by now
    parts.opened.at(-1)?.listener.onEvents([e.arrived(610, 's/3')])
    expect(Object.keys((await ask('console.snapshot', {})).view.alerts)).toEqual(['s/3'])
  })
})

describe('a dry run after a restart', () => {
  const dayAndAQuarter = 108_000
  test('is tried on the calls of yesterday, also on those that are not played back', async () => {
    const first = await kit.start(0)
    first.feed(e.picture(0), ...served('s/1', 10, '13800001111', 'billing'), ...lost('s/2', 90_000, '13900000000'))
    await first.die()
    const run = await kit.start(dayAndAQuarter)
    run.feed(e.picture(dayAndAQuarter), e.arrived(dayAndAQuarter, 's/3', '13700000000'))
    const rule = e.rule('billing', { condition: { kind: 'queue-area', area: 'billing' } })
    await run.ask('list.change', { ops: [{ op: 'put-rule', rule, expects: null }] })
    expect(await run.ask('list.dryRun', { of: 'draft' })).toMatchObject({
      calls: 3,
      listedBefore: 1,
      listedAfter: 2,
      newly: [{ callId: 's/1', area: 'billing' }],
    })
  })

  test('leaves out where a seat sent a caller', async () => {
    const first = await kit.start(0)
    first.feed(e.picture(0), e.arrived(10), e.joined(11, 'billing'), e.answered(20, '1001', 'billing'))
    first.feed(e.joined(60, 'complaint'), e.answered(70, '1002', 'complaint'), e.ended(90))
    await first.die()
    const run = await kit.start(dayAndAQuarter)
    const rule = e.rule('complaint', { condition: { kind: 'queue-area', area: 'complaint' } })
    await run.ask('list.change', { ops: [{ op: 'put-rule', rule, expects: null }] })
    expect(await run.ask('list.dryRun', { of: 'draft' })).toMatchObject({ calls: 1, newlyCount: 0 })
  })
})
