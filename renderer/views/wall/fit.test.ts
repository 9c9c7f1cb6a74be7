import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { fitWall, heights, mostDrawn, mostUnmeasured, unfoldWall } from './fit.ts'

const none = { present: 0, lost: 0, returned: 0 }

describe('the wall', () => {
  test('draws a few alerts large', () => {
    expect(fitWall(62, { ...none, present: 3 }).present).toEqual(['large', 'large', 'large'])
  })

  test('keeps the first ones as cards when rows are needed', () => {
    const { present } = fitWall(62, { ...none, present: 10 })
    expect(present.slice(0, 2)).toEqual(['card', 'card'])
    expect(present).toContain('row')
    expect(present).toHaveLength(10)
  })

  test('always keeps room for lost callers in a storm', () => {
    const fit = fitWall(52, { present: 30, lost: 9, returned: 12 })
    expect(fit.lost.length).toBeGreaterThanOrEqual(2)
    expect(fit.hidden).toMatchObject({ present: 30 - fit.present.length, lost: 9 - fit.lost.length })
  })

  test('draws everything before its height is known', () => {
    expect(fitWall(0, { present: 30, lost: 2, returned: 2 }).hidden).toEqual(none)
  })

  test.each([
    ['present', { ...none, present: 100_000 }],
    ['lost', { ...none, lost: 100_000 }],
    ['answered', { ...none, returned: 100_000 }],
    ['of all kinds', { present: 100_000, lost: 100_000, returned: 100_000 }],
  ])('makes nothing longer than what fits for 100,000 alerts %s', (_name, counts) => {
    const folded = fitWall(60, counts)
    const length = (fit: typeof folded): number => fit.present.length + fit.lost.length + fit.returned.length
    expect(length(folded) * heights.row).toBeLessThanOrEqual(60)
    expect(length(fitWall(0, counts))).toBe(mostUnmeasured)
    const unfolded = unfoldWall(folded, counts)
    expect(length(unfolded)).toBe(mostDrawn)
    expect(unfolded.hidden.present + unfolded.present.length).toBe(counts.present)
  })

  test('unfolded, draws everything up to a limit, and of the lost ones a good part in any case', () => {
    const few = { present: 30, lost: 9, returned: 12 }
    expect(unfoldWall(fitWall(52, few), few).hidden).toEqual(none)
    const many = { present: 5000, lost: 70, returned: 12 }
    const fit = unfoldWall(fitWall(52, many), many)
    expect([fit.present.length, fit.lost.length]).toEqual([160, 40])
    expect(fit.hidden).toEqual({ present: 4840, lost: 30, returned: 12 })
  })

  test('hides nothing without counting it, and never draws more than fits', () => {
    const count = fc.integer({ min: 0, max: 60 })
    fc.assert(
      fc.property(fc.integer({ min: 36, max: 90 }), count, count, count, (height, present, lost, returned) => {
        const counts = { present, lost, returned }
        const fit = fitWall(height, counts)
        let used = 0
        for (const name of ['present', 'lost', 'returned'] as const) {
          expect(fit[name].length + fit.hidden[name]).toBe(counts[name])
          if (counts[name] > 0) used += heights.title
          if (fit.hidden[name] > 0 && (name !== 'returned' || fit.returned.length > 0)) used += heights.more
          for (const density of fit[name]) used += heights[density] + heights.gap
        }
        expect(used).toBeLessThanOrEqual(height)
      }),
    )
  })
})
