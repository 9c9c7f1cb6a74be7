import type { Role } from './problem.ts'

/** Who may do what: people with a PIN and a role, and the session of this screen. Times: epoch ms. */

export type SessionView = {
  role: Role
  /** Who acts, as the wall shows it: the person who signed in, else the desk. */
  by: string
  seesNumbers: boolean
  /** Set while a person is signed in. */
  person?: { id: string; name: string; role: SignInRole }
  /** When the role ends without input. Missing when nobody is signed in. */
  endsAt?: number
  /** `unasked`: first start, everything is allowed until it is decided. `open`: a single desk without PINs. `pins`: roles by PIN. */
  access: 'unasked' | 'open' | 'pins'
  /** Who can sign in here. */
  people: { id: string; name: string; role: SignInRole }[]
}

export type SignInRole = 'reception' | 'supervisor' | 'admin'

export type PersonView = { id: string; name: string; role: SignInRole; lastSignInAt?: number }

/** Which roles see callers' numbers whole; the others see 138****1111. An admin always sees them: he edits the list. */
export type NumbersFor = { viewer: boolean; reception: boolean; supervisor: boolean }

export type AccessPolicy = {
  /** The role of a screen at which nobody is signed in. */
  baseRole: 'viewer' | 'reception'
  idleMinutes: number
  numbers: NumbersFor
  /** Publishing the list needs a second person. */
  approval: boolean
}

export type BackupSummary = {
  version: number
  at: number
  by: string
  site: string
  program: string
  list: { version: number; rules: number; classes: number }
  hasSecrets: boolean
  /** The passphrase that was given opens them. */
  secretsOpen: boolean
}
