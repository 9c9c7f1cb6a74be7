import { randomUUID } from 'node:crypto'
import type { AccessPolicy, SessionView } from '#shared/ipc/access-view.ts'
import type { Role } from '#shared/ipc/problem.ts'
import type { Session } from './access-desk.ts'
import type { PeopleFile, Person } from './people-file.ts'
import type { Screen, SignIns } from './sign-ins.ts'

/**
 * What each screen may do now: found anew at each question from the file of people, the policy, and who is signed in. A desk that has no PINs,
 * or has not decided yet, is its own admin.
 */
export type OpenScreen = Screen & { deskName: () => string; closed: boolean }
type Standing = { role: Role; by: string; person?: Person; endsAt?: number }

export type Screens = {
  open(deskName: () => string): Session
  of(session: Session): OpenScreen
  standing(screen: OpenScreen): Standing
  view(screen: OpenScreen): SessionView
}

export function createScreens(options: { file: PeopleFile; policy: () => AccessPolicy; signIns: SignIns }): Screens {
  const { file, policy, signIns } = options
  const screens = new WeakMap<Session, OpenScreen>()

  function standing(screen: OpenScreen): Standing {
    const by = screen.deskName()
    if (file.access() !== 'pins') return { role: 'admin', by }
    const signIn = screen.closed ? undefined : signIns.at(screen)
    const person = signIn && file.people().find(({ id }) => id === signIn.personId)
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

  return {
    open(deskName) {
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
    },
    of(session) {
      const screen = screens.get(session)
      if (!screen) throw new Error('a session of another desk')
      return screen
    },
    standing,
    view,
  }
}

const seesNumbers = (role: Role, { numbers }: AccessPolicy): boolean => role === 'admin' || numbers[role]

const brief = ({ id, name, role }: Person): SessionView['people'][number] => ({ id, name, role })
