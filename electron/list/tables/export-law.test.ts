import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRule } from '#shared/domain/priority/check-rule.ts'
import { classColours, type Condition, type ListDocument, type PriorityRule } from '#shared/domain/priority/rule.ts'
import { listDocumentSchema } from '#shared/settings/list-schema.ts'
import { createBreather } from './breather.ts'
import { exportRules } from './export-rules.ts'
import { suggestFields } from './header-words.ts'
import { previewTable, type Preview } from './preview.ts'
import { readTable } from './read-table.ts'
import { testRule } from './testing.ts'

/** Texts that spreadsheets, CSV, XML and this program's own syntax might stumble over. No NUL and no half characters: neither format has them. */
const nasty = fc.constantFrom(
  '=1+1',
  '+86 138',
  '-2',
  '@A1',
  "'=x",
  "''",
  '＝1',
  '"',
  '""',
  'a,b;c\td',
  'a\nb',
  'a\r\nb',
  'a\rb',
  '\u00a0x\u00a0',
  '_x000D_',
  '_x005F_',
  '<&>"',
  ']]>',
  '\u0001\u001f',
  '\u007f\u0085',
  '\ufffd',
  '\ufffe',
  'valueOf',
  '__proto__',
  'constructor',
  '全部(VDN 1)',
  'all(vdn 1; not(x))',
  'TRUE',
  '1.38E+10',
  '007',
  '2026-11-24',
  '是',
  '–',
  'a – b',
  '\u2028',
  '𝟙😀',
  "'",
  'ﬀ',
)
const wild = fc
  .oneof(nasty, fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ unit: 'grapheme', maxLength: 20 }))
  .map((text) => text.replaceAll('\0', '').trim())
const word = wild.filter((text) => text !== '' && text.length <= 30)

const number = fc.oneof(
  fc.stringMatching(/^1[3-9]\d{9}$/),
  fc.stringMatching(/^0755[- ]?2\d{3}[- ]?\d{4}$/),
  fc.stringMatching(/^[1-9]\d{2,5}$/),
  fc.constantFrom(
    '+86 (755) 2688-4100',
    '0086-13800001111',
    '１３８００００１１１１',
    '0755-26884100转8012',
    '+8613800001111',
    '2688 4100',
  ),
)
const simple: fc.Arbitrary<Condition> = fc.oneof(
  number.map((text): Condition => ({ kind: 'caller-number', number: text })),
  fc.stringMatching(/^\+?\d{1,8}$/).map((prefix): Condition => ({ kind: 'caller-prefix', prefix })),
  fc
    .tuple(
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: 0, max: 9999 }),
      fc.constantFrom('1380000', '0755-2688 ', '+86 138 0000 '),
    )
    .map(([a, b, head]): Condition => {
      const end = (at: number): string => `${head}${String(at).padStart(4, '0')}`
      return { kind: 'caller-range', from: end(Math.min(a, b)), to: end(Math.max(a, b)) }
    }),
  fc.constant<Condition>({ kind: 'caller-withheld' }),
  number.map((text): Condition => ({ kind: 'dialled-number', number: text })),
  word.map((code): Condition => ({ kind: 'transfer-code', code })),
  word.map((vdn): Condition => ({ kind: 'vdn', vdn })),
  word.map((area): Condition => ({ kind: 'queue-area', area })),
  fc
    .tuple(fc.integer({ min: 2, max: 50 }), fc.integer({ min: 1, max: 1440 }))
    .map(([calls, minutes]): Condition => ({ kind: 'repeat-caller', calls, minutes })),
)
const list = fc
  .array(number, { minLength: 1, maxLength: 5 })
  .map((numbers): Condition => ({ kind: 'caller-list', numbers }))
const deep = (depth: number): fc.Arbitrary<Condition> =>
  depth === 1
    ? fc.oneof({ weight: 5, arbitrary: simple }, list)
    : fc.oneof(
        { weight: 2, arbitrary: deep(depth - 1) },
        fc
          .tuple(
            fc.constantFrom('all' as const, 'any' as const),
            fc.array(deep(depth - 1), { minLength: 1, maxLength: 3 }),
          )
          .map(([kind, of]): Condition => ({ kind, of })),
        deep(depth - 1).map((of): Condition => ({ kind: 'not', of })),
      )

const day = fc.option(
  fc
    .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
)
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
const hours = fc.array(
  fc.record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    from: time,
    to: fc.oneof(time, fc.constant('24:00')),
  }),
  { maxLength: 3 },
)

