import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PriorityRule } from '#shared/domain/priority/rule.ts'
import * as e from '#shared/domain/testing/events.ts'
import type { RuleColumn, RuleFilter } from '#shared/ipc/list-view.ts'
import { author, deskForTest, documentOf, manyRules, numberRule, put } from './testing.ts'

const start = documentOf(
  e.rule('vdn', { name: '抢修 VDN', condition: { kind: 'vdn', vdn: '8001' } }),
  numberRule('hospital', '0755-2688 4100', {
    name: '市人民医院',
    classId: 'vip',
    severity: 'P2',
    owner: '王工',
    validTo: '2099-12-31',
  }),
  numberRule('u10', '13800001111', { name: '用户 10', severity: 'P3', enabled: false, note: 'Night shift' }),
  numberRule('u2', '+86 139 0000 2222', { name: '用户 2', severity: 'P3', validFrom: '2026-01-01' }),
  e.rule('list', {
    name: 'List',
    severity: 'P2',
    condition: {
      kind: 'any',
      of: [
        { kind: 'caller-list', numbers: ['９５５９８', '96777'] },
        { kind: 'transfer-code', code: '7' },
      ],
    },
  }),
)
const desk = () => deskForTest({ document: start })
type Desk = ReturnType<typeof desk>
async function page(
  one: Desk,
  filter: RuleFilter = {},
  column: RuleColumn = 'position',
  descending = false,
  by = author('Li'),
) {
  const answer = await one.ask(
    'list.page',
    { of: 'draft', filter, sort: { column, descending }, offset: 0, limit: 200 },
    by,
  )
  return answer.rows.map(({ rule }) => rule.id)
}

describe('pages of rules', () => {
  test.each<[string, RuleFilter, string[]]>([
    ['a word of the name', { text: '医院' }, ['hospital']],
    ['the owner', { text: '王工' }, ['hospital']],
    ['the note, whatever its case', { text: 'night SHIFT' }, ['u10']],
    ['a number as typed', { text: '0755-2688' }, ['hospital']],
    ['a number in another spelling', { text: '26884100' }, ['hospital']],
    ['a mobile with its country', { text: '13900002222' }, ['u2']],
    ['a number of a list in wide digits', { text: '95598' }, ['list']],
    ['a wide search', { text: '９５５' }, ['list']],
    ['a VDN', { text: '8001' }, ['vdn']],
    ['a class', { classId: 'vip' }, ['hospital']],
    ['a severity', { severity: 'P3' }, ['u10', 'u2']],
    ['what is off', { enabled: false }, ['u10']],
    ['several at once', { severity: 'P3', enabled: true, text: '用户' }, ['u2']],
    ['nothing that is there', { text: 'x\ny' }, []],
  ])('are found by %s', async (_name, filter, ids) => {
    expect(await page(desk(), filter)).toEqual(ids)
  })

  test.each<[RuleColumn, string[]]>([
    ['position', ['vdn', 'hospital', 'u10', 'u2', 'list']],
    ['severity', ['vdn', 'hospital', 'list', 'u10', 'u2']],
    ['name', ['vdn', 'hospital', 'u2', 'u10', 'list']],
    ['class', ['vdn', 'u10', 'u2', 'list', 'hospital']],
    ['condition', ['list', 'u2', 'hospital', 'u10', 'vdn']],
    ['validity', ['hospital', 'vdn', 'u10', 'list', 'u2']],
    ['owner', ['vdn', 'u10', 'u2', 'list', 'hospital']],
    ['enabled', ['vdn', 'hospital', 'u2', 'list', 'u10']],
  ])('are sorted by %s, both ways', async (column, ids) => {
    const one = desk()
    expect(await page(one, {}, column)).toEqual(ids)
    expect(await page(one, {}, column, true)).toEqual(ids.toReversed())
  })

  test('show only what changed, or what has a finding', async () => {
    const one = desk()
    await one.change('Li', put(numberRule('twin', '13900002222', { name: 'Twin' })), {
      op: 'move-rule',
      ruleId: 'list',
      before: 'vdn',
    })
    expect(await page(one, { only: 'changed' })).toEqual(['list', 'twin'])
    expect(await page(one, { only: 'findings' })).toEqual(['u2'])
    expect(await one.ask('list.rule', { of: 'draft', ruleId: 'twin' })).toMatchObject({
      change: 'new',
      position: 6,
      rev: 1,
    })
    const weaker = await one.ask('list.rule', { of: 'draft', ruleId: 'u2' })
    expect(weaker.findings).toMatchObject([{ kind: 'never-wins', becauseId: 'twin' }])
  })

  test('of a list of many come in pieces, with the count of all', async () => {
    const one = deskForTest({ document: documentOf(...manyRules(5000)) })
    const ask = (offset: number, descending: boolean) =>
      one.ask('list.page', {
        of: 'published',
        filter: { text: '用户 1' },
        sort: { column: 'name', descending },
        offset,
        limit: 3,
      })
    const first = await ask(0, false)
    expect(first).toMatchObject({ total: 1111, all: 5000, revision: 0 })
    expect(first.rows.map(({ rule }) => rule.name)).toEqual(['用户 1', '用户 10', '用户 11'])
    expect((await ask(1109, false)).rows.map(({ rule }) => rule.name)).toEqual(['用户 1998', '用户 1999'])
    expect((await ask(0, true)).rows.map(({ rule }) => rule.name)).toEqual(['用户 1999', '用户 1998', '用户 1997'])
    expect((await ask(1110, true)).rows.map(({ rule }) => rule.name)).toEqual(['用户 1'])
  })

  test('tell the calls of today that each rule listed, but not of an old version', async () => {
    const one = desk()
    const hits = { hitsToday: { vdn: 3 } }
    const rowOf = (of: 'draft' | number, ruleId: string) => one.ask('list.rule', { of, ruleId }, author('Li'), hits)
    expect([(await rowOf('draft', 'vdn')).hitsToday, (await rowOf('draft', 'u2')).hitsToday]).toEqual([3, 0])
    expect(await rowOf(2, 'vdn')).not.toHaveProperty('hitsToday')
  })

  test('of a long number list hold the first and the count', async () => {
    const numbers = Array.from({ length: 5000 }, (_, n) => String(13_800_000_000 + n))
    const one = deskForTest({
      document: documentOf(numberRule('long', '', { condition: { kind: 'caller-list', numbers } })),
    })
    const { rule } = await one.ask('list.rule', { of: 'draft', ruleId: 'long' })
    expect(rule.condition).toEqual({ kind: 'caller-list', numbers: numbers.slice(0, 1000), count: 5000 })
    const found = await one.ask('list.numbers', { of: 'published', ruleId: 'long', text: '4999', offset: 0, limit: 10 })
    expect(found).toEqual({ numbers: ['13800004999'], total: 1 })
  })
})

