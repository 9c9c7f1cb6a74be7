import writeXlsxFile from 'write-excel-file/node'
import { guardApostrophe } from './formula-guard.ts'

/** Rows of texts, the header first, as a workbook of one sheet. All cells are texts: a number keeps its zeros, nothing is a formula. */
export type SheetColumns = {
  name: string
  /** `text`: what is typed into the column later, too, stays text (number format `@`). */
  columns: { width: number; text?: true }[]
}
export type WriteXlsx = (rows: string[][], sheet: SheetColumns) => Promise<Uint8Array>

export const writeXlsx: WriteXlsx = async ([header = [], ...rows], { name, columns }) => {
  const cells = [
    header.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
    ...rows.map((row) =>
      row.map((text, column) => {
        const value = escapeXlsx(guardApostrophe(text))
        if (text === '') return null
        return columns[column]?.text ? { value, type: String, format: '@' } : { value, type: String }
      }),
    ),
  ]
  const widths = columns.map(({ width }) => ({ width }))
  return writeXlsxFile(cells, { sheet: name, columns: widths, stickyRowsCount: 1 }).toBuffer()
}

/**
 * What XML cannot hold is written `_x000D_` (ECMA-376, ST_Xstring); what looks like that already, with its first sign escaped; and so is a
 * text such as `valueOf`, which the writer takes for one of its own (its table of texts is a plain object).
 */
function escapeXlsx(text: string): string {
  const escaped = text
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
    .replace(/(?![\t\n])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\ufffd]/gu, (sign) =>
      sign.split('').map(escapeSign).join(''),
    )
  return escaped in Object.prototype ? escapeSign(escaped.slice(0, 1)) + escaped.slice(1) : escaped
}

const escapeSign = (sign: string): string => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
