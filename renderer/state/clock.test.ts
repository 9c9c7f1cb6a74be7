import { describe, expect, test } from 'vitest'
import { createConsoleClock, type ConsoleClock } from './clock.ts'

let monotonic = 0
const makeClock = (): ConsoleClock => {
  monotonic = 0
  return createConsoleClock({
    monotonicNow: () => monotonic,
    wallNow: () => 5_000_000,
    setInterval: () => 0,
    clearInterval: () => undefined,
  })
}

describe('the console clock', () => {
  test('is this machine’s until the console has spoken, then the console’s', () => {
    const clock = makeClock()
    expect(clock.now()).toBe(5_000_000)
    clock.observe(9_000_000, true)
    monotonic = 1500
    expect(clock.now()).toBe(9_001_500)
  })

  test('does not run behind because one message was late', () => {
    const clock = makeClock()
    clock.observe(9_000_000, true)
    monotonic = 4000
    clock.observe(9_001_000, false)
    expect(clock.now()).toBe(9_004_000)
  })

  test('follows at once when the console is ahead, and at the next snapshot when it went back', () => {
    const clock = makeClock()
    clock.observe(9_000_000, true)
    clock.observe(9_060_000, false)
    expect(clock.now()).toBe(9_060_000)
    clock.observe(9_000_000, true)
    expect(clock.now()).toBe(9_000_000)
  })
})
