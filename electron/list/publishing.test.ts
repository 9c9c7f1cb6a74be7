import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ListDocument } from '#shared/domain/priority/rule.ts'
import * as e from '#shared/domain/testing/events.ts'
import { author, deskForTest, documentOf, numberRule, put } from './testing.ts'

const start = documentOf(numberRule('a', '13800001111'), numberRule('b', '95598', { classId: 'vip', severity: 'P2' }))
const desk = () => deskForTest({ document: start })
const inForce = (one: ReturnType<typeof desk>): ListDocument => one.desk.published().document
const idsInForce = (one: ReturnType<typeof desk>): string[] => inForce(one).rules.map(({ id }) => id)
const wrong = (why: string) => ({ ok: false, error: { kind: 'not-in-this-state', why } })

describe('publishing', () => {
  test('makes a version with who, when, why and what changed', async () => {
    const one = desk()
    await one.change('Li', put(numberRule('c', '12345')), { op: 'remove-rules', rules: { ids: ['a'] } })
    const published = await one.publish('Wang', '重点用户')
    expect(published).toMatchObject({
      value: {
        published: {
          version: 3,
          by: 'Wang',
          why: '重点用户',
          kind: 'published',
          rules: 2,
          changes: { added: 1, removed: 1 },
        },
      },
    })
    expect(idsInForce(one)).toEqual(['b', 'c'])
    expect(one.published.map(({ meta }) => meta.version)).toEqual([3])
    expect(one.desk.state().draft).toMatchObject({ basedOn: 3, changes: { added: 0, changed: 0, removed: 0 } })
    const { entries } = await one.ask('list.audit', { offset: 0, limit: 1 })
    expect(entries).toMatchObject([{ kind: 'published', by: 'Wang', facts: { version: 3, why: '重点用户' } }])
  })

  test('of a draft without changes is refused, also when they were taken back', async () => {
    const one = desk()
    expect(await one.publish()).toEqual(wrong('nothing-to-publish'))
    await one.change('Li', { op: 'move-rule', ruleId: 'b', before: 'a' })
    await one.change('Li', { op: 'move-rule', ruleId: 'a', before: 'b' })
    expect(await one.publish()).toEqual(wrong('nothing-to-publish'))
  })

  test('of a draft with an error is refused, also when it came with an older program’s list', async () => {
    const one = deskForTest({ document: documentOf(numberRule('bad', '138*')) })
    await one.change('Li', put(numberRule('c', '1')))
    expect(one.desk.state().draft).toMatchObject({ errors: 1 })
    expect(await one.publish()).toEqual(wrong('draft-has-errors'))
    await one.change('Li', { op: 'remove-rules', rules: { ids: ['bad'] } })
    expect(await one.publish()).toMatchObject({ ok: true })
  })
})

describe('undoing', () => {
  test('publishes an older version again, under a new number', async () => {
    const one = desk()
    await one.change('Li', put(numberRule('c', '12345')))
    await one.publish()
    const undone = await one.ask('list.undo', { version: 2, why: '误发布' }, author('Wang'))
    expect(undone).toMatchObject({
      published: { version: 4, kind: 'undone', fromVersion: 2, by: 'Wang' },
      conflicts: 0,
    })
    expect(inForce(one)).toEqual(start)
    expect((await one.ask('list.versions', { offset: 0, limit: 9 })).versions.map(({ version }) => version)).toEqual([
      4, 3, 2, 1,
    ])
  })

  test('keeps what the draft has, on top of it, and counts what both changed', async () => {
    const one = desk()
    await one.change('Li', put(numberRule('a', '111'), 0))
    await one.publish()
    await one.change('Li', put(numberRule('a', '112'), 1), put(numberRule('mine', '113')))
    const undone = await one.ask('list.undo', { version: 2, why: 'x' }, author('Wang'))
    expect(undone.conflicts).toBe(1)
    expect(inForce(one)).toEqual(start)
    expect(one.desk.state().draft).toMatchObject({ changes: { added: 1, changed: 1, removed: 0 } })
    const row = await one.ask('list.rule', { of: 'draft', ruleId: 'a' })
    expect(row.rule.condition).toEqual({ kind: 'caller-number', number: '112' })
  })

  test('to what is in force, or to no version, is refused', async () => {
    const one = desk()
    expect(await one.run('list.undo', { version: 2, why: 'x' })).toEqual(wrong('nothing-to-publish'))
    expect(await one.run('list.undo', { version: 9, why: 'x' })).toMatchObject({
      error: { kind: 'not-found', what: 'version' },
    })
  })
})

