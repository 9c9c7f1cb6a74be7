import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as e from '#shared/domain/testing/events.ts'
import type { CommandInput } from '#shared/ipc/contract.ts'
import { mostReports } from '#shared/settings/journal-schema.ts'
import { createJournalKit, served, type JournalKit, type Run } from './test-kit.ts'

/** The story's second 0 is a Friday, 16:00 in Shanghai. */
let kit: JournalKit
beforeEach(() => {
  kit = createJournalKit()
})
afterEach(() => kit.end())

type Saved = CommandInput<'reports.save'>
const saved = (schedule: Partial<NonNullable<Saved['schedule']>> = {}): Saved => ({
  id: 'r1',
  name: '日报 1',
  request: { kind: 'top-callers', window: 'today', dimension: { kind: 'total' }, profile: 'negative' },
  schedule: { days: [5], at: '17:00', folder: '/reports', format: 'csv', ...schedule },
})
/** What a tick began is over when the reader has answered. */
async function written(run: Run) {
  for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => void setImmediate(resolve))
  return run.parts.written.map(({ folder, name, bytes }) => ({ folder, name, text: new TextDecoder().decode(bytes) }))
}
const lastRun = async (run: Run) => (await run.ask('reports.saved', {})).reports[0]?.lastRun

describe('a saved report', () => {
  test('is written when its time comes, once, and says so', async () => {
    const run = await kit.start(0)
    run.feed(e.picture(0), ...served('s/1', 10))
    await run.call('reports.save', saved())
    run.at(3599)
    expect(await written(run)).toEqual([])
    run.at(3601)
    const files = await written(run)
    expect(files).toMatchObject([{ folder: '/reports', name: '日报-1-来电最多的号码-2027-01-15.csv' }])
    expect(files[0]?.text).toContain('13800001111,1,1,0,1,')
    expect(await lastRun(run)).toMatchObject({ file: '/reports/日报-1-来电最多的号码-2027-01-15.csv' })
    run.at(7200)
    expect(await written(run)).toHaveLength(1)
  })

  test('that cannot be written says why, and is not tried again and again', async () => {
    const run = await kit.start(0)
    await run.call('reports.save', saved({ folder: '/nowhere' }))
    run.at(3601)
    await written(run)
    expect(await lastRun(run)).toEqual({ at: e.t(3601), problem: 'ENOENT' })
    run.at(7000)
    await written(run)
    expect(await lastRun(run)).toEqual({ at: e.t(3601), problem: 'ENOENT' })
  })

  test('is masked where supervisors may not see numbers', async () => {
    const run = await kit.start(0)
    const { settings } = run.parts.ports
    settings.update((now) => ({
      ...now,
      access: { ...now.access, numbers: { ...now.access.numbers, supervisor: false } },
    }))
    run.feed(e.picture(0), ...served('s/1', 10))
    await run.call('reports.save', saved())
    run.at(3601)
    expect((await written(run))[0]?.text).toContain('138****1111,1,1,0,1,')
  })

  test('is replaced, and removed', async () => {
    const run = await kit.start(0)
    await run.call('reports.save', saved())
    await run.call('reports.save', { ...saved(), name: '周报' })
    const names = async () => (await run.ask('reports.saved', {})).reports.map(({ name }) => name)
    expect(await names()).toEqual(['周报'])
    expect(await run.call('reports.remove', { id: 'r1' })).toMatchObject({ ok: true })
    expect(await names()).toEqual([])
    expect(await run.call('reports.remove', { id: 'r1' })).toEqual({
      ok: false,
      error: { kind: 'not-found', what: 'report' },
    })
  })

  test('more than fit are refused', async () => {
    const run = await kit.start(0)
    for (let n = 0; n < mostReports; n++) await run.call('reports.save', { ...saved(), id: `r${n}` })
    expect(await run.call('reports.save', { ...saved(), id: 'more' })).toEqual({
      ok: false,
      error: { kind: 'not-in-this-state', why: 'too-many-reports' },
    })
  })
})
