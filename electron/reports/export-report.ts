import Papa from 'papaparse'
import writeXlsxFile from 'write-excel-file/node'
import { guardApostrophe, guardFormula } from '#electron/list/tables/formula-guard.ts'
import type { PriorityClass } from '#shared/domain/priority/rule.ts'
import type { Calendar } from '#shared/domain/statistics/calendar.ts'
import { normNamed } from '#shared/domain/statistics/norms.ts'
import type { Report, ReportColumn, ReportTable } from '#shared/ipc/journal-view.ts'
import { dateText, timeText } from './report-windows.ts'
import {
  cellWords,
  columnTitle,
  dimensionWords,
  headWords,
  kindWords,
  profileWords,
  type Language,
} from './report-words.ts'

/**
 * A report as a file: what it is and when, the figures on top, the table, and the table that it is compared with. Numbers are numbers
 * (seconds, percent); texts never run as formulas.
 */
export type ExportHow = {
  format: 'csv' | 'xlsx'
  language: Language
  site: string
  calendar: Calendar
  classes: readonly PriorityClass[]
}
type Cell = string | number | null

export async function exportReport(report: Report, how: ExportHow): Promise<{ name: string; bytes: Uint8Array }> {
  const rows = sheetOf(report, how)
  const bytes =
    how.format === 'csv' ? csvBytes(rows) : await xlsxBytes(rows, kindWords[report.request.kind][how.language])
  return { name: fileName(report, how), bytes }
}

function fileName({ request, window }: Report, { language, calendar, format }: ExportHow): string {
  const first = dateText(window.from, calendar)
  const last = dateText(Math.max(window.from, window.to - 1), calendar)
  const when = first === last ? first : `${first}_${last}`
  const kind = kindWords[request.kind][language].replace(/[^\p{L}\p{N}]+/gu, '-')
  return `${kind}-${when}.${format}`
}

export function sheetOf(report: Report, how: ExportHow): Cell[][] {
  const { language, site, classes } = how
  const { request, window, compareWindow, headline, table, compareTable, norm, imported } = report
  const word = (key: keyof typeof headWords): string => headWords[key][language]
  const span = ({ from, to }: { from: number; to: number }): string => `${timeOf(from, how)} – ${timeOf(to, how)}`
  const rows: Cell[][] = [
    [kindWords[request.kind][language], site],
    [word('window'), span(window)],
    [word('dimension'), dimensionWords(request, language, classes)],
    [word('profile'), profileWords[request.profile][language]],
  ]
  if (norm) rows.push([word('norm'), normNamed(norm)?.name[language] ?? norm])
  rows.push([word('made'), timeOf(report.madeAt, how)])
  if (imported > 0) rows.push([word('imported'), imported])
  if (report.comparedUntil !== undefined) rows.push([word('comparedUntil'), timeOf(report.comparedUntil, how)])
  for (const gap of report.gaps) rows.push([word('gap'), span(gap)])
  rows.push([])
  for (const { key, unit, value, compare } of headline) {
    const column: ReportColumn = { key, unit }
    const cells = [columnTitle(column, language), valueOf(value, column, how)]
    rows.push(compare === undefined ? cells : [...cells, valueOf(compare, column, how)])
  }
  if (headline.length > 0) rows.push([])
  rows.push(...tableRows(table, how))
  if (compareTable && compareWindow)
    rows.push([], [word('compare'), span(compareWindow)], ...tableRows(compareTable, how))
  return rows
}

const tableRows = ({ columns, rows }: ReportTable, how: ExportHow): Cell[][] => [
  columns.map((column) => columnTitle(column, how.language)),
  ...rows.map((row) => columns.map((column, index) => valueOf(row[index] ?? null, column, how))),
]

function valueOf(value: string | number | null, { key, unit }: ReportColumn, how: ExportHow): Cell {
  if (value === null) return null
  if (typeof value === 'string') return cellWords(key, value, how.language, how.classes)
  switch (unit) {
    case 'ms':
      return Math.round(value / 100) / 10
    case 'pct':
      return Math.round(value * 10) / 10
    case 'time':
      return timeOf(value, how)
    default:
      return value
  }
}

function timeOf(at: number, { calendar }: ExportHow): string {
  return `${dateText(at, calendar)} ${timeText(at, calendar)}`
}

/** With a mark of UTF-8, which Excel needs, and the line ends of RFC 4180. */
function csvBytes(rows: Cell[][]): Uint8Array {
  const texts = rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? guardFormula(cell) : String(cell ?? ''))),
  )
  return new TextEncoder().encode(`\uFEFF${Papa.unparse(texts, { newline: '\r\n' })}\r\n`)
}

async function xlsxBytes(rows: Cell[][], sheet: string): Promise<Uint8Array> {
  const cells = rows.map((row) =>
    row.map((value) => {
      if (value === null || value === '') return null
      return typeof value === 'number'
        ? { value, type: Number }
        : { value: guardApostrophe(plain(value)), type: String }
    }),
  )
  const widths = Array.from({ length: Math.max(1, ...rows.map((row) => row.length)) }, (_, index) => ({
    width: index < 2 ? 24 : 14,
  }))
  return writeXlsxFile(cells, { sheet: sheet.slice(0, 31), columns: widths }).toBuffer()
}

/** What XML cannot hold, the switch's names need not have. */
const plain = (text: string): string => text.replace(/[\0-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]/gu, '')
