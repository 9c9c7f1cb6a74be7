import { readFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { tableLimits } from './limits.ts'
import { readTable, type ReadHow, type Table } from './read-table.ts'
import { inline, sheetOf, textBytes, workbook, xlsxBytes } from './testing.ts'
import { plainNumber } from './xlsx-table.ts'

const fixture = (name: string): Uint8Array => readFileSync(new URL(`fixtures/${name}`, import.meta.url))
const read = async (bytes: Uint8Array | string, how?: ReadHow): Promise<Table> => {
  const table = await readTable(typeof bytes === 'string' ? textBytes(bytes) : bytes, how)
  if (!table.ok) throw new Error(JSON.stringify(table.error))
  return table.value
}
const whyNot = async (bytes: Uint8Array | string, how?: ReadHow): Promise<unknown> => {
  const table = await readTable(typeof bytes === 'string' ? textBytes(bytes) : bytes, how)
  if (table.ok) throw new Error('was read')
  const { error } = table
  return error.kind === 'bad-file' ? [error.why, error.detail] : error
}
const rowsOf = ({ rows }: Table): string[][] => rows.map(({ cells }) => cells)

describe('text tables', () => {
  const utf16 = (text: string, mark = true): Uint8Array => Buffer.from(mark ? `\uFEFF${text}` : text, 'utf16le')
  const cases: [name: string, bytes: Uint8Array | string, encoding: string, rows: string[][]][] = [
    ['commas and UTF-8', '名称,号码\n医院,110\n', 'utf-8', [['医院', '110']]],
    ['a mark of UTF-8 and CRLF', '\uFEFF名称,号码\r\n医院,110\r\n', 'utf-8', [['医院', '110']]],
    ['semicolons', '名称;号码\n医院;110', 'utf-8', [['医院', '110']]],
    ['tabs', '名称\t号码\n医院\t110', 'utf-8', [['医院', '110']]],
    ['a line that names the delimiter', 'sep=;\r\n名称;号码\r\n医院;110', 'utf-8', [['医院', '110']]],
    [
      'quotes, with delimiters and line ends within',
      '名称,备注\n"医院, 东区","a ""b""\nc"\n',
      'utf-8',
      [['医院, 东区', 'a "b"\nc']],
    ],
    ['spaces around cells', '名称,号码\n  医院 , 110\u3000\n', 'utf-8', [['医院', '110']]],
    ['UTF-16', utf16('名称\t号码\r\n医院\t110\r\n'), 'utf-16', [['医院', '110']]],
    ['UTF-16 without a mark', utf16('name,number\r\nhospital,110\r\n', false), 'utf-16', [['hospital', '110']]],
    ['UTF-16, the other end first', Buffer.from(utf16('名称,号码\n医院,110\n')).swap16(), 'utf-16', [['医院', '110']]],
    ['lines of one cell', '号码\n13800001111\n13800002222\n', 'utf-8', [['13800001111'], ['13800002222']]],
  ]
  test.each(cases)('%s', async (_, bytes, encoding, rows) => {
    const table = await read(bytes)
    expect([table.format, table.encoding, rowsOf(table)]).toEqual(['csv', encoding, rows])
  })

  test('a CSV that Excel saved in Chinese is read as GB18030', async () => {
    const table = await read(fixture('gb18030.csv'))
    expect(table.encoding).toBe('gb18030')
    expect(rowsOf(table)).toEqual([
      ['k-1', '市人民医院', '0755-26884100', '重要用户', '夜间,急诊'],
      ['k-2', '自来水厂', '13800001111', '重要用户', '㐀镕'],
    ])
  })

  test('the encoding that a person chooses is taken, or refused when the bytes are not in it', async () => {
    const bytes = textBytes('名称,号码\n医院,110\n')
    expect((await read(bytes, { encoding: 'utf-8' })).header).toEqual(['名称', '号码'])
    expect(await whyNot(fixture('gb18030.csv'), { encoding: 'utf-8' })).toEqual(['not-text', 'utf-8'])
  })

  test('rows have the numbers of the spreadsheet, empty rows count and are left out, short rows stay short', async () => {
    const { rows, header } = await read('名称,号码,备注\n\n医院,110\n,,\n水厂,,x,y\n')
    expect(rows).toEqual([
      { row: 3, cells: ['医院', '110'] },
      { row: 5, cells: ['水厂', '', 'x', 'y'] },
    ])
    expect(header).toEqual(['名称', '号码', '备注', ''])
  })

  test('a title above the header is no data', async () => {
    const table = await read('2026年度名单,,\n制表：王班长,,\n名称,号码,备注\n医院,13800001111,x\n')
    expect([table.headerRow, rowsOf(table)]).toEqual([3, [['医院', '13800001111', 'x']]])
  })

  test('a file of numbers alone has no header', async () => {
    const table = await read('13800001111\n13800002222\n')
    expect([table.headerRow, table.header, table.rows.length]).toEqual([0, [''], 2])
  })

  const bad: [name: string, bytes: Uint8Array | string, why: [string, string]][] = [
    ['nothing', '', ['empty', '']],
    ['blank lines', ',,\n \n', ['empty', '']],
    ['a picture named .csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), ['not-text', 'PNG']],
    [
      'a program named .csv',
      Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300), Buffer.from([1, 2, 3])]),
      ['not-text', ''],
    ],
    ['bytes of no encoding', Buffer.from([0x41, 0xff, 0xff, 0x42]), ['not-text', '']],
    ['a web page named .xls', '<html><table><tr><td>1', ['not-a-table', 'HTML / XML']],
    ['a quote that never closes', 'a,b\n1,2\n3,"4\n5,6\n', ['damaged', '3 "']],
    ['201 columns', `${'x,'.repeat(200)}x\n`, ['too-many-columns', '201 > 200']],
    ['a line of a million delimiters', ','.repeat(1_000_000), ['too-many-columns', '> 200']],
  ]
  test.each(bad)('refused: %s', async (_, bytes, why) => {
    expect(await whyNot(bytes)).toEqual(why)
  })

  test('a file of 200 MB is refused by its size alone', async () => {
    expect(await whyNot(new Uint8Array(200 * 1024 * 1024))).toEqual(['too-large', '50 MB'])
  })

  test('one row more than allowed is refused with the number, as many as allowed are read', async () => {
    const rows = (count: number): string => `名称,号码\n${'a,1\n'.repeat(count)}`
    expect((await read(rows(tableLimits.rows))).rows.length).toBe(tableLimits.rows)
    expect(await whyNot(rows(tableLimits.rows + 3000))).toEqual(['too-many-rows', '123000 > 120000'])
  })

  test('a cell that is too long is cut one character behind the limit', async () => {
    const { rows } = await read(`名称,备注\na,${'x'.repeat(tableLimits.cellCharacters + 500)}\n`)
    expect(rows[0]?.cells[1]?.length).toBe(tableLimits.cellCharacters + 1)
  })
})

