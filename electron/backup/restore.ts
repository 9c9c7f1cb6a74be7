import type { Log, SecretStore, SettingsStore } from '#electron/console/ports.ts'
import type { ListAuthor, ListKeeper } from '#electron/list/list-keeper.ts'
import type { BackupSummary } from '#shared/ipc/access-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { Settings } from '#shared/settings/schema.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import { backupVersion, readBackup, type Backup } from './backup-file.ts'
import { openSecrets, type Secrets } from './sealed-secrets.ts'

/** Looking into a backup, and putting chosen parts of it in the place of what is there: all of them or none. */
export async function openBackup(
  bytes: Uint8Array,
  passphrase: string | null,
): Promise<Result<BackupSummary, Problem>> {
  const read = readBackup(bytes)
  if (!read.ok) return read
  const { at, by, site, program, list, secrets } = read.value
  return ok({
    version: backupVersion,
    at,
    by,
    site,
    program,
    list: { version: list.version, rules: list.document.rules.length, classes: list.document.classes.length },
    hasSecrets: secrets !== null,
    secretsOpen: secrets !== null && passphrase !== null && (await openSecrets(secrets, passphrase)) !== undefined,
  })
}

export type RestorePorts = {
  settings: SettingsStore
  secrets: SecretStore
  list: Pick<ListKeeper, 'replace'>
  log: Log
  /** Of the secrets that belong to the switch in the settings. */
  switchSecret: string
}
export type RestoreChoice = {
  passphrase: string | null
  settings: boolean
  list: boolean
  secrets: boolean
  why: string
  author: ListAuthor
  /** The list needs a second person: it waits for him, and is not restored yet. */
  approval: boolean
  /** Whether settings that ask for a second person can be kept here. */
  hasApprovers: boolean
}
export type Restored = { settings: boolean; list: boolean; secrets: boolean }

export async function restoreBackup(
  bytes: Uint8Array,
  choice: RestoreChoice,
  ports: RestorePorts,
): Promise<Result<Restored, Problem>> {
  if (!choice.settings && !choice.list && !choice.secrets) return invalid('settings', 'nothing chosen')
  const read = readBackup(bytes)
  if (!read.ok) return read
  const backup = read.value
  const secrets = choice.secrets ? await secretsOf(backup, choice, ports) : ok({})
  if (!secrets.ok) return secrets

  const kept = ports.settings.get()
  const undo: (() => void)[] = []
  const giveUp = (problem: Problem): Result<never, Problem> => {
    for (const step of undo.toReversed()) step()
    return err(problem)
  }
  if (choice.settings) {
    const saved = ports.settings.update((now) => settingsOf(backup, now, choice))
    if (!saved.ok) return err({ kind: 'not-saved', detail: saved.error.detail })
    undo.push(() => putBack(ports, saved.value, kept))
  }
  const needed = withForgotten(secrets.value, choice, kept, ports)
  for (const [name, value] of Object.entries(needed)) {
    const before = ports.secrets.get(name)
    const set = ports.secrets.set(name, value)
    if (!set.ok) return giveUp({ kind: 'not-saved', detail: set.error.detail })
    undo.push(() => void ports.secrets.set(name, before.ok ? before.value : ''))
  }
  if (!choice.list) return ok({ settings: choice.settings, list: false, secrets: choice.secrets })
  const replaced = await ports.list.replace(backup.list.document, choice.why, choice.author, 'backup', choice.approval)
  if (!replaced.ok && !waitsForApproval(replaced.error)) return giveUp(replaced.error)
  return ok({ settings: choice.settings, list: replaced.ok, secrets: choice.secrets })
}

async function secretsOf(
  backup: Backup,
  choice: RestoreChoice,
  ports: RestorePorts,
): Promise<Result<Secrets, Problem>> {
  if (backup.secrets === null) return invalid('secrets', 'none in the file')
  if (!choice.passphrase) return err({ kind: 'bad-file', why: 'passphrase-needed', detail: '' })
  const secrets = await openSecrets(backup.secrets, choice.passphrase)
  if (!secrets) return err({ kind: 'bad-file', why: 'wrong-passphrase', detail: '' })
  // A secret goes to the switch and the user that it was entered for, and nowhere else.
  if (!choice.settings && !sameLogin(backup.settings, ports.settings.get())) {
    return invalid('secrets', 'of another switch than in the settings')
  }
  return ok(secrets)
}

/** A desk with one admin could not publish any more if it asked for a second one. */
function settingsOf(backup: Backup, now: Settings, { hasApprovers }: RestoreChoice): Settings {
  const { access } = backup.settings
  const next = { ...backup.settings, access: { ...access, approval: access.approval && hasApprovers } }
  const { listOfVersion1 } = now
  return listOfVersion1 === undefined ? next : { ...next, listOfVersion1 }
}

/** Settings that lead to another switch must not send it the secret of this one: that is forgotten, and asked for again. */
function withForgotten(secrets: Secrets, choice: RestoreChoice, before: Settings, ports: RestorePorts): Secrets {
  const { switchSecret } = ports
  const known = switchSecret in secrets || !ports.secrets.has(switchSecret)
  if (!choice.settings || known || sameLogin(before, ports.settings.get())) return secrets
  return { ...secrets, [switchSecret]: '' }
}

function putBack({ settings, log }: RestorePorts, ours: Settings, before: Settings): void {
  // What somebody else has set meanwhile is not ours to take back.
  const put = settings.get() === ours ? settings.update(() => before) : undefined
  if (!put?.ok) log.error('settings of a backup that failed were not taken back', { changed: put === undefined })
}

const sameLogin = ({ connection: a }: Settings, { connection: b }: Settings): boolean =>
  a.ami.host === b.ami.host && a.ami.port === b.ami.port && a.ami.username === b.ami.username

const waitsForApproval = (problem: Problem): boolean =>
  problem.kind === 'not-in-this-state' && problem.why === 'approval-needed'

const invalid = (where: string, what: string): Result<never, Problem> => err({ kind: 'invalid-input', where, what })
