import { expect, test } from 'vitest'
import type { Condition, PriorityRule } from '#shared/domain/priority/rule.ts'
import type { ImportDefaults, ImportField } from '#shared/ipc/list-view.ts'
import { createBreather } from './breather.ts'
import { suggestFields } from './header-words.ts'
import { previewTable, type Preview } from './preview.ts'
import { readTable } from './read-table.ts'
import { testDocument, testRule, textBytes } from './testing.ts'

const defaults: ImportDefaults = { classId: 'key-customer', severity: 'class', conditionKind: 'caller-number' }

async function look(
  csv: string,
  rules: PriorityRule[] = [],
  more: { defaults?: Partial<ImportDefaults>; fields?: ImportField[]; workMs?: number } = {},
): Promise<Preview> {
  const table = await readTable(textBytes(csv))
  if (!table.ok) throw new Error(JSON.stringify(table.error))
  let ids = 0
  return previewTable({
    rows: table.value.rows,
    fields: more.fields ?? suggestFields(table.value.header),
    defaults: { ...defaults, ...more.defaults },
    document: testDocument(...rules),
    newId: () => `new-${++ids}`,
    breather: createBreather(more.workMs),
  })
}

const number = (text: string): Condition => ({ kind: 'caller-number', number: text })
const hospital = testRule({ id: 'h', name: '医院', condition: number('0755-2688 4100') })
const water = testRule({ id: 'w', name: '水厂', condition: number('13800001111'), note: '泵站' })

test('rows are new, changed, the same or wrong, and what the file does not have is missing', async () => {
  const csv =
    '编号,名称,号码,备注\nh,医院,0755-2688 4100,\nw,水厂,13800001111,新泵站\n,电视台,13900002222,\n,学校,138*,\n'
  const found = await look(csv, [hospital, water, testRule({ id: 'gone' })])
  expect(found.states).toEqual(['same', 'changed', 'new', 'wrong'])
  expect(found.counts).toEqual({ new: 1, changed: 1, same: 1, wrong: 1, rows: 4, missing: 1 })
  expect(found.changed).toEqual([{ ...water, note: '新泵站' }])
  expect([...found.fields]).toEqual([[1, ['note']]])
  expect(found.added).toEqual([testRule({ id: 'new-1', name: '电视台', condition: number('13900002222') })])
  expect([...found.issues]).toEqual([[3, [{ field: 'number', code: 'not-a-number', value: '138*', column: 2 }]]])
  expect(found.missing).toEqual(['gone'])
})

test('without an id, a row is the rule of its class that looks for the same number, however it is written', async () => {
  const csv = '名称,号码\n医院,＋８６ 755 26884100\n水厂二,013800001111\n'
  const found = await look(csv, [hospital, water])
  expect(found.states).toEqual(['same', 'changed'])
  expect(found.changed).toEqual([{ ...water, name: '水厂二' }])
  expect(found.missing).toEqual([])
})

test('the same number in another class is another rule', async () => {
  const found = await look('号码,类别\n13800001111,投诉\n', [water])
  expect(found.states).toEqual(['new'])
  expect(found.added[0]).toMatchObject({ classId: 'complaint', severity: 'P2', name: '13800001111' })
})

test('columns that the file lacks leave a known rule as it is, and begin a new one as the defaults say', async () => {
  const rule = testRule({
    id: 'h',
    severity: 'P1',
    owner: '王',
    hours: [{ days: [1], from: '08:00', to: '18:00' }],
    enabled: false,
  })
  const csv = '编号,备注\nh,夜间\n'
  expect((await look(csv, [rule])).changed).toEqual([{ ...rule, note: '夜间' }])
  const fresh = await look('号码\n110\n', [], {
    defaults: { classId: 'repair', severity: 'P3', conditionKind: 'dialled-number' },
  })
  expect(fresh.added).toEqual([
    testRule({
      id: 'new-1',
      name: '110',
      classId: 'repair',
      severity: 'P3',
      condition: { kind: 'dialled-number', number: '110' },
    }),
  ])
})

test('an empty cell takes a date, hours or a note away, and leaves name, class and switch alone', async () => {
  const rule = testRule({
    id: 'h',
    validFrom: '2026-01-01',
    validTo: '2026-12-31',
    note: 'x',
    enabled: false,
    hours: [{ days: [1], from: '08:00', to: '18:00' }],
  })
  const csv = '编号,名称,类别,启用,生效日期,失效日期,时段,备注\nh,,,,,,,\n'
  expect((await look(csv, [rule])).changed).toEqual([{ ...rule, validFrom: null, validTo: null, note: '', hours: [] }])
})

