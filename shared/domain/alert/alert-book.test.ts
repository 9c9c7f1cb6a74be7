import { describe, expect, test } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { applyToCore, createCore, judgeAll, noChanges, type Core } from '#shared/domain/core.ts'
import { createSiteTime } from '#shared/domain/dial/site-time.ts'
import { compileList } from '#shared/domain/priority/compile.ts'
import type { PriorityRule } from '#shared/domain/priority/rule.ts'
import * as e from '#shared/domain/testing/events.ts'
import { acknowledge, keepUnfinished, needsOutcome, setOutcome } from './alert-book.ts'

const settings = e.coreSettings()

function coreAfter(...events: CallEvent[]): Core {
  const core = createCore()
  for (const event of events) applyToCore(core, event, settings, noChanges())
  return core
}
const alertOf = (core: Core) => core.alerts.alerts.get('s/1')?.alert
const ack = (core: Core, at: number) => acknowledge(core.alerts, 's/1', 'Desk 2', e.t(at))

describe('the state table of an alert', () => {
  const listed = [e.arrived(0), e.joined(1)]
  const abandoned = [...listed, e.callerHungUp(9), e.left(9, 'undecided'), e.ended(9)]
  const served = [...listed, e.answered(9)]

  test('a listed call that joins its queue raises one', () => {
    expect(alertOf(coreAfter(...listed))).toMatchObject({ raisedAt: e.t(1), match: { ruleId: 'repair' } })
  })

  test('a call that no rule lists raises none', () => {
    expect(alertOf(coreAfter(e.arrived(0), e.joined(1, 'billing')))).toBeUndefined()
  })

  test('active and acknowledged: stays, with who and when', () => {
    const core = coreAfter(...listed)
    ack(core, 4)
    expect(alertOf(core)).toMatchObject({ acknowledged: { by: 'Desk 2', at: e.t(4) } })
  })

  test('the first acknowledgement counts', () => {
    const core = coreAfter(...listed)
    ack(core, 4)
    expect(acknowledge(core.alerts, 's/1', 'Desk 3', e.t(5))).toBe(false)
    expect(alertOf(core)?.acknowledged?.by).toBe('Desk 2')
  })

  test('answered before anybody looked: returned, not acknowledged, stays', () => {
    expect(alertOf(coreAfter(...served, e.talkEnded(20, 'caller'), e.ended(20)))?.returned).toEqual({
      at: e.t(9),
      reason: 'answered',
    })
  })

  test('answered and acknowledged: leaves', () => {
    const core = coreAfter(...served)
    ack(core, 10)
    expect(alertOf(core)).toBeUndefined()
  })

  test('acknowledged, then answered: leaves', () => {
    const core = coreAfter(...listed)
    ack(core, 4)
    applyToCore(core, e.answered(9), settings, noChanges())
    expect(alertOf(core)).toBeUndefined()
  })

  test('abandoned before anybody looked: returned, not acknowledged', () => {
    expect(alertOf(coreAfter(...abandoned))?.returned).toEqual({ at: e.t(9), reason: 'abandoned' })
  })

  test('abandoned and acknowledged: stays until it has an outcome', () => {
    const core = coreAfter(...abandoned)
    ack(core, 12)
    expect(alertOf(core)).toBeDefined()
    expect(setOutcome(core.alerts, 's/1', { outcome: 'called-back', by: 'Desk 2', at: e.t(40), note: '' })).toBe(true)
    expect(alertOf(core)).toBeUndefined()
  })

  test('an outcome is refused while the caller still waits', () => {
    expect(
      setOutcome(coreAfter(...listed).alerts, 's/1', { outcome: 'false-call', by: 'Desk 2', at: e.t(4), note: '' }),
    ).toBe(false)
  })

  test('a listed caller who gives up in the IVR is lost too', () => {
    const core = createCore()
    const byNumber = e.coreSettings(e.rule('vip', { condition: { kind: 'caller-number', number: '13800001111' } }))
    for (const event of [e.arrived(0), e.inIvr(1), e.callerHungUp(4), e.ended(4)])
      applyToCore(core, event, byNumber, noChanges())
    const alert = alertOf(core)
    expect(alert?.returned?.reason).toBe('abandoned')
    expect(alert && needsOutcome(alert)).toBe(true)
  })

  test('a call whose end was missed is unknown, and needs an outcome', () => {
    const alert = alertOf(coreAfter(...listed, e.sightLost(5), e.picture(60)))
    expect(alert?.returned?.reason).toBe('unknown')
    expect(alert && needsOutcome(alert)).toBe(true)
  })

  test('a listed call that is transferred and waits again is a new alarm', () => {
    const core = coreAfter(...served)
    applyToCore(core, e.joined(20, 'repair'), settings, noChanges())
    expect(alertOf(core)).toMatchObject({ raisedAt: e.t(20) })
    expect(alertOf(core)?.returned).toBeUndefined()
    expect(core.alerts.raised).toBe(2)
  })

  test('an overflow keeps the alert active', () => {
    expect(alertOf(coreAfter(...listed, e.left(60, 'undecided'), e.joined(60, 'overflow')))?.returned).toBeUndefined()
  })
})

