import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { readTable } from './read-table.ts'
import { rowsInPiece, type FromReader, type ReaderData } from './read-in-thread.ts'

/** Entry of the thread that reads one file and ends (read-in-thread.ts). */
const port = parentPort
if (!port) throw new Error('table-reader.ts is started as a thread')

const post = (message: FromReader): void => port.postMessage(message)

const { bytes, how } = workerData as ReaderData
const read = await readTable(bytes, how)
if (read.ok) {
  const { rows, ...head } = read.value
  for (let at = 0; at < rows.length; at += rowsInPiece) {
    post({ t: 'rows', rows: rows.slice(at, at + rowsInPiece) })
    await once(port, 'message')
  }
  post({ t: 'done', result: { ok: true, value: head } })
} else post({ t: 'done', result: read })
port.close()
