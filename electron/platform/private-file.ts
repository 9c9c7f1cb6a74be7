import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import path from 'node:path'

/** Small files that only their user may read. Written whole to a neighbour and renamed, so that a reader sees old or new. */
export function writePrivateFile(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.tmp-${randomBytes(6).toString('hex')}`
  try {
    const descriptor = openSync(draft, 'wx', 0o600)
    try {
      writeSync(descriptor, text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(draft, file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/** `undefined` when there is none. A file that others may read loses that first; `opened` hears of it. */
export function readPrivateFile(file: string, opened?: () => void): string | undefined {
  try {
    const { mode } = statSync(file)
    // Windows has no such bits: there the folder of the user protects it.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      chmodSync(file, 0o600)
      opened?.()
    }
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Puts a file that cannot be used out of the way, never over another one. Returns its new name. */
export function setAside(file: string, now: number): string {
  return asideName(file, now, (aside) => {
    if (statSync(aside, { throwIfNoEntry: false })) return false
    renameSync(file, aside)
    return true
  })
}

/** The same where the file itself must stay until another takes its place. The copy can be read by its user alone. */
export function copyAside(file: string, now: number): string {
  return asideName(file, now, (aside) => {
    if (statSync(aside, { throwIfNoEntry: false })) return false
    copyFileSync(file, aside, constants.COPYFILE_EXCL)
    chmodSync(aside, 0o600)
    return true
  })
}

function asideName(file: string, now: number, put: (aside: string) => boolean): string {
  const { dir, name, ext } = path.parse(file)
  const stamp = new Date(now).toISOString().replace(/[-:]/g, '').replace(/\..*/, 'Z')
  for (let n = 0; ; n += 1) {
    const aside = path.join(dir, `${name}.damaged-${stamp}${n === 0 ? '' : `-${n}`}${ext}`)
    if (put(aside)) return aside
  }
}
