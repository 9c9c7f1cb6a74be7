import Papa from 'papaparse'
import type { Problem } from '#shared/ipc/problem.ts'
import { ok, type Result } from '#shared/std/result.ts'
import { badFile, fitCell, tableLimits, type TableRow } from './limits.ts'

/**
 * Rows of a text file: comma, semicolon or tab between cells; UTF-8, UTF-16 or GB18030 (what Excel saves as CSV in Chinese).
 * What is no text is refused, never guessed at.
 */
export type TextEncoding = 'utf-8' | 'utf-16' | 'gb18030'
export type TextTable = { encoding: TextEncoding; rows: TableRow[] }

export function readTextTable(bytes: Uint8Array, wanted?: TextEncoding): Result<TextTable, Problem> {
  const decoded = decodeText(bytes, wanted)
  if (!decoded) return badFile('not-text', wanted ?? '')
  if (/^\s*<(!doctype|html|table|\?xml)/i.test(decoded.text)) return badFile('not-a-table', 'HTML / XML')
  const rows = parseRows(decoded.text)
  return rows.ok ? ok({ encoding: decoded.encoding, rows: rows.value }) : rows
}

export function decodeText(
  bytes: Uint8Array,
  wanted?: TextEncoding,
): { encoding: TextEncoding; text: string } | undefined {
  for (const [encoding, label] of wanted ? labelsOf(wanted, bytes) : likelyLabels(bytes)) {
    const text = decodeAs(bytes, label)
    if (text !== undefined) return isText(text, encoding) ? { encoding, text } : undefined
  }
  return undefined
}

type Label = [TextEncoding, 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030']

function likelyLabels(bytes: Uint8Array): Label[] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return [['utf-16', 'utf-16le']]
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return [['utf-16', 'utf-16be']]
  const zeros = zeroBytes(bytes)
  // A table in UTF-16 without a mark: its commas, digits and line ends have a zero on one side only.
  if (zeros.odd > 0 && zeros.even === 0) return [['utf-16', 'utf-16le']]
  if (zeros.even > 0 && zeros.odd === 0) return [['utf-16', 'utf-16be']]
  return [
    ['utf-8', 'utf-8'],
    ['gb18030', 'gb18030'],
  ]
}

function labelsOf(wanted: TextEncoding, bytes: Uint8Array): Label[] {
  if (wanted !== 'utf-16') return [[wanted, wanted]]
  const marked = likelyLabels(bytes).filter(([encoding]) => encoding === 'utf-16')
  return marked.length > 0 ? marked : [['utf-16', 'utf-16le']]
}

const sampleBytes = 64 * 1024

function zeroBytes(bytes: Uint8Array): { even: number; odd: number } {
  const zeros = { even: 0, odd: 0 }
  const end = Math.min(bytes.length, sampleBytes)
  for (let at = 0; at < end; at++) if (bytes[at] === 0) zeros[at % 2 === 0 ? 'even' : 'odd']++
  return zeros
}

function decodeAs(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** Chance makes valid GB18030 or UTF-16 of a picture's bytes, but not without control characters; UTF-8 it does not make at all. */
function isText(text: string, encoding: TextEncoding): boolean {
  if (text.includes('\0')) return false
  if (encoding === 'utf-8') return true
  let controls = 0
  const end = Math.min(text.length, sampleBytes)
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) controls++
  }
  return controls * 50 <= end
}

/** A line of nothing but delimiters would become an array far larger than the file. Quotes are not looked at: this is a bound, no count. */
const delimitersInOneLine = 20_000

function longestLine(text: string, delimiter: string): number {
  const code = delimiter.charCodeAt(0)
  let longest = 0
  let here = 0
  for (let at = 0; at < text.length; at++) {
    const found = text.charCodeAt(at)
    if (found === code) here++
    else if (found === 10 || found === 13) {
      if (here > longest) longest = here
      here = 0
    }
  }
  return Math.max(longest, here)
}

const delimiters = [',', ';', '\t']

/** The one that most of the first rows agree upon; papaparse's own guess fails on few rows. */
function likelyDelimiter(text: string): string {
  const sample = text.slice(0, sampleBytes)
  let best = { delimiter: ',', agree: 0, width: 1 }
  for (const delimiter of delimiters) {
    const widths = Papa.parse<string[]>(sample, { delimiter, preview: 20 }).data.map((cells) => cells.length)
    for (const width of new Set(widths.filter((one) => one > 1))) {
      const agree = widths.filter((one) => one === width).length
      if (agree > best.agree || (agree === best.agree && width > best.width)) best = { delimiter, agree, width }
    }
  }
  return best.delimiter
}

function parseRows(whole: string): Result<TableRow[], Problem> {
  for (const delimiter of delimiters)
    if (longestLine(whole, delimiter) > delimitersInOneLine)
      return badFile('too-many-columns', `> ${tableLimits.columns}`)

  // Excel writes and reads this line; it is no row of the table.
  const named = /^sep=([,;\t])\r?\n/i.exec(whole)
  const text = named ? whole.slice(named[0].length) : whole
  const rows: TableRow[] = []
  let number = 0
  let filled = 0
  let widest = 0
  let unclosed: number | undefined
  Papa.parse<string[]>(text, {
    delimiter: named?.[1] ?? likelyDelimiter(text),
    step: ({ data, errors }) => {
      number++
      if (errors.some((error) => error.code === 'MissingQuotes')) unclosed ??= number
      const cells = data.map(fitCell)
      const width = cells.findLastIndex((cell) => cell !== '') + 1
      if (width === 0) return
      filled++
      widest = Math.max(widest, width)
      if (filled <= tableLimits.rows + 1) rows.push({ row: number, cells: cells.slice(0, width) })
    },
  })
  if (unclosed !== undefined) return badFile('damaged', `${unclosed} "`)
  if (filled === 0) return badFile('empty')
  if (widest > tableLimits.columns) return badFile('too-many-columns', `${widest} > ${tableLimits.columns}`)
  if (filled > tableLimits.rows + 1) return badFile('too-many-rows', `${filled - 1} > ${tableLimits.rows}`)
  return ok(rows)
}
