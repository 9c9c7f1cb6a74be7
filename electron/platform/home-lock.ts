import { mkdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { DataPaths } from './paths.ts'
import { readPrivateFile, writePrivateFile } from './private-file.ts'

/**
 * One console per data folder. The lock is SQLite's lock on a file: the system releases it when the process ends, however
 * it ends, so that no process ids are compared and nothing is left behind by a kill. Where the first console can be
 * reached is written beside it, for the second start to open.
 */
export type HomeLock = { publish(running: Running): void; release(): void }
/** `url` is missing for a console in its own window (Electron). */
export type Running = { pid: number; url?: string | undefined }
export type Locked =
  | { kind: 'ours'; lock: HomeLock }
  | { kind: 'taken'; running: Running | undefined }
  /** The folder cannot hold a lock (read-only): the console runs without. */
  | { kind: 'no-lock'; detail: string }

const runningSchema = z.object({ pid: z.number(), url: z.string().optional() })
const sqliteBusy = 5

export function lockHome(paths: DataPaths): Locked {
  let database: DatabaseSync | undefined
  try {
    mkdirSync(paths.home, { recursive: true, mode: 0o700 })
    database = new DatabaseSync(paths.lockFile)
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    database?.close()
    if ((error as { errcode?: number }).errcode === sqliteBusy) return { kind: 'taken', running: readRunning(paths) }
    return { kind: 'no-lock', detail: error instanceof Error ? error.message : String(error) }
  }
  const held = database
  return {
    kind: 'ours',
    lock: {
      publish: (running) => writePrivateFile(paths.runningFile, JSON.stringify(running)),
      release: () => {
        if (held.isOpen) held.close()
      },
    },
  }
}

function readRunning(paths: DataPaths): Running | undefined {
  try {
    const parsed = runningSchema.safeParse(JSON.parse(readPrivateFile(paths.runningFile) ?? ''))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