describe('XLSX', () => {
  test('a workbook of another program: title, merged cells, dates, numbers, rich text, a formula', async () => {
    const table = await read(fixture('openpyxl.xlsx'))
    expect([table.format, table.sheets, table.sheet, table.headerRow]).toEqual([
      'xlsx',
      ['重要用户', '停用', '空表'],
      '重要用户',
      2,
    ])
    expect(table.rows).toEqual([
      {
        row: 3,
        cells: ['h-1', '市人民医院', '13800001111', '重要用户', 'P2', '2026-01-01', '2026-12-31', '24 小时值班'],
      },
      { row: 4, cells: ['h-2', '自来水厂', '75526884100', '重要用户', '一级', '2026-11-24'] },
      { row: 5, cells: ['h-3', '供电所', '8001', '重要用户', 'P3'] },
      { row: 6, cells: ['h-4', '长号码', '13800002222', '重要用户', 'P2', '', '', '符号 <&> "引号"'] },
      { row: 8, cells: ['h-5', '文本号码', '013800003333', '重要用户', 'P2', '', '', '多行\n备注'] },
    ])
  })

  test('another sheet by its name', async () => {
    const table = await read(fixture('openpyxl.xlsx'), { sheet: '停用' })
    expect([table.sheet, rowsOf(table)]).toEqual(['停用', [['x', '95598']]])
  })

  test('numbers come out as they were typed', () => {
    const cases = {
      '13800001111': '13800001111',
      '1.3800001111E10': '13800001111',
      '1.38E+10': '13800000000',
      '8001.0': '8001',
      '0.5': '0.5',
      '-12': '-12',
      '1E-7': '1E-7',
      '1E999': '1E999',
      text: 'text',
    }
    expect(Object.keys(cases).map(plainNumber)).toEqual(Object.values(cases))
  })

  const cell = sheetOf(`<row r="1">${inline('A1', '号码')}</row><row r="2">${inline('A2', '110')}</row>`)
  const parts = workbook(cell)
  const without = (name: string): Map<string, Uint8Array> => new Map([...parts].filter(([part]) => part !== name))
  const withPart = (name: string, text: string): Map<string, Uint8Array> => new Map([...parts, [name, textBytes(text)]])
  const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1000)])

  test('the smallest workbook is read', async () => {
    expect(rowsOf(await read(xlsxBytes(parts)))).toEqual([['110']])
  })

  const bad: [name: string, bytes: Uint8Array, why: [string, string]][] = [
    ['an old .xls', compound, ['not-xlsx', 'XLS']],
    [
      'a workbook with a password',
      Buffer.concat([compound, Buffer.from('EncryptedPackage', 'utf16le')]),
      ['encrypted', ''],
    ],
    ['any other ZIP', xlsxBytes(new Map([['a.txt', textBytes('x')]])), ['not-xlsx', 'ZIP']],
    ['an empty ZIP', xlsxBytes(new Map()), ['not-xlsx', 'ZIP']],
    [
      'an OpenDocument sheet',
      xlsxBytes(new Map([['mimetype', textBytes('application/vnd.oasis.opendocument.spreadsheet')]])),
      ['not-xlsx', 'ODS'],
    ],
    ['a Word document', xlsxBytes(new Map([['word/document.xml', textBytes('<x/>')]])), ['not-xlsx', 'DOCX']],
    ['no workbook in it', xlsxBytes(without('xl/workbook.xml')), ['not-xlsx', 'ZIP']],
    ['no list of its parts', xlsxBytes(without('[Content_Types].xml')), ['not-xlsx', 'ZIP']],
    ['no relations', xlsxBytes(without('xl/_rels/workbook.xml.rels')), ['damaged', 'xl/workbook.xml']],
    ['no such sheet part', xlsxBytes(without('xl/worksheets/sheet1.xml')), ['damaged', 'xl/workbook.xml']],
    ['cut off', xlsxBytes(parts).subarray(0, 600), ['damaged', 'ZIP']],
    ['an empty sheet', xlsxBytes(withPart('xl/worksheets/sheet1.xml', sheetOf(''))), ['empty', 'Sheet1']],
    [
      'broken XML',
      xlsxBytes(withPart('xl/worksheets/sheet1.xml', '<worksheet><sheetData><row r="1"')),
      ['damaged', 'Sheet1'],
    ],
    [
      'a text that is not there',
      xlsxBytes(withPart('xl/worksheets/sheet1.xml', sheetOf('<row r="2"><c r="C2" t="s"><v>99</v></c></row>'))),
      ['damaged', 'Sheet1: C2'],
    ],
  ]
  test.each(bad)('refused: %s', async (_, bytes, why) => {
    expect(await whyNot(bytes)).toEqual(why)
  })

  test('a sheet that is not in the workbook', async () => {
    expect(await whyNot(xlsxBytes(parts), { sheet: '其他' })).toEqual(['no-sheet', '其他'])
  })

  const sheets: [name: string, rows: string, why: [string, string]][] = [
    [
      'a row far below',
      `<row r="1">${inline('A1', 'x')}</row><row r="999999">${inline('A999999', 'y')}</row>`,
      ['too-many-rows', 'Sheet1: 999998 > 120000'],
    ],
    ['a row that no sheet has', '<row r="9999999"><c r="A9999999"/></row>', ['damaged', 'Sheet1']],
    ['a column far right', `<row r="1">${inline('XFD1', 'x')}</row>`, ['too-many-columns', 'Sheet1: XFD > GR']],
    ['a place written in entities', '<row r="&#57;99999"><c r="A1"/></row>', ['damaged', 'Sheet1']],
    ['a place written twice', '<row r="1" x:r="999999"><c r="A1"/></row>', ['damaged', 'Sheet1']],
    [
      'a row hidden in a comment',
      `<!-- <row a=" --><row r="999999">${inline('A999999', 'x')}</row>`,
      ['damaged', 'Sheet1'],
    ],
    ['a row hidden in a quoted text', `<row a="<row r='1'>" r="1"/>`, ['damaged', 'Sheet1']],
  ]
  test.each(sheets)('refused before rows are made: %s', async (_, rows, why) => {
    expect(await whyNot(xlsxBytes(workbook(sheetOf(rows))))).toEqual(why)
  })

  test('cells that are only formatted do not count, however far they reach', async () => {
    const far = `<row r="1">${inline('A1', '110')}<c r="XFD1" s="1"/></row><row r="1048576"><c r="B1048576" s="1"/></row>`
    expect(rowsOf(await read(xlsxBytes(workbook(sheetOf(far)))))).toEqual([['110']])
  })

  test('100,000 rows are read', { timeout: 60_000 }, async () => {
    const row = (at: number): string =>
      `<row r="${at}">${[...'ABC'].map((letter) => `<c r="${letter}${at}"><v>${at}</v></c>`).join('')}</row>`
    const rows = Array.from({ length: 100_000 }, (_, index) => row(index + 2)).join('')
    const header = `<row r="1">${inline('A1', '编号')}${inline('B1', '号码')}</row>`
    const table = await read(packed(workbook(sheetOf(header + rows))))
    expect([table.rows.length, table.rows.at(-1)]).toEqual([
      100_000,
      { row: 100_001, cells: Array.from({ length: 3 }, () => '100001') },
    ])
  })
})

