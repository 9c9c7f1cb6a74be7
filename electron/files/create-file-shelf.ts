import { randomUUID } from 'node:crypto'
import type { Clock } from '#electron/console/ports.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import type { FileShelf } from './file-shelf.ts'

/** In base64 a piece is some 175 kB: below what a command may hold (electron/ipc/registrar.ts). */
export const chunkBytes = 128 * 1024
export const mostFileBytes = 50 * 1024 * 1024
export const mostBytes = 200 * 1024 * 1024
/** Of one owner; the oldest makes room. */
export const mostFiles = 8
export const oldAfterMs = 10 * 60_000

type Entry = { id: string; owner: string; name: string; bytes: Buffer; received: number; usedAt: number }

export function createFileShelf({ clock }: { clock: Clock }): FileShelf {
  const files = new Map<string, Entry>()
  let cancel: (() => void) | undefined

  /** Space is taken when a file begins, so that many that begin at once cannot take more than there is. */
  function put(owner: string, name: string, bytes: Buffer, received: number): Entry {
    const own = [...files.values()].filter((file) => file.owner === owner)
    if (own.length >= mostFiles && own[0]) files.delete(own[0].id)
    const entry = { id: randomUUID(), owner, name: fileName(name), bytes, received, usedAt: clock.now() }
    files.set(entry.id, entry)
    cancel ??= clock.after(oldAfterMs, tidy)
    return entry
  }

  function tidy(): void {
    cancel = undefined
    const now = clock.now()
    for (const { id, usedAt } of files.values()) if (usedAt + oldAfterMs <= now) files.delete(id)
    if (files.size === 0) return
    const oldest = Math.min(...[...files.values()].map(({ usedAt }) => usedAt))
    cancel = clock.after(oldest + oldAfterMs - now, tidy)
  }

  /** Another owner's file is no file. */
  function find(owner: string, fileId: string): Entry | undefined {
    const entry = files.get(fileId)
    if (!entry || entry.owner !== owner || entry.usedAt + oldAfterMs <= clock.now()) return undefined
    entry.usedAt = clock.now()
    return entry
  }

  const hasRoom = (bytes: number): boolean =>
    [...files.values()].reduce((sum, file) => sum + file.bytes.length, 0) + bytes <= mostBytes

  return {
    begin(owner, name, bytes) {
      if (bytes <= 0) return badFile('empty', fileName(name))
      if (bytes > mostFileBytes) return badFile('too-large', '50 MB')
      for (const file of files.values()) if (file.owner === owner && isUnfinished(file)) files.delete(file.id)
      if (!hasRoom(bytes)) return badFile('too-large', '200 MB')
      return ok({ fileId: put(owner, name, Buffer.alloc(bytes), 0).id, chunkBytes })
    },
    write(owner, fileId, offset, data) {
      const file = find(owner, fileId)
      if (!file) return notFound
      if (offset !== file.received) return invalid('offset', `not ${file.received}`)
      const piece = fromBase64(data)
      if (!piece) return invalid('data', 'not base64')
      if (piece.length === 0 || piece.length > chunkBytes) return invalid('data', `not 1 to ${chunkBytes} bytes`)
      if (offset + piece.length > file.bytes.length) return invalid('data', `more than ${file.bytes.length} bytes`)
      piece.copy(file.bytes, offset)
      file.received += piece.length
      return ok({ received: file.received })
    },
    take(owner, fileId) {
      const file = find(owner, fileId)
      if (!file) return notFound
      if (isUnfinished(file)) return badFile('incomplete', file.name)
      return ok({ name: file.name, bytes: file.bytes })
    },
    offer(owner, name, bytes) {
      if (!hasRoom(bytes.length)) return badFile('too-large', '200 MB')
      const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const file = put(owner, name, whole, whole.length)
      return ok({ fileId: file.id, name: file.name, bytes: whole.length })
    },
    read(owner, fileId, offset) {
      const file = find(owner, fileId)
      if (!file || isUnfinished(file)) return notFound
      if (offset > file.bytes.length) return invalid('offset', `more than ${file.bytes.length}`)
      const end = Math.min(offset + chunkBytes, file.bytes.length)
      return ok({ data: file.bytes.toString('base64', offset, end), end: end === file.bytes.length })
    },
    drop(owner, fileId) {
      for (const file of files.values()) {
        if (file.owner === owner && (fileId === undefined || file.id === fileId)) files.delete(file.id)
      }
    },
  }
}

const isUnfinished = ({ received, bytes }: Entry): boolean => received < bytes.length

const badFile = (why: 'empty' | 'too-large' | 'incomplete', detail: string): Result<never, Problem> =>
  err({ kind: 'bad-file', why, detail })
const invalid = (where: string, what: string): Result<never, Problem> => err({ kind: 'invalid-input', where, what })
const notFound: Result<never, Problem> = err({ kind: 'not-found', what: 'file' })

/** Node's own reading skips what is not base64: only what comes out again as it went in counts. */
function fromBase64(data: string): Buffer | undefined {
  const bytes = Buffer.from(data, 'base64')
  return bytes.toString('base64') === data ? bytes : undefined
}

/** A name and no path, whatever the screen sent. */
const fileName = (name: string): string =>
  name
    .slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
    .replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
    .slice(0, 255)
