import type { Clock, Log, SettingsStore } from '#electron/console/ports.ts'
import type { AuditEntry, AuditKind } from '#shared/ipc/list-view.ts'
import type { AccessPolicy, SessionView } from '#shared/ipc/access-view.ts'
import type { Role } from '#shared/ipc/problem.ts'
import { err, ok } from '#shared/std/result.ts'
import type { AccessDesk } from './access-desk.ts'
import { createLooks } from './looks.ts'
import { createPeopleDesk, type PeopleDesk } from './people-desk.ts'
import { createPeopleFile, type Person } from './people-file.ts'
import { createScreens, type OpenScreen } from './screens.ts'
import { createSignIns, type EndReason } from './sign-ins.ts'

/**
 * The access desk: the file of people, the sign-ins, and the policy of the settings put together. The role of a screen is found anew at each
 * command: nothing that a screen was once told gives it a right. Owns the file and the sign-ins' timer; retries nothing.
 */
export type AccessDeskOptions = { file: string; settings: SettingsStore; clock: Clock; log: Log }

/** What the parts of the desk share. */
export type Tell = {
  audit(by: { by: string; role: Role }, kind: AuditKind, facts: AuditEntry['facts']): void
  changed(sessionId?: string): void
}

export function createAccessDesk(options: AccessDeskOptions): AccessDesk {
  const { clock, settings } = options
  const file = createPeopleFile({ file: options.file, now: clock.now, log: options.log })
  const listeners = new Set<(sessionId: string | undefined) => void>()
  let record: (entry: Omit<AuditEntry, 'id'>) => void = () => undefined

  const tell: Tell = {
    audit: ({ by, role }, kind, facts) => record({ at: clock.now(), by, role, kind, facts }),
    changed(sessionId) {
      for (const listener of listeners) listener(sessionId)
    },
  }
  const policy = (): AccessPolicy => settings.get().access
  const personOf = (id: string): Person | undefined => file.people().find((person) => person.id === id)
  const signIns = createSignIns({
    clock,
    idleMs: () => policy().idleMinutes * 60_000,
    onEnd(personId, why, screen) {
      const person = personOf(personId)
      if (person) tell.audit({ by: person.name, role: person.role }, 'signed-out', { why: why satisfies EndReason })
      if (screen) tell.changed(screen.id)
    },
  })
  const looks = createLooks({ clock, file })

  const screens = createScreens({ file, policy, signIns })

  function enter(screen: OpenScreen, personId: string): { session: SessionView; ticket: string } {
    const ticket = signIns.begin(screen, personId)
    const person = personOf(personId)
    if (person) tell.audit({ by: person.name, role: person.role }, 'signed-in', {})
    tell.changed(screen.id)
    return { session: screens.view(screen), ticket }
  }

  function policyChanged(): void {
    signIns.reset()
    tell.changed()
  }

  const people: PeopleDesk = createPeopleDesk({
    file,
    clock,
    policy,
    tell,
    signIns: {
      end: (personId, why, except) => signIns.endPerson(personId, why, except && screens.of(except)),
      enter: (session, personId) => enter(screens.of(session), personId),
    },
  })

  return {
    ...people,
    openSession: screens.open,
    async signIn(session, personId, pin) {
      const screen = screens.of(session)
      const looked = await looks.look(personId, pin)
      if (!looked.ok) {
        const { name } = personOf(personId) ?? { name: '' }
        if (looked.error.kind === 'wrong-pin') tell.audit(screens.standing(screen), 'sign-in-failed', { person: name })
        return looked
      }
      if (screen.closed) return err({ kind: 'disconnected' })
      return ok(enter(screen, personId))
    },
    resume(session, ticket) {
      const screen = screens.of(session)
      const resumed = screen.closed ? 'unknown' : signIns.resume(screen, ticket)
      if (resumed === 'unknown') return err({ kind: 'not-found', what: 'person' })
      if (resumed.from) tell.changed(resumed.from.id)
      tell.changed(screen.id)
      return ok(screens.view(screen))
    },
    signOut(session) {
      signIns.end(screens.of(session), 'asked')
      return session.view()
    },
    active(session) {
      session.touch()
      return session.view()
    },
    policy,
    setPolicy(change, by) {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      if (change.approval === true && people.otherAdmins(undefined) < 2) {
        return err({ kind: 'not-in-this-state', why: 'no-approver' })
      }
      const saved = settings.update((now) => ({ ...now, access: { ...now.access, ...given } }))
      if (!saved.ok) return err({ kind: 'not-saved', detail: saved.error.detail })
      tell.audit(by, 'access-changed', factsOf(saved.value.access))
      policyChanged()
      return ok(saved.value.access)
    },
    policyChanged,
    onChanged(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onAudit(recorder) {
      record = recorder
    },
    problems: () => [file.problem()].filter((problem) => problem !== undefined),
  }
}

const factsOf = ({ baseRole, idleMinutes, numbers, approval }: AccessPolicy): AuditEntry['facts'] => ({
  baseRole,
  idleMinutes,
  viewerSees: numbers.viewer,
  receptionSees: numbers.reception,
  supervisorSees: numbers.supervisor,
  approval,
})
