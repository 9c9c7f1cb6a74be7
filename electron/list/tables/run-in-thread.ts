import { existsSync } from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Result } from '#shared/std/result.ts'
import { badFile, type TableRow } from './limits.ts'
import { readTable, type ReadHow, type ReadTable, type Table } from './read-table.ts'
import { writeXlsx, type SheetColumns, type WriteXlsx } from './write-xlsx.ts'

/**
 * Reads or writes a file in a thread that lives for that one file: whatever its bytes make the readers do, and however long the writer takes
 * for 100,000 rules, the list's own thread goes on answering meanwhile, and a file that needs too much memory ends nothing but its
 * reader. Rows that were read come in pieces, each when the one before was taken, so that they do not come as one long stop.
 */
export type TableTask =
  | { do: 'read'; bytes: Uint8Array; how: ReadHow }
  | { do: 'write'; rows: string[][]; sheet: SheetColumns }
export type FromThread =
  | { t: 'rows'; rows: TableRow[] }
  | { t: 'read'; result: Result<Omit<Table, 'rows'>, Problem> }
  | { t: 'written'; bytes: Uint8Array }

export const rowsInPiece = 2000
/** The largest file that is accepted needs half of it. */
const heapMb = 1536

export type TableThreads = { read: ReadTable; writeXlsx: WriteXlsx }

export function createTableThreads(mostMb = heapMb, file = findThread(import.meta.dirname)): TableThreads {
  // A build without the thread's own entry still reads and writes, only not beside other work.
  if (file === undefined) return { read: readTable, writeXlsx }

  function start(task: TableTask, onMessage: (message: FromThread, worker: Worker) => void): Promise<never> {
    return new Promise((_, reject) => {
      const worker = new Worker(file ?? '', {
        name: 'table',
        workerData: task,
        execArgv: [],
        resourceLimits: { maxOldGenerationSizeMb: mostMb },
      })
      worker.on('message', (message: FromThread) => onMessage(message, worker))
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`the thread of a table ended with ${code}`)))
    })
  }

  const read: ReadTable = (bytes, { sheet, encoding }) =>
    new Promise((resolve, reject) => {
      const rows: TableRow[] = []
      start({ do: 'read', bytes, how: { sheet, encoding } }, (message, worker) => {
        if (message.t === 'rows') {
          for (const row of message.rows) rows.push(row)
          worker.postMessage('next')
        } else if (message.t === 'read')
          resolve(message.result.ok ? { ok: true, value: { ...message.result.value, rows } } : message.result)
      }).catch((error: unknown) => {
        if (isOutOfMemory(error)) resolve(badFile('expands-too-much', `> ${mostMb} MB`))
        else reject(error)
      })
    })

  const write: WriteXlsx = (rows, sheet) =>
    new Promise((resolve, reject) => {
      start({ do: 'write', rows, sheet }, (message) => {
        if (message.t === 'written') resolve(message.bytes)
      }).catch(reject)
    })

  return { read, writeXlsx: write }
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

/** Of the source, or of the built program: beside what is built, or one folder up from a shared part of it. */
function findThread(folder: string): string | undefined {
  const places = ['table-thread.ts', 'table-thread.js', path.join('..', 'table-thread.js')]
  return places.map((name) => path.join(folder, name)).find((place) => existsSync(place))
}
