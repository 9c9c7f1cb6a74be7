import readSheets, { readSheet } from 'read-excel-file/universal'
import type { Problem } from '#shared/ipc/problem.ts'
import { ok, type Result } from '#shared/std/result.ts'
import { badFile, columnName, fitCell, tableLimits, type TableRow } from './limits.ts'
import { sheetBounds } from './sheet-bounds.ts'
import { openZip, storeZip, type ZipParts } from './zip-parts.ts'

/**
 * Rows of an XLSX file. read-excel-file knows the format; what it is given is bounded here first: the archive is unpacked by
 * `zip-parts.ts` with its sizes held to, only the one sheet that is asked for is among the parts, and how far its cells reach is known
 * (the library itself bounds nothing). The library gets these parts in a new archive, so that it cannot see others than were judged.
 */
export type XlsxTable = { sheets: string[]; sheet: string; rows: TableRow[] }

const workbookPart = 'xl/workbook.xml'
const relationsPart = 'xl/_rels/workbook.xml.rels'
const lastRowOfAnySheet = 1_048_576

export async function readXlsxTable(bytes: Uint8Array, wanted?: string): Promise<Result<XlsxTable, Problem>> {
  const zip = openZip(bytes)
  if (!zip.ok) return zip
  const { names } = zip.value
  if (!names.includes('[Content_Types].xml') || !names.includes(workbookPart))
    return badFile('not-xlsx', await otherFormat(zip.value))
  const sheets = await findSheets(zip.value)
  if (!sheets.ok) return sheets
  const chosen = wanted === undefined ? sheets.value[0] : sheets.value.find(({ name }) => name === wanted)
  if (!chosen) return badFile('no-sheet', wanted ?? '')
  const parts = await partsFor(zip.value, chosen, sheets.value)
  if (!parts.ok) return parts
  const xml = parts.value.get(chosen.part)
  const fits = xml ? checkBounds(xml, chosen.name) : badFile('damaged', chosen.name)
  if (!fits.ok) return fits
  const rows = await readRows(parts.value, chosen.name)
  return rows.ok ? ok({ sheets: sheets.value.map(({ name }) => name), sheet: chosen.name, rows: rows.value }) : rows
}

async function otherFormat(zip: ZipParts): Promise<string> {
  if (zip.names.includes('xl/workbook.bin')) return 'XLSB'
  if (zip.names.some((name) => name.startsWith('word/'))) return 'DOCX'
  if (zip.names.includes('mimetype')) {
    const type = await zip.unpack('mimetype')
    if (type.ok && type.value.length < 200 && new TextDecoder().decode(type.value).includes('opendocument'))
      return 'ODS'
  }
  return 'ZIP'
}

type Sheet = { name: string; part: string }

/**
 * The names of the sheets and the parts that hold them, as the library understands them: it reads the archive with the name of each part
 * in the place of its content.
 */
async function findSheets(zip: ZipParts): Promise<Result<Sheet[], Problem>> {
  const parts = new Map<string, Uint8Array>()
  for (const name of zip.names) {
    if (!isXml(name) || name === '[Content_Types].xml') continue
    if (name !== workbookPart && name !== relationsPart) {
      parts.set(name, markerSheet(name))
      continue
    }
    const unpacked = await zip.unpack(name)
    if (!unpacked.ok) return unpacked
    parts.set(name, unpacked.value)
  }
  try {
    const found = await readSheets(storeZip(parts))
    const sheets = found.map(({ sheet, data }) => ({ name: sheet, part: String(data[0]?.[0] ?? '') }))
    return sheets.length === 0 ? badFile('no-sheet') : ok(sheets.filter(({ part }) => part !== ''))
  } catch (error) {
    return whatIsWrong(error, workbookPart)
  }
}

const isXml = (name: string): boolean => name.endsWith('.xml') || name.endsWith('.xml.rels')

const markerSheet = (part: string): Uint8Array =>
  new TextEncoder().encode(
    `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${escapeXml(part)}</t></is></c></row></sheetData></worksheet>`,
  )

const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')

/** Drawings, themes and the like are never looked at by the reader. */
const unread = /^(docProps|customXml|_rels)\/|\/(drawings|media|theme|charts|comments|printerSettings)\//

async function partsFor(
  zip: ZipParts,
  chosen: Sheet,
  sheets: Sheet[],
): Promise<Result<Map<string, Uint8Array>, Problem>> {
  const others = new Set(sheets.filter((sheet) => sheet !== chosen).map(({ part }) => part))
  const parts = new Map<string, Uint8Array>()
  for (const name of zip.names) {
    const read = name === chosen.part || (isXml(name) && !unread.test(name))
    if (!read || (others.has(name) && name !== chosen.part)) continue
    const unpacked = await zip.unpack(name)
    if (!unpacked.ok) return unpacked
    parts.set(name, unpacked.value)
  }
  return ok(parts)
}

function checkBounds(xml: Uint8Array, sheet: string): Result<null, Problem> {
  const bounds = sheetBounds(xml)
  if (!bounds || bounds.lastRow > lastRowOfAnySheet) return badFile('damaged', sheet)
  // The header is a row too.
  const rows = bounds.lastDataRow - 1
  if (rows > tableLimits.rows) return badFile('too-many-rows', `${sheet}: ${rows} > ${tableLimits.rows}`)
  if (bounds.lastDataColumn > tableLimits.columns)
    return badFile(
      'too-many-columns',
      `${sheet}: ${columnName(bounds.lastDataColumn - 1)} > ${columnName(tableLimits.columns - 1)}`,
    )
  return ok(null)
}

async function readRows(parts: Map<string, Uint8Array>, sheet: string): Promise<Result<TableRow[], Problem>> {
  const archive = storeZip(parts)
  parts.clear()
  try {
    const data = await readSheet(archive, sheet, { trim: false, parseNumber: plainNumber })
    const rows: TableRow[] = []
    data.forEach((found, index) => {
      const cells = found.map(cellText)
      const width = cells.findLastIndex((cell) => cell !== '') + 1
      if (width > 0) rows.push({ row: index + 1, cells: cells.slice(0, width) })
    })
    return rows.length === 0 ? badFile('empty', sheet) : ok(rows)
  } catch (error) {
    return whatIsWrong(error, sheet)
  }
}

/** The library throws for what it cannot read, whatever the reason; it names a cell in one of its messages. */
function whatIsWrong(error: unknown, where: string): ReturnType<typeof badFile> {
  const cell = /row (\d+),? col (\d+)/.exec(error instanceof Error ? error.message : '')
  return badFile('damaged', cell ? `${where}: ${columnName(Number(cell[2]) - 1)}${cell[1]}` : where)
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return dateText(value)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  return fitCell(String(value))
}

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return ''
  const text = date.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ')
}

/** A spreadsheet keeps 13800001111 as `13800001111` or `1.3800001111E10`, and 8001 perhaps as `8001.0`. */
export function plainNumber(text: string): string {
  const found = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text)
  if (!found) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found
  const shift = Number(exponent)
  if (shift < 0 || shift > 40) return text
  const digits = whole + fraction.slice(0, shift).padEnd(shift, '0')
  const rest = fraction.slice(shift).replace(/0+$/, '')
  const plain = digits.replace(/^0+(?=\d)/, '')
  return `${sign}${plain}${rest === '' ? '' : `.${rest}`}`
}
