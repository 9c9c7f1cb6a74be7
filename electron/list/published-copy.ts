import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { z } from 'zod'
import { writePrivateFile } from '#electron/platform/private-file.ts'
import type { ListDocument } from '#shared/domain/priority/rule.ts'
import type { VersionMeta } from '#shared/ipc/list-view.ts'
import { listDocumentSchema } from '#shared/settings/list-schema.ts'

/**
 * `list-published.json`: the version in force once more, as one readable file. It is what the console falls back on when `list.sqlite`
 * cannot be used. Written whole after each publishing; after a kill between the two it is one version old until the next start.
 */
export type PublishedCopy = { meta: VersionMeta; document: ListDocument }

const format = 1
/** The beginning of the file says which version it holds, so that a start need not read all of it. */
const headOf = (version: number): string => `{"format":${format},"version":${version},`

export function writeCopy(file: string, { meta, document }: PublishedCopy): void {
  writePrivateFile(file, `${headOf(meta.version)}${JSON.stringify({ meta, document }).slice(1)}\n`)
}

/** True when the file holds this version already. */
export function copyIsOf(file: string, version: number): boolean {
  const head = headOf(version)
  try {
    const descriptor = openSync(file, 'r')
    try {
      const buffer = Buffer.alloc(head.length)
      readSync(descriptor, buffer)
      return buffer.toString('latin1') === head
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return false
  }
}

const counts = z.object({
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  classes: z.number(),
  dial: z.boolean(),
})
const copySchema = z.object({
  format: z.literal(format),
  meta: z.object({
    version: z.number().int().min(1),
    at: z.number(),
    by: z.string(),
    why: z.string(),
    kind: z.enum(['first', 'published', 'undone', 'area', 'backup']),
    fromVersion: z.number().optional(),
    approvedBy: z.string().optional(),
    rules: z.number(),
    changes: counts,
  }),
  document: listDocumentSchema,
})

/** Undefined when there is none, or none that can be used. */
export function readCopy(file: string): PublishedCopy | undefined {
  try {
    const parsed = copySchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    if (!parsed.success) return undefined
    const { fromVersion, approvedBy, ...meta } = parsed.data.meta
    return {
      meta: {
        ...meta,
        ...(fromVersion !== undefined && { fromVersion }),
        ...(approvedBy !== undefined && { approvedBy }),
      },
      document: parsed.data.document,
    }
  } catch {
    return undefined
  }
}
