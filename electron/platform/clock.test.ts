import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClock, type TimeSources, type WallStep, type WatchedClock } from './clock.ts'

type Machine = TimeSources & { run(ms: number): void; sleep(ms: number): void; set(deltaMs: number): void }

/** A machine whose wall clock can be set and that can sleep; its monotonic clock leaves sleep out, as on Linux. */
function machine(): Machine {
  let [wall, monotonic, uptime] = [1_795_000_000_000, 5_000, 90_000]
  return {
    wall: () => wall,
    monotonic: () => monotonic,
    uptime: () => uptime,
    run(ms) {
      for (let left = ms; left > 0; left -= 1000) {
        const step = Math.min(1000, left)
        ;[wall, monotonic, uptime] = [wall + step, monotonic + step, uptime + step]
        vi.advanceTimersByTime(step)
      }
    },
    sleep: (ms) => ([wall, uptime] = [wall + ms, uptime + ms]),
    set: (deltaMs) => (wall += deltaMs),
  } as Machine
}

let time: Machine
let clock: WatchedClock
let steps: WallStep[]
beforeEach(() => {
  vi.useFakeTimers()
  time = machine()
  clock = createClock(time)
  steps = []
  clock.onWallStep((step) => steps.push(step))
})
afterEach(() => {
  clock.stop()
  vi.useRealTimers()
})

describe('the clock', () => {
  test('starts at the wall clock and runs with it', () => {
    const start = clock.now()
    expect(start).toBe(time.wall())
    time.run(60_000)
    expect(clock.now()).toBe(start + 60_000)
    expect(steps).toEqual([])
  })

  test.each([-3_600_000, -1_000, 1_000, 3_600_000])(
    'does not follow a wall clock that is set by %d ms, and says so',
    (by) => {
      const start = clock.now()
      time.set(by)
      time.run(2_000)
      expect(clock.now()).toBe(start + 2_000)
      expect(steps).toEqual([{ kind: 'set', deltaMs: by }])
    },
  )

  test('counts the time the machine slept, and says so', () => {
    const start = clock.now()
    time.sleep(600_000)
    time.run(1_000)
    expect(clock.now()).toBe(start + 601_000)
    expect(steps).toEqual([{ kind: 'slept', deltaMs: 600_000 }])
  })

  test('tells sleep from a clock that was set while it slept', () => {
    time.sleep(600_000)
    time.set(-5_000)
    time.run(1_000)
    expect(steps).toEqual([
      { kind: 'slept', deltaMs: 600_000 },
      { kind: 'set', deltaMs: -5_000 },
    ])
  })

  test('takes no notice of slewing', () => {
    for (let i = 0; i < 100; i += 1) {
      time.set(20)
      time.run(1_000)
    }
    expect(steps).toEqual([])
  })
})

describe('the offset of the wall clock', () => {
  test('is none while nobody sets it, whatever jitters and sleeps', () => {
    time.run(60_000)
    time.set(499)
    time.run(2_000)
    time.sleep(600_000)
    time.run(2_000)
    expect(clock.wallOffset()).toBe(0)
  })

  test.each([-31_536_000_000, -500, 500, 3_600_000])('follows a step of %d ms', (by) => {
    time.set(by)
    time.run(1_000)
    expect(clock.wallOffset()).toBe(by)
    expect(clock.now() + clock.wallOffset()).toBe(time.wall())
  })

  test('adds up steps, and ends when the clock is set back', () => {
    time.set(10_000)
    time.run(1_000)
    time.set(-4_000)
    time.run(1_000)
    expect(clock.wallOffset()).toBe(6_000)
    time.set(-6_000)
    time.run(1_000)
    expect(clock.wallOffset()).toBe(0)
  })

  test('tells a step from the sleep in which it happened', () => {
    time.sleep(600_000)
    time.set(-5_000)
    time.run(1_000)
    expect(clock.wallOffset()).toBe(-5_000)
  })

  test('follows a clock that is moved slowly for a long time', () => {
    for (let i = 0; i < 100; i += 1) {
      time.set(20)
      time.run(1_000)
    }
    expect(Math.abs(clock.wallOffset() - 2_000)).toBeLessThan(500)
  })
})

describe('after', () => {
  test('calls back once, and not when cancelled', () => {
    const calls: string[] = []
    clock.after(500, () => calls.push('a'))
    clock.after(500, () => calls.push('b'))()
    vi.advanceTimersByTime(5_000)
    expect(calls).toEqual(['a'])
  })

  test('waits longer than a timer can hold', () => {
    const month = 31 * 24 * 3_600_000
    const calls: string[] = []
    clock.after(month, () => calls.push('a'))
    vi.advanceTimersByTime(month - 1)
    expect(calls).toEqual([])
    vi.advanceTimersByTime(1)
    expect(calls).toEqual(['a'])
  })
})