/** An archive with its parts deflated; `lie` changes what it says of itself. */
function packed(
  parts: ReadonlyMap<string, Uint8Array>,
  lie: (entry: { unpacked: number; flags: number }) => void = () => {},
): Uint8Array {
  const chunks: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, data] of parts) {
    const stored = Buffer.from(xlsxBytes(new Map([[name, data]])))
    const entryAt = stored.readUInt32LE(stored.length - 6)
    const local = Buffer.from(stored.subarray(0, 30 + Buffer.byteLength(name)))
    const entry = Buffer.from(stored.subarray(entryAt, stored.length - 22))
    const body = deflateRawSync(data)
    const says = { unpacked: data.length, flags: 0x0800 }
    lie(says)
    for (const [header, at] of [
      [local, 6],
      [entry, 8],
    ] as const) {
      header.writeUInt16LE(says.flags, at)
      header.writeUInt16LE(8, at + 2)
      header.writeUInt32LE(body.length, at + 12)
      header.writeUInt32LE(says.unpacked, at + 16)
    }
    entry.writeUInt32LE(offset, 42)
    chunks.push(local, body)
    directory.push(entry)
    offset += local.length + body.length
  }
  const end = Buffer.alloc(22)
  const entries = Buffer.concat(directory)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.size, 8)
  end.writeUInt16LE(parts.size, 10)
  end.writeUInt32LE(entries.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...chunks, entries, end])
}

