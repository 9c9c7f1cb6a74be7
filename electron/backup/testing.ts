import { memorySettings, quietLog } from '#electron/access/testing.ts'
import type { SecretStore } from '#electron/console/ports.ts'
import type { ListDocument } from '#shared/domain/priority/rule.ts'
import type { VersionMeta } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { defaultList } from '#shared/settings/default-list.ts'
import { defaultSettings } from '#shared/settings/defaults.ts'
import type { Settings } from '#shared/settings/schema.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import { writeBackup, type Backup } from './backup-file.ts'
import type { RestoreChoice, RestorePorts } from './restore.ts'

/** A backup of another site, with everything different from the defaults. */
export const otherSite: Settings = {
  ...structuredClone(defaultSettings),
  site: { name: '海滨市水务', hotline: '96116', timeZone: 'Asia/Urumqi' },
  connection: { mode: 'asterisk', ami: { ...defaultSettings.connection.ami, host: '10.1.1.5', username: 'backup' } },
}

export const otherList: ListDocument = {
  ...structuredClone(defaultList),
  rules: structuredClone(defaultList.rules.slice(0, 2)),
}

export const otherBackup = (change: Partial<Backup> = {}): Omit<Backup, 'program'> => ({
  at: Date.UTC(2026, 10, 20, 17),
  by: '王班长',
  site: otherSite.site.name,
  settings: otherSite,
  list: { version: 7, at: Date.UTC(2026, 10, 19), by: '王班长', why: '新增医院', document: otherList },
  secrets: null,
  ...change,
})

/** What is written, as somebody changes it on the way. */
export const writtenAs = (change: (raw: Record<string, unknown>) => unknown, backup = otherBackup()): Uint8Array => {
  const raw = JSON.parse(Buffer.from(writeBackup(backup)).toString('utf8')) as Record<string, unknown>
  return Buffer.from(JSON.stringify(change(raw)))
}

/** The ports of a restore in memory, of which each can be told to refuse. */
export function restorePorts() {
  const settings = memorySettings()
  const kept = new Map<string, string>([['ami-secret', 'old-secret']])
  const published: { document: ListDocument; why: string; approval: boolean | undefined }[] = []
  let refuse: { settings?: boolean; secrets?: boolean; list?: Problem } = {}
  const secrets: SecretStore = {
    has: (name) => kept.has(name),
    get: (name) => (kept.has(name) ? ok(kept.get(name) ?? '') : err('missing')),
    set(name, value) {
      if (refuse.secrets) return err({ detail: 'ENOSPC' })
      if (value === '') kept.delete(name)
      else kept.set(name, value)
      return ok(null)
    },
  }
  const meta: VersionMeta = {
    version: 8,
    at: 0,
    by: '',
    why: '',
    kind: 'backup',
    rules: 2,
    changes: { added: 0, changed: 0, removed: 0, classes: 0, dial: false },
  }
  const ports: RestorePorts = {
    settings: {
      ...settings,
      update: (change) => (refuse.settings ? err({ detail: 'ENOSPC' }) : settings.update(change)),
    },
    secrets,
    list: {
      async replace(document, why, _by, _kind, approval): Promise<Result<VersionMeta, Problem>> {
        if (refuse.list) return err(refuse.list)
        published.push({ document, why, approval })
        return ok(meta)
      },
    },
    log: quietLog,
    switchSecret: 'ami-secret',
  }
  return { ports, kept, published, refuse: (what: typeof refuse) => void (refuse = what) }
}

export const choose = (change: Partial<RestoreChoice> = {}): RestoreChoice => ({
  passphrase: null,
  settings: true,
  list: true,
  secrets: false,
  why: '换机器',
  author: { by: '王班长', role: 'admin', seesNumbers: true },
  approval: false,
  hasApprovers: false,
  ...change,
})
