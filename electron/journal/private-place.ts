import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * Makes a data base, with its log beside it, and its folder readable by their user alone: there are callers' numbers in
 * it. SQLite gives a new log the rights of its file. Throws when the file cannot be made; rights that cannot be changed (a
 * disk that knows none) are no reason to keep nothing.
 */
export function makePrivate(file: string): void {
  const folder = path.dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
  // Windows has no such bits: there the folder of the user protects it.
  if (process.platform === 'win32') return
  close(folder, 0o700)
  for (const tail of ['', '-wal', '-shm']) close(file + tail, 0o600)
}

function close(place: string, mode: number): void {
  try {
    const found = statSync(place, { throwIfNoEntry: false })
    if (found && (found.mode & 0o077) !== 0) chmodSync(place, mode)
  } catch {
    // Somebody else's, or a disk without rights.
  }
}
