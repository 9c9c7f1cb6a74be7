/** What went wrong with a command, in a form that the screen can put into words. Never a stack trace. */
export type Problem =
  | { kind: 'invalid-input'; where: string; what: string }
  | { kind: 'unknown-command'; name: string }
  | { kind: 'forbidden'; needs: Role }
  | { kind: 'not-found'; what: 'alert' | 'area' | 'class' }
  | { kind: 'not-saved'; detail: string }
  | { kind: 'not-in-this-state'; why: 'not-practice' | 'alert-active' | 'already-running' | 'secret-needed' }
  | { kind: 'too-large'; limitBytes: number }
  | { kind: 'disconnected' }
  | { kind: 'internal' }

/** Rights grow from left to right; `viewer` is a wall screen that may look and nothing else. */
export type Role = 'viewer' | 'reception' | 'supervisor' | 'admin'

const order: Role[] = ['viewer', 'reception', 'supervisor', 'admin']

export const mayDo = (has: Role, needs: Role): boolean => order.indexOf(has) >= order.indexOf(needs)
