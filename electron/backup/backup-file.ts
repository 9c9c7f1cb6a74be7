import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { ListDocument } from '#shared/domain/priority/rule.ts'
import type { BadFile, Problem } from '#shared/ipc/problem.ts'
import { listDocumentSchema } from '#shared/settings/list-schema.ts'
import { programVersion } from '#electron/platform/version.ts'
import { readSettings, settingsVersion } from '#shared/settings/migrations.ts'
import type { Settings } from '#shared/settings/schema.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import { sealedSchema, type SealedSecrets } from './sealed-secrets.ts'

/**
 * The backup as one JSON file: settings, list with its classes, and secrets only encrypted. The checksum finds what was damaged on the way; it
 * is no signature. Everything read is checked as if it came from a stranger: size, checksum, version, then each part by its own schema, older
 * settings brought to the present version. People and their PINs are not in it.
 */
export type Backup = {
  program: string
  at: number
  by: string
  site: string
  settings: Settings
  list: { version: number; at: number; by: string; why: string; document: ListDocument }
  secrets: SealedSecrets | null
}

export const backupVersion = 1
export const mostBackupBytes = 50 * 1024 * 1024
const format = 'firstline-backup'

export function writeBackup({ at, by, site, settings, list, secrets }: Omit<Backup, 'program'>): Uint8Array {
  const { listOfVersion1: _old, ...kept } = settings
  const program = programVersion
  const content = { format, version: backupVersion, program, at, by, site, settings: kept, list, secrets }
  return Buffer.from(JSON.stringify({ ...content, checksum: checksumOf(content) }), 'utf8')
}

/** `firstline-backup-<site>-<day>.json`, the day in the site's time zone; the site's name without what a file's name cannot hold. */
export function backupName(site: string, at: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    at,
  )
  const place = site
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*\s]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60)
  return `firstline-backup-${place || 'site'}-${day}.json`
}

const headSchema = z.looseObject({
  format: z.literal(format),
  version: z.number().int().min(1),
  checksum: z.unknown().optional(),
})

const contentSchema = z
  .object({
    format: z.literal(format),
    version: z.literal(backupVersion),
    program: z.string().max(100),
    at: z.number(),
    by: z.string().max(200),
    site: z.string().max(200),
    settings: z.unknown(),
    list: z
      .object({
        version: z.number().int().min(0),
        at: z.number(),
        by: z.string().max(200),
        why: z.string().max(1000),
        document: listDocumentSchema,
      })
      .strict(),
    secrets: sealedSchema.nullable(),
  })
  .strict()

export function readBackup(bytes: Uint8Array): Result<Backup, Problem> {
  if (bytes.length === 0) return bad('empty', '')
  if (bytes.length > mostBackupBytes) return bad('too-large', '50 MB')
  const raw = parse(bytes)
  if (!raw.ok) return raw
  const head = headSchema.safeParse(raw.value)
  if (!head.success) return bad('not-a-backup', '')
  if (head.data.version > backupVersion) return bad('newer-version', `${head.data.version} > ${backupVersion}`)
  const { checksum, ...rest } = head.data
  if (!isChecksum(checksum, rest)) return bad('damaged', 'checksum')
  const content = contentSchema.safeParse(rest)
  if (!content.success) return bad('damaged', content.error.issues[0]?.path.map(String).join('.') ?? '')
  const settings = readSettings(content.data.settings)
  if (settings.kind === 'newer') return bad('newer-version', `settings ${settings.version} > ${settingsVersion}`)
  if (settings.kind === 'invalid') return bad('damaged', `settings.${settings.where}`)
  const { program, at, by, site, list, secrets } = content.data
  return ok({ program, at, by, site, settings: settings.settings, list, secrets })
}

function parse(bytes: Uint8Array): Result<unknown, Problem> {
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch {
    // One that was cut off, perhaps within a letter, still begins as one.
    const begin = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
    return begin.includes(`"${format}"`) ? bad('damaged', 'JSON') : bad('not-a-backup', '')
  }
}

const bad = (why: BadFile, detail: string): Result<never, Problem> => err({ kind: 'bad-file', why, detail })

function isChecksum(given: unknown, content: unknown): boolean {
  if (typeof given !== 'string' || !/^[0-9a-f]{64}$/.test(given)) return false
  try {
    return timingSafeEqual(Buffer.from(given, 'hex'), Buffer.from(checksumOf(content), 'hex'))
  } catch {
    return false // Nested more deeply than a program can walk: nothing that we wrote.
  }
}

/** Over the content with its keys in order, so that a tool that wrote it anew with others in front changes nothing. */
const checksumOf = (content: unknown): string => createHash('sha256').update(canonical(content)).digest('hex')

export function canonical(value: unknown): string {
  // A number list may hold a hundred thousand of them: a tenth of the time.
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}
