import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PriorityRule } from '#shared/domain/priority/rule.ts'
import { createDraftBook, type DraftBook } from './draft-book.ts'
import type { DraftHead } from './list-store.ts'
import { documentOf, manyRules, numberRule } from './testing.ts'

const stamp = (rev: number) => ({ rev, by: `person ${rev}`, at: rev })
const ids = (book: DraftBook): string[] => book.ordered().map(({ rule }) => rule.id)
const base = documentOf(numberRule('a', '1'), numberRule('b', '2'), numberRule('c', '3'))

describe('the draft in memory', () => {
  test.each<[string, (book: DraftBook) => void, string[], object]>([
    ['a new rule goes to the end', (b) => b.put(numberRule('d', '4'), stamp(1)), ['a', 'b', 'c', 'd'], { added: 1 }],
    ['or before another', (b) => b.put(numberRule('d', '4'), stamp(1), 'b'), ['a', 'd', 'b', 'c'], { added: 1 }],
    ['a changed rule keeps its place', (b) => b.put(numberRule('b', '9'), stamp(1)), ['a', 'b', 'c'], { changed: 1 }],
    [
      'a moved rule counts as changed',
      (b) => b.put(numberRule('c', '3'), stamp(1), 'a'),
      ['c', 'a', 'b'],
      { changed: 1 },
    ],
    ['to the end', (b) => b.put(numberRule('a', '1'), stamp(1), null), ['b', 'c', 'a'], { changed: 1 }],
    ['a removed rule is gone', (b) => b.remove('b', stamp(1)), ['a', 'c'], { removed: 1 }],
    ['a rule put as it was is no change', (b) => b.put(numberRule('b', '2'), stamp(1)), ['a', 'b', 'c'], {}],
  ])('%s', (_name, change, order, counts) => {
    const book = createDraftBook(base)
    change(book)
    expect(ids(book)).toEqual(order)
    expect(book.changes()).toEqual({ added: 0, changed: 0, removed: 0, classes: 0, dial: false, ...counts })
  })

  test('what was handed out does not change', () => {
    const book = createDraftBook(base)
    const before = book.ordered()
    book.remove('b', stamp(1))
    book.put(numberRule('d', '4'), stamp(1), 'a')
    expect(before.map(({ rule }) => rule.id)).toEqual(['a', 'b', 'c'])
  })

  test('counts numbers and the rules of each class', () => {
    const book = createDraftBook(base)
    const numbers = ['1', '2', '3', '4']
    book.put(numberRule('b', '', { classId: 'vip', condition: { kind: 'caller-list', numbers } }), stamp(1))
    book.remove('a', stamp(1))
    expect([book.numbers(), book.rulesOf('repair'), book.rulesOf('vip'), book.rulesOf('gone')]).toEqual([5, 1, 1, 0])
  })

  test('another version under it keeps who changed what, and says who did by bringing it', () => {
    const book = createDraftBook(base)
    book.put(numberRule('b', '9'), stamp(1))
    const next = documentOf(numberRule('a', '7'), numberRule('b', '2'))
    const mine = documentOf(numberRule('a', '7'), numberRule('b', '9'))
    const rows = book.rebase(next, mine, stamp(2))
    expect(book.ordered().map(({ rule, rev }) => [rule.id, rev])).toEqual([
      ['a', 2],
      ['b', 1],
    ])
    expect(book.tomb('c')).toEqual(stamp(2))
    expect(book.changes()).toMatchObject({ added: 0, changed: 1, removed: 0 })
    expect(rows.map(({ ruleId, state, rev }) => [ruleId, state, rev])).toEqual([
      ['a', 'same', 2],
      ['c', 'same', 2],
      ['b', 'put', 1],
    ])
  })

  test('100,000 rules that are all replaced and then all removed take no long time', () => {
    const rules = manyRules(100_000)
    const book = createDraftBook(documentOf())
    for (const rule of rules) book.put(rule, stamp(1))
    for (const rule of rules) book.put({ ...rule, enabled: false }, stamp(2))
    for (const rule of rules) book.remove(rule.id, stamp(3))
    expect(book.size()).toBe(0)
    book.rollback()
    expect([book.size(), book.differs()]).toEqual([0, false])
  })
})

type Step =
  | { do: 'put'; id: number; value: number; before: number | null | undefined }
  | { do: 'remove'; id: number }
  | { do: 'settle' | 'rollback' | 'reload' }
const idOf = fc.integer({ min: 0, max: 12 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('put' as const),
    id: idOf,
    value: fc.nat(3),
    before: fc.oneof(idOf, fc.constant(null), fc.constant(undefined)),
  }),
  fc.record({ do: fc.constant('remove' as const), id: idOf }),
  fc.record({ do: fc.constantFrom('settle' as const, 'rollback' as const, 'reload' as const) }),
)

/** The same in the simplest way: an array. */
function putInto(rules: PriorityRule[], rule: PriorityRule, before: string | null | undefined): PriorityRule[] {
  const at = rules.findIndex(({ id }) => id === rule.id)
  if (before === undefined || before === rule.id)
    return at < 0 ? [...rules, rule] : rules.map((one, n) => (n === at ? rule : one))
  const others = rules.filter(({ id }) => id !== rule.id)
  const to = before === null ? -1 : others.findIndex(({ id }) => id === before)
  return to < 0 ? [...others, rule] : [...others.slice(0, to), rule, ...others.slice(to)]
}

test('any steps give what they give on a plain array; taking back and reading from rows change nothing', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const start = documentOf(...Array.from({ length: 6 }, (_, n) => numberRule(`${n}`, `${n}`)))
      let book = createDraftBook(start)
      let kept = start.rules
      let now = kept
      const stored = new Map<string, ReturnType<DraftBook['rows']>[number]>()
      const head = (): DraftHead => ({ revision: 1, basedOn: 1, dial: book.dial(), classes: [...book.classes()] })
      for (const [n, one] of steps.entries()) {
        if (one.do === 'put') {
          const before = typeof one.before === 'number' ? `${one.before}` : one.before
          const rule = numberRule(`${one.id}`, `${one.value}`)
          book.put(rule, stamp(n + 1), before)
          now = putInto(now, rule, before)
        } else if (one.do === 'remove') {
          book.remove(`${one.id}`, stamp(n + 1))
          now = now.filter(({ id }) => id !== `${one.id}`)
        } else if (one.do === 'rollback') {
          book.rollback()
          now = kept
        } else {
          for (const row of book.rows()) stored.set(row.ruleId, row)
          book.settle()
          kept = now
          if (one.do === 'reload') {
            const tombs = Array.from({ length: 13 }, (_, id) => book.tomb(`${id}`))
            book = createDraftBook(start, { head: head(), rows: [...stored.values()] })
            expect(Array.from({ length: 13 }, (_, id) => book.tomb(`${id}`))).toEqual(tombs)
          }
        }
        expect(book.document().rules).toEqual(now)
        expect(book.size()).toBe(now.length)
      }
    }),
    { numRuns: 300 },
  )
})
