import { expect, test } from 'vitest'
import { createThreadReader, rowsInPiece } from './read-in-thread.ts'
import { readTable } from './read-table.ts'
import { inline, sheetOf, textBytes, workbook, xlsxBytes } from './testing.ts'

const read = createThreadReader()

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
  const starved = createThreadReader(16)
  const row = (at: number): string => `<row r="${at}">${inline(`A${at}`, `名称 ${at}`)}${inline(`B${at}`, '110')}</row>`
  const rows = Array.from({ length: 60_000 }, (_, index) => row(index + 1)).join('')
  expect(await starved(xlsxBytes(workbook(sheetOf(rows))), {})).toEqual({
    ok: false,
    error: { kind: 'bad-file', why: 'expands-too-much', detail: '> 16 MB' },
  })
})
