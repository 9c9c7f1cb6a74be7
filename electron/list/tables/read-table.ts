import type { Problem } from '#shared/ipc/problem.ts'
import { ok, type Result } from '#shared/std/result.ts'
import { badFile, tableLimits, type TableRow } from './limits.ts'
import { looksLikeHeader } from './header-words.ts'
import { readTextTable, type TextEncoding } from './text-table.ts'
import { readXlsxTable } from './xlsx-table.ts'

/**
 * A spreadsheet file as rows of text. What kind of file it is, its first bytes say: names lie. Owns the limits of size; everything behind it
 * can rely on them.
 */
export type Table = {
  format: 'csv' | 'xlsx'
  encoding?: TextEncoding
  sheets: string[]
  sheet?: string
  /** Its row in the file; 0 where there is none and the first row is data already. */
  headerRow: number
  /** As many as the widest row has cells. */
  header: string[]
  rows: TableRow[]
}

export type ReadTable = (bytes: Uint8Array, how: ReadHow) => Promise<Result<Table, Problem>>
export type ReadHow = { sheet?: string | undefined; encoding?: TextEncoding | undefined }

export async function readTable(bytes: Uint8Array, how: ReadHow = {}): Promise<Result<Table, Problem>> {
  if (bytes.length === 0) return badFile('empty')
  if (bytes.length > tableLimits.bytes) return badFile('too-large', `${tableLimits.bytes / 1024 / 1024} MB`)
  const kind = kindOf(bytes)
  if (kind === 'zip') {
    const read = await readXlsxTable(bytes, how.sheet)
    if (!read.ok) return read
    const { rows, ...found } = read.value
    return ok({ format: 'xlsx', ...found, ...withHeader(rows) })
  }
  if (kind === 'compound') return oldOrEncrypted(bytes)
  if (kind !== 'perhaps-text') return badFile('not-text', kind)
  const read = readTextTable(bytes, how.encoding)
  if (!read.ok) return read
  return ok({ format: 'csv', encoding: read.value.encoding, sheets: [], ...withHeader(read.value.rows) })
}

const signatures: [kind: string, bytes: number[]][] = [
  ['zip', [0x50, 0x4b, 3, 4]],
  ['zip', [0x50, 0x4b, 5, 6]],
  ['compound', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['PDF', [0x25, 0x50, 0x44, 0x46]],
  ['PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['GIF', [0x47, 0x49, 0x46, 0x38]],
  ['GZIP', [0x1f, 0x8b]],
  ['RAR', [0x52, 0x61, 0x72, 0x21, 0x1a, 7]],
  ['7Z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
]

const kindOf = (bytes: Uint8Array): string =>
  signatures.find(([, signature]) => signature.every((byte, at) => bytes[at] === byte))?.[0] ?? 'perhaps-text'

/** An XLSX with a password is wrapped in the container that old XLS files are in, with this stream in its directory. */
function oldOrEncrypted(bytes: Uint8Array): ReturnType<typeof badFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return buffer.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? badFile('encrypted') : badFile('not-xlsx', 'XLS')
}

/** Tables often have a title above their header. */
const rowsLookedAt = 10

function withHeader(rows: TableRow[]): Pick<Table, 'headerRow' | 'header' | 'rows'> {
  const index = headerIndex(rows.slice(0, rowsLookedAt))
  const found = index === undefined ? undefined : rows[index]
  const data = rows.slice(index === undefined ? 0 : index + 1)
  const width = data.reduce((widest, { cells }) => Math.max(widest, cells.length), found?.cells.length ?? 0)
  const header = Array.from({ length: width }, (_, column) => found?.cells[column] ?? '')
  return { headerRow: found?.row ?? 0, header, rows: data }
}

/** The first row whose words are the list's own; else the first row, unless it holds a number, which no header does. */
function headerIndex(rows: TableRow[]): number | undefined {
  const known = rows.findIndex(({ cells }) => looksLikeHeader(cells))
  if (known >= 0) return known
  return rows[0]?.cells.some((cell) => (cell.match(/\d/g)?.length ?? 0) >= 3) ? undefined : 0
}
