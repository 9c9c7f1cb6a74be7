import type { RuleIssue } from '#shared/domain/priority/list-answers.ts'

/** What went wrong with a command, in a form that the screen can put into words. Never a stack trace. */
export type Problem =
  | { kind: 'invalid-input'; where: string; what: string }
  | { kind: 'unknown-command'; name: string }
  | { kind: 'forbidden'; needs: Role }
  | { kind: 'not-found'; what: 'alert' | 'area' | 'class' | 'rule' | 'version' | 'file' | 'person' | 'call' | 'report' }
  | { kind: 'not-saved'; detail: string }
  | { kind: 'not-in-this-state'; why: WrongState }
  | { kind: 'too-large'; limitBytes: number }
  /** Somebody else changed the same thing since this screen read it. Nothing was overwritten. */
  | { kind: 'conflict'; what: 'rule' | 'class' | 'draft'; by: string; at: number }
  | { kind: 'bad-rule'; issues: RuleIssue[] }
  | { kind: 'bad-file'; why: BadFile; detail: string }
  /** `waitMs`: until the next try is looked at. */
  | { kind: 'wrong-pin'; waitMs: number }
  | { kind: 'too-many-tries'; waitMs: number }
  | { kind: 'disconnected' }
  | { kind: 'internal' }

export type WrongState =
  | 'not-practice'
  | 'alert-active'
  | 'already-running'
  | 'secret-needed'
  | 'nothing-to-publish'
  | 'draft-has-errors'
  | 'approval-pending'
  | 'approval-needed'
  | 'nothing-pending'
  | 'same-person'
  | 'already-set-up'
  | 'last-admin'
  | 'name-taken'
  | 'class-in-use'
  | 'list-not-loaded'
  | 'list-full'
  | 'no-approver'
  /** The journal cannot be read just now; a problem on every screen says why. */
  | 'journal-unavailable'
  | 'too-many-reports'

/** Why a file cannot be used. `detail` names the place: a sheet, a row, a version, a limit. */
export type BadFile =
  | 'empty'
  | 'too-large'
  | 'not-text'
  | 'not-a-table'
  | 'not-xlsx'
  | 'encrypted'
  | 'too-many-rows'
  | 'too-many-columns'
  | 'no-sheet'
  | 'expands-too-much'
  | 'damaged'
  | 'incomplete'
  | 'not-a-backup'
  | 'newer-version'
  | 'wrong-passphrase'
  | 'passphrase-needed'

/** Rights grow from left to right; `viewer` is a wall screen that may look and nothing else. */
export type Role = 'viewer' | 'reception' | 'supervisor' | 'admin'

const order: Role[] = ['viewer', 'reception', 'supervisor', 'admin']

export const mayDo = (has: Role, needs: Role): boolean => order.indexOf(has) >= order.indexOf(needs)