describe('publishing with a second person', () => {
  const approval = { approval: true }
  async function asked() {
    const one = desk()
    await one.change('Li', put(numberRule('c', '12345')))
    expect(await one.publish('Li', '重点用户', approval)).toEqual({ ok: true, value: { pending: true } })
    return { one, revision: one.desk.state().draft.revision }
  }

  test('asks, locks the draft, and publishes in both names', async () => {
    const { one, revision } = await asked()
    expect(idsInForce(one)).toEqual(['a', 'b'])
    expect(one.desk.state().draft.pending).toEqual({ by: 'Li', at: 1_795_000_000_000, why: '重点用户' })
    expect(await one.change('Wang', put(numberRule('d', '1')))).toEqual(wrong('approval-pending'))
    expect(await one.publish('Wang')).toEqual(wrong('approval-pending'))
    expect(await one.run('list.discard', { revision }, author('Wang'))).toEqual(wrong('approval-pending'))
    expect(await one.run('list.undo', { version: 1, why: 'x' }, author('Wang'))).toEqual(wrong('approval-pending'))
    const meta = await one.ask('list.approve', { revision }, author('Wang'))
    expect(meta).toMatchObject({ version: 3, by: 'Li', approvedBy: 'Wang', why: '重点用户' })
    expect(one.desk.state().draft).not.toHaveProperty('pending')
    const { entries } = await one.ask('list.audit', { offset: 0, limit: 2 })
    expect(entries).toMatchObject([
      { kind: 'published', by: 'Wang', facts: { asked: 'Li', approvedBy: 'Wang' } },
      { kind: 'approval-asked', by: 'Li' },
    ])
  })

  test.each([
    ['the same person', author('Li')],
    ['the same person under another name', author('Li Ming', { personId: 'Li' })],
  ])('is not approved by %s', async (_name, by) => {
    const { one, revision } = await asked()
    expect(await one.run('list.approve', { revision }, by)).toEqual(wrong('same-person'))
  })

  test('is refused by another, or taken back, and the draft can be changed again', async () => {
    const { one } = await asked()
    await one.ask('list.refuse', { why: 'wrong number' }, author('Wang'))
    expect(await one.change('Li', put(numberRule('c', '1'), 1))).toMatchObject({ ok: true })
    expect(await one.run('list.refuse', { why: '' }, author('Wang'))).toEqual(wrong('nothing-pending'))
    expect(await one.run('list.approve', { revision: 1 }, author('Wang'))).toEqual(wrong('nothing-pending'))
  })

  test('undoes in both names', async () => {
    const one = desk()
    await one.change('Li', put(numberRule('c', '12345')))
    await one.publish()
    expect(await one.run('list.undo', { version: 2, why: '误发布' }, author('Li'), approval)).toEqual({
      ok: true,
      value: { pending: true, conflicts: 0 },
    })
    expect(idsInForce(one)).toEqual(['a', 'b', 'c'])
    const { revision } = one.desk.state().draft
    const meta = await one.ask('list.approve', { revision }, author('Wang'))
    expect(meta).toMatchObject({ version: 4, kind: 'undone', fromVersion: 2, by: 'Li', approvedBy: 'Wang' })
    expect(inForce(one)).toEqual(start)
  })
})