const classes = fc.uniqueArray(word, { minLength: 1, maxLength: 4 }).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc.record({ zh: wild, en: wild }).map((name) => ({
        id,
        name,
        severity: 'P2' as const,
        colour: classColours[0] ?? 'red',
        shape: 'circle' as const,
        sound: 'severity' as const,
      })),
    ),
  ),
)

const documents: fc.Arbitrary<ListDocument> = classes.chain((known) => {
  const ids = new Set(known.map(({ id }) => id))
  const rule: fc.Arbitrary<PriorityRule> = fc
    .record({
      id: word,
      name: word,
      classId: fc.constantFrom(...ids),
      severity: fc.constantFrom('P1' as const, 'P2' as const, 'P3' as const),
      condition: deep(3),
      enabled: fc.boolean(),
      validFrom: day,
      validTo: day,
      hours,
      owner: wild,
      note: wild,
      sound: fc.constantFrom(
        'class' as const,
        'severity' as const,
        'p1' as const,
        'p2' as const,
        'p3' as const,
        'silent' as const,
      ),
      ladder: wild,
      handling: wild,
    })
    .filter((one) => checkRule(one, ids).length === 0)
  return fc
    .uniqueArray(rule, { selector: ({ id }) => id, maxLength: 6 })
    .map((rules) => ({ dial: { country: 'CN', areaCode: '0755' }, classes: known, rules }))
})

async function importAgain(document: ListDocument, format: 'csv' | 'xlsx', language: 'zh' | 'en'): Promise<Preview> {
  const table = await readTable(await exportRules(document, { format, language, seesNumbers: true }))
  if (!table.ok) throw new Error(JSON.stringify(table.error))
  const { rows, header } = table.value
  return previewTable({
    rows,
    fields: suggestFields(header),
    defaults: { classId: 'none', severity: 'class', conditionKind: 'caller-number' },
    document,
    newId: () => 'new',
    breather: createBreather(),
  })
}

const unchanged = { new: 0, changed: 0, wrong: 0, missing: 0 }

describe('an export that is imported again changes nothing', () => {
  test.each([
    ['csv', 'zh', 300],
    ['csv', 'en', 300],
    ['xlsx', 'zh', 100],
    ['xlsx', 'en', 100],
  ] as const)('%s, %s', { timeout: 60_000 }, async (format, language, numRuns) => {
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        fc.pre(document.rules.length > 0 && listDocumentSchema.safeParse(document).success)
        const { counts, fields, issues } = await importAgain(document, format, language)
        expect([counts, [...fields], [...issues]]).toMatchObject([
          { ...unchanged, same: document.rules.length },
          [],
          [],
        ])
      }),
      { numRuns },
    )
  })

  test.each(['csv', 'xlsx'] as const)('%s with a number list of many cells, alone and within', async (format) => {
    const numbers = Array.from({ length: 3000 }, (_, index) => `0755 ${26_880_000 + index}`)
    const lists: Condition[] = [
      { kind: 'caller-list', numbers },
      {
        kind: 'all',
        of: [
          { kind: 'not', of: { kind: 'caller-list', numbers } },
          { kind: 'vdn', vdn: '8001' },
        ],
      },
    ]
    const rules = lists.map((condition, index) => testRule({ id: `l${index}`, classId: 'k', condition }))
    const known = {
      id: 'k',
      name: { zh: '重', en: 'K' },
      severity: 'P2',
      colour: 'red',
      shape: 'star',
      sound: 'severity',
    } as const
    const { counts, issues } = await importAgain(
      { dial: { country: 'CN', areaCode: '0755' }, classes: [known], rules },
      format,
      'zh',
    )
    expect([...issues]).toEqual([])
    expect(counts).toMatchObject({ ...unchanged, same: counts.rows })
    expect(counts.rows).toBeGreaterThan(20)
  })
})

test('no cell of a CSV begins like a formula', async () => {
  await fc.assert(
    fc.asyncProperty(documents, async (document) => {
      const text = new TextDecoder().decode(
        await exportRules(document, { format: 'csv', language: 'en', seesNumbers: true }),
      )
      // Cells begin at the start, behind a comma or a line end outside quotes; within quotes a line end begins none.
      const cells = text.match(/(?<=^|,|\n)(?:"(?:[^"]|"")*"|[^,"\n]*)/g) ?? []
      expect(cells.filter((cell) => /^"?[=+\-@\t\r＝＋－＠]/.test(cell) && cell !== '\r')).toEqual([])
    }),
    { numRuns: 200 },
  )
})
