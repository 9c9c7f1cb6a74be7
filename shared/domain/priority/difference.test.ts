import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as e from '#shared/domain/testing/events.ts'
import { compareLists, type ListDifferenceEntry } from './difference.ts'
import { rebaseList } from './rebase.ts'
import type { Condition, ListDocument, PriorityRule } from './rule.ts'

const documentOf = (...rules: PriorityRule[]): ListDocument => {
  const { version: _version, ...document } = e.listOf(...rules)
  return { ...document, classes: [e.priorityClass('repair')] }
}
const named = (names: string): PriorityRule[] => [...names].map((name) => e.rule(name))
const none = { added: 0, changed: 0, removed: 0, classes: 0, dial: false }
const list = (...numbers: string[]): Condition => ({ kind: 'caller-list', numbers })
const summary = (entry: ListDifferenceEntry): string => {
  switch (entry.kind) {
    case 'added':
    case 'removed':
      return `${entry.kind} ${entry.rule.id}`
    case 'changed':
      return `changed ${entry.ruleId} ${entry.fields.map(({ field }) => field).join(' ')}`
    case 'class':
      return `class ${entry.classId}`
    case 'dial':
      return 'dial'
  }
}
const between = (before: string, after: string): string[] =>
  compareLists(documentOf(...named(before)), documentOf(...named(after))).entries.map(summary)

describe('the difference between two lists', () => {
  test.each<[before: string, after: string, entries: string[]]>([
    ['abc', 'abc', []],
    ['abc', 'abcd', ['added d']],
    ['abc', 'xabc', ['added x']],
    ['abc', 'ac', ['removed b']],
    ['abcdef', 'fabcde', ['changed f position']],
    ['abcdef', 'bcdefa', ['changed a position']],
    ['abcdef', 'acbdfe', ['changed c position', 'changed f position']],
    ['abcdef', 'xbdyfc', ['added x', 'added y', 'changed c position', 'removed a', 'removed e']],
    ['', 'a', ['added a']],
    ['a', '', ['removed a']],
  ])('from %j to %j', (before, after, entries) => {
    expect(between(before, after)).toEqual(entries)
  })

  test('names the field and both values', () => {
    const before = e.rule('a', { hours: [{ days: [1], from: '08:00', to: '18:00' }] })
    const after = e.rule('a', { severity: 'P2', validTo: '2026-12-31' })
    expect(compareLists(documentOf(before), documentOf(after)).entries).toEqual([
      {
        kind: 'changed',
        ruleId: 'a',
        name: 'Rule a',
        fields: [
          { field: 'severity', before: 'P1', after: 'P2' },
          { field: 'validTo', before: null, after: '2026-12-31' },
          { field: 'hours', before: before.hours, after: [] },
        ],
      },
    ])
  })

  test.each<[name: string, wrap: (of: Condition) => Condition]>([
    ['by itself', (of) => of],
    [
      'within others',
      (of) => ({
        kind: 'all',
        of: [
          { kind: 'vdn', vdn: '8001' },
          { kind: 'not', of },
        ],
      }),
    ],
  ])('tells a number list %s by what came and went', (_name, wrap) => {
    const before = e.rule('a', { condition: wrap(list('1', '2', '3')) })
    const after = e.rule('a', { condition: wrap(list('2', '3', '4', '5')) })
    const [entry] = compareLists(documentOf(before), documentOf(after)).entries
    expect(entry).toMatchObject({
      fields: [{ field: 'numbers', added: 2, removed: 1, examples: { added: ['4', '5'], removed: ['1'] } }],
    })
  })

  test('tells a number list whose order alone changed', () => {
    const [before, after] = [list('1', '2'), list('2', '1')].map((condition) => documentOf(e.rule('a', { condition })))
    expect(before && after && compareLists(before, after).entries).toMatchObject([
      { fields: [{ field: 'numbers', added: 0, removed: 0 }] },
    ])
  })

  test('tells a condition that became another by both', () => {
    const before = e.rule('a', { condition: list('1') })
    const after = e.rule('a', { condition: { kind: 'all', of: [list('2')] } })
    const [entry] = compareLists(documentOf(before), documentOf(after)).entries
    expect(entry).toMatchObject({ fields: [{ field: 'condition', before: before.condition, after: after.condition }] })
  })

  test('names classes and the dial plan', () => {
    const before = documentOf()
    const after: ListDocument = {
      dial: { country: 'CN', areaCode: '020' },
      classes: [e.priorityClass('media'), e.priorityClass('repair', { colour: 'red' })],
      rules: [],
    }
    const { counts, entries } = compareLists(before, after)
    expect(counts).toEqual({ ...none, classes: 2, dial: true })
    expect(entries.map(summary)).toEqual(['dial', 'class media', 'class repair'])
    expect(compareLists(after, before).entries.map(summary)).toEqual(['dial', 'class repair', 'class media'])
  })

  test('counts what it names', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (before, after) => {
        const { counts, entries } = compareLists(before, after)
        const count = (kind: string): number => entries.filter((entry) => entry.kind === kind).length
        expect(counts).toEqual({
          added: count('added'),
          changed: count('changed'),
          removed: count('removed'),
          classes: count('class'),
          dial: count('dial') > 0,
        })
        expect(compareLists(before, structuredClone(before))).toEqual({ counts: none, entries: [] })
      }),
    )
  })

  test('takes out no more rules as moved than must be', () => {
    const order = fc.shuffledSubarray([...'abcdef'], { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(order, (after) => {
        const moved = between('abcdef', after.join('')).length
        const longest = subsets(after)
          .filter(isSorted)
          .reduce((most, one) => Math.max(most, one.length), 0)
        expect(moved).toBe(6 - longest)
      }),
    )
  })
})

