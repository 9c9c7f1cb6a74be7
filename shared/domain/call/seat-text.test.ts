import { expect, test } from 'vitest'
import { isSeatCalled } from './seat-text.ts'

test.each([
  ['its name', 'PJSIP/1001', '张伟', '张伟', true],
  ['its id', 'PJSIP/1001', '张伟', 'pjsip/1001', true],
  ['its number', 'PJSIP/1001', '张伟', ' 1001 ', true],
  ['the number of a Local channel', 'Local/1003@seats/n', 'Zhao', '1003', true],
  ['an id without a technology', '1001', '', '1001', true],
  ['a part of its number', 'PJSIP/1001', '张伟', '001', false],
  ['a part of its name', 'PJSIP/1001', '张伟', '张', false],
  ['nothing', 'PJSIP/', '', '', false],
])('a seat is called by %s', (_, id, name, text, is) => {
  expect(isSeatCalled({ id, name }, text)).toBe(is)
})
