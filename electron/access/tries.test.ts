import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterRestart,
  noTries,
  oneLessOverAll,
  oneMore,
  oneMoreOverAll,
  waitLeft,
  waitLeftOverAll,
  waitMsAfter,
} from './tries.ts'

describe('after a wrong PIN', () => {
  test.each([
    [0, 0],
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [8, 128_000],
    [9, 256_000],
    [10, 300_000],
    [1000, 300_000],
  ])('number %i the wait is %i ms', (wrong, waitMs) => {
    expect(waitMsAfter(wrong)).toBe(waitMs)
  })

  test('the wait runs down and never below nothing', () => {
    const tries = oneMore(oneMore(noTries, 0), 10_000)
    expect([waitLeft(tries, 10_000), waitLeft(tries, 11_500), waitLeft(tries, 99_000)]).toEqual([2_000, 500, 0])
  })

  test('a clock that was set back over a restart makes nobody wait longer than once', () => {
    const tries = afterRestart({ wrong: 3, at: 1_000_000 }, 500_000)
    expect(waitLeft(tries, 500_000)).toBe(4_000)
    expect(waitLeft(tries, 504_000)).toBe(0)
  })
})

test('whoever tries whenever he may gets at most some 300 tries a day at one PIN', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 10, maxLength: 500 }), (pauses) => {
      let now = 0
      let tries = noTries
      let made = 0
      for (const pause of pauses) {
        now += waitLeft(tries, now) + pause
        if (now > 86_400_000) break
        tries = oneMore(tries, now)
        made += 1
      }
      expect(made).toBeLessThan(300)
    }),
  )
})

describe('over all people', () => {
  const wrong = (times: number, at = 0) =>
    Array.from({ length: times }).reduce<typeof noTries>((all) => oneMoreOverAll(all, at), noTries)

  test('five wrong tries hold nobody up, further ones do', () => {
    expect([5, 6, 7, 20].map((times) => waitLeftOverAll(wrong(times), 0))).toEqual([0, 1_000, 2_000, 300_000])
  })

  test('a right PIN takes back its own try alone', () => {
    const all = oneLessOverAll(oneMoreOverAll(wrong(7), 2_000))
    expect(all.wrong).toBe(7)
  })

  test('they are forgotten after a quarter of an hour without', () => {
    const all = wrong(20)
    expect(waitLeftOverAll(all, 15 * 60_000 + 1)).toBe(0)
    expect(oneMoreOverAll(all, 15 * 60_000 + 1).wrong).toBe(1)
  })
})
