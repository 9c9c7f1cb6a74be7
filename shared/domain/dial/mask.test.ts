import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskNumber } from './mask.ts'

describe('a masked number', () => {
  test.each([
    ['a mobile number', '13811111111', '138****1111'],
    ['a number with the country code', '+8613811111111', '+861****1111'],
    ['a landline with its area code', '0755-26881234', '075****1234'],
    ['eight digits', '26881234', '2****234'],
    ['seven digits', '6881234', '6****34'],
    ['full-width digits', '１３８１１１１１１１１', '138****1111'],
    ['a full-width country code', '＋８６１３８１１１１１１１１', '+861****1111'],
    ['a SIP address', 'sip:13811111111@pbx', '138****1111'],
    ['an extension', '8001', '8001'],
    ['a hotline', '96777', '96777'],
    ['a withheld number', '', ''],
  ])('of %s', (_name, number, masked) => {
    expect(maskNumber(number)).toBe(masked)
  })

  test('always hides four digits of a number with seven or more', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 7, maxLength: 20 })
    fc.assert(fc.property(digits, (number) => maskNumber(number).replace(/\D/g, '').length <= number.length - 4))
  })
})
