import { describe, expect, test } from 'vitest'
import { addBin, addWait, addWaits, countAtMost, longestOf, noWaits, removeWait, waitAt, type Waits } from './waits.ts'

const of = (...all: number[]): Waits => {
  const waits = noWaits()
  for (const wait of all) addWait(waits, wait)
  return waits
}

describe('how many waited at most so long', () => {
  const cases: [name: string, waits: number[], limitMs: number, count: number][] = [
    ['the limit itself is within it', [20_000], 20_000, 1],
    ['one ms more is not', [20_001], 20_000, 0],
    ['no wait at all', [0, 1], 0, 1],
    ['a limit of no whole second', [1500, 1501], 1500, 1],
    ['nobody', [], 20_000, 0],
  ]
  test.each(cases)('%s', (_name, waits, limitMs, count) => {
    expect(countAtMost(of(...waits), limitMs)).toBe(count)
  })

  test('a bin that is known by its sums counts whole at its second', () => {
    const waits = noWaits()
    addBin(waits, 20, 2, 39_500, 20_000)
    addBin(waits, 21, 3, 60_900, 20_900)
    expect([19_000, 20_000, 21_000].map((limit) => countAtMost(waits, limit))).toEqual([0, 2, 5])
  })
})

describe('the wait at a percentile, by nearest rank', () => {
  const cases: [name: string, percent: number, waits: number[], waitMs: number | undefined][] = [
    ['nobody waited', 90, [], undefined],
    ['one', 90, [7], 7],
    ['nine of ten', 90, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000], 9],
    ['of eleven the tenth', 90, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000, 2000], 1000],
    ['half of four', 50, [4, 3, 2, 1], 2],
    ['inside one second', 50, [900, 100, 500], 500],
    ['over several seconds', 50, [5100, 100, 3300, 3200, 3100], 3200],
  ]
  test.each(cases)('%s', (_name, percent, waits, waitMs) => {
    expect(waitAt(percent, [of(...waits)])?.waitMs).toBe(waitMs)
    // Wherever they are kept: each in a tally of its own.
    expect(
      waitAt(
        percent,
        waits.map((wait) => of(wait)),
      )?.waitMs,
    ).toBe(waitMs)
  })

  test('inside a bin that is known by its sums it is the longest of the bin, and says so', () => {
    const waits = noWaits()
    addBin(waits, 3, 10, 25_000, 2900)
    expect(waitAt(50, [waits])).toEqual({ waitMs: 2900, rank: 5, of: 10, exact: false })
    expect(waitAt(100, [waits])).toEqual({ waitMs: 2900, rank: 10, of: 10, exact: true })
  })
})

describe('taking back', () => {
  test('leaves what was there before', () => {
    const waits = of(1200, 1900, 1200)
    removeWait(waits, 1900)
    removeWait(waits, 1200)
    expect(waits).toEqual(of(1200))
    removeWait(waits, 1200)
    expect(waits).toEqual(noWaits())
  })

  test('what was never there changes nothing', () => {
    const waits = of(1200)
    removeWait(waits, 1300)
    removeWait(waits, 9000)
    expect(waits).toEqual(of(1200))
  })
})

test('the longest of several, and none', () => {
  expect(longestOf([of(1, 5000), of(3)])).toBe(5000)
  expect(longestOf([])).toBe(0)
})

test('what is known by its sums does not become exact by adding', () => {
  const waits = of(2500)
  const sums = noWaits()
  addBin(sums, 3, 2, 5500, 2900)
  addWaits(waits, sums)
  expect(waitAt(50, [waits])).toMatchObject({ waitMs: 2900, exact: false })
})
