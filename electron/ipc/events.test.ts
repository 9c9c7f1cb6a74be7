import { describe, expect, test } from 'vitest'
import { eventNames, type EventName } from '#shared/ipc/contract.ts'
import type { Role } from '#shared/ipc/problem.ts'
import { mayHear, payloadFor } from './events.ts'

const roles: Role[] = ['viewer', 'reception', 'supervisor', 'admin']

describe('an event', () => {
  test.each<[EventName, Role]>([
    ['console.changed', 'viewer'],
    ['preferences.changed', 'viewer'],
    ['session.changed', 'viewer'],
    ['list.changed', 'reception'],
    ['connection.tested', 'admin'],
  ])('%s is heard from %s on', (name, from) => {
    expect(roles.filter((role) => mayHear({ role }, name))).toEqual(roles.slice(roles.indexOf(from)))
  })

  test('of every name is decided upon', () => {
    for (const name of eventNames) expect(mayHear({ role: 'admin' }, name)).toBe(true)
  })

  test('is masked for whoever may not see numbers, once for all of them', () => {
    const payload = { callerNumber: '13811111111' }
    expect(payloadFor({ seesNumbers: true }, payload)).toBe(payload)
    expect(payloadFor({ seesNumbers: false }, payload)).toEqual({ callerNumber: '138****1111' })
    expect(payloadFor({ seesNumbers: false }, payload)).toBe(payloadFor({ seesNumbers: false }, payload))
  })
})
