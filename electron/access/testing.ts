import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createFakeClock } from '#e2e/fakes/fake-clock.ts'
import type { Log, SettingsStore } from '#electron/console/ports.ts'
import type { AuditEntry } from '#shared/ipc/list-view.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import { settingsSchema, type Settings } from '#shared/settings/schema.ts'
import { err, ok } from '#shared/std/result.ts'
import { createAccessDesk } from './create-access-desk.ts'

export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** Settings in memory; a change that the schema refuses is refused. */
export function memorySettings(access: Partial<Settings['access']> = {}): SettingsStore {
  let settings: Settings = { ...structuredClone(defaultSettings), access: { ...defaultSettings.access, ...access } }
  return {
    get: () => settings,
    update(change) {
      const next = settingsSchema.safeParse(change(settings))
      if (!next.success) return err({ detail: 'refused' })
      settings = next.data
      return ok(settings)
    },
    problems: () => [],
  }
}

/** An access desk on a folder of its own. `again` is the console after a restart: same folder, same settings, later. */
export function deskForTest(access: Partial<Settings['access']> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'firstline-access-'))
  const file = path.join(folder, 'access.json')
  const settings = memorySettings(access)
  const clock = createFakeClock()
  const audit: Omit<AuditEntry, 'id'>[] = []
  const lines: string[] = []
  const say = (message: string, facts?: Record<string, unknown>): void =>
    void lines.push(`${message} ${JSON.stringify(facts ?? {})}`)
  const log: Log = { debug: say, info: say, warn: say, error: say }
  const again = () => {
    const desk = createAccessDesk({ file, settings, clock, log })
    desk.onAudit((entry) => audit.push(entry))
    return desk
  }
  return {
    desk: again(),
    again,
    file,
    folder,
    settings,
    clock,
    audit,
    lines,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
