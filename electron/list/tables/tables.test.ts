import { expect, test } from 'vitest'
import type { PriorityRule } from '#shared/domain/priority/rule.ts'
import type { ImportCounts, ImportRowPage, ImportTable } from '#shared/ipc/list-view.ts'
import type { ListCommandName } from '#electron/list/list-keeper.ts'
import type { ExportedFile } from './tables.ts'
import { createTestTables, testAuthor, testDocument, testRule, textBytes, type TestTables } from './testing.ts'

const water = testRule({ id: 'w', name: '水厂', condition: { kind: 'caller-number', number: '13800001111' } })
const school = testRule({ id: 's', name: '学校', condition: { kind: 'caller-number', number: '13800002222' } })
const numbers = testRule({
  id: 'l',
  name: '名单',
  condition: { kind: 'not', of: { kind: 'caller-list', numbers: ['110', '120'] } },
})

const file = (text: string, name = '名单.csv') => ({ file: { name, bytes: textBytes(text) } })
const defaults = { classId: 'key-customer', severity: 'class', conditionKind: 'caller-number' } as const

async function answer<T>(tables: TestTables, name: ListCommandName, input: object, extra?: object): Promise<T> {
  const result = await tables.handle(name, input, testAuthor, extra)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value as T
}
async function problem(tables: TestTables, name: ListCommandName, input: object, extra?: object): Promise<unknown> {
  const result = await tables.handle(name, input, testAuthor, extra)
  return result.ok ? 'answered' : result.error
}

async function opened(csv: string, ...rules: PriorityRule[]): Promise<TestTables> {
  const tables = createTestTables(testDocument(...rules))
  const table = await answer<ImportTable>(tables, 'import.open', { fileId: 'f' }, file(csv))
  await answer(tables, 'import.preview', { fileId: 'f', fields: table.suggested, defaults })
  return tables
}

const csv = '编号,名称,号码\nw,水厂,13800001111\n,电视台,13900002222\ns,小学,13800002222\n,坏,13*\n'

test('a file is opened: columns, samples, and what they most likely are', async () => {
  const tables = createTestTables(testDocument())
  expect(await answer(tables, 'import.open', { fileId: 'f' }, file(csv))).toEqual({
    format: 'csv',
    encoding: 'utf-8',
    sheets: [],
    rows: 4,
    columns: [
      { index: 0, header: '编号', samples: ['w', 's'] },
      { index: 1, header: '名称', samples: ['水厂', '电视台', '小学'] },
      { index: 2, header: '号码', samples: ['13800001111', '13900002222', '13800002222'] },
    ],
    suggested: ['id', 'name', 'condition'],
  })
})

test('a preview changes nothing and is read page by page, numbered as the spreadsheet', async () => {
  const tables = await opened(csv, water, school)
  const page = (show: string, offset: number, limit: number) =>
    answer<ImportRowPage>(tables, 'import.rows', { fileId: 'f', show, offset, limit })
  const all = await page('all', 1, 2)
  expect([all.total, all.rows.map(({ row, state, fields }) => [row, state, fields])]).toEqual([
    4,
    [
      [3, 'new', undefined],
      [4, 'changed', ['name']],
    ],
  ])
  expect(await page('wrong', 0, 10)).toEqual({
    total: 1,
    rows: [
      {
        row: 5,
        state: 'wrong',
        cells: ['', '坏', '13*'],
        issues: [{ field: 'number', code: 'not-a-number', value: '13*', column: 2 }],
      },
    ],
  })
  expect((await page('same', 1, 10)).rows).toEqual([])
  expect(tables.rules()).toEqual([water, school])
})

test('applied: new and changed rows, not the wrong ones', async () => {
  const tables = await opened(csv, water, school, numbers)
  const applied = await answer(tables, 'import.apply', { fileId: 'f', removeMissing: false, revision: 7 })
  expect(applied).toEqual({ revision: 8, added: 1, changed: 1, removed: 0 })
  expect(tables.rules().map(({ id, name }) => [id, name])).toEqual([
    ['w', '水厂'],
    ['s', '小学'],
    ['l', '名单'],
    ['new-1', '电视台'],
  ])
  expect(tables.audited).toEqual([
    { kind: 'draft-imported', facts: { file: '名单.csv', added: 1, changed: 1, removed: 0 } },
  ])
  expect(await problem(tables, 'import.apply', { fileId: 'f', removeMissing: false, revision: 8 })).toEqual({
    kind: 'not-found',
    what: 'file',
  })
})

