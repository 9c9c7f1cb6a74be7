import { existsSync } from 'node:fs'
import path from 'node:path'

/** Where the built renderer lies, seen from the built program (out/main) and from its sources (electron/<host>). */
export function findPageFolder(programFolder: string): string {
  const built = path.resolve(programFolder, '..', 'renderer')
  return existsSync(path.join(built, 'index.html')) ? built : path.resolve(programFolder, '..', '..', 'out', 'renderer')
}