describe('whoever may not see numbers', () => {
  const masked = author('Zhou', { role: 'supervisor', seesNumbers: false })

  test('gets them masked, in conditions and in names', async () => {
    const one = deskForTest({
      document: documentOf(
        numberRule('a', '13800001111', { name: '13800001111', note: 'call 0755-26884100' }),
        e.rule('b', { condition: { kind: 'caller-range', from: '13800001111', to: '13800002222' } }),
        e.rule('c', { condition: { kind: 'caller-list', numbers: ['１３９００００１１１１'] } }),
      ),
    })
    await one.change('Li', put(numberRule('a', '13700001111'), 0))
    await one.publish()
    const answers = [
      await one.ask(
        'list.page',
        { of: 'draft', filter: {}, sort: { column: 'name', descending: false }, offset: 0, limit: 9 },
        masked,
      ),
      await one.ask('list.rule', { of: 2, ruleId: 'a' }, masked),
      await one.ask('list.numbers', { of: 'draft', ruleId: 'c', text: '', offset: 0, limit: 9 }, masked),
      await one.ask('list.difference', { before: 2, after: 'draft', offset: 0, limit: 9 }, masked),
      await one.ask('list.dryRun', { of: 2 }, masked, {
        calls: [
          { callId: 's/1', facts: [{ arrivedAt: 0, callerNumber: '13700001111', dialledNumber: '', areas: [] }] },
        ],
      }),
    ]
    for (const answer of answers) expect(JSON.stringify(answer)).toContain('****')
    expect(JSON.stringify(answers).normalize('NFKC')).not.toMatch(/\d{8}/)
  })

  test('does not find out a number by searching for it piece by piece', async () => {
    const one = desk()
    expect(await page(one, { text: '1380000' }, 'position', false, masked)).toEqual([])
    expect(await page(one, { text: '医院' }, 'position', false, masked)).toEqual(['hospital'])
    const numbers = { of: 'draft' as const, ruleId: 'list', text: '95598', offset: 0, limit: 9 }
    expect(await one.ask('list.numbers', numbers, masked)).toMatchObject({ total: 1 }) // a hotline identifies nobody
  })
})

const columns: RuleColumn[] = ['severity', 'name', 'class', 'condition', 'validity', 'owner', 'enabled']
test('after any changes a page is sorted as if it were sorted anew', async () => {
  const oneRule = fc.record({
    id: fc.nat(20).map(String),
    name: fc.constantFrom('用户 2', '用户 10', '医院', 'A', 'b'),
    severity: fc.constantFrom('P1' as const, 'P2' as const),
    classId: fc.constantFrom('repair', 'vip'),
    owner: fc.constantFrom('', '王', '李'),
    enabled: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(oneRule, { maxLength: 25 }), fc.constantFrom(...columns), async (rules, column) => {
      const one = deskForTest({ document: documentOf(...manyRules(5)) })
      for (const { id, ...change } of rules) {
        const known = await one.run('list.rule', { of: 'draft', ruleId: id })
        await one.change('Li', put(numberRule(id, '1', change), known.ok ? known.value.rev : null))
        await page(one, {}, column)
      }
      const draft: PriorityRule[] = (
        await one.ask('list.page', {
          of: 'draft',
          filter: {},
          sort: { column: 'position', descending: false },
          offset: 0,
          limit: 200,
        })
      ).rows.map(({ rule }) => rule as PriorityRule)
      const anew = deskForTest({ document: documentOf(...draft) })
      expect(await page(one, {}, column)).toEqual(await page(anew, {}, column))
    }),
    { numRuns: 60 },
  )
})
