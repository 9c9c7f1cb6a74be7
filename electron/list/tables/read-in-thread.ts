import { existsSync } from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Result } from '#shared/std/result.ts'
import { badFile, type TableRow } from './limits.ts'
import { readTable, type ReadHow, type ReadTable, type Table } from './read-table.ts'

/**
 * Reads a file in a thread that lives for that one file: whatever its bytes make the readers do, the list's own thread goes on answering
 * meanwhile, and a file that needs too much memory ends nothing but its reader. The rows come in pieces, each when the one before
 * was taken, so that they do not come as one long stop.
 */
export type ReaderData = { bytes: Uint8Array; how: ReadHow }
export type FromReader = { t: 'rows'; rows: TableRow[] } | { t: 'done'; result: Result<Omit<Table, 'rows'>, Problem> }

export const rowsInPiece = 2000
/** The largest file that is accepted needs half of it. */
const heapMb = 1536

export function createThreadReader(mostMb = heapMb, file = findReader(import.meta.dirname)): ReadTable {
  // A build without the reader's own entry still reads, only not beside other work.
  if (file === undefined) return readTable
  return (bytes, how) =>
    new Promise((resolve, reject) => {
      const rows: TableRow[] = []
      const data: ReaderData = { bytes, how: { sheet: how.sheet, encoding: how.encoding } }
      const worker = new Worker(file, {
        name: 'table-reader',
        workerData: data,
        execArgv: [],
        resourceLimits: { maxOldGenerationSizeMb: mostMb },
      })
      worker.on('message', (message: FromReader) => {
        if (message.t === 'rows') {
          for (const row of message.rows) rows.push(row)
          worker.postMessage('next')
        } else resolve(message.result.ok ? { ok: true, value: { ...message.result.value, rows } } : message.result)
      })
      worker.on('error', (error) => {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(badFile('expands-too-much', `> ${mostMb} MB`))
        else reject(error)
      })
      worker.on('exit', (code) => reject(new Error(`the reader of a table ended with ${code}`)))
    })
}

/** Of the source, or of the built program: beside what is built, or one folder up from a shared part of it. */
function findReader(folder: string): string | undefined {
  const places = ['table-reader.ts', 'table-reader.js', path.join('..', 'table-reader.js')]
  return places.map((name) => path.join(folder, name)).find((place) => existsSync(place))
}
