import { describe, expect, test } from 'vitest'
import { sampleAlert, sampleNow } from '#renderer/testing/sample-view.ts'
import { groupAlerts, rankReason, standingOf, waitOf } from './alert-standing.ts'

const acknowledged = { by: '02', at: sampleNow }
const returned = { at: sampleNow, reason: 'abandoned' } as const
const outcome = { by: '02', at: sampleNow, outcome: 'called-back' } as const

test.each([
  ['waiting and seen by nobody', {}, 'active'],
  ['waiting and acknowledged', { acknowledged }, 'acknowledged'],
  ['hung up', { returned, needsOutcome: true }, 'lost'],
  ['hung up and acknowledged, without an outcome', { returned, acknowledged, needsOutcome: true }, 'lost'],
  ['hung up, with an outcome', { returned, needsOutcome: true, outcome }, 'returned'],
  ['answered before anybody looked', { returned: { at: sampleNow, reason: 'answered' } }, 'returned'],
] as const)('an alert that is %s', (_name, changes, standing) => {
  expect(standingOf(sampleAlert(changes))).toBe(standing)
})

describe('the wait', () => {
  test.each([
    ['begins at the limit', 0, 0, 12, false],
    ['adds up to the limit with what is left', 4_700, 4, 8, false],
    ['is just in time', 12_000, 12, 0, false],
    ['is over a moment later, though the figure is 00:00', 12_400, 12, 0, true],
    ['goes below zero', 27_000, 27, -15, true],
    ['never is negative when clocks differ', -3_000, 0, 12, false],
  ])('%s', (_name, ms, waited, left, over) => {
    const alert = sampleAlert({ waitingSince: sampleNow })
    expect(waitOf(alert, sampleNow + ms)).toEqual({ waited, left, over, running: true })
  })

  test('stands still once the caller is answered or gone', () => {
    const alert = sampleAlert({ waitingSince: sampleNow - 41_000, returned })
    expect(waitOf(alert, sampleNow + 900_000)).toMatchObject({ waited: 41, running: false })
  })
})

test('the wall has three parts, each in the order of the domain', () => {
  const groups = groupAlerts(
    Object.fromEntries(
      [
        sampleAlert({ id: 'p2', severity: 'P2', waitingSince: 1 }),
        sampleAlert({ id: 'young', waitingSince: 9 }),
        sampleAlert({ id: 'old', waitingSince: 2 }),
        sampleAlert({ id: 'owned', waitingSince: 1, acknowledged }),
        sampleAlert({ id: 'lost', returned, needsOutcome: true }),
        sampleAlert({ id: 'done', returned: { at: 1, reason: 'answered' } }),
      ].map((alert) => [alert.id, alert]),
    ),
  )
  expect(groups.present.map(({ id }) => id)).toEqual(['old', 'young', 'owned', 'p2'])
  expect(groups.lost.map(({ id }) => id)).toEqual(['lost'])
  expect(groups.returned.map(({ id }) => id)).toEqual(['done'])
})

test.each([
  ['first', undefined, {}],
  ['severity', sampleAlert(), { severity: 'P2' }],
  ['acknowledged', sampleAlert(), { acknowledged }],
  ['wait', sampleAlert(), { waitingSince: sampleNow }],
  ['arrival', sampleAlert(), {}],
] as const)('a card says that it stands where it is by %s', (reason, above, changes) => {
  expect(rankReason(sampleAlert({ id: 'below', ...changes }), above)).toBe(reason)
})
