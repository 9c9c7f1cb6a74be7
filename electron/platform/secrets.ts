import { z } from 'zod'
import type { SecretStore } from '#electron/console/ports.ts'
import { err, ok } from '#shared/std/result.ts'
import type { RedactingLog } from './log.ts'
import { readPrivateFile, setAside, writePrivateFile } from './private-file.ts'

/**
 * Passwords in one file of the data folder. In Electron each is sealed with a key of the system's key store; where there
 * is none (the browser host, a Linux desktop without a keyring) the file's mode 0600 is all that protects it, and the log
 * says so. Both hosts read one format: what a key of another user sealed is `unreadable`, and asked for again.
 */
export type Sealer = { seal(text: string): string; open(sealed: string): string }

const entrySchema = z.union([z.object({ sealed: z.string() }).strict(), z.object({ plain: z.string() }).strict()])
const fileSchema = z.object({ version: z.literal(1), secrets: z.record(z.string(), entrySchema) })
type Entry = z.infer<typeof entrySchema>
type Entries = Map<string, Entry>

export function createFileSecrets(file: string, log: RedactingLog, sealer?: Sealer): SecretStore {
  const { entries, damaged } = load(file, log)
  const values = new Map<string, ReturnType<SecretStore['get']>>()
  let mustSetAside = damaged

  function reveal(entry: Entry): ReturnType<SecretStore['get']> {
    if ('plain' in entry) return ok(entry.plain)
    if (!sealer) return err('unreadable')
    try {
      return ok(sealer.open(entry.sealed))
    } catch {
      return err('unreadable')
    }
  }

  function save(next: Entries): void {
    if (mustSetAside) log.warn('secrets set aside', { file: setAside(file, Date.now()) })
    mustSetAside = false
    writePrivateFile(file, JSON.stringify({ version: 1, secrets: Object.fromEntries(next) }))
  }

  return {
    has: (name) => entries.has(name) || damaged,
    get(name) {
      const entry = entries.get(name)
      if (!entry) return err(mustSetAside ? 'unreadable' : 'missing')
      const known = values.get(name) ?? reveal(entry)
      values.set(name, known)
      if (known.ok) log.hide(known.value)
      return known
    },
    set(name, value) {
      log.hide(value)
      try {
        // An empty one is none: the kept one is forgotten.
        if (value === '') {
          const rest = new Map(entries)
          rest.delete(name)
          save(rest)
          entries.delete(name)
          values.delete(name)
          return ok(null)
        }
        const entry = sealer ? { sealed: sealer.seal(value) } : { plain: value }
        save(new Map(entries).set(name, entry))
        entries.set(name, entry)
        values.set(name, ok(value))
        return ok(null)
      } catch (error) {
        log.error('secret not saved', { error })
        return err({ detail: (error as NodeJS.ErrnoException).code ?? 'key store' })
      }
    },
  }
}

function load(file: string, log: RedactingLog): { entries: Entries; damaged: boolean } {
  try {
    const text = readPrivateFile(file, () => log.warn('secrets were readable for others: mode set to 0600', { file }))
    if (text === undefined) return { entries: new Map(), damaged: false }
    return { entries: new Map(Object.entries(fileSchema.parse(JSON.parse(text)).secrets)), damaged: false }
  } catch {
    // The error is left out: a JSON parser quotes what it could not read.
    log.error('secrets cannot be read', { file })
    return { entries: new Map(), damaged: true }
  }
}

/** What is used of Electron's `safeStorage`, which only the host may import. */
type Storage = {
  isEncryptionAvailable(): boolean
  encryptString(text: string): Buffer
  decryptString(sealed: Buffer): string
  getSelectedStorageBackend(): string
}

/**
 * The system's key store, or nothing where it would only pretend: `basic_text` seals with a key that is in Chromium's source.
 * The calls that Electron 45 marks as deprecated are used because a secret is set in one step, with an answer, and their
 * asynchronous successors read the same format. After `app.whenReady()` only.
 */
export function safeStorageSealer(storage: Storage, platform: NodeJS.Platform, log: RedactingLog): Sealer | undefined {
  if (!storage.isEncryptionAvailable()) {
    log.warn('no key store: secrets are protected by the mode of their file alone')
    return undefined
  }
  const backend = platform === 'linux' ? storage.getSelectedStorageBackend() : 'system'
  if (backend === 'basic_text' || backend === 'unknown') {
    log.warn('no keyring on this desktop: secrets are protected by the mode of their file alone', { backend })
    return undefined
  }
  log.info('secrets are sealed by the key store', { backend })
  return {
    seal: (text) => storage.encryptString(text).toString('base64'),
    open: (sealed) => storage.decryptString(Buffer.from(sealed, 'base64')),
  }
}
