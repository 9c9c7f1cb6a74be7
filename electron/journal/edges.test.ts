import { describe, expect, test } from 'vitest'
import type { LegEnd } from '#shared/domain/call/call-event.ts'
import { figuresFrom } from '#shared/domain/statistics/figures.ts'
import { serviceLevelProfiles } from '#shared/domain/statistics/service-level.ts'
import { tallyFromRows } from '#shared/domain/statistics/tally.ts'
import { leg, record, t, withJournal } from './testing.ts'

/**
 * A small half-hour, computed by hand: who entered at the very edges of it, who waited exactly as long as a limit and a
 * millisecond longer, who was sent on, and who came back into the same queue. T = 20 s, short abandons up to 5 s.
 */
const limits = () => ({ thresholdMs: 20_000, shortAbandonMs: 5000 })
type Visit = [from: number, waited: number, end: LegEnd, area?: string]
const visits: Record<string, Visit[]> = {
  'on the first moment, in the last moment of the limit': [[0, 20, 'answered']],
  'on the last moment, a millisecond late': [[1799.999, 20.001, 'answered']],
  'on the first moment of the next window': [[1800, 1, 'answered']],
  'a millisecond before the window': [[-0.001, 1, 'answered']],
  'gave up at the short limit': [[100, 5, 'abandoned']],
  'gave up a millisecond later': [[110, 5.001, 'abandoned']],
  'gave up a millisecond after the threshold': [[120, 20.001, 'abandoned']],
  overflowed: [
    [200, 30, 'timed-out'],
    [230, 10, 'answered', 'complaint'],
  ],
  'came back into the same queue': [
    [300, 4, 'left-by-key'],
    [310, 6, 'answered'],
  ],
  'was not seen to end': [[400, 50, 'unknown']],
  'was cleared': [[500, 7, 'switch-cleared']],
}

const expected = {
  offered: 10,
  answered: 3,
  answeredInTime: 2,
  abandoned: 3,
  abandonedInTime: 2,
  shortAbandoned: 1,
  flowedOut: 2,
  cleared: 1,
  unknown: 1,
  open: 0,
  abandonRatePct: (100 * (3 - 1)) / (10 - 1),
  averageSpeedOfAnswerMs: (20_000 + 20_001 + 6000) / 3,
  averageWaitMs: 117_003 / 9,
  longestWaitMs: 30_000,
  p90WaitMs: 30_000, // the ninth of nine
}
const levels = { negative: 20, 'ignore-early-abandons': 25, positive: 40, 'answered-only': 200 / 3, accepted: 200 / 9 }

describe.each([
  ['on the grid of the sums', 0],
  ['beside it', 421],
])('a half-hour %s', (_, shift) => {
  test.each([
    ['to the millisecond', true],
    ['to the second', false],
  ])('%s', (_name, exact) =>
    withJournal(async (journal) => {
      Object.values(visits).forEach((legs, n) => {
        const queueLegs = legs.map(([from, waited, end, area = 'repair']) =>
          leg({ from: from + shift, to: from + waited + shift, end, area }),
        )
        const [first] = queueLegs
        const change = { arrivedAt: first?.enteredAt ?? 0, talkLegs: [], endedAt: t(1900 + shift) }
        journal.record({ kind: 'call', record: record({ id: `switch/${n}`, queueLegs, ...change }) })
      })
      const ask = async (dimension: { kind: 'total' } | { kind: 'area'; area: string }) => {
        const buckets = [{ from: t(shift), to: t(1800 + shift) }]
        const [found] = await journal.ask({ kind: 'tallies', dimension, buckets, exact })
        return (found?.areas ?? []).map(({ area, rows }) => ({ area, tally: tallyFromRows(rows) }))
      }
      const slices = await ask({ kind: 'area', area: 'repair' })
      expect(figuresFrom({ slices }, { limits, profile: 'negative' })).toMatchObject(expected)
      for (const profile of serviceLevelProfiles)
        expect(figuresFrom({ slices }, { limits, profile }).serviceLevel.pct).toBeCloseTo(levels[profile], 10)
      const total = figuresFrom({ slices: await ask({ kind: 'total' }) }, { limits, profile: 'negative' })
      expect(total).toMatchObject({ offered: 11, answered: 4, answeredInTime: 3, flowedOut: 2 })
    }),
  )
})
