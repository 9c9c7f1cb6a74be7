import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as e from '#shared/domain/testing/events.ts'
import { createJournalKit, lost, served, type JournalKit, type Run } from './test-kit.ts'

let kit: JournalKit
beforeEach(() => {
  kit = createJournalKit()
})
afterEach(() => kit.end())

const seconds = e.t(0) / 1000
/** One call that the console saw, one that it did not, and a line that is none. */
const queueLog = [
  `${seconds + 11}|1.1|repair|NONE|ENTERQUEUE||13800001111|1`,
  `${seconds + 19}|1.1|repair|Seat 1001|CONNECT|8|1.2|3`,
  `${seconds + 79}|1.1|repair|Seat 1001|COMPLETECALLER|8|60|1`,
  `${seconds + 301}|1.9|repair|NONE|ENTERQUEUE||13900002222|1`,
  `${seconds + 331}|1.9|repair|NONE|ABANDON|1|1|30`,
  'nonsense',
].join('\n')

async function withLog(): Promise<{ run: Run; fileId: string }> {
  const run = await kit.start(0)
  run.feed(e.picture(0), ...served('practice/1.1', 10))
  const offered = run.parts.ports.files.offer('', 'queue_log', new TextEncoder().encode(queueLog))
  if (!offered.ok) throw new Error(offered.error.kind)
  return { run, fileId: offered.value.fileId }
}
const period = { from: e.t(0), to: e.t(3600) }

describe('the switch’s own log', () => {
  test('is looked at, then added: once, shown as imported, and known calls are not counted twice', async () => {
    const { run, fileId } = await withLog()
    expect(await run.ask('journal.openLog', { fileId, kind: 'queue-log', ...period })).toMatchObject({
      calls: 2,
      known: 1,
      fresh: 1,
      wrong: 1,
      firstWrong: [{ line: 6 }],
    })
    expect(await run.ask('journal.importLog', { fileId })).toEqual({ calls: 1 })
    const { calls } = await run.ask('calls.search', { before: null, limit: 10 })
    expect(calls.map(({ callId, imported }) => [callId, imported])).toEqual([
      ['practice/1.9', true],
      ['practice/1.1', false],
    ])
    const report = await run.ask('reports.run', {
      kind: 'day',
      window: { kind: 'day', at: e.t(0) },
      dimension: { kind: 'total' },
      profile: 'negative',
    })
    expect(report.imported).toBe(1)
    expect(report.headline.find(({ key }) => key === 'offered')?.value).toBe(2)
    expect(await run.ask('journal.openLog', { fileId, kind: 'queue-log', ...period })).toMatchObject({
      known: 2,
      fresh: 0,
    })
    expect(await run.ask('journal.importLog', { fileId })).toEqual({ calls: 0 })
  })

  test('calls of today that came out of it are said beside the live figures, and are in a figure’s formula and calls', async () => {
    const { run, fileId } = await withLog()
    await run.ask('journal.openLog', { fileId, kind: 'queue-log', ...period })
    expect((await run.view()).totals).not.toHaveProperty('importedToday')
    await run.ask('journal.importLog', { fileId })
    expect((await run.view()).totals).toMatchObject({ importedToday: 1, today: { offered: 1 } })
    const asked = { dimension: { kind: 'total' as const }, window: { kind: 'day' as const, at: e.t(0) } }
    const found = await run.ask('figures.provenance', { figure: 'offered', profile: 'negative', ...asked })
    expect(found).toMatchObject({ value: 2, imported: 1 })
    const { total } = await run.ask('figures.calls', { part: 'offered', before: null, limit: 10, ...asked })
    expect(total).toBe(2)
    await run.die()
    const after = await kit.start(600)
    await new Promise(setImmediate) // the start does not wait for this answer
    expect((await after.view()).totals.importedToday).toBe(1)
    after.at(12 * 3600) // four in the morning
    expect((await after.view()).totals).not.toHaveProperty('importedToday')
  })

  test('does not hide that the hours after it were not seen', async () => {
    const { run } = await withLog()
    const early = [
      `${seconds - 7200}|0.1|repair|NONE|ENTERQUEUE||13900002222|1`,
      `${seconds - 7190}|0.1|repair|NONE|ABANDON|1|1|10`,
    ].join('\n')
    const offered = run.parts.ports.files.offer('', 'queue_log', new TextEncoder().encode(early))
    if (!offered.ok) throw new Error(offered.error.kind)
    const { fileId } = offered.value
    await run.ask('journal.openLog', { fileId, kind: 'queue-log', from: e.t(-7300), to: e.t(-7100) })
    expect(await run.ask('journal.importLog', { fileId })).toEqual({ calls: 1 })
    const from = e.t(-8000)
    const found = await run.ask('figures.provenance', {
      figure: 'offered',
      profile: 'negative',
      dimension: { kind: 'total' },
      window: { kind: 'range', from, to: e.t(60) },
    })
    expect(found).toMatchObject({ value: 2, imported: 1, gaps: { list: [{ from, to: e.t(0) }] } })
  })

  test('a call that lives is known: it comes into the journal by itself', async () => {
    const { run, fileId } = await withLog()
    run.feed(e.arrived(300, 'practice/1.9', '13900002222'), e.joined(301, 'repair', 'practice/1.9'))
    expect(await run.ask('journal.openLog', { fileId, kind: 'queue-log', ...period })).toMatchObject({
      known: 2,
      fresh: 0,
    })
    expect(await run.ask('journal.importLog', { fileId })).toEqual({ calls: 0 })
  })

  test('a file that nobody looked at is not added', async () => {
    const { run, fileId } = await withLog()
    expect(await run.call('journal.importLog', { fileId })).toEqual({
      ok: false,
      error: { kind: 'not-found', what: 'file' },
    })
  })
})

describe('the journal itself', () => {
  test('tells what it holds and for how long', async () => {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...served('s/1', 10), ...lost('s/2', 20))
    await run.ask('calls.search', { before: null, limit: 1 })
    const state = await run.ask('journal.state', {})
    expect(state).toMatchObject({ calls: 2, waiting: 0, dropped: 0, oldestAt: e.t(10), retention: { days: 400 } })
    await run.call('journal.retain', { days: 30, megabytes: 500, rawDays: 3 })
    expect((await run.ask('journal.state', {})).retention).toEqual({ days: 30, megabytes: 500, rawDays: 3 })
  })

  test('counted anew it is the same, and says when', async () => {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...served('s/1', 10), ...lost('s/2', 20))
    const { rows, differences } = await run.ask('journal.recompute', {})
    expect(rows).toBeGreaterThan(0)
    expect(differences).toEqual([])
    expect((await run.ask('journal.state', {})).recompute).toEqual({ at: e.t(0), rows, differences: 0 })
  })
})