const faults: [name: string, header: string, cells: string, issue: object][] = [
  ['a class nobody has', '号码,类别', '110,军队', { field: 'class', code: 'unknown-class', value: '军队', column: 1 }],
  ['a severity nobody has', '号码,级别', '110,P9', { field: 'severity', code: 'unknown-word', value: 'P9', column: 1 }],
  [
    'a kind nobody has',
    '号码,条件类型',
    '110,星座',
    { field: 'condition', code: 'unknown-word', value: '星座', column: 1 },
  ],
  [
    'a regular expression as a prefix',
    '号码,条件类型',
    '^138.*$,主叫前缀',
    { field: 'number', code: 'not-a-prefix', value: '^138.*$', column: 0 },
  ],
  ['no number at all', '名称,号码', '医院,', { field: 'condition', code: 'missing', column: 1 }],
  ['a name for a number', '号码', '张三', { field: 'number', code: 'not-a-number', value: '张三', column: 0 }],
  [
    'a name before a number in a list',
    '号码,条件类型',
    '张三 13800001111,号码清单',
    { field: 'number', code: 'not-a-number', value: '张三 13800001111', column: 0 },
  ],
  [
    'a number that lost its digits',
    '号码',
    '1.38E+10',
    { field: 'number', code: 'not-a-number', value: '1.38E+10', column: 0 },
  ],
  [
    'a range the wrong way round',
    '号码,条件类型',
    '13800009999–13800000000,号段',
    { field: 'number', code: 'range-reversed', value: '13800009999 – 13800000000', column: 0 },
  ],
  ['no date', '号码,生效日期', '110,明天', { field: 'valid-from', code: 'not-a-date', value: '明天', column: 1 }],
  [
    'a day that the calendar does not have',
    '号码,生效日期',
    '110,2026-02-30',
    { field: 'valid-from', code: 'not-a-date', value: '2026-02-30', column: 1 },
  ],
  [
    'dates the wrong way round',
    '号码,生效日期,失效日期',
    '110,2026-12-01,2026-01-01',
    { field: 'valid-to', code: 'dates-reversed', value: '2026-12-01 – 2026-01-01', column: 2 },
  ],
  ['no hours', '号码,时段', '110,上午', { field: 'hours', code: 'not-hours', value: '上午', column: 1 }],
  ['a P1 without sound', '号码,级别,声音', '110,P1,静音', { field: 'sound', code: 'silent-p1', column: 2 }],
  [
    'a name without end',
    '号码,名称',
    `110,${'长'.repeat(101)}`,
    { field: 'name', code: 'too-long', value: '长'.repeat(100), column: 1 },
  ],
  [
    'a cell that was cut, though it would be numbers',
    '条件,条件类型',
    `"${'110,'.repeat(9000)}120",号码清单`,
    { field: 'condition', code: 'too-long', value: '110,'.repeat(25), column: 0 },
  ],
  ['an unknown switch', '号码,启用', '110,也许', { field: 'enabled', code: 'unknown-word', value: '也许', column: 1 }],
]
test.each(faults)('wrong, with the cell: %s', async (_, header, cells, issue) => {
  const found = await look(`${header}\n${cells}\n`)
  expect([found.states, found.issues.get(0)]).toEqual([['wrong'], [issue]])
})

test('a row with several faults names each', async () => {
  const found = await look('号码,级别,类别,生效日期\nx,P9,军队,明天\n')
  expect(found.issues.get(0)?.map(({ field, column }) => [field, column])).toEqual([
    ['number', 0],
    ['severity', 1],
    ['class', 2],
    ['valid-from', 3],
  ])
})

test('a wrong row changes nothing, and the rule that it names is not missing', async () => {
  const found = await look('编号,号码,备注\nh,x*,y\n', [hospital])
  expect([found.states, found.changed, found.missing, found.unplaced]).toEqual([['wrong'], [], [], []])
})

test('a wrong row without an id may have meant any rule', async () => {
  const found = await look('号码\nx*\n', [hospital])
  expect([found.missing, found.unplaced.length]).toEqual([['h'], 1])
})

test('twice the same id is wrong', async () => {
  const found = await look('编号,号码\nx,110\nx,120\n')
  expect(found.states).toEqual(['new', 'wrong'])
  expect(found.issues.get(1)).toEqual([{ field: 'id', code: 'duplicate-id', value: 'x', column: 0 }])
})