const subsets = (items: string[]): string[][] =>
  items.reduce<string[][]>((all, item) => [...all, ...all.map((one) => [...one, item])], [[]])
const isSorted = (items: string[]): boolean => [...items].sort().join() === items.join()

/** Documents that have much in common. */
const anyDocument: fc.Arbitrary<ListDocument> = fc
  .record({
    order: fc.shuffledSubarray([...'abcdef']),
    severities: fc.array(fc.constantFrom('P1' as const, 'P2' as const), { minLength: 6, maxLength: 6 }),
    areaCode: fc.constantFrom('0755', '020'),
    classes: fc.subarray(['repair', 'media', 'vip']),
  })
  .map(({ order, severities, areaCode, classes }) => ({
    dial: { country: 'CN', areaCode },
    classes: classes.map((id) => e.priorityClass(id)),
    rules: order.map((name, i) => e.rule(name, { severity: severities[i] ?? 'P3' })),
  }))

describe('changes carried over to a list that went on', () => {
  const edit = (document: ListDocument, id: string, change: Partial<PriorityRule>): ListDocument => ({
    ...document,
    rules: document.rules.map((rule) => (rule.id === id ? { ...rule, ...change } : rule)),
  })
  const order = (document: ListDocument): string => document.rules.map(({ id }) => id).join('')
  const base = documentOf(...named('abc'))

  test('are all taken when they touch different rules', () => {
    const mine = edit(base, 'a', { severity: 'P3' })
    const theirs = edit(base, 'b', { enabled: false })
    const { document, conflicts } = rebaseList(base, mine, theirs)
    expect(conflicts).toEqual([])
    expect(document).toEqual(edit(mine, 'b', { enabled: false }))
  })

  test('win over another change of the same rule, which is named', () => {
    const mine = edit(base, 'a', { severity: 'P3' })
    const { document, conflicts } = rebaseList(base, mine, edit(base, 'a', { severity: 'P2' }))
    expect(conflicts).toEqual(['Rule a'])
    expect(document).toEqual(mine)
  })

  test('are no conflict when both did the same', () => {
    const both = edit(base, 'a', { severity: 'P3' })
    expect(rebaseList(base, both, structuredClone(both))).toEqual({ document: both, conflicts: [] })
  })

  test.each<[name: string, mine: ListDocument, theirs: ListDocument, order: string, conflicts: string[]]>([
    ['a rule that I removed is gone', documentOf(...named('ac')), base, 'ac', []],
    ['a rule that they removed is gone', base, documentOf(...named('ac')), 'ac', []],
    [
      'a rule that I removed and they changed is gone, and named',
      documentOf(...named('ac')),
      edit(base, 'b', { note: 'x' }),
      'ac',
      ['Rule b'],
    ],
    [
      'a rule that they removed and I changed stays, and is named',
      edit(base, 'b', { note: 'x' }),
      documentOf(...named('ac')),
      'abc',
      ['Rule b'],
    ],
    [
      'a new rule of mine stands behind its neighbour',
      documentOf(...named('axbc')),
      documentOf(...named('cab')),
      'caxb',
      [],
    ],
    ['new rules of both stay', documentOf(...named('axbc')), documentOf(...named('yabcz')), 'yaxbcz', []],
    ['my order stays', documentOf(...named('cba')), documentOf(...named('abyc')), 'cbya', []],
    ['a new rule at the top stays at the top', documentOf(...named('xabc')), documentOf(...named('bca')), 'xbca', []],
  ])('%s', (_name, mine, theirs, expected, conflicts) => {
    const found = rebaseList(base, mine, theirs)
    expect(order(found.document)).toBe(expected)
    expect(found.conflicts).toEqual(conflicts)
  })

  test('keep a class that a rule still needs', () => {
    const mine = documentOf(e.rule('a', { note: 'mine' }))
    const theirs: ListDocument = { ...documentOf(), classes: [] }
    const { document } = rebaseList(documentOf(e.rule('a')), mine, theirs)
    expect(document.classes.map(({ id }) => id)).toEqual(['repair'])
  })

  test('win over another dial plan, which is named', () => {
    const withArea = (areaCode: string): ListDocument => ({ ...base, dial: { country: 'CN', areaCode } })
    const { document, conflicts } = rebaseList(base, withArea('020'), withArea('021'))
    expect(document.dial.areaCode).toBe('020')
    expect(conflicts).toEqual(['CN 020'])
    expect(rebaseList(base, base, withArea('021')).document.dial.areaCode).toBe('021')
  })

  test('onto a list that did not go on are my list; of somebody who changed nothing, theirs', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (one, other) => {
        const mine = rebaseList(one, other, one)
        expect(mine.conflicts).toEqual([])
        expect(mine.document.rules).toEqual(other.rules)
        expect(rebaseList(one, one, other).document.rules).toEqual(other.rules)
      }),
    )
  })

  test('lose no rule that either side added, and bring none back', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, anyDocument, (was, mine, theirs) => {
        const ids = ({ rules }: ListDocument): string[] => rules.map(({ id }) => id)
        const merged = ids(rebaseList(was, mine, theirs).document)
        expect(new Set(merged).size).toBe(merged.length)
        const known = new Set(ids(was))
        for (const id of [...ids(mine), ...ids(theirs)]) if (!known.has(id)) expect(merged).toContain(id)
        for (const id of known)
          if (!ids(mine).includes(id) && !ids(theirs).includes(id)) expect(merged).not.toContain(id)
      }),
    )
  })
})
