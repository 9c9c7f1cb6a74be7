import { expect, test } from 'vitest'
import { createTestClock } from './test-kit.ts'
import { createTimeline } from './timeline.ts'

const opened = (speed: number, pastMs = 0) => {
  const clock = createTestClock(1_000_000)
  const timeline = createTimeline({ clock, speed, pastMs })
  return { clock, timeline }
}

test('plans of the same time run in the order they were made', () => {
  const { clock, timeline } = opened(1)
  const ran: string[] = []
  timeline.after(10, () => ran.push('a'))
  timeline.after(5, () => ran.push('first'))
  timeline.after(10, () => ran.push('b'))
  timeline.start()
  clock.advance(10)
  expect(ran).toEqual(['first', 'a', 'b'])
})

test('the past is lived before the start, and its wall time lies before now', () => {
  const { clock, timeline } = opened(1, 60_000)
  const walls: number[] = []
  timeline.after(30_000, () => walls.push(timeline.wall()))
  timeline.runTo(60_000)
  timeline.start()
  expect(walls).toEqual([clock.now() - 30_000])
  expect(timeline.wall()).toBe(clock.now())
})

test('a change of speed holds for what is planned already', () => {
  const { clock, timeline } = opened(1)
  const walls: number[] = []
  timeline.start()
  timeline.after(10_000, () => walls.push(timeline.wall()))
  clock.advance(5_000)
  timeline.setSpeed(10)
  clock.advance(600)
  expect(walls.map(Math.round)).toEqual([1_005_500])
})

test('a machine that slept does not replay the night', () => {
  let now = 1_000_000
  let due: (() => void) | undefined
  const timeline = createTimeline({
    clock: {
      now: () => now,
      after: (_ms, run) => {
        due = run
        return () => {}
      },
    },
    speed: 1,
    pastMs: 0,
  })
  let ticks = 0
  const tick = (): void => {
    ticks += 1
    timeline.after(1_000, tick)
  }
  timeline.after(1_000, tick)
  timeline.start()
  now += 8 * 3_600_000
  due?.()
  expect(ticks).toBe(1)
})

test('cancelled plans do not pile up', () => {
  const { timeline } = opened(1)
  for (let count = 0; count < 50_000; count++) timeline.after(3_600_000, () => {})()
  expect(timeline.planned()).toBeLessThan(2_500)
})

test('after a stop nothing runs, and the clock has no timer left', () => {
  const { clock, timeline } = opened(1)
  let ran = false
  timeline.start()
  timeline.after(10, () => {
    ran = true
  })
  timeline.stop()
  clock.advance(100)
  expect([ran, clock.waiting()]).toEqual([false, 0])
})
