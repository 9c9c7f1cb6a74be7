import { backupName, writeBackup } from '#electron/backup/backup-file.ts'
import { openBackup, restoreBackup } from '#electron/backup/restore.ts'
import { sealSecrets, type Secrets } from '#electron/backup/sealed-secrets.ts'
import type { Session } from '#electron/access/access-desk.ts'
import type { CommandInput, CommandOutput } from '#shared/ipc/contract.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import type { Some } from './commands.ts'
import { authorOf } from './list-commands.ts'
import type { Caller, Running } from './running.ts'
import { switchSecret } from './switch-watch.ts'

/** The commands of people and their sessions, of files in pieces, and of the backup. The desk, the shelf and the backup do the work. */
export function accessHandlers(running: Running): Some<'session' | 'people' | 'access' | 'files' | 'backup'> {
  return {
    ...sessionHandlers(running),
    ...peopleHandlers(running),
    ...fileHandlers(running),
    ...backupHandlers(running),
  }
}

/** Without a session only in tests that need none. */
function sessionOf({ session }: Caller): Session {
  if (!session) throw new Error('a command without a session')
  return session
}

function sessionHandlers({ ports: { access } }: Running): Some<'session'> {
  return {
    'session.get': (_input, caller) => ok(sessionOf(caller).view()),
    'session.signIn': ({ personId, pin }, caller) => access.signIn(sessionOf(caller), personId, pin),
    'session.resume': ({ ticket }, caller) => access.resume(sessionOf(caller), ticket),
    'session.signOut': (_input, caller) => ok(access.signOut(sessionOf(caller))),
    'session.active': (_input, caller) => ok(access.active(sessionOf(caller))),
  }
}

function peopleHandlers({ ports: { access } }: Running): Some<'people' | 'access'> {
  return {
    'people.setUp': ({ admin }, caller) => access.setUp(sessionOf(caller), admin),
    'people.list': () => ok({ people: access.people(), policy: access.policy() }),
    'people.put': (person, caller) => access.putPerson(person, caller),
    'people.remove': ({ id }, caller) => access.removePerson(id, caller),
    'access.set': (change, caller) => access.setPolicy(change, caller),
  }
}

function fileHandlers({ ports: { files } }: Running): Some<'files'> {
  return {
    'files.begin': ({ name, bytes }, caller) => files.begin(sessionOf(caller).id, name, bytes),
    'files.write': ({ fileId, offset, data }, caller) => files.write(sessionOf(caller).id, fileId, offset, data),
    'files.read': ({ fileId, offset }, caller) => files.read(sessionOf(caller).id, fileId, offset),
    'files.drop': ({ fileId }, caller) => {
      files.drop(sessionOf(caller).id, fileId)
      return ok(null)
    },
  }
}

function backupHandlers(running: Running): Some<'backup'> {
  const { files } = running.ports
  let restoring = false
  return {
    'backup.export': ({ passphrase }, caller) => exportBackup(running, passphrase, caller),
    'backup.open': async ({ fileId, passphrase }, caller) => {
      const file = files.take(sessionOf(caller).id, fileId)
      return file.ok ? openBackup(file.value.bytes, passphrase) : file
    },
    'backup.restore': async (input, caller) => {
      if (restoring) return err({ kind: 'not-in-this-state', why: 'already-running' })
      restoring = true
      try {
        return await restore(running, input, caller)
      } finally {
        restoring = false
      }
    },
  }
}

async function exportBackup(
  { ports }: Running,
  passphrase: string | null,
  caller: Caller,
): Promise<Result<CommandOutput<'backup.export'>, Problem>> {
  const { settings, clock, list, files } = ports
  const document = await list.document()
  if (!document.ok) return document
  const { meta } = document.value
  const at = clock.now() + (clock.wallOffset?.() ?? 0)
  const { name: site, timeZone } = settings.get().site
  const bytes = writeBackup({
    at,
    by: caller.by,
    site,
    settings: settings.get(),
    list: { version: meta.version, at: meta.at, by: meta.by, why: meta.why, document: document.value.document },
    secrets: passphrase === null ? null : await sealSecrets(secretsToKeep(ports.secrets), passphrase),
  })
  const offer = files.offer(sessionOf(caller).id, backupName(site, at, timeZone), bytes)
  if (offer.ok) audit(ports, caller, 'backup-exported', { version: meta.version, secrets: passphrase !== null })
  return offer
}

/** What can be read; a secret that another user's key store sealed cannot, and is asked for again after a restore. */
function secretsToKeep(secrets: Running['ports']['secrets']): Secrets {
  const kept = secrets.get(switchSecret)
  return kept.ok ? { [switchSecret]: kept.value } : {}
}

async function restore(
  running: Running,
  input: CommandInput<'backup.restore'>,
  caller: Caller,
): Promise<Result<CommandOutput<'backup.restore'>, Problem>> {
  const { ports, emit } = running
  const { settings, access, files, secrets, list, log } = ports
  const file = files.take(sessionOf(caller).id, input.fileId)
  if (!file.ok) return file
  const { approval } = access.policy()
  if (input.list && approval && access.otherAdmins(caller.personId) === 0) {
    return err({ kind: 'not-in-this-state', why: 'no-approver' })
  }
  const { connection } = settings.get()
  const hasApprovers = access.otherAdmins(undefined) >= 2
  const choice = { ...input, author: authorOf(caller), approval, hasApprovers }
  const restored = await restoreBackup(file.value.bytes, choice, { settings, secrets, list, log, switchSecret })
  if (!restored.ok) return restored
  audit(ports, caller, 'backup-restored', { ...restored.value, why: input.why })
  if (restored.value.settings) {
    emit('preferences.changed', settings.get().preferences)
    running.listChanged()
    access.policyChanged()
  }
  if (restored.value.settings || restored.value.secrets) await running.switchChanged(connection)
  running.changed(true)
  return restored
}

function audit(
  { list, clock }: Running['ports'],
  { by, role }: Caller,
  kind: 'backup-exported' | 'backup-restored',
  facts: Record<string, string | number | boolean>,
): void {
  list.audit({ at: clock.now(), by, role, kind, facts })
}