test('what the file does not have goes when that is asked for', async () => {
  const tables = await opened('编号,名称,号码\nw,水厂,13800001111\n', water, school)
  const applied = await answer(tables, 'import.apply', { fileId: 'f', removeMissing: true, revision: 7 })
  expect(applied).toMatchObject({ added: 0, changed: 0, removed: 1 })
  expect(tables.rules()).toEqual([water])
})

test('nothing is removed while a wrong row may be what seems to be missing', async () => {
  const tables = await opened(csv, water, school, numbers)
  expect(await problem(tables, 'import.apply', { fileId: 'f', removeMissing: true, revision: 7 })).toMatchObject({
    kind: 'bad-rule',
    issues: [{ field: 'number', code: 'not-a-number', value: '13*' }],
  })
  expect(tables.rules()).toEqual([water, school, numbers])
})

test('a file that changes nothing leaves the draft as it is', async () => {
  const tables = await opened('编号,名称,号码\nw,水厂,13800001111\n', water)
  const applied = await answer(tables, 'import.apply', { fileId: 'f', removeMissing: false, revision: 7 })
  expect([applied, tables.audited]).toEqual([{ revision: 7, added: 0, changed: 0, removed: 0 }, []])
})

test.each([
  ['which the screen has not seen', 7],
  ['which the preview was not made of', 8],
])('a draft that somebody else changed, %s, is not overwritten', async (_, revision) => {
  const tables = await opened(csv, water, school)
  tables.edit({ ...school, note: '李班长改的' })
  expect(await problem(tables, 'import.apply', { fileId: 'f', removeMissing: false, revision })).toEqual({
    kind: 'conflict',
    what: 'draft',
    by: '李班长',
    at: 1_764_000_000_000,
  })
  expect(tables.rules()[1]?.note).toBe('李班长改的')
})

test('files that nobody sent, or that others have pushed out, are not found', async () => {
  const tables = createTestTables(testDocument(water))
  const plan = { fileId: 'f', fields: [], defaults }
  const missing = { kind: 'not-found', what: 'file' }
  expect(await problem(tables, 'import.open', { fileId: 'f' })).toEqual(missing)
  expect(await problem(tables, 'import.preview', plan)).toEqual(missing)
  for (const fileId of ['f', 'g', 'h', 'i']) await answer(tables, 'import.open', { fileId }, file(csv))
  expect(await problem(tables, 'import.preview', plan)).toEqual(missing)
  expect(await problem(tables, 'import.rows', { fileId: 'i', show: 'all', offset: 0, limit: 10 })).toEqual(missing)
})

test('a field for two columns, and input of another shape, are refused', async () => {
  const tables = createTestTables(testDocument(water))
  await answer(tables, 'import.open', { fileId: 'f' }, file(csv))
  expect(await problem(tables, 'import.preview', { fileId: 'f', fields: ['name', 'name'], defaults })).toEqual({
    kind: 'invalid-input',
    where: 'fields',
    what: 'name',
  })
  expect(await problem(tables, 'import.rows', { fileId: 'f', show: 'all', offset: -1, limit: 10 })).toMatchObject({
    kind: 'invalid-input',
    where: 'offset',
  })
  expect(await problem(tables, 'list.page', {})).toEqual({ kind: 'unknown-command', name: 'list.page' })
})

test('a file that cannot be read is refused with the reason', async () => {
  const tables = createTestTables(testDocument())
  expect(await problem(tables, 'import.open', { fileId: 'f' }, file(''))).toEqual({
    kind: 'bad-file',
    why: 'empty',
    detail: '',
  })
})

const column = '姓名,电话\n甲,110\n乙,13800001111\n丙,+86 138 0000 1111\n丁,无\n戊,"119, 122"\n己,\n'

test('numbers of a column are added to the list of a rule: each once, wrong ones counted', async () => {
  const tables = createTestTables(testDocument(numbers))
  const input = { fileId: 'f', column: 1, ruleId: 'l', replace: false }
  expect(await answer(tables, 'import.numbers', input, file(column))).toEqual({
    revision: 8,
    added: 3,
    wrong: 1,
    duplicate: 2,
  })
  expect(tables.rules()[0]?.condition).toEqual({
    kind: 'not',
    of: { kind: 'caller-list', numbers: ['110', '120', '13800001111', '119', '122'] },
  })
  expect(tables.audited[0]?.facts).toEqual({ file: '名单.csv', rule: '名单', added: 3, wrong: 1, duplicate: 2 })
})

