import { expect, test } from 'vitest'
import { windowSchema } from './journal-contract.ts'

const day = 86_400_000
const now = Date.UTC(2027, 0, 15)

test.each([
  ['a day', { kind: 'range', from: now, to: now + day }, true],
  ['eleven years', { kind: 'range', from: now - 11 * 365 * day, to: now }, true],
  ['the wrong way round', { kind: 'range', from: now, to: now - day }, true],
  ['all of time', { kind: 'range', from: 0, to: Date.UTC(2248, 0, 1) }, false],
  ['until a date that no calendar has', { kind: 'range', from: now, to: 8.64e15 }, false],
  ['a month that no calendar has', { kind: 'month', at: 8.64e15 }, false],
])('a window: %s', (_, window, is) => {
  expect(windowSchema.safeParse(window).success).toBe(is)
})
