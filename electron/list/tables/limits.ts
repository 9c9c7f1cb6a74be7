import type { BadFile, Problem } from '#shared/ipc/problem.ts'
import { err } from '#shared/std/result.ts'

/** How large a spreadsheet may be. Checked before memory is given for it. */
export const tableLimits = {
  bytes: 50 * 1024 * 1024,
  /** Rows that hold anything, without the header: a rule each, and room for number lists that go on in further rows. */
  rows: 120_000,
  columns: 200,
  /** What a spreadsheet program can hold. Longer cells are kept a character longer than this, so that whoever reads them can tell. */
  cellCharacters: 32_767,
  zipEntries: 2000,
  unpackedBytes: 300 * 1024 * 1024,
  unpackedRatio: 200,
} as const

export const badFile = (why: BadFile, detail = ''): { ok: false; error: Extract<Problem, { kind: 'bad-file' }> } =>
  err({ kind: 'bad-file', why, detail })

export const fitCell = (text: string): string => {
  const trimmed = text.trim()
  return trimmed.length > tableLimits.cellCharacters ? trimmed.slice(0, tableLimits.cellCharacters + 1) : trimmed
}

export const isCut = (cell: string): boolean => cell.length > tableLimits.cellCharacters

/** A row that holds anything, numbered as a spreadsheet numbers it: the first row of the file is 1. */
export type TableRow = { row: number; cells: string[] }

/** As a spreadsheet names a column: 0 is A, 26 is AA. */
export function columnName(index: number): string {
  const rest = Math.floor(index / 26)
  const letter = String.fromCharCode(65 + (index % 26))
  return rest === 0 ? letter : columnName(rest - 1) + letter
}
