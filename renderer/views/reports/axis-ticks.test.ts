import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lasting } from '#renderer/views/calls/call-words.ts'
import { timeTicks } from './axis-ticks.ts'

test.each([
  ['nothing', 0, ['00:00', '00:01']],
  ['two seconds', 1900, ['00:00', '00:01', '00:02']],
  ['most of a minute', 49_000, ['00:00', '00:10', '00:20', '00:30', '00:40', '00:50']],
  ['an hour and a half', 5_400_000, ['00:00', '30:00', '1:00:00', '1:30:00']],
] as const)('the axis of %s', (_, most, shown) => {
  expect(timeTicks(most).map(lasting)).toEqual(shown)
})

test('an axis holds its longest bar, with few ticks, no two of which read alike', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 400 * 86_400_000, noNaN: true }), (most) => {
      const ticks = timeTicks(most)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(most)
      expect(ticks.length).toBeLessThanOrEqual(6)
      expect(new Set(ticks.map(lasting)).size).toBe(ticks.length)
    }),
  )
})
