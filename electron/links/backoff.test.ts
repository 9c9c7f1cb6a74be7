import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoffDelaysMs, backoffMs } from './backoff.ts'

describe('the wait before the next attempt', () => {
  it.each([
    ['first', 1, 500],
    ['second', 2, 1000],
    ['third', 3, 2000],
    ['fourth', 4, 5000],
    ['fifth', 5, 10_000],
    ['sixth', 6, 20_000],
    ['seventh', 7, 30_000],
    ['hundredth', 100, 30_000],
  ])('of the %s attempt is its delay without jitter', (_, attempt, expected) => {
    expect(backoffMs(attempt, 0.5)).toBe(expected)
  })

  it('is never longer than 30 s and never off by more than 20 %', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        (attempt, r) => {
          const delay = backoffDelaysMs[Math.min(attempt, backoffDelaysMs.length) - 1] ?? 0
          const wait = backoffMs(attempt, r)
          expect(wait).toBeLessThanOrEqual(30_000)
          expect(wait).toBeGreaterThanOrEqual(delay * 0.8)
          expect(wait).toBeLessThanOrEqual(Math.ceil(delay * 1.2))
        },
      ),
    )
  })
})
