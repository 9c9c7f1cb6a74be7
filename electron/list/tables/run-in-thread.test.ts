import { expect, test } from 'vitest'
import { createTableThreads, rowsInPiece } from './run-in-thread.ts'
import { readTable } from './read-table.ts'
import { inline, sheetOf, textBytes, workbook, xlsxBytes } from './testing.ts'

const { read, writeXlsx } = createTableThreads()

test('a file is read in its own thread as it is in this one', async () => {
  const lines = Array.from({ length: rowsInPiece * 2 + 5 }, (_, index) => `医院 ${index},${13_800_000_000 + index}`)
  const bytes = textBytes(`名称,号码\n${lines.join('\n')}\n`)
  const result = await read(bytes, {})
  expect(result).toEqual(await readTable(bytes, {}))
  expect(result.ok && result.value.rows.length).toBe(lines.length)
})

test('a sheet by its name, and why a file cannot be read', async () => {
  const book = xlsxBytes(workbook(sheetOf(`<row r="1">${inline('A1', '110')}</row>`)))
  expect(await read(book, { sheet: 'Sheet1' })).toMatchObject({ ok: true, value: { sheet: 'Sheet1' } })
  expect(await read(book, { sheet: 'x' })).toEqual({
    ok: false,
    error: { kind: 'bad-file', why: 'no-sheet', detail: 'x' },
  })
})

test('a file that needs more memory than there is ends its reader only, and is refused', async () => {
  const starved = createTableThreads(16)
  const row = (at: number): string => `<row r="${at}">${inline(`A${at}`, `名称 ${at}`)}${inline(`B${at}`, '110')}</row>`
  const rows = Array.from({ length: 60_000 }, (_, index) => row(index + 1)).join('')
  expect(await starved.read(xlsxBytes(workbook(sheetOf(rows))), {})).toEqual({
    ok: false,
    error: { kind: 'bad-file', why: 'expands-too-much', detail: '> 16 MB' },
  })
})

test('a workbook is written in its own thread', async () => {
  const rows = [
    ['编号', '号码'],
    ['w', '075526884100'],
  ]
  const written = await writeXlsx(rows, { name: '名单', columns: [{ width: 10 }, { width: 20, text: true }] })
  const table = await readTable(new Uint8Array(written))
  expect(table).toMatchObject({
    ok: true,
    value: { sheets: ['名单'], header: rows[0], rows: [{ row: 2, cells: rows[1] }] },
  })
})
