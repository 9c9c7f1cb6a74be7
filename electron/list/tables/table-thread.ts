import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { readTable } from './read-table.ts'
import { rowsInPiece, type FromThread, type TableTask } from './run-in-thread.ts'
import { writeXlsx } from './write-xlsx.ts'

/** Entry of the thread that reads or writes one file and ends (run-in-thread.ts). */
const port = parentPort
if (!port) throw new Error('table-thread.ts is started as a thread')

const post = (message: FromThread): void => port.postMessage(message)

const task = workerData as TableTask
if (task.do === 'write') post({ t: 'written', bytes: await writeXlsx(task.rows, task.sheet) })
else {
  const read = await readTable(task.bytes, task.how)
  if (read.ok) {
    const { rows, ...head } = read.value
    for (let at = 0; at < rows.length; at += rowsInPiece) {
      post({ t: 'rows', rows: rows.slice(at, at + rowsInPiece) })
      await once(port, 'message')
    }
    post({ t: 'read', result: { ok: true, value: head } })
  } else post({ t: 'read', result: read })
}
port.close()
