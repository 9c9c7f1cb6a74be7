import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { readSheet } from 'read-excel-file/node'

/** An exported report, opened again with another program's eyes: its rows as text. */
export async function readExport(file: string): Promise<string[][]> {
  if (file.endsWith('.xlsx')) {
    const rows = await readSheet(file)
    return rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))))
  }
  const text = readFileSync(file, 'utf8')
  return Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: false }).data
}

/** Its table: the row of headings, and what follows until an empty row. */
export function tableOf(rows: string[][], firstHeading: string): string[][] {
  const from = rows.findIndex(([first]) => first === firstHeading)
  const rest = rows.slice(from + 1)
  const to = rest.findIndex((row) => row.every((cell) => cell === ''))
  return to < 0 ? rest : rest.slice(0, to)
}

/** What a PDF says, and how many pages it has; undefined where the machine has no pdftotext (poppler). */
export function readPdf(file: string): { text: string; pages: number } | undefined {
  const found = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
  if (found.error || found.status !== 0) return undefined
  return { text: found.stdout, pages: found.stdout.split('\f').length - 1 }
}
