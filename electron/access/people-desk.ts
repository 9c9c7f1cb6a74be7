import { randomUUID } from 'node:crypto'
import type { Clock } from '#electron/console/ports.ts'
import type { Caller } from '#electron/console/running.ts'
import type { AccessPolicy, PersonView, SessionView, SignInRole } from '#shared/ipc/access-view.ts'
import type { Problem, WrongState } from '#shared/ipc/problem.ts'
import { err, ok, type Result } from '#shared/std/result.ts'
import type { AccessDesk, Session } from './access-desk.ts'
import type { Tell } from './create-access-desk.ts'
import { mostPeople, type PeopleFile, type Person } from './people-file.ts'
import { hashPin, type PinHash } from './pin.ts'
import type { EndReason } from './sign-ins.ts'

/**
 * The people of the access desk: the first decision, adding, changing and removing them. Whoever was changed loses or changes his role at once.
 * There is always an admin left, and with approval by a second person always two.
 */
export type PeopleDesk = Pick<AccessDesk, 'setUp' | 'people' | 'putPerson' | 'removePerson' | 'otherAdmins'>

export type PeopleDeskOptions = {
  file: PeopleFile
  clock: Clock
  policy: () => AccessPolicy
  tell: Tell
  signIns: {
    end(personId: string, why: EndReason, except?: Session): void
    enter(session: Session, personId: string): { session: SessionView; ticket: string }
  }
}

type Given = { id?: string | undefined; name: string; role: SignInRole; pin?: string | undefined }
const wrongState = (why: WrongState): { ok: false; error: Problem } => err({ kind: 'not-in-this-state', why })

export function createPeopleDesk({ file, policy, tell, signIns }: PeopleDeskOptions): PeopleDesk {
  const save = (people: Person[]): Result<null, Problem> => {
    const saved = file.save({ access: 'pins', people })
    return saved.ok ? saved : err({ kind: 'not-saved', detail: saved.error.detail })
  }

  const admins = (people: readonly Person[]): number => people.filter(({ role }) => role === 'admin').length

  /** Why these people cannot be all there are. */
  function tooFewAdmins(next: Person[]): WrongState | undefined {
    if (admins(next) === 0) return 'last-admin'
    const fewer = admins(next) < admins(file.people())
    return fewer && policy().approval && admins(next) < 2 ? 'no-approver' : undefined
  }

  /** Looked at before the PIN is hashed, and again after: somebody else may have been quicker. */
  function place(given: Given, hash: PinHash | undefined): Result<{ person: Person; people: Person[] }, Problem> {
    const before = file.people().find(({ id }) => id === given.id)
    if (given.id !== undefined && !before) return err({ kind: 'not-found', what: 'person' })
    const others = file.people().filter((one) => one !== before)
    if (others.some(({ name }) => sameName(name, given.name))) return wrongState('name-taken')
    if (others.length >= mostPeople) return wrongState('list-full')
    const pin = hash ?? before?.pin
    if (!pin) return err({ kind: 'invalid-input', where: 'pin', what: 'missing' })
    const { name, role } = given
    const person: Person = before && !hash ? { ...before, name, role } : fresh(before, { name, role, pin })
    const people = before ? file.people().map((one) => (one === before ? person : one)) : [...others, person]
    const why = tooFewAdmins(people)
    return why ? wrongState(why) : ok({ person, people })
  }

  return {
    async setUp(session, admin) {
      if (file.access() !== 'unasked') return wrongState('already-set-up')
      const by = session.caller()
      if (admin === null) {
        const saved = file.save({ access: 'open', people: [] })
        if (!saved.ok) return err({ kind: 'not-saved', detail: saved.error.detail })
        tell.audit(by, 'access-changed', { access: 'open' })
        tell.changed()
        return ok({ session: session.view() })
      }
      const pin = await hashPin(admin.pin)
      if (file.access() !== 'unasked') return wrongState('already-set-up')
      const person = fresh(undefined, { name: admin.name, role: 'admin', pin })
      const saved = save([person])
      if (!saved.ok) return saved
      tell.audit(by, 'access-changed', { access: 'pins', person: person.name })
      const entered = signIns.enter(session, person.id)
      tell.changed()
      return ok(entered)
    },

    people: () => file.people().map(toView),

    async putPerson(given, by) {
      const access = file.access()
      const needsHash = given.pin !== undefined
      const possible = place(given, needsHash ? noPinYet : undefined)
      if (!possible.ok) return possible
      const hash = given.pin === undefined ? undefined : await hashPin(given.pin)
      const placed = place(given, hash)
      if (!placed.ok) return placed
      if (file.access() !== access) return wrongState('already-set-up')
      const saved = save(placed.value.people)
      if (!saved.ok) return saved
      const { person } = placed.value
      const facts = { person: person.name, personRole: person.role, new: given.id === undefined, pin: needsHash }
      tell.audit(by, 'person-changed', facts)
      if (needsHash && given.id !== undefined) signIns.end(person.id, 'pin-changed', ownSession(by, person.id))
      // A desk without PINs has one from now on: whoever gave himself the first PIN goes on as that person.
      if (access !== 'pins' && by.session) signIns.enter(by.session, person.id)
      tell.changed()
      return ok(toView(person))
    },

    removePerson(id, by) {
      const gone = file.people().find((person) => person.id === id)
      if (!gone) return err({ kind: 'not-found', what: 'person' })
      const rest = file.people().filter((person) => person !== gone)
      const why = tooFewAdmins(rest)
      if (why) return wrongState(why)
      const saved = save(rest)
      if (!saved.ok) return saved
      tell.audit(by, 'person-removed', { person: gone.name, personRole: gone.role })
      signIns.end(id, 'removed')
      tell.changed()
      return ok(null)
    },

    otherAdmins: (personId) => admins(file.people().filter(({ id }) => id !== personId)),
  }
}

/** Stands for the PIN that is about to be hashed. Never saved. */
const noPinYet: PinHash = { algorithm: 'scrypt', N: 2 ** 15, r: 8, p: 1, salt: '', hash: '' }

/** A new person, or one with a new PIN: what was tried with the old one is forgotten. */
const fresh = (before: Person | undefined, now: Pick<Person, 'name' | 'role' | 'pin'>): Person => ({
  id: before?.id ?? randomUUID(),
  ...now,
  lastSignInAt: before?.lastSignInAt ?? null,
})

const ownSession = ({ session, personId }: Caller, id: string): Session | undefined =>
  personId === id ? session : undefined

const sameName = (a: string, b: string): boolean =>
  a.normalize('NFKC').trim().toLowerCase() === b.normalize('NFKC').trim().toLowerCase()

const toView = ({ id, name, role, lastSignInAt }: Person): PersonView =>
  lastSignInAt === null ? { id, name, role } : { id, name, role, lastSignInAt }
