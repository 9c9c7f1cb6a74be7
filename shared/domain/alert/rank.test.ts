import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareAlerts, type RankInput } from './rank.ts'

const alert = (id: string, change: Partial<RankInput> = {}): RankInput => ({
  id,
  severity: 'P2',
  waitingSince: 1000,
  raisedAt: 1000,
  needsOutcome: false,
  ...change,
})
const returned = { at: 2000, reason: 'abandoned' as const }
const anyAlert = fc.record<RankInput>({
  id: fc.string(),
  severity: fc.constantFrom('P1', 'P2', 'P3'),
  waitingSince: fc.integer(),
  raisedAt: fc.integer(),
  acknowledged: fc.constantFrom(undefined, {}),
  returned: fc.constantFrom(undefined, returned),
  needsOutcome: fc.boolean(),
  outcome: fc.constantFrom(undefined, {}),
})

describe('the order of the wall', () => {
  const cases: [name: string, first: Partial<RankInput>, second: Partial<RankInput>][] = [
    [
      'a caller who is there before one who is gone',
      { severity: 'P3' },
      { severity: 'P1', returned, needsOutcome: true },
    ],
    [
      'a lost caller before an answered one',
      { returned, needsOutcome: true, severity: 'P3' },
      { returned, severity: 'P1' },
    ],
    ['P1 before P2, however long P2 waits', { severity: 'P1', waitingSince: 9000 }, { waitingSince: 1 }],
    ['unacknowledged before acknowledged', { waitingSince: 9000 }, { waitingSince: 1, acknowledged: {} }],
    ['the longest wait first', { waitingSince: 1 }, { waitingSince: 2 }],
  ]
  test.each(cases)('%s', (_name, first, second) => {
    const sorted = [alert('b', second), alert('a', first)].sort(compareAlerts)
    expect(sorted.map((one) => one.id)).toEqual(['a', 'b'])
  })

  test('is a total order', () => {
    fc.assert(
      fc.property(anyAlert, anyAlert, anyAlert, (a, b, c) => {
        expect(Math.sign(compareAlerts(a, b))).toBe(-Math.sign(compareAlerts(b, a)) || 0)
        if (compareAlerts(a, b) <= 0 && compareAlerts(b, c) <= 0) expect(compareAlerts(a, c)).toBeLessThanOrEqual(0)
        if (compareAlerts(a, b) === 0) expect(a.id).toBe(b.id)
      }),
    )
  })
})
