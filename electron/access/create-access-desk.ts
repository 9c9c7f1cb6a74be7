import { randomUUID } from 'node:crypto'
import type { Clock, Log, SettingsStore } from '#electron/console/ports.ts'
import type { AuditEntry, AuditKind } from '#shared/ipc/list-view.ts'
import type { AccessPolicy, SessionView } from '#shared/ipc/access-view.ts'
import type { Problem, Role } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import type { AccessDesk, Session } from './access-desk.ts'
import { createPeopleDesk, type PeopleDesk } from './people-desk.ts'
import { createPeopleFile, type Person } from './people-file.ts'
import { isPin, nobodysPin } from './pin.ts'
import { createSignIns, type EndReason, type Screen } from './sign-ins.ts'
import { noTries, oneLessOverAll, oneMore, oneMoreOverAll, waitLeft, waitLeftOverAll, type Tries } from './tries.ts'

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

type OpenScreen = Screen & { deskName: () => string; closed: boolean }

export function createAccessDesk(options: AccessDeskOptions): AccessDesk {
  const { clock, settings } = options
  const file = createPeopleFile({ file: options.file, now: clock.now, log: options.log })
  const listeners = new Set<(sessionId: string | undefined) => void>()
  const screens = new WeakMap<Session, OpenScreen>()
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

  function standing(screen: OpenScreen): { role: Role; by: string; person?: Person; endsAt?: number } {
    const by = screen.deskName()
    if (file.access() !== 'pins') return { role: 'admin', by }
    const signIn = screen.closed ? undefined : signIns.at(screen)
    const person = signIn && personOf(signIn.personId)
    if (!person) return { role: policy().baseRole, by }
    return { role: person.role, by: person.name, person, endsAt: signIn.endsAt }
  }

  function view(screen: OpenScreen): SessionView {
    const { role, by, person, endsAt } = standing(screen)
    const result: SessionView = {
      role,
      by,
      seesNumbers: seesNumbers(role, policy()),
      access: file.access(),
      people: file.people().map(brief),
    }
    if (person) result.person = brief(person)
    if (endsAt !== undefined) result.endsAt = endsAt
    return result
  }

  function openSession(deskName: () => string): Session {
    const screen: OpenScreen = { id: randomUUID(), deskName, closed: false }
    const session: Session = {
      id: screen.id,
      caller() {
        const { role, by, person } = standing(screen)
        const caller = { role, by, seesNumbers: seesNumbers(role, policy()), session }
        return person ? { ...caller, personId: person.id } : caller
      },
      view: () => view(screen),
      touch: () => signIns.touch(screen),
      close() {
        screen.closed = true
        signIns.leave(screen)
      },
    }
    screens.set(session, screen)
    return session
  }

  function screenOf(session: Session): OpenScreen {
    const screen = screens.get(session)
    if (!screen) throw new Error('a session of another desk')
    return screen
  }

  function enter(screen: OpenScreen, personId: string): { session: SessionView; ticket: string } {
    const ticket = signIns.begin(screen, personId)
    const person = personOf(personId)
    if (person) tell.audit({ by: person.name, role: person.role }, 'signed-in', {})
    tell.changed(screen.id)
    return { session: view(screen), ticket }
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
      end: (personId, why, except) => signIns.endPerson(personId, why, except && screenOf(except)),
      enter: (session, personId) => enter(screenOf(session), personId),
    },
  })

  return {
    ...people,
    openSession,
    async signIn(session, personId, pin) {
      const screen = screenOf(session)
      const looked = await looks.look(personId, pin)
      if (!looked.ok) {
        const { name } = personOf(personId) ?? { name: '' }
        if (looked.error.kind === 'wrong-pin') tell.audit(standing(screen), 'sign-in-failed', { person: name })
        return looked
      }
      if (screen.closed) return err({ kind: 'disconnected' })
      return ok(enter(screen, personId))
    },
    resume(session, ticket) {
      const screen = screenOf(session)
      const resumed = screen.closed ? 'unknown' : signIns.resume(screen, ticket)
      if (resumed === 'unknown') return err({ kind: 'not-found', what: 'person' })
      if (resumed.from) tell.changed(resumed.from.id)
      tell.changed(screen.id)
      return ok(view(screen))
    },
    signOut(session) {
      signIns.end(screenOf(session), 'asked')
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

const seesNumbers = (role: Role, { numbers }: AccessPolicy): boolean => role === 'admin' || numbers[role]

const brief = ({ id, name, role }: Person): SessionView['people'][number] => ({ id, name, role })

const factsOf = ({ baseRole, idleMinutes, numbers, approval }: AccessPolicy): AuditEntry['facts'] => ({
  baseRole,
  idleMinutes,
  viewerSees: numbers.viewer,
  receptionSees: numbers.reception,
  supervisorSees: numbers.supervisor,
  approval,
})

type WrongPin = Extract<Problem, { kind: 'wrong-pin' | 'too-many-tries' }>

/** Looks at PINs, not too often (`tries.ts`). A person who does not exist is looked at for as long, and written down as well. */
function createLooks({ clock, file }: { clock: Clock; file: ReturnType<typeof createPeopleFile> }) {
  let overAll: Tries = noTries
  let nobodys: Tries = noTries

  const triesOf = (id: string): Tries => {
    const person = file.people().find((one) => one.id === id)
    return person ? (person.tries ?? noTries) : nobodys
  }
  const left = (id: string): number =>
    Math.max(waitLeft(triesOf(id), clock.now()), waitLeftOverAll(overAll, clock.now()))

  function count(id: string): void {
    const now = clock.now()
    overAll = oneMoreOverAll(overAll, now)
    if (!file.people().some((person) => person.id === id)) nobodys = oneMore(nobodys, now)
    file.remember(
      file.people().map((one) => (one.id === id ? { ...one, tries: oneMore(one.tries ?? noTries, now) } : one)),
    )
  }

  function takeBack(id: string): void {
    overAll = oneLessOverAll(overAll)
    const now = clock.now()
    file.remember(
      file.people().map(({ tries, ...one }) => {
        if (one.id === id) return { ...one, lastSignInAt: now }
        return tries ? { ...one, tries } : one
      }),
    )
  }

  return {
    async look(id: string, pin: string): Promise<Result<null, WrongPin>> {
      const waitMs = left(id)
      if (waitMs > 0) return err({ kind: 'too-many-tries', waitMs })
      count(id)
      const person = file.people().find((one) => one.id === id)
      const right = await isPin(pin, person?.pin ?? nobodysPin)
      // Removed, or given another PIN, in the meantime.
      const same = person && file.people().find((one) => one.id === id)?.pin === person.pin
      if (!right || !same) return err({ kind: 'wrong-pin', waitMs: left(id) })
      takeBack(id)
      return ok(null)
    },
  }
}
