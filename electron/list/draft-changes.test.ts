import { describe, expect, test } from 'vitest'
import { listLimits, type Condition, type PriorityRule } from '#shared/domain/priority/rule.ts'
import type { CommandInput } from '#shared/ipc/contract.ts'
import * as e from '#shared/domain/testing/events.ts'
import { author, deskForTest, documentOf, numberRule, put } from './testing.ts'

type Ops = CommandInput<'list.change'>['ops']
const start = documentOf(
  numberRule('a', '13800001111'),
  numberRule('b', '0755-2688 4100', { classId: 'vip', severity: 'P2' }),
  e.rule('c', { condition: { kind: 'caller-list', numbers: ['13900001111', '13900002222'] } }),
)
const desk = () => deskForTest({ document: start })
const rules = (one: ReturnType<typeof desk>): PriorityRule[] => one.desk.published().document.rules
async function draftRules(one: ReturnType<typeof desk>) {
  const { rows } = await one.ask('list.page', {
    of: 'draft',
    filter: {},
    sort: { column: 'position', descending: false },
    offset: 0,
    limit: 200,
  })
  return rows
}

describe('a change of the draft', () => {
  test.each<[string, Ops, string[]]>([
    ['puts a new rule at the end', [put(numberRule('d', '95598'))], ['a', 'b', 'c', 'd']],
    ['puts it where it was asked for', [put(numberRule('d', '95598'), null, 'b')], ['a', 'd', 'b', 'c']],
    ['moves a rule', [{ op: 'move-rule', ruleId: 'c', before: 'a' }], ['c', 'a', 'b']],
    ['moves a rule to the end', [{ op: 'move-rule', ruleId: 'a', before: null }], ['b', 'c', 'a']],
    ['takes rules away by name', [{ op: 'remove-rules', rules: { ids: ['a', 'gone'] } }], ['b', 'c']],
    [
      'takes away what a filter shows, but some',
      [{ op: 'remove-rules', rules: { filter: { severity: 'P1' }, except: ['c'] } }],
      ['b', 'c'],
    ],
    [
      'does one step after the other',
      [put(numberRule('d', '1')), { op: 'move-rule', ruleId: 'd', before: 'b' }],
      ['a', 'd', 'b', 'c'],
    ],
  ])('%s', async (_name, ops, ids) => {
    const one = desk()
    expect(await one.change('Li', ...ops)).toMatchObject({ ok: true })
    const rows = await draftRules(one)
    expect(rows.map(({ rule }) => rule.id)).toEqual(ids)
    expect(rows.map(({ position }) => position)).toEqual(ids.map((_, n) => n + 1))
    expect(rules(one).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })

  test('of many rules switches and classes all that the filter shows', async () => {
    const one = desk()
    await one.change('Li', { op: 'set-enabled', rules: { filter: {}, except: ['b'] }, enabled: false })
    await one.change('Li', { op: 'set-class', rules: { filter: { enabled: false }, except: [] }, classId: 'vip' })
    expect((await draftRules(one)).map(({ rule, change }) => [rule.enabled, rule.classId, change])).toEqual([
      [false, 'vip', 'changed'],
      [true, 'vip', 'same'],
      [false, 'vip', 'changed'],
    ])
    expect(one.desk.state().classes.map(({ id, rules: n }) => [id, n])).toEqual([
      ['repair', 0],
      ['vip', 3],
    ])
  })

  test('adds and removes numbers of a list in whatever spelling, and none twice', async () => {
    const one = desk()
    const numbers = { op: 'numbers' as const, ruleId: 'c' }
    await one.change('Li', {
      ...numbers,
      add: ['+86 139 0000 1111', '１３９００００３３３３', '13900003333'],
      remove: ['013900002222'],
    })
    const answer = await one.ask('list.numbers', { of: 'draft', ruleId: 'c', text: '', offset: 0, limit: 10 })
    expect(answer).toEqual({ numbers: ['13900001111', '１３９００００３３３３'], total: 2 })
  })

  test('keeps the stored list of a rule that comes without its numbers', async () => {
    const one = desk()
    const [rule] = (await draftRules(one)).filter(({ rule: { id } }) => id === 'c')
    const condition = {
      kind: 'all' as const,
      of: [
        { kind: 'caller-list' as const, numbers: null },
        { kind: 'vdn' as const, vdn: '1' },
      ],
    }
    await one.change('Li', { op: 'put-rule', rule: { ...e.rule('c'), condition }, expects: rule?.rev ?? 0 })
    const stored: Condition = { kind: 'caller-list', numbers: ['13900001111', '13900002222'] }
    expect(one.states.at(-1)?.draft.changes).toMatchObject({ changed: 1 })
    await one.publish()
    expect(rules(one)[2]?.condition).toEqual({ kind: 'all', of: [stored, { kind: 'vdn', vdn: '1' }] })
  })

  test.each<[string, Ops, object]>([
    ['a rule that is no rule', [put(numberRule('d', '138*'))], { kind: 'bad-rule' }],
    ['an unknown class', [put(numberRule('d', '1', { classId: 'none' }))], { kind: 'bad-rule' }],
    ['a rule that is not there', [{ op: 'move-rule', ruleId: 'x', before: null }], { kind: 'not-found', what: 'rule' }],
    ['a place that is not there', [put(numberRule('d', '1'), null, 'x')], { kind: 'not-found', what: 'rule' }],
    [
      'no rule by any of the names',
      [{ op: 'remove-rules', rules: { ids: ['x'] } }],
      { kind: 'not-found', what: 'rule' },
    ],
    [
      'numbers of a rule without a list',
      [{ op: 'numbers', ruleId: 'a', add: ['1'], remove: [] }],
      { kind: 'not-found', what: 'rule' },
    ],
    [
      'emptying a list',
      [{ op: 'numbers', ruleId: 'c', add: [], remove: ['13900001111', '13900002222'] }],
      { kind: 'bad-rule' },
    ],
    [
      'a class that is in use',
      [{ op: 'remove-class', classId: 'vip' }],
      { kind: 'not-in-this-state', why: 'class-in-use' },
    ],
    [
      'a class that is not there',
      [{ op: 'set-class', rules: { ids: ['a'] }, classId: 'x' }],
      { kind: 'not-found', what: 'class' },
    ],
    [
      'a new rule under the name of another',
      [put(numberRule('a', '1'))],
      { kind: 'conflict', what: 'rule', by: 'Start' },
    ],
  ])('is refused as a whole for %s', async (_name, ops, problem) => {
    const one = desk()
    const before = one.desk.state()
    const fine = put(numberRule('fine', '12345'))
    expect(await one.change('Li', fine, ...ops)).toMatchObject({ ok: false, error: problem })
    expect(one.desk.state()).toEqual(before)
    expect((await draftRules(one)).map(({ rule }) => rule.id)).toEqual(['a', 'b', 'c'])
  })

  test('that makes the list larger than it may be is refused as a whole', async () => {
    const classes = Array.from({ length: listLimits.classes }, (_, n) => e.priorityClass(`class ${n}`))
    const one = deskForTest({ document: { ...documentOf(), classes } })
    const full = { kind: 'not-in-this-state', why: 'list-full' }
    const another = { op: 'put-class' as const, class: e.priorityClass('another'), expects: null }
    expect(await one.change('Li', another)).toEqual({ ok: false, error: full })
    expect(one.desk.state().classes).toHaveLength(listLimits.classes)
  })
})

describe('two editors', () => {
  test('of one rule: the second is told who was first, and nothing is overwritten', async () => {
    const one = desk()
    expect(await one.change('Li', put(numberRule('a', '1'), 0))).toMatchObject({ ok: true })
    const conflict = { ok: false, error: { kind: 'conflict', what: 'rule', by: 'Li', at: 1_795_000_000_000 } }
    expect(await one.change('Wang', put(numberRule('a', '2'), 0))).toEqual(conflict)
    const row = await one.ask('list.rule', { of: 'draft', ruleId: 'a' })
    expect(row.rule.condition).toEqual({ kind: 'caller-number', number: '1' })
    expect(await one.change('Wang', put(numberRule('a', '2'), row.rev))).toMatchObject({ ok: true })
  })

  test('are told so also after the first one published', async () => {
    const one = desk()
    await one.change('Li', put(numberRule('a', '1'), 0))
    await one.publish('Li')
    expect(await one.change('Wang', put(numberRule('a', '2'), 0))).toMatchObject({
      error: { kind: 'conflict', by: 'Li' },
    })
  })

  test('one of whom took the rule away: the other is told who', async () => {
    const one = desk()
    await one.change('Li', { op: 'remove-rules', rules: { ids: ['a'] } })
    const late = put(numberRule('a', '2'), 0)
    expect(await one.change('Wang', late)).toMatchObject({ error: { kind: 'conflict', what: 'rule', by: 'Li' } })
    await one.publish('Li')
    expect(await one.change('Wang', late)).toMatchObject({ error: { kind: 'conflict', what: 'rule', by: 'Li' } })
  })

  test('of different rules both get what they did', async () => {
    const one = desk()
    await one.change('Li', put(numberRule('a', '1'), 0))
    await one.change('Wang', put(numberRule('b', '2'), 0))
    expect(one.desk.state().draft).toMatchObject({ changes: { changed: 2 }, changedBy: 'Wang' })
  })

  test('one of whom removes what the other changes: he is told, and nothing is removed', async () => {
    const one = desk()
    const { revision: seen } = one.desk.state().draft
    await one.change('Li', put(numberRule('a', '1'), 0))
    const remove = { op: 'remove-rules' as const, rules: { ids: ['b', 'a'] }, seen }
    expect(await one.change('Wang', remove)).toMatchObject({ error: { kind: 'conflict', what: 'rule', by: 'Li' } })
    expect(await one.change('Wang', { ...remove, rules: { filter: {}, except: [] } })).toMatchObject({ ok: false })
    expect(one.desk.state().rules).toBe(start.rules.length)
    expect(await one.change('Li', remove), 'his own change is no surprise').toMatchObject({ ok: true })
  })

  test('of one class: the second is told', async () => {
    const one = desk()
    const vip = e.priorityClass('vip', { colour: 'pink' })
    await one.change('Li', { op: 'put-class', class: vip, expects: 0 })
    expect(await one.change('Wang', { op: 'put-class', class: vip, expects: 0 })).toMatchObject({
      error: { kind: 'conflict', what: 'class', by: 'Li' },
    })
  })

  test('one of whom publishes what the other has just changed: he is told, and looks again', async () => {
    const one = desk()
    const { revision } = one.desk.state().draft
    await one.change('Wang', put(numberRule('b', '2'), 0))
    expect(await one.run('list.publish', { revision, why: 'x' }, author('Li'))).toMatchObject({
      error: { kind: 'conflict', what: 'draft', by: 'Wang' },
    })
    expect(await one.run('list.discard', { revision }, author('Li'))).toMatchObject({ error: { kind: 'conflict' } })
  })
})

test('a rule is checked by the numbers of the site that the draft names', async () => {
  const one = desk()
  await one.change('Li', { op: 'set-dial', dial: { country: 'CN', areaCode: '' } })
  const range = e.rule('range', { condition: { kind: 'caller-range', from: '26884100', to: '075526884199' } })
  expect(await one.change('Li', put(range))).toMatchObject({
    error: { kind: 'bad-rule', issues: [{ code: 'range-lengths' }] },
  })
})

describe('a discarded draft', () => {
  test('is what is published, and whoever still edits is told', async () => {
    const one = desk()
    await one.change('Li', put(numberRule('a', '1'), 0), put(numberRule('d', '2')))
    const row = await one.ask('list.rule', { of: 'draft', ruleId: 'a' })
    const state = await one.ask('list.discard', { revision: one.desk.state().draft.revision }, author('Wang'))
    expect(state).toMatchObject({ rules: 3, draft: { changes: { added: 0, changed: 0 } } })
    expect(state.draft).not.toHaveProperty('changedBy')
    expect(await one.change('Li', put(numberRule('a', '3'), row.rev))).toMatchObject({
      error: { kind: 'conflict', by: 'Wang' },
    })
    const { entries } = await one.ask('list.audit', { offset: 0, limit: 1 })
    expect(entries).toMatchObject([
      { kind: 'draft-discarded', by: 'Wang', facts: { added: 1, changed: 1, removed: 0 } },
    ])
  })
})