describe('calls of today by rule', () => {
  const hits = (core: Core) => Object.fromEntries(core.alerts.hits.byRule)
  const dayS = 86_400

  test('count each call that a rule listed once', () => {
    const second = [e.arrived(5, 's/2'), e.joined(6, 'repair', 's/2'), e.rings(7, '1', 'repair', 's/2')]
    expect(hits(coreAfter(e.arrived(0), e.joined(1), e.rings(2, '1'), e.left(3, 'undecided'), ...second))).toEqual({
      repair: 2,
    })
  })

  test('count for both when a stronger rule takes over', () => {
    const vip = e.rule('vip', { severity: 'P2', condition: { kind: 'caller-prefix', prefix: '138' } })
    const core = createCore()
    const both = e.coreSettings(vip, e.rule('repair'))
    for (const event of [e.arrived(0), e.joined(3), e.answered(9)]) applyToCore(core, event, both, noChanges())
    expect(hits(core)).toEqual({ vip: 1, repair: 1 })
  })

  test('begin anew at the site’s midnight', () => {
    const midnight = Math.ceil(e.t(0) / 1000 / dayS) * dayS - e.t(0) / 1000
    const core = coreAfter(e.arrived(0), e.joined(1))
    applyToCore(core, e.arrived(midnight + 5, 's/2', '139'), settings, noChanges())
    expect(hits(core)).toEqual({})
    applyToCore(core, e.joined(midnight + 6, 'repair', 's/2'), settings, noChanges())
    expect(hits(core)).toEqual({ repair: 1 })
  })
})

describe('a change of the rule that lists a call', () => {
  const vip = e.rule('vip', { severity: 'P2', condition: { kind: 'caller-number', number: '13800001111' } })
  const both = e.coreSettings(vip, e.rule('repair'))

  test('something stronger must be acknowledged anew', () => {
    const core = createCore()
    applyToCore(core, e.arrived(0), both, noChanges())
    ack(core, 1)
    applyToCore(core, e.joined(3), both, noChanges())
    expect(alertOf(core)).toMatchObject({ match: { severity: 'P1', ruleId: 'repair' } })
    expect(alertOf(core)?.acknowledged).toBeUndefined()
  })

  test('a list that no longer lists a waiting call withdraws the alert and says so', () => {
    const core = coreAfter(e.arrived(0), e.joined(1))
    judgeAll(core, e.coreSettings(vip), e.t(5), noChanges())
    expect(alertOf(core)).toMatchObject({ match: { ruleId: 'vip' } })
    judgeAll(core, e.coreSettings(e.rule('none', { enabled: false })), e.t(6), noChanges())
    expect(alertOf(core)?.returned).toEqual({ at: e.t(6), reason: 'unlisted', listVersion: 1 })
  })

  test('a call that goes where no rule lists it is withdrawn without a word about the list', () => {
    const core = createCore()
    const byVdn = e.coreSettings(e.rule('vdn', { condition: { kind: 'vdn', vdn: '8001' } }))
    for (const event of [e.arrived(0), e.routed(1, '8001'), e.routed(5, '8009')])
      applyToCore(core, event, byVdn, noChanges())
    expect(alertOf(core)?.returned).toEqual({ at: e.t(5), reason: 'unlisted' })
  })

  test('the same rule in another version of the list changes nothing', () => {
    const core = coreAfter(e.arrived(0), e.joined(1))
    ack(core, 2)
    const changes = noChanges()
    const next = {
      ...settings,
      lookup: compileList({ ...e.listOf(e.rule('repair')), version: 2 }, createSiteTime('UTC')),
    }
    judgeAll(core, next, e.t(5), changes)
    expect(changes.urgent).toBe(false)
    expect(alertOf(core)).toMatchObject({ acknowledged: { by: 'Desk 2' }, match: { listVersion: 1 } })
  })

  test('a withdrawn call that an undone list lists again is a new alarm', () => {
    const core = coreAfter(e.arrived(0), e.joined(1))
    judgeAll(core, e.coreSettings(e.rule('none', { enabled: false })), e.t(6), noChanges())
    judgeAll(core, settings, e.t(8), noChanges())
    expect(alertOf(core)).toMatchObject({ raisedAt: e.t(8) })
    expect(alertOf(core)?.returned).toBeUndefined()
  })

  test.each<[name: string, change: Partial<PriorityRule>]>([
    ['what to do', { handling: 'Ask for the street' }],
    ['the sound', { sound: 'p3' }],
    ['the ladder', { ladder: 'night' }],
    ['the name', { name: 'Gas leaks' }],
  ])('a list that says otherwise about %s is shown at once', (_name, change) => {
    const core = coreAfter(e.arrived(0), e.joined(1))
    const changes = noChanges()
    judgeAll(core, e.coreSettings(e.rule('repair', change)), e.t(5), changes)
    expect(changes.urgent).toBe(true)
    expect(core.alerts.raised).toBe(1)
  })

  test('a list that newly lists a waiting call raises an alert', () => {
    const core = createCore()
    const none = e.coreSettings(e.rule('none', { enabled: false }))
    for (const event of [e.arrived(0), e.joined(1)]) applyToCore(core, event, none, noChanges())
    judgeAll(core, settings, e.t(5), noChanges())
    expect(alertOf(core)?.raisedAt).toBe(e.t(5))
  })
})

test('a console that turns to another switch keeps the callers nobody has dealt with', () => {
  const waiting = [e.arrived(0, 's/2'), e.joined(1, 'repair', 's/2')]
  const served = [e.arrived(0, 's/3'), e.joined(1, 'repair', 's/3'), e.answered(3, '1001', 'repair', 's/3')]
  const core = coreAfter(e.arrived(0), e.joined(1), e.callerHungUp(9), e.ended(9), ...waiting, ...served)
  const kept = keepUnfinished(core.alerts, e.t(20))
  expect([...kept.alerts].map(([id, { alert }]) => [id, alert.returned?.reason])).toEqual([
    ['s/1', 'abandoned'],
    ['s/2', 'unknown'],
  ])
})

test('a class that is changed shows on live alerts', () => {
  const core = coreAfter(e.arrived(0), e.joined(1))
  judgeAll(core, e.coreSettings(e.rule('repair', { classId: 'complaint' })), e.t(5), noChanges())
  expect(alertOf(core)?.match.classId).toBe('complaint')
})