describe('archives that mean harm', () => {
  const small = workbook(sheetOf(`<row r="1">${inline('A1', '110')}</row>`))
  const bomb = (megabytes: number): Map<string, Uint8Array> =>
    new Map([...small, ['xl/worksheets/sheet1.xml', Buffer.alloc(megabytes * 1024 * 1024, 0x20)]])

  test('an honest archive with deflated parts is read', async () => {
    expect(rowsOf(await read(packed(small)))).toEqual([['110']])
  })

  test('parts that say they are far larger than the archive are not unpacked', async () => {
    expect(await whyNot(packed(bomb(64)))).toEqual(['expands-too-much', '65 MB'])
  })

  test('more than 300 MB in all are not unpacked', async () => {
    const says = packed(small, (entry) => (entry.unpacked = 100 * 1024 * 1024))
    expect(await whyNot(says)).toEqual(['expands-too-much', '400 MB'])
  })

  test('a part that is larger than it said is stopped where it said it would end', async () => {
    const lying = packed(bomb(64), (entry) => (entry.unpacked = Math.min(entry.unpacked, 1000)))
    expect(await whyNot(lying)).toEqual(['expands-too-much', '> 1000'])
  })

  test('a part that is smaller than it said is damaged', async () => {
    expect(await whyNot(packed(small, (entry) => (entry.unpacked += 1)))).toEqual(['damaged', 'ZIP'])
  })

  test('a part whose bytes were changed is damaged', async () => {
    const bytes = Buffer.from(xlsxBytes(small))
    bytes.write('111', bytes.indexOf('110'))
    expect(await whyNot(bytes)).toEqual(['damaged', 'ZIP'])
  })

  test('encrypted parts are told', async () => {
    expect(await whyNot(packed(small, (entry) => (entry.flags = 1)))).toEqual(['encrypted', '[Content_Types].xml'])
  })

  test('thousands of parts are too many', async () => {
    const many = new Map(Array.from({ length: 2001 }, (_, index) => [`p${index}`, new Uint8Array()] as const))
    expect(await whyNot(xlsxBytes(many))).toEqual(['expands-too-much', '2001 > 2000'])
  })

  test('parts that share their bytes are refused', async () => {
    const bytes = packed(small)
    const view = Buffer.from(bytes)
    const end = view.length - 22
    let at = view.readUInt32LE(end + 16)
    for (let entry = 0; entry < small.size; entry++) {
      view.writeUInt32LE(view.length, at + 20)
      at += 46 + view.readUInt16LE(at + 28)
    }
    expect(await whyNot(view)).toEqual(['damaged', 'ZIP'])
  })
})