describe('an area of the Connection screen', () => {
  const listed = { classId: 'vip', severity: 'P2' as const }
  const billing = { area: 'billing', name: '缴费', listed }

  test('is a small version of its own, and in the draft too', async () => {
    const one = desk()
    await one.change('Li', put(numberRule('mine', '1')))
    expect(one.desk.setArea(billing, author('Wang'), false)).toEqual({ ok: true, value: null })
    expect(idsInForce(one)).toEqual(['a', 'b', 'area:billing'])
    expect(one.desk.published().meta).toMatchObject({ kind: 'area', by: 'Wang', changes: { added: 1 } })
    expect(one.desk.state().draft.changes).toMatchObject({ added: 1, changed: 0, removed: 0 })
    one.desk.setArea({ ...billing, listed: { classId: 'repair', severity: 'P1' } }, author('Wang'), false)
    expect(inForce(one).rules[2]).toMatchObject({ classId: 'repair', severity: 'P1', name: '缴费' })
    one.desk.setArea({ ...billing, listed: null }, author('Wang'), false)
    expect(idsInForce(one)).toEqual(['a', 'b'])
    expect(one.desk.state().rules).toBe(3)
  })

  test('that changes nothing makes no version', () => {
    const one = desk()
    one.desk.setArea({ ...billing, listed: null }, author('Wang'), false)
    expect(one.desk.published().meta.version).toBe(2)
  })

  test('leaves an admin’s own rules about it alone', () => {
    const area = { kind: 'queue-area' as const, area: 'billing' }
    const night = e.rule('night', { condition: area, hours: [{ days: [1], from: '18:00', to: '08:00' }] })
    const part = e.rule('part', { condition: { kind: 'all', of: [area, { kind: 'vdn', vdn: '1' }] } })
    const off = e.rule('off', { condition: area, enabled: false })
    const one = deskForTest({ document: documentOf(night, part, off) })
    one.desk.setArea(billing, author('Wang'), false)
    expect(inForce(one).rules).toEqual([night, part, { ...off, ...listed, enabled: true }])
    one.desk.setArea({ ...billing, listed: null }, author('Wang'), false)
    expect(inForce(one).rules).toEqual([night, part])
  })

  test('waits in the draft where a second person is needed', () => {
    const one = desk()
    expect(one.desk.setArea(billing, author('Wang'), true)).toEqual(wrong('approval-needed'))
    expect(idsInForce(one)).toEqual(['a', 'b'])
    expect(one.desk.state().draft.changes).toMatchObject({ added: 1 })
  })

  test('in a class that is not in force is refused', () => {
    const gone = { ...billing, listed: { ...listed, classId: 'gone' } }
    expect(desk().desk.setArea(gone, author('Wang'), false)).toMatchObject({
      error: { kind: 'not-found', what: 'class' },
    })
  })
})

