import { describe, expect, test } from 'vitest'
import { createDeskHost } from './desk-host.ts'
import type { FromDesk, ToDesk } from './protocol.ts'
import { author, documentOf, manyRules } from './testing.ts'

/** A desk behind messages; `pieces` are those of a version's rules that it sent. */
function hostForTest() {
  const posted: FromDesk[] = []
  const host = createDeskHost({ timeZone: 'Asia/Shanghai', now: () => 0, later: () => undefined }, (message) =>
    posted.push(message),
  )
  const say = (message: ToDesk): void => host.receive(message)
  say({ t: 'start' })
  const pieces = () => posted.filter((message) => message.t === 'rules')
  const publish = (id: number, rules: number): void =>
    say({
      t: 'request',
      id,
      request: {
        ask: 'replace',
        document: documentOf(...manyRules(rules)),
        why: 'x',
        author: author('Li'),
        kind: 'backup',
        approval: false,
      },
      timeZone: 'Asia/Shanghai',
    })
  return { say, pieces, publish }
}

describe('the desk behind messages', () => {
  test('sends a version piece by piece, each when it is asked for', () => {
    const { say, pieces, publish } = hostForTest()
    publish(1, 3000)
    expect(pieces()).toEqual([])
    say({ t: 'next', version: 2 })
    expect(pieces()).toMatchObject([{ version: 2, end: false }])
    say({ t: 'next', version: 2 })
    say({ t: 'next', version: 2 })
    expect(pieces()).toMatchObject([{ end: false }, { end: true }])
    expect(pieces().flatMap(({ rules }) => rules)).toHaveLength(3000)
  })

  test('sends nothing for what was asked of a version that another took the place of', () => {
    const { say, pieces, publish } = hostForTest()
    publish(1, 3000)
    publish(2, 2500)
    say({ t: 'next', version: 2 }) // was under way when version 3 began
    expect(pieces()).toEqual([])
    say({ t: 'next', version: 3 })
    expect(pieces()).toMatchObject([{ version: 3, end: false }])
  })
})
