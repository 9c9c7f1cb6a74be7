import { expect, test } from 'vitest'
import { groupNumber } from './phone-number.ts'

test.each([
  ['a mobile', '13800135207', '138 0013 5207'],
  ['a landline with a code of four', '075526884100', '0755 2688 4100'],
  ['a landline of seven digits', '05718765432', '0571 876 5432'],
  ['Beijing', '01065001234', '010 6500 1234'],
  ['Guangzhou', '02083334444', '020 8333 4444'],
  ['a 400 line', '4008108888', '400 810 8888'],
  ['an emergency number', '119', '119'],
  ['a hotline', '96777', '96777'],
  ['a mobile with the country', '+8613800135207', '+86 138 0013 5207'],
  ['a landline with the country', '+8675526884100', '+86 0755 2688 4100'],
  ['dialled with 00', '008613800135207', '+86 138 0013 5207'],
  ['another country', '+4930901820', '+49 3090 1820'],
  ['a local number', '26884100', '2688 4100'],
  ['already with spaces', '138 0013-5207', '138 0013 5207'],
  ['a mobile, partly hidden', '138****1111', '138****1111'],
  ['a mobile with the country, partly hidden', '+86138****1111', '+86138****1111'],
  ['a landline, partly hidden', '07****4100', '07****4100'],
  ['a landline as it is written, partly hidden', '0755-****4100', '0755-****4100'],
  ['a SIP user', 'li.na', 'li.na'],
])('%s', (_name, number, grouped) => {
  expect(groupNumber(number)).toBe(grouped)
})
