import type { FileOffer } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Result } from '#shared/std/result.ts'

/**
 * Files on their way between a screen and the console, in memory, in pieces small enough for both carriers. Each belongs to the session that
 * began it. Owns them until they are dropped, replaced or not used for a while; bounds their size, their number and their sum.
 */
export interface FileShelf {
  begin(owner: string, name: string, bytes: number): Result<{ fileId: string; chunkBytes: number }, Problem>
  write(owner: string, fileId: string, offset: number, data: string): Result<{ received: number }, Problem>
  /** The whole file, once all of it has come. It stays: an import is looked at more than once. */
  take(owner: string, fileId: string): Result<{ name: string; bytes: Uint8Array }, Problem>
  offer(owner: string, name: string, bytes: Uint8Array): Result<FileOffer, Problem>
  read(owner: string, fileId: string, offset: number): Result<{ data: string; end: boolean }, Problem>
  /** One file of this owner, or all of them. */
  drop(owner: string, fileId?: string): void
}
