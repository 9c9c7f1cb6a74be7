import { randomBytes } from 'node:crypto'
import { promises } from 'node:fs'
import path from 'node:path'
import type { ReportFolder } from '#electron/console/ports.ts'
import { err, ok } from '#shared/std/result.ts'

/** Writes reports into folders that people named: whole to a neighbour, then renamed, so that nobody picks up half of one. */
export const createReportFolder = (): ReportFolder => ({
  async write(folder, name, bytes) {
    if (!path.isAbsolute(folder)) return err({ detail: 'not a whole path' })
    const file = path.join(folder, name)
    const draft = `${file}.tmp-${randomBytes(6).toString('hex')}`
    try {
      await promises.mkdir(folder, { recursive: true })
      const handle = await promises.open(draft, 'wx', 0o600)
      try {
        await handle.writeFile(bytes)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await promises.rename(draft, file)
      return ok(file)
    } catch (error) {
      await promises.rm(draft, { force: true }).catch(() => undefined)
      return err({ detail: (error as NodeJS.ErrnoException).code ?? 'unknown' })
    }
  },
})
