import { expect, test } from 'vitest'
import { createKeyGate, settleMs } from './key-gate.ts'

let time = 0
const gate = () => createKeyGate(() => time)
const one = { code: 'Digit1', key: '1', repeat: false }
const shiftA = { code: 'KeyA', key: 'A', repeat: false }

test('a key acts once, however long it is held', () => {
  const keys = gate()
  expect(keys.pressed(one)).toBe(true)
  expect(keys.pressed({ ...one, repeat: true })).toBe(false)
  keys.released(one)
  expect(keys.pressed(one)).toBe(true)
})

test('no key acts within half a second after the program moved the focus', () => {
  const keys = gate()
  keys.focusMoved()
  time += settleMs - 1
  expect(keys.pressed(one)).toBe(false)
  keys.released(one)
  time += 1
  expect(keys.pressed(one)).toBe(true)
})

test('a key that was down while the focus moved acts again only when it was let go, flagged as repeated or not', () => {
  const keys = gate()
  keys.pressed(shiftA)
  keys.focusMoved()
  time += 10 * settleMs
  expect(keys.pressed(shiftA)).toBe(false)
  keys.released({ ...shiftA, key: 'a' })
  expect(keys.pressed(shiftA)).toBe(true)
})

test('a key whose release another window heard is not blocked for ever', () => {
  const keys = gate()
  keys.pressed(one)
  keys.focusMoved()
  keys.forget()
  time += settleMs
  expect(keys.pressed(one)).toBe(true)
})
