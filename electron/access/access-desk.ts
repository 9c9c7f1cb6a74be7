import type { Caller } from '#electron/console/running.ts'
import type { AccessPolicy, PersonView, SessionView, SignInRole } from '#shared/ipc/access-view.ts'
import type { AuditEntry } from '#shared/ipc/list-view.ts'
import type { Problem } from '#shared/ipc/problem.ts'
import type { ConsoleProblem } from '#shared/ipc/view.ts'
import type { Result } from '#shared/std/result.ts'

/**
 * People, their PINs, and the session of each screen. A host opens a session for each screen that connects (a WebSocket, Electron's window)
 * and asks it for the caller of each command; the role in it is the role at that moment.
 */
export interface AccessDesk {
  /** `deskName` names the screen while nobody is signed in. */
  openSession(deskName: () => string): Session
  setUp(
    session: Session,
    admin: { name: string; pin: string } | null,
  ): Promise<Result<{ session: SessionView; ticket?: string }, Problem>>
  signIn(
    session: Session,
    personId: string,
    pin: string,
  ): Promise<Result<{ session: SessionView; ticket: string }, Problem>>
  resume(session: Session, ticket: string): Result<SessionView, Problem>
  signOut(session: Session): SessionView
  active(session: Session): SessionView
  people(): PersonView[]
  putPerson(
    person: { id?: string | undefined; name: string; role: SignInRole; pin?: string | undefined },
    by: Caller,
  ): Promise<Result<PersonView, Problem>>
  removePerson(id: string, by: Caller): Result<null, Problem>
  policy(): AccessPolicy
  setPolicy(change: PolicyChange, by: Caller): Result<AccessPolicy, Problem>
  /** Admins other than this person: who could approve. */
  otherAdmins(personId: string | undefined): number
  /** The policy was changed by way of the settings (a backup restored). */
  policyChanged(): void
  /** Called when people or rights changed, or one session (by its id). Returns what stops listening. */
  onChanged(listener: (sessionId: string | undefined) => void): () => void
  /** Where signing in, failing to, and changes of people are recorded. */
  onAudit(record: (entry: Omit<AuditEntry, 'id'>) => void): void
  /** What every screen must say: the file of people cannot be used. */
  problems(): ConsoleProblem[]
}

export type PolicyChange = { [K in keyof AccessPolicy]?: AccessPolicy[K] | undefined }

export type Session = {
  readonly id: string
  caller(): Caller
  view(): SessionView
  /** Somebody did something at this screen: the role goes on. The registrar says so of each command that a person gives. */
  touch(): void
  close(): void
}