test('twice the same number: nothing new when all is equal, wrong and told where when it is not', async () => {
  const found = await look('名称,号码\n医院,13900002222\n医院,+86 13900002222\n学校,139-0000-2222\n')
  expect(found.states).toEqual(['new', 'same', 'wrong'])
  expect(found.issues.get(2)).toEqual([{ field: 'condition', code: 'duplicate-row', value: '2', column: 1 }])
})

test('a wrong row does not stand in the way of a right one', async () => {
  const found = await look('号码,级别\n13900002222,P9\n13900002222,P1\n')
  expect(found.states).toEqual(['wrong', 'new'])
})

test('a rule is changed by one row only, whether it is named by id or by number', async () => {
  const found = await look('编号,名称,号码\n,水厂甲,13800001111\nw,水厂乙,13800001111\n', [water])
  expect(found.states).toEqual(['changed', 'wrong'])
  expect(found.changed.length).toBe(1)
})

test('a number list goes on in further rows', async () => {
  const csv = '编号,名称,条件类型,条件\nl,名单,号码清单,"110, 120"\nl,,号码清单,"119"\nl,,号码清单,122\n'
  const found = await look(csv)
  expect(found.states).toEqual(['new', 'new', 'new'])
  expect(found.added.map(({ condition }) => condition)).toEqual([
    { kind: 'caller-list', numbers: ['110', '120', '119', '122'] },
  ])
})

test('a fault in a further row is told there, and the whole list is not taken', async () => {
  const csv = '编号,名称,条件类型,条件\nl,名单,号码清单,"110, 120"\nl,,号码清单,119 号\nl,,号码清单,122\n'
  const found = await look(csv)
  expect(found.states).toEqual(['wrong', 'wrong', 'wrong'])
  expect(found.issues.get(1)).toEqual([{ field: 'number', code: 'not-a-number', value: '119 号', column: 3 }])
  expect(found.added).toEqual([])
})

test('a composite is read from its own text', async () => {
  const found = await look('名称,条件\n夜间,"all(vdn 8001; not(caller-prefix 0755))"\n')
  expect(found.added[0]?.condition).toEqual({
    kind: 'all',
    of: [
      { kind: 'vdn', vdn: '8001' },
      { kind: 'not', of: { kind: 'caller-prefix', prefix: '0755' } },
    ],
  })
})

test('100,000 rows with every kind of fault are looked at, and others get their turn meanwhile', {
  timeout: 60_000,
}, async () => {
  const header = '编号,名称,号码,条件类型,类别,级别,生效日期,失效日期,时段,声音'
  const kinds = [
    (n: number) => `k${n},好,${13_000_000_000 + n},,,,,,,`,
    (n: number) => `,好,${15_000_000_000 + n},,,,2026-01-01,2026-12-31,一-五 08:00-18:00,`,
    (n: number) => `k${n},正则,^13${n}.*$,主叫前缀,,,,,,`,
    (n: number) => `,倒日期,${17_000_000_000 + n},,,,2026-12-01,2026-01-01,,`,
    (n: number) => `k${n},无类,110,,无此类,,,,,`,
    (n: number) => `k${n - 5},重号,110,,,,,,,`,
    (n: number) => `,重条件 ${n},15000000001,,,,,,,`,
    (n: number) => `k${n},无声,110,,,P1,,,,静音`,
    (n: number) => `k${n},倒号段,13800009999–13800000000,号段,,,,,,`,
    () => ',,,,,P9,明天,后天,上午,吵',
  ]
  const lines = Array.from({ length: 100_000 }, (_, n) => kinds[n % kinds.length]?.(n) ?? '')
  let turns = 0
  let watching = true
  const watch = (): void => {
    turns++
    if (watching) setImmediate(watch)
  }
  setImmediate(watch)
  const found = await look(`${header}\n${lines.join('\n')}\n`, [], { workMs: 0 })
  watching = false
  // With no time to work at a stretch, every 64th row of each of the two passes is a break.
  expect(turns).toBeGreaterThan(2000)
  expect(found.counts).toEqual({ new: 20_000, changed: 0, same: 0, wrong: 80_000, rows: 100_000, missing: 0 })
  const codes = new Set([...found.issues.values()].flatMap((issues) => issues.map(({ code }) => code)))
  expect([...codes].sort()).toEqual([
    'dates-reversed',
    'duplicate-id',
    'duplicate-row',
    'missing',
    'not-a-date',
    'not-a-prefix',
    'not-hours',
    'range-reversed',
    'silent-p1',
    'unknown-class',
    'unknown-word',
  ])
  expect([...found.issues.values()].every((issues) => issues.length > 0)).toBe(true)
})
