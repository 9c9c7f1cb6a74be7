import { describe, expect, test } from 'vitest'
import { hashPin, isPin, nobodysPin, pinHashSchema } from './pin.ts'

describe('a PIN', () => {
  test('is known again, and no other one', async () => {
    const hash = await hashPin('2580')
    expect(await isPin('2580', hash)).toBe(true)
    for (const other of ['2581', '25800', '258', '', '２５８１'])
      expect([other, await isPin(other, hash)]).toEqual([other, false])
  })

  test('is the same from a keyboard that types full-width digits', async () => {
    expect(await isPin('２５８０', await hashPin('2580'))).toBe(true)
  })

  test('gives another hash each time, with the cost that was decided', async () => {
    const [a, b] = await Promise.all([hashPin('2580'), hashPin('2580')])
    expect(a).toMatchObject({ algorithm: 'scrypt', N: 32768, r: 8, p: 1 })
    expect(a.hash).not.toBe(b.hash)
    expect(pinHashSchema.parse(a)).toEqual(a)
  })

  test('of nobody is no PIN', async () => {
    expect(await isPin('0000', nobodysPin)).toBe(false)
  })
})

test.each([
  ['a cost that would eat the machine', { N: 2 ** 30 }],
  ['a cost that is no power of two', { N: 32_769 }],
  ['a cost too small to protect', { N: 2 }],
  ['no salt', { salt: '' }],
  ['a short hash', { hash: 'AAAA' }],
  ['what is no base64', { salt: '!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!' }],
  ['another algorithm', { algorithm: 'plain' }],
])('a hash with %s is refused', async (_name, change) => {
  expect(pinHashSchema.safeParse({ ...(await hashPin('2580')), ...change }).success).toBe(false)
})
