import { existsSync, renameSync } from 'node:fs'
import { setAside } from '#electron/platform/private-file.ts'

/** A data base with its log, so that it can still be looked into. Answers its new name. */
export function moveAside(file: string, now: number): string {
  const aside = setAside(file, now)
  for (const tail of ['-wal', '-shm']) if (existsSync(file + tail)) renameSync(file + tail, aside + tail)
  return aside
}
