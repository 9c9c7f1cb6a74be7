import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRegistrar } from '#electron/ipc/registrar.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { CommandName } from '#shared/ipc/contract.ts'
import { createJournalKit, lost, served, type JournalKit, type Run } from './test-kit.ts'
import { testCaller } from './testing.ts'

/** What the journal's commands answer to somebody who may not see numbers. */
let kit: JournalKit
beforeEach(() => {
  kit = createJournalKit()
})
afterEach(() => kit.end())

const day = { kind: 'day' as const, at: e.t(0) }
const total = { kind: 'total' as const }
const report = { window: day, dimension: total, profile: 'negative' as const }

async function askMasked(run: Run, name: CommandName, input: unknown): Promise<unknown> {
  const { running, parts } = run
  const session = parts.ports.access.openSession(() => 'Wall')
  const caller = testCaller({ role: 'supervisor', seesNumbers: false, session })
  const result = await createRegistrar(running, parts.ports.log).run(name, input, caller)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

async function someCalls(): Promise<Run> {
  const run = await kit.start(0)
  run.feed(
    e.picture(0),
    e.arrived(5, 's/1700000000.5'),
    { kind: 'call-recorded', at: e.t(6), callId: 's/1700000000.5', reference: '/rec/13800001111-8001.wav' },
    e.ended(7, 's/1700000000.5'),
    ...served('s/1700000000.1', 10),
    ...lost('s/1700000000.2', 100),
    e.arrived(200, 's/1700000000.3'),
  )
  run.feed(e.joined(201, 'repair', 's/1700000000.3'))
  run.parts.opened.at(-1)?.listener.onRaw?.('s/1700000000.1', 'Event: Newchannel\r\nCallerIDNum: 13800001111\r\n')
  await run.call('recovery.setOutcome', {
    callId: 's/1700000000.2',
    outcome: 'duplicate',
    note: '13800001111 再次来电',
    duplicateOf: 's/1700000000.1',
  })
  run.feed(...lost('s/1700000000.4', 300))
  return run
}

const page = { before: null, limit: 50 }
test.each<[CommandName, unknown]>([
  ['calls.search', page],
  ['calls.trail', { callId: 's/1700000000.1' }],
  ['calls.trail', { callId: 's/1700000000.3' }],
  ['calls.trail', { callId: 's/1700000000.5' }],
  ['calls.raw', { callId: 's/1700000000.1' }],
  ['recovery.list', { show: 'open', ...page }],
  ['recovery.list', { show: 'closed', ...page }],
  ['figures.calls', { part: 'offered', dimension: total, window: day, ...page }],
  ['reports.run', { kind: 'top-callers', ...report }],
  ['handover.sheet', { from: e.t(-3600), to: e.t(3600) }],
])('%s tells no whole number', async (name, input) => {
  const answer = await askMasked(await someCalls(), name, input)
  expect(JSON.stringify(answer)).not.toContain('13800001111')
  expect(JSON.stringify(answer)).toContain('138****1111')
})

test('an exported report neither', async () => {
  const run = await someCalls()
  const { running, parts } = run
  const session = parts.ports.access.openSession(() => 'Wall')
  const caller = testCaller({ role: 'supervisor', seesNumbers: false, session })
  const registrar = createRegistrar(running, parts.ports.log)
  const request = { kind: 'top-callers', ...report }
  const offer = (await registrar.run('reports.export', { request, format: 'csv', language: 'zh' }, caller)) as {
    value: { fileId: string }
  }
  const piece = (await registrar.run('files.read', { fileId: offer.value.fileId, offset: 0 }, caller)) as {
    value: { data: string }
  }
  const text = Buffer.from(piece.value.data, 'base64').toString('utf8')
  expect(text).toContain('138****1111')
  expect(text).not.toContain('13800001111')
})

test('what leads from one answer to the next stays whole', async () => {
  const run = await someCalls()
  const first = (await askMasked(run, 'calls.search', { before: null, limit: 2 })) as {
    calls: { callId: string }[]
    next: string
  }
  expect(first.calls[0]?.callId).toBe('s/1700000000.3')
  const second = (await askMasked(run, 'calls.search', { before: first.next, limit: 1 })) as {
    calls: { callId: string }[]
    next: string
  }
  expect(second.calls.map(({ callId }) => callId)).toEqual(['s/1700000000.2'])
  const third = (await askMasked(run, 'calls.search', { before: second.next, limit: 1 })) as {
    calls: { callId: string }[]
  }
  expect(third.calls.map(({ callId }) => callId)).toEqual(['s/1700000000.1'])
  const closed = (await askMasked(run, 'recovery.list', { show: 'closed', ...page })) as {
    entries: { outcome: { duplicateOf: string } }[]
  }
  expect(closed.entries[0]?.outcome.duplicateOf).toBe('s/1700000000.1')
})