test('numbers of a column take the place of the list; a file of numbers alone has no header', async () => {
  const tables = createTestTables(testDocument(numbers))
  const input = { fileId: 'f', column: 0, ruleId: 'l', replace: true }
  expect(await answer(tables, 'import.numbers', input, file('13800001111\n13800002222\n'))).toMatchObject({ added: 2 })
  expect(tables.rules()[0]?.condition).toEqual({
    kind: 'not',
    of: { kind: 'caller-list', numbers: ['13800001111', '13800002222'] },
  })
})

test.each<[name: string, input: object, text: string, found: object]>([
  ['a rule that is not there', { ruleId: 'x' }, column, { kind: 'not-found', what: 'rule' }],
  [
    'a rule without a number list',
    { ruleId: 'w' },
    column,
    { kind: 'invalid-input', where: 'ruleId', what: 'caller-number' },
  ],
  ['a column that is not there', { column: 2 }, column, { kind: 'invalid-input', where: 'column', what: '3' }],
  [
    'nothing but faults in place of a list',
    { replace: true },
    '电话\n无\n暂无\n',
    { kind: 'bad-rule', issues: [{ field: 'number', code: 'list-empty' }] },
  ],
  [
    'more numbers than a list holds',
    { column: 0 },
    `电话\n${Array.from({ length: 99_999 }, (_, n) => 13_000_000_000 + n).join('\n')}\n`,
    { kind: 'bad-rule', issues: [{ field: 'number', code: 'too-many-numbers', value: '100001' }] },
  ],
])('no numbers: %s', async (_, input, text, found) => {
  const tables = createTestTables(testDocument(numbers, water))
  const columns = text.startsWith('姓名') ? 1 : 0
  const whole = { fileId: 'f', column: columns, ruleId: 'l', replace: false, ...input }
  expect(await problem(tables, 'import.numbers', whole, file(text))).toEqual(found)
  expect(tables.audited).toEqual([])
})

test('an export is a file that imports again', async () => {
  const tables = createTestTables(testDocument(water, numbers))
  const exported = await answer<ExportedFile>(tables, 'list.export', { of: 'draft', format: 'xlsx', language: 'zh' })
  expect(exported.name).toBe('优先接待表-草稿.xlsx')
  const table = await answer<ImportTable>(tables, 'import.open', { fileId: 'f' }, { file: exported })
  const counts = await answer<ImportCounts>(tables, 'import.preview', {
    fileId: 'f',
    fields: table.suggested,
    defaults,
  })
  expect(counts).toEqual({ new: 0, changed: 0, same: 2, wrong: 0, rows: 2, missing: 0 })
  expect(await problem(tables, 'list.export', { of: 3, format: 'csv', language: 'en' })).toEqual({
    kind: 'not-found',
    what: 'version',
  })
})

test('whoever may not see numbers gets none in an export', async () => {
  const tables = createTestTables(
    testDocument(
      { ...water, name: '张三 13800001111', owner: '李四 13900002222' },
      testRule({ id: 'l', condition: { kind: 'any', of: [{ kind: 'caller-list', numbers: ['0755-26884100'] }] } }),
    ),
  )
  const result = await tables.handle(
    'list.export',
    { of: 'draft', format: 'csv', language: 'en' },
    { ...testAuthor, seesNumbers: false },
  )
  const text = new TextDecoder().decode(result.ok ? (result.value as ExportedFile).bytes : undefined)
  expect(text).toContain('138****1111')
  expect(text).not.toMatch(/\d{7}/)
})

test('the audit trail in words, with the time of the site', async () => {
  const entry = {
    id: 5,
    at: Date.UTC(2026, 10, 23, 18, 5, 9),
    by: '=王班长',
    role: 'admin',
    kind: 'published',
    facts: { version: 3, why: '冬季, 保供' },
  } as const
  const tables = createTestTables(testDocument(), { auditEntries: [entry] })
  const { name, bytes } = await answer<ExportedFile>(tables, 'list.exportAudit', { language: 'zh' })
  expect([name, new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)]).toEqual([
    '优先接待表-操作记录.csv',
    '\uFEFF序号,时间,操作人,角色,操作,内容\r\n5,2026-11-24 02:05:09 +08:00,\'=王班长,管理员,发布,"版本：3；原因：冬季, 保供"\r\n',
  ])
  const english = await answer<ExportedFile>(tables, 'list.exportAudit', { language: 'en' })
  expect(new TextDecoder().decode(english.bytes)).toContain('Admin,Published,"version: 3; why: 冬季, 保供"')
})
