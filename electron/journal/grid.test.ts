import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellKey, addToCells, packCells, secondOf, unpackCells, type Cells } from './cells.ts'
import { day, gridOf, grains, halfHour, halfHourMs, periodFrom, periodOf, periodStart } from './grid.ts'
import { legEnds } from './codes.ts'
import { packTallies, unpackTallies } from './pack-tallies.ts'
import { keyAt, timeOfKey } from './times.ts'
import { tile } from './tile.ts'

const at = Date.UTC(2027, 0, 15)

test.each([
  ['Asia/Shanghai', 16],
  ['UTC', 0],
  ['America/New_York', 5],
  ['Asia/Kathmandu', 18.25],
  ['Pacific/Chatham', 10.25],
])('days of %s begin at %d h UTC', (zone, hours) => {
  const grid = gridOf(zone, at)
  expect(grid.dayOffsetMs).toBe(hours * 3_600_000)
  expect(periodStart(day, periodOf(day, at, grid), grid) % 86_400_000).toBe(hours * 3_600_000)
})

test('days are made of whole half-hours, in any zone', () => {
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const grid = gridOf(zone, at)
    const start = periodStart(day, 20_000, grid)
    expect(periodStart(halfHour, periodOf(halfHour, start, grid), grid)).toBe(start)
  }
})

describe('any window', () => {
  const anyGrid = fc.constantFrom('UTC', 'Asia/Shanghai', 'Asia/Kathmandu').map((zone) => gridOf(zone, at))
  const time = fc.integer({ min: 0, max: 5 * 86_400_000 }).map((ms) => at + ms)

  test('is tiled by days, half-hours and edges without a gap or an overlap', () => {
    fc.assert(
      fc.property(anyGrid, time, time, (grid, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const { periods, edges } = tile([{ from, to }], grid)
        const pieces = [
          ...edges,
          ...grains.flatMap((grain) =>
            periods[grain].map((piece) => ({
              from: periodStart(grain, piece.from, grid),
              to: periodStart(grain, piece.to, grid),
            })),
          ),
        ].sort((x, y) => x.from - y.from)
        expect(pieces.reduce((sum, piece) => sum + piece.to - piece.from, 0)).toBe(to - from)
        for (const [i, piece] of pieces.entries()) expect(piece.from).toBe(i === 0 ? from : pieces[i - 1]?.to)
        for (const edge of edges) expect(edge.to - edge.from).toBeLessThan(2 * halfHourMs)
      }),
    )
  })

  test('begins in the period that contains it, and the next one is the first that begins later', () => {
    fc.assert(
      fc.property(anyGrid, time, fc.constantFrom(...grains), (grid, one, grain) => {
        const period = periodOf(grain, one, grid)
        expect(periodStart(grain, period, grid)).toBeLessThanOrEqual(one)
        expect(periodStart(grain, period + 1, grid)).toBeGreaterThan(one)
        const next = periodFrom(grain, one, grid)
        expect(periodStart(grain, next, grid)).toBeGreaterThanOrEqual(one)
        expect(periodStart(grain, next - 1, grid)).toBeLessThan(one)
      }),
    )
  })
})

test('sums come back from their bytes as they were', () => {
  const wait = fc.oneof(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 40 * 86_400_000 }))
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), wait), { maxLength: 50 }), (legs) => {
      const cells: Cells = new Map()
      for (const [end, waitMs] of legs) addToCells(cells, cellKey(end, secondOf(waitMs)), 1, waitMs, waitMs)
      const sorted = new Map([...cells].sort(([a], [b]) => a - b))
      expect([...unpackCells(packCells(cells))]).toEqual([...sorted])
    }),
  )
})

test('bytes that end in the middle are refused', () => {
  const packed = packCells(new Map([[cellKey(1, 300), { count: 3, sumMs: 899_000, maxMs: 300_000 }]]))
  for (let length = 1; length < packed.length; length += 1)
    expect(() => unpackCells(packed.subarray(0, length))).toThrow(RangeError)
})

test('a second is rounded up, so that a limit of whole seconds is exact', () => {
  expect([0, 1, 999, 1000, 1001, 20_000, 20_001].map(secondOf)).toEqual([0, 1, 1, 1, 2, 20, 21])
})

test('keys hold their time, and refuse what is none', () => {
  for (const ms of [0, 1, at, 8_000_000_000_000]) expect(timeOfKey(keyAt(ms) + 1023)).toBe(ms)
  expect(keyAt(-5)).toBe(0)
  expect(Number.isSafeInteger(keyAt(Infinity))).toBe(true)
  expect(() => keyAt(Number.NaN)).toThrow(RangeError)
})

test('tallies go through a thread as they were', () => {
  const row = fc.record({
    end: fc.constantFrom(...legEnds),
    waitSeconds: fc.nat(100_000),
    count: fc.nat(1000),
    sumMs: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    maxMs: fc.nat(100_000_000),
  })
  const area = fc.record({ area: fc.constantFrom('a', '报修', ''), rows: fc.array(row, { maxLength: 20 }) })
  const group = fc.record({ group: fc.nat(500), areas: fc.array(area, { maxLength: 3 }) })
  fc.assert(
    fc.property(fc.array(group, { maxLength: 8 }), (groups) => {
      expect(unpackTallies(packTallies(groups))).toEqual(groups)
    }),
  )
})
