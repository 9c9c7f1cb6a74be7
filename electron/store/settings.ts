import { accessSync, constants, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Log, SettingsStore } from '#electron/console/ports.ts'
import { setAside } from '#electron/platform/private-file.ts'
import type { ConsoleProblem } from '#shared/ipc/view.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import { readSettings, settingsVersion } from '#shared/settings/migrations.ts'
import { settingsSchema, type Settings } from '#shared/settings/schema.ts'
import { err, ok, type Result } from '#shared/std/result.ts'

/**
 * The settings file. It is read once, at the start, and checked before conf may touch it: conf 16 throws on a file that is
 * no JSON, and takes a JSON list for an empty store that the next write replaces. After that the truth is in memory and
 * each change is written whole (conf writes a neighbour, syncs, renames: a kill leaves the old file or the new one).
 * A file that cannot be used is set aside, never overwritten. Where nothing can be written the console goes on in memory
 * and says so, and tries again with each change; a file of a newer program is left alone for as long as this one runs.
 */
export type ConfOptions = {
  cwd: string
  configName: string
  configFileMode: number
  accessPropertiesByDotNotation: false
}
/** conf in the browser host, electron-store (the same class with Electron's folders) in Electron. May throw. */
export type OpenConf = (options: ConfOptions) => { store: Record<string, unknown> }

export type SettingsOptions = { folder: string; name: string; open: OpenConf; now: () => number; log: Log }

type Found = {
  settings: Settings
  problem?: ConsoleProblem
  mode: 'file' | 'memory' | 'leave-alone'
  mustWrite: boolean
}

export function createSettingsStore(options: SettingsOptions): SettingsStore {
  const found = findSettings(options)
  let { settings, mode } = found
  const setAsideProblem = found.problem?.kind === 'settings-set-aside' ? found.problem : undefined
  let notSaved = found.problem?.kind === 'settings-not-saved' ? found.problem : undefined
  let conf: ReturnType<OpenConf> | undefined

  function write(next: Settings): Result<null, { detail: string }> {
    try {
      conf ??= options.open(confOptions(options))
      withoutSnap(() => {
        if (conf) conf.store = next
      })
      mode = 'file'
      notSaved = undefined
      return ok(null)
    } catch (error) {
      const detail = reason(error)
      notSaved = { kind: 'settings-not-saved', detail, at: options.now() }
      options.log.error('settings not saved', { error, detail })
      return err({ detail })
    }
  }

  if (mode === 'file' && found.mustWrite && !write(settings).ok) mode = 'memory'

  return {
    get: () => settings,
    update(change) {
      const next = settingsSchema.safeParse(change(settings))
      if (!next.success) {
        const issue = next.error.issues[0]
        return err({ detail: `${issue?.path.map(String).join('.')}: ${issue?.message}` })
      }
      if (mode !== 'leave-alone') {
        const wasFile = mode === 'file'
        const written = write(next.data)
        // From the start without a disk: what is in memory is all there is. A disk that fails later must not be kept secret.
        if (!written.ok && wasFile) return written
      }
      settings = next.data
      return ok(settings)
    },
    problems: () => [setAsideProblem, notSaved].filter((problem) => problem !== undefined),
  }
}

function findSettings(options: SettingsOptions): Found {
  const { folder, name, now, log } = options
  const file = path.join(folder, `${name}.json`)
  const memory = (detail: string, mode: Found['mode'] = 'memory'): Found => {
    log.warn('settings are kept in memory only', { detail })
    const problem: ConsoleProblem = { kind: 'settings-not-saved', detail, at: now() }
    return { settings: defaultSettings, problem, mode, mustWrite: false }
  }
  removeDrafts(folder, name)
  let text: string
  try {
    if (!existsSync(file)) return { settings: defaultSettings, mode: 'file', mustWrite: true }
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return memory(reason(error), 'leave-alone')
  }
  const read = parse(text)
  if (read.kind === 'newer') {
    return memory(`${name}.json: ${read.version} > ${settingsVersion}`, 'leave-alone')
  }
  if (read.kind === 'good') {
    const good = { settings: read.settings, mode: 'file' as const, mustWrite: read.migrated }
    return isWritable(folder) ? good : { ...memory('EROFS'), settings: read.settings }
  }
  try {
    const aside = setAside(file, now())
    log.error('settings set aside', { file: aside, where: read.where, what: read.what })
    const problem: ConsoleProblem = { kind: 'settings-set-aside', file: path.basename(aside), at: now() }
    return { settings: defaultSettings, problem, mode: 'file', mustWrite: true }
  } catch (error) {
    return memory(reason(error), 'leave-alone')
  }
}

function parse(text: string): ReturnType<typeof readSettings> {
  try {
    return readSettings(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch {
    return { kind: 'invalid', where: '', what: 'not JSON' }
  }
}

const confOptions = ({ folder, name }: SettingsOptions): ConfOptions => ({
  cwd: folder,
  configName: name,
  configFileMode: 0o600,
  accessPropertiesByDotNotation: false,
})

/** What a kill left behind between writing the neighbour and renaming it (`settings.json.tmp-…`, by atomically). */
function removeDrafts(folder: string, name: string): void {
  try {
    for (const entry of readdirSync(folder)) {
      if (entry.startsWith(`${name}.json.tmp-`)) rmSync(path.join(folder, entry), { force: true })
    }
  } catch {
    // No folder yet, or one that cannot be changed: nothing to tidy.
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** conf writes in place, without the rename, when it finds SNAP set (sindresorhus/conf#82), as a terminal inside a snap has it. */
function withoutSnap(run: () => void): void {
  const snap = process.env['SNAP']
  delete process.env['SNAP']
  try {
    run()
  } finally {
    if (snap !== undefined) process.env['SNAP'] = snap
  }
}

const reason = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error))
