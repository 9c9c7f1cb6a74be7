import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeAfter, placeBetween, placeOf, placesBetween } from './place.ts'

describe('places', () => {
  test('of a published version sort as the rules do', () => {
    const places = Array.from({ length: 100_000 }, (_, n) => placeOf(n))
    expect(places.toSorted()).toEqual(places)
  })

  test('any number of moves finds a place between its neighbours', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 300 }), (moves) => {
        const places = [placeOf(0), placeOf(1)]
        for (const move of moves) {
          const at = move % (places.length + 1)
          const [before, after] = [places[at - 1], places[at]]
          places.splice(at, 0, after === undefined ? placeAfter(before) : placeBetween(before, after))
        }
        expect(places.toSorted()).toEqual(places)
        expect(new Set(places).size).toBe(places.length)
        expect(places.every((place) => !place.endsWith('0'))).toBe(true)
      }),
    )
  })

  test('a thousand rules put before the same one keep short places', () => {
    const after = placeOf(1)
    let before = placeOf(0)
    for (let n = 0; n < 1000; n += 1) before = placeBetween(before, after)
    expect(before < after).toBe(true)
    expect(before.length).toBeLessThan(250)
  })

  test.each([
    ['in the middle', placeOf(3), placeOf(4)],
    ['at the beginning', undefined, placeOf(0)],
    ['at the end', placeOf(3), undefined],
    ['in an empty list', undefined, undefined],
  ])('many at once %s are in order and short', (_name, before, after) => {
    const places = placesBetween(before, after, 5000)
    expect(places).toHaveLength(5000)
    expect([before, ...places, after].filter((one) => one !== undefined)).toEqual(
      [before, ...places, after].filter((one) => one !== undefined).toSorted(),
    )
    expect(Math.max(...places.map((place) => place.length))).toBeLessThan(20)
  })
})
