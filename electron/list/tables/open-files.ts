import type { ListExtra } from '#electron/list/list-keeper.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import type { Preview } from './preview.ts'
import type { ReadHow, ReadTable, Table } from './read-table.ts'

/** The files that are being imported, a few at a time, in memory, with the last preview of each; the oldest goes when another comes. */
export type OpenFile = { name: string; bytes: Uint8Array; table?: { how: string; value: Table }; preview?: KeptPreview }
/** `revision`: of the draft that it was compared with. */
export type KeptPreview = { rows: Table['rows']; found: Preview; revision: number }
export type OpenFiles = ReturnType<typeof createOpenFiles>

const mostFiles = 3

export function createOpenFiles(read: ReadTable) {
  const files = new Map<string, OpenFile>()
  return {
    /** Known already, or new with its bytes. */
    take(fileId: string, extra?: ListExtra): Result<OpenFile, Problem> {
      const file = files.get(fileId) ?? (extra?.file && { name: extra.file.name, bytes: extra.file.bytes })
      if (!file) return err({ kind: 'not-found', what: 'file' })
      files.delete(fileId)
      files.set(fileId, file)
      for (const oldest of files.keys()) {
        if (files.size <= mostFiles) break
        files.delete(oldest)
      }
      return ok(file)
    },

    async table(file: OpenFile, how: ReadHow): Promise<Result<Table, Problem>> {
      const key = `${how.sheet ?? ''}\n${how.encoding ?? ''}`
      if (file.table?.how === key) return ok(file.table.value)
      const table = await read(file.bytes, how)
      if (table.ok) file.table = { how: key, value: table.value }
      return table
    },

    find: (fileId: string): OpenFile | undefined => files.get(fileId),
    drop: (fileId: string): void => void files.delete(fileId),
  }
}
