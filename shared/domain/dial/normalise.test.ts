import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultDialPlan, type DialPlan } from './dial-plan.ts'
import { describeNumber, dialKey, dialPrefixKeys, type NumberKind } from './normalise.ts'

const plan = defaultDialPlan
const london: DialPlan = { country: 'GB', areaCode: '020' }
const newYork: DialPlan = { country: 'US', areaCode: '' }

describe('numbers that are one and the same', () => {
  const mobile = '13800001111'
  const fixed = '075526884100'
  test.each<[name: string, text: string, key: string]>([
    ['as the switch sends it', '13800001111', mobile],
    ['with a plus and spaces', '+86 138 0000 1111', mobile],
    ['with 0086', '0086 13800001111', mobile],
    ['with 86 and nothing before', '8613800001111', mobile],
    ['with the 0 of a trunk', '013800001111', mobile],
    ['with 0086 and the 0 of a trunk', '0086013800001111', mobile],
    ['in full-width digits', '１３８００００１１１１', mobile],
    ['with a full-width plus and spaces', '＋８６　１３８　００００　１１１１', mobile],
    ['with dashes of every kind', '138-0000‑11–11', mobile],
    ['with dots', '138.0000.1111', mobile],
    ['with spaces that do not break, and none that can be seen', '138\u00a00000\u200b1111\ufeff', mobile],
    ['between the marks that copying from a contact leaves', '\u202d13800001111\u202c', mobile],
    ['a fixed number as the trunk sends it', '075526884100', fixed],
    ['a fixed number with its parts apart', '0755-2688 4100', fixed],
    ['a fixed number in full-width brackets', '（0755）26884100', fixed],
    ['a fixed number with +86', '+86 755 2688 4100', fixed],
    ['a fixed number with +86 and its 0', '+86 (0)755 26884100', fixed],
    ['a fixed number with +86 and its 0 without brackets', '+86 0755 26884100', fixed],
    ['a fixed number with 86 and nothing before', '8675526884100', fixed],
    ['a subscriber of the own area', '26884100', fixed],
    ['a number with its extension in Chinese', '0755-26884100转8012', fixed],
    ['a number with its extension in English', '0755 2688 4100 ext. 8012', fixed],
    ['a number with its extension behind a dash', '0755-26884100-8012', fixed],
    ['Beijing', '+86 10 6234 5678', '01062345678'],
    ['Beijing with 86 and nothing before', '861062345678', '01062345678'],
    ['Guangzhou', '020-87654321', '02087654321'],
    ['a 400 number', '400-800-1234', '4008001234'],
    ['a 400 number with +86', '+86 400 800 1234', '4008001234'],
    ['another country', '+44 20 7946 0958', '+442079460958'],
    ['another country with 00', '0044 20 7946 0958', '+442079460958'],
    ['another country with the zero in brackets', '+44 (0)20 7946 0958', '+442079460958'],
    ['Hong Kong', '00852 2123 4567', '+85221234567'],
    ['a hotline', '96777', '96777'],
    ['a hotline with the own area code', '0755-96777', '96777'],
    ['a hotline of another area', '020-96777', '02096777'],
    ['a hotline with +86', '+86 95598', '95598'],
    ['the police', '110', '110'],
    ['the city', '１２３４５', '12345'],
    ['an extension', '8001', '8001'],
    ['an extension that begins like a mobile number', '1381', '1381'],
    ['a name', 'Anonymous', 'anonymous'],
    ['a pattern, which is no number', '138*', '138*'],
    ['nothing', '', ''],
    ['signs alone', ' - ', ''],
  ])('%s', (_name, text, key) => {
    expect(dialKey(text, plan)).toBe(key)
  })

  test('where subscriber numbers are dialled whole, none gets an area code', () => {
    expect(dialKey('26884100', { country: 'CN', areaCode: '' })).toBe('26884100')
  })

  test.each<[name: string, text: string, where: DialPlan, key: string]>([
    ['London', '020 7946 0958', london, '+442079460958'],
    ['London from within', '7946 0958', london, '+442079460958'],
    ['London with a plus', '+44 (0)20 7946 0958', london, '+442079460958'],
    ['China from London', '00 86 755 2688 4100', london, '+8675526884100'],
    ['an extension in London', '1001', london, '1001'],
    ['New York', '(212) 555-2368', newYork, '+12125552368'],
    ['New York with 1', '1 212 555 2368', newYork, '+12125552368'],
    ['a country that nobody knows', '020 7946 0958', { country: 'ZZ', areaCode: '' }, '02079460958'],
  ])('of %s', (_name, text, where, key) => {
    expect(dialKey(text, where)).toBe(key)
  })

  test('a key is its own key', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'0123456789+- （）8613'), maxLength: 20 }),
      fc.string({ maxLength: 70 }),
    )
    fc.assert(
      fc.property(text, fc.constantFrom(plan, london), (number, where) => {
        const key = dialKey(number, where)
        expect(dialKey(key, where)).toBe(key)
      }),
      { numRuns: 1000 },
    )
  })

  test('signs between the digits change nothing', () => {
    const sign = fc.constantFrom('', '', ' ', '-', '\u00a0', '\u200b', '.')
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), sign), { maxLength: 12 }), (parts) => {
        const written = parts.map(([digit, mark]) => `${digit}${mark}`).join('')
        expect(dialKey(written, plan)).toBe(dialKey(parts.map(([digit]) => digit).join(''), plan))
      }),
    )
  })
})