describe('a document from outside', () => {
  test('is published as a version of its kind, and the draft goes on from it', async () => {
    const one = desk()
    await one.change('Li', put(numberRule('mine', '1')))
    const restored = one.desk.replace(documentOf(numberRule('z', '9')), '恢复', author('Wang'), 'backup', false)
    expect(restored).toMatchObject({ value: { kind: 'backup', version: 3, why: '恢复' } })
    expect(idsInForce(one)).toEqual(['z'])
    expect(one.desk.state()).toMatchObject({ rules: 2, draft: { changes: { added: 1 } } })
  })

  test.each<[string, ListDocument, object]>([
    ['a bad rule', documentOf(numberRule('z', '138*')), { field: 'number' }],
    ['an unknown class', documentOf(numberRule('z', '1', { classId: 'x' })), { code: 'unknown-class' }],
    ['two rules of one id', documentOf(numberRule('z', '1'), numberRule('z', '2')), { code: 'duplicate-id' }],
    [
      'two classes of one id',
      { ...start, classes: [...start.classes, ...start.classes] },
      { field: 'class', code: 'duplicate-id' },
    ],
  ])('is refused for %s', (_name, document, issue) => {
    const one = desk()
    const problem = { ok: false, error: { kind: 'bad-rule', issues: [issue] } }
    expect(one.desk.replace(document, 'x', author('Li'), 'backup', false)).toMatchObject(problem)
    expect(inForce(one)).toEqual(start)
  })

  test('is checked by the numbers of its own site', () => {
    const dial = { country: 'CN', areaCode: '' }
    const range = (from: string, to: string) => ({
      ...documentOf(e.rule('z', { condition: { kind: 'caller-range', from, to } })),
      dial,
    })
    const replace = (from: string, to: string) =>
      desk().desk.replace(range(from, to), 'x', author('Li'), 'backup', false)
    // With an area code the first would be as long as the second; here nothing would ever be between them.
    expect(replace('26884100', '075526884199')).toMatchObject({ error: { issues: [{ code: 'range-lengths' }] } })
    expect(replace('26884100', '26884199')).toMatchObject({ ok: true })
  })

  test('waits for a second person where one is needed', async () => {
    const one = desk()
    const document = documentOf(numberRule('z', '9'))
    expect(one.desk.replace(document, '恢复', author('Li'), 'backup', true)).toEqual(wrong('approval-needed'))
    expect(inForce(one)).toEqual(start)
    const { revision } = one.desk.state().draft
    expect(await one.ask('list.approve', { revision }, author('Wang'))).toMatchObject({ kind: 'backup', by: 'Li' })
    expect(inForce(one)).toEqual(document)
  })
})

type Step =
  | { do: 'put'; id: number; number: number }
  | { do: 'remove'; id: number }
  | { do: 'publish' }
  | { do: 'undo'; version: number }
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('put' as const), id: fc.nat(8), number: fc.nat(99) }) },
  fc.record({ do: fc.constant('remove' as const), id: fc.nat(8) }),
  fc.record({ do: fc.constant('publish' as const) }),
  fc.record({ do: fc.constant('undo' as const), version: fc.nat(8) }),
)

test('whatever is done, every version stays what it was, and a version does not differ from itself', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const one = desk()
      const texts = new Map<number, string>()
      for (const each of steps) {
        if (each.do === 'put') {
          const row = await one.run('list.rule', { of: 'draft', ruleId: `r${each.id}` })
          const changed = await one.change(
            'Li',
            put(numberRule(`r${each.id}`, `${100 + each.number}`), row.ok ? row.value.rev : null),
          )
          expect(changed.ok).toBe(true)
        } else if (each.do === 'remove') await one.change('Li', { op: 'remove-rules', rules: { ids: [`r${each.id}`] } })
        else if (each.do === 'publish') await one.publish()
        else await one.run('list.undo', { version: each.version, why: 'x' })
        const { meta, document } = one.desk.published()
        if (!texts.has(meta.version)) texts.set(meta.version, JSON.stringify(document))
      }
      for (const { meta, document } of one.published) {
        expect(JSON.stringify(one.opened.store.document(meta.version))).toBe(texts.get(meta.version))
        const version = { before: meta.version, after: meta.version, offset: 0, limit: 10 }
        expect(await one.ask('list.difference', version)).toMatchObject({
          total: 0,
          counts: { added: 0, changed: 0, dial: false },
        })
        const fromUndone = meta.fromVersion
        if (fromUndone !== undefined) expect(document).toEqual(one.opened.store.document(fromUndone))
      }
      const { draft } = one.desk.state()
      const whole = await one.ask('list.difference', { before: 'published', after: 'draft', offset: 0, limit: 10 })
      expect({ ...draft.changes, changed: 0 }).toEqual({ ...whole.counts, changed: 0 })
    }),
    { numRuns: 60 },
  )
})
