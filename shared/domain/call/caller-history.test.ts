import { describe, expect, test } from 'vitest'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import { applyToCore, createCore, noChanges, tidyCore } from '#shared/domain/core.ts'
import * as e from '#shared/domain/testing/events.ts'
import { createCallerTimes, forgetCallers, historyOf, rememberCall } from './caller-history.ts'

const settings = e.coreSettings(e.rule('again', { condition: { kind: 'repeat-caller', calls: 3, minutes: 10 } }))

function coreAfter(...events: CallEvent[]) {
  const core = createCore()
  for (const event of events) applyToCore(core, event, settings, noChanges())
  return core
}
const calls = (number: string, ...times: number[]): CallEvent[] =>
  times.map((at, i) => e.arrived(at, `s/${number}/${i}`, number))

describe('somebody who calls again', () => {
  test('is listed by the call that makes it so many, not by those before', () => {
    const { alerts } = coreAfter(...calls('138', 0, 200, 599))
    expect([...alerts.alerts.keys()]).toEqual(['s/138/2'])
    expect(alerts.alerts.get('s/138/2')?.alert.match.because).toMatchObject({ counted: 3 })
  })

  test('is not listed when the first call is longer ago', () => {
    expect(coreAfter(...calls('138', 0, 200, 601)).alerts.alerts.size).toBe(0)
  })

  test('counts also after the earlier calls have ended', () => {
    const ended = calls('138', 0, 1).flatMap((event, i) => [event, e.ended(i + 2, `s/138/${i}`)])
    const { alerts } = coreAfter(...ended, e.arrived(9, 's/9', '138'))
    expect([...alerts.alerts.keys()]).toEqual(['s/9'])
  })

  test('is another person than one with another number', () => {
    expect(coreAfter(...calls('138', 0, 1), ...calls('139', 2)).alerts.alerts.size).toBe(0)
  })

  test('is nobody when the number is withheld', () => {
    expect(coreAfter(...calls('', 0, 1, 2, 3)).alerts.alerts.size).toBe(0)
  })

  test('is counted once when the switch says the arrival twice', () => {
    expect(coreAfter(e.arrived(0), e.arrived(0), e.arrived(0), e.inIvr(1)).alerts.alerts.size).toBe(0)
  })

  test('counts with calls that only the switch’s picture showed', () => {
    const seen = (id: string, ageMs: number) => ({
      callId: id,
      caller: { number: '138', name: '' },
      dialledNumber: '',
      ageMs,
    })
    const { alerts } = coreAfter(
      e.picture(100, { calls: [seen('s/1', 9000), seen('s/2', 30_000), seen('s/3', 60_000)] }),
    )
    expect([...alerts.alerts.keys()]).toEqual(['s/1'])
  })
})

describe('what is remembered', () => {
  const dayMs = 86_400_000
  test('is forgotten after a day', () => {
    const core = coreAfter(...calls('138', 0), ...calls('139', 100))
    tidyCore(core, settings, e.t(50) + dayMs)
    expect([...core.callers.keys()]).toEqual(['139'])
  })

  test('keeps a number that called again meanwhile', () => {
    const times = createCallerTimes()
    rememberCall(times, '1', '138', 0)
    rememberCall(times, '2', '139', 1)
    rememberCall(times, '3', '138', dayMs - 1)
    forgetCallers(times, dayMs + 1)
    expect([...times.keys()]).toEqual(['138'])
  })

  test('does not grow with one number that calls all day', () => {
    const times = createCallerTimes()
    for (let i = 0; i < 1000; i++) rememberCall(times, String(i), '138', i)
    expect(historyOf(times).countCalls('138', 0, 1000)).toBe(200)
    expect(historyOf(times).countCalls('138', 950, 999)).toBe(50)
  })

  test('does not grow with ever more numbers', () => {
    const times = createCallerTimes()
    for (let i = 0; i < 100_010; i++) rememberCall(times, String(i), String(i), i)
    expect(times.size).toBe(100_000)
    expect(times.has('9')).toBe(false)
  })
})

test.each([
  ['13800001111', '013800001111'],
  ['13800001111', '+8613800001111'],
  ['075526884100', '+8675526884100'],
])('%s is the same caller as %s, who came by another trunk', (one, other) => {
  const times = createCallerTimes()
  rememberCall(times, 's/1', one, 1000)
  rememberCall(times, 's/2', other, 2000)
  expect(historyOf(times).countCalls(one, 0, 5000)).toBe(2)
  expect(historyOf(times).countCalls(other, 0, 5000)).toBe(2)
})