describe('a beginning of numbers', () => {
  const begins = (prefix: string, number: string, where: DialPlan = plan): boolean => {
    const key = dialKey(number, where)
    return dialPrefixKeys(prefix, where).some((one) => key.startsWith(one))
  }
  test.each<[prefix: string, number: string, begins: boolean]>([
    ['138', '+86 138 0000 1111', true],
    ['+86 138', '13800001111', true],
    ['0086138', '13800001111', true],
    ['86138000011', '13800001111', true],
    ['0138', '13800001111', true],
    ['１３８', '13800001111', true],
    ['139', '13800001111', false],
    ['0755', '26884100', true],
    ['0755-2688', '+8675526884100', true],
    ['+86755', '26884100', true],
    ['2688', '075526884100', true],
    ['2688', '2688', true],
    ['2688', '02026884100', false],
    ['26884100', '075526884100', true],
    ['800', '8001', true],
    ['400', '400-800-1234', true],
    ['+86400', '400-800-1234', true],
    ['+86', '13800001111', true],
    ['+86', '26884100', true],
    ['+86', '01062345678', true],
    ['+86', '+442079460958', false],
    ['+861', '13800001111', true],
    ['+861', '01062345678', true],
    ['+861', '1001', false],
    ['+8610', '01062345678', true],
    ['+44', '0044 20 7946 0958', true],
    ['0044', '+442079460958', true],
    ['+', '+442079460958', true],
    ['00', '+442079460958', true],
    ['96', '96777', true],
    ['1', '1001', true],
  ])('%s begins %s: %s', (prefix, number, does) => {
    expect(begins(prefix, number)).toBe(does)
  })

  test.each<[prefix: string, number: string, where: DialPlan]>([
    ['020', '7946 0958', london],
    ['7946', '020 7946 0958', london],
    ['+4420', '020 7946 0958', london],
    ['0086', '+8675526884100', london],
    ['10', '1001', london],
    ['212', '(212) 555-2368', newYork],
    ['011 44', '+442079460958', newYork],
  ])('%s begins %s elsewhere too', (prefix, number, where) => {
    expect(begins(prefix, number, where)).toBe(true)
  })

  test.each(['138*', '138.*', '^138', '138?', '138%', '138x', 'abc', '', '+', '[0-9]+'])(
    'nothing in %j is a pattern',
    (text) => {
      const keys = dialPrefixKeys(text, plan)
      expect(keys.every((key) => /^\+?\d*$/.test(key))).toBe(true)
      expect(begins(text, '13800001111')).toBe(text === '+' ? dialPrefixKeys('+86', plan).length > 0 : false)
    },
  )

  test('every number begins with itself', () => {
    const digit = fc.constantFrom(...'0123456789')
    fc.assert(
      fc.property(
        fc.string({ unit: digit, minLength: 1, maxLength: 14 }),
        fc.constantFrom('', '+', '00', '+86'),
        (number, before) => {
          const kinds: NumberKind[] = ['mobile', 'fixed', 'extension', 'short']
          const { kind } = describeNumber(before + number, plan)
          if (kinds.includes(kind)) expect(begins(before + number, before + number)).toBe(true)
        },
      ),
      {
        numRuns: 2000,
        examples: [
          ['80000000000', '+86'],
          ['1000000000', '+86'],
        ],
      },
    )
  })
})

describe('how a number is understood', () => {
  test.each<[text: string, kind: NumberKind]>([
    ['', 'withheld'],
    ['13800001111', 'mobile'],
    ['+8613800001111', 'mobile'],
    ['12800001111', 'odd'],
    ['1380000111', 'odd'],
    ['26884100', 'fixed'],
    ['0755-26884100', 'fixed'],
    ['400-800-1234', 'fixed'],
    ['0755268841', 'odd'],
    ['010623456789', 'odd'],
    ['+8626884100', 'odd'],
    ['96777', 'short'],
    ['95598', 'short'],
    ['110', 'short'],
    ['12345', 'short'],
    ['1001', 'extension'],
    ['801', 'extension'],
    ['80', 'odd'],
    ['+442079460958', 'international'],
    ['+4420', 'odd'],
    ['+999123456789', 'odd'],
    ['138*', 'odd'],
  ])('%j is %s', (text, kind) => {
    expect(describeNumber(text, plan).kind).toBe(kind)
  })

  test('outside China', () => {
    const kinds = ['020 7946 0958', '+8675526884100', '1001', '999'].map((text) => describeNumber(text, london).kind)
    expect(kinds).toEqual(['fixed', 'international', 'extension', 'extension'])
  })
})
