import { describe, expect, test } from 'vitest'
import { createSiteTime } from '#shared/domain/dial/site-time.ts'
import * as e from '#shared/domain/testing/events.ts'
import { compileList } from './compile.ts'
import { dryRun, type RememberedCall } from './dry-run.ts'
import type { CallFacts, Condition, PriorityRule } from './rule.ts'

const siteTime = createSiteTime('UTC')
const lookup = (...rules: PriorityRule[]) => compileList(e.listOf(...rules), siteTime)
const rule = (id: string, condition: Condition, change: Partial<PriorityRule> = {}): PriorityRule =>
  e.rule(id, { condition, severity: 'P2', ...change })
const vdn = (text: string): Condition => ({ kind: 'vdn', vdn: text })
const facts = (at: number, change: Partial<CallFacts> = {}): CallFacts => ({
  arrivedAt: e.t(at),
  callerNumber: '13800001111',
  dialledNumber: '96777',
  areas: [],
  ...change,
})
const call = (callId: string, at: number, ...changes: Partial<CallFacts>[]): RememberedCall => ({
  callId,
  facts: (changes.length > 0 ? changes : [{}]).map((change) => facts(at, change)),
})

describe('a dry run', () => {
  const before = lookup(rule('repair', vdn('8001')), rule('bill', vdn('8003')))
  const after = lookup(
    rule('repair', vdn('8001'), { severity: 'P1' }),
    rule('media', { kind: 'caller-number', number: '+86 139 0000 2222' }, { classId: 'media' }),
  )
  const calls = [
    call('same', 1, { vdn: '8009' }),
    call('louder', 2, {}, { vdn: '8001' }, { vdn: '8001', areas: ['repair'] }),
    call('gone', 3, { vdn: '8003' }),
    call('new', 4, { callerNumber: '13900002222' }),
  ]
  const answer = dryRun(before, after, calls)

  test('tells which calls would newly be listed, no more, and otherwise', () => {
    const ids = (some: { callId: string }[]): string[] => some.map(({ callId }) => callId)
    expect([ids(answer.newly), ids(answer.noLonger), ids(answer.differently)]).toEqual([['new'], ['gone'], ['louder']])
    expect(answer.newly[0]).toEqual({
      callId: 'new',
      at: e.t(4),
      callerNumber: '13900002222',
      after: { ruleId: 'media', name: 'Rule media', classId: 'media', severity: 'P2' },
    })
    expect(answer.differently[0]).toMatchObject({
      vdn: '8001',
      area: 'repair',
      before: { severity: 'P2' },
      after: { severity: 'P1' },
    })
  })

  test('counts all, and by class', () => {
    expect(answer).toMatchObject({ calls: 4, listedBefore: 2, listedAfter: 2, from: e.t(1), to: e.t(4) })
    expect(answer.perClass).toEqual([
      { classId: 'repair', before: 2, after: 1 },
      { classId: 'media', before: 0, after: 1 },
    ])
  })

  test('counts a call that was listed at any moment, by the most severe', () => {
    const stages = call('a', 1, { vdn: '8001' }, { vdn: '8003' }, {})
    const found = dryRun(lookup(), lookup(rule('bill', vdn('8003'), { severity: 'P1' }), rule('repair', vdn('8001'))), [
      stages,
    ])
    expect(found.newly.map(({ after: is }) => is?.ruleId)).toEqual(['bill'])
  })

  test('of no calls says so', () => {
    const found = dryRun(before, after, [])
    expect(found).toMatchObject({ calls: 0, listedBefore: 0, listedAfter: 0, perClass: [] })
    expect(found).not.toHaveProperty('from')
  })

  test('counts repeat callers among the calls themselves, in whatever order they come', () => {
    const again = lookup(rule('again', { kind: 'repeat-caller', calls: 3, minutes: 10 }))
    const times = [1201, 0, 300, 2400, 600]
    const found = dryRun(
      lookup(),
      again,
      times.map((at) => call(String(at), at)),
    )
    expect(found.newly.map(({ callId }) => callId)).toEqual(['600'])
  })

  test('shows the newest two hundred of a kind, and counts all', () => {
    const many = Array.from({ length: 300 }, (_, i) => call(String(i), i, { vdn: '8001' }))
    const found = dryRun(lookup(), before, many)
    expect(found.newlyCount).toBe(300)
    expect(found.newly.map(({ callId }) => callId)).toEqual(Array.from({ length: 200 }, (_, i) => String(299 - i)))
  })
})
