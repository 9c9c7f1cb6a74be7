import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAlarm, silentAfterLossMs, type Alarm } from './alarm.ts'

let played: string[]
let alarm: Alarm

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
  played = []
  alarm = createAlarm({ play: (pattern) => void played.push(pattern), stop: () => void played.push('stop') }, () =>
    Date.now(),
  )
})
afterEach(() => {
  alarm.close()
  vi.useRealTimers()
})

describe('the alarm', () => {
  test('is silent while nothing is to be played', () => {
    alarm.obey({ raised: 3 })
    vi.advanceTimersByTime(60_000)
    expect(played).toEqual([])
  })

  test('sounds at once and repeats until it is told to be silent', () => {
    alarm.obey({ play: 'p1', raised: 1 })
    vi.advanceTimersByTime(8000)
    expect(played).toEqual(['p1', 'p1', 'p1'])
    alarm.obey({ raised: 1 })
    vi.advanceTimersByTime(60_000)
    expect(played).toEqual(['p1', 'p1', 'p1', 'stop'])
  })

  test('changes to the stronger pattern without waiting', () => {
    alarm.obey({ play: 'p3', raised: 1 })
    alarm.obey({ play: 'p1', raised: 2 })
    expect(played).toEqual(['p3', 'stop', 'p1'])
  })

  test('sounds at once for a new alert between two repeats', () => {
    alarm.obey({ play: 'p2', raised: 1 })
    vi.advanceTimersByTime(3000)
    alarm.obey({ play: 'p2', raised: 2 })
    expect(played).toEqual(['p2', 'p2'])
  })

  test('does not stutter when a storm raises alerts during one burst', () => {
    alarm.obey({ play: 'p1', raised: 1 })
    for (let raised = 2; raised < 12; raised++) {
      vi.advanceTimersByTime(50)
      alarm.obey({ play: 'p1', raised })
    }
    expect(played).toEqual(['p1'])
  })

  test('keeps still for as long as it is paused, and comes back by itself', () => {
    alarm.obey({ play: 'p1', raised: 1, pausedUntil: Date.now() + 120_000 })
    vi.advanceTimersByTime(119_000)
    expect(played).toEqual([])
    vi.advanceTimersByTime(1500)
    expect(played).toEqual(['p1'])
  })

  test('a pause stops a burst that sounds', () => {
    alarm.obey({ play: 'p1', raised: 1 })
    alarm.obey({ play: 'p1', raised: 1, pausedUntil: Date.now() + 60_000 })
    vi.advanceTimersByTime(30_000)
    expect(played).toEqual(['p1', 'stop'])
  })

  test('never rings on when the console cannot be reached for ten seconds', () => {
    alarm.obey({ play: 'p2', raised: 1 })
    alarm.carrier(false)
    vi.advanceTimersByTime(silentAfterLossMs)
    const before = played.length
    vi.advanceTimersByTime(600_000)
    expect(played.length).toBe(before)
    expect(played.at(-1)).toBe('stop')
  })

  test('rings through a short loss, and again when the console is back', () => {
    alarm.obey({ play: 'p1', raised: 1 })
    alarm.carrier(false)
    vi.advanceTimersByTime(5000)
    alarm.carrier(true)
    vi.advanceTimersByTime(20_000)
    expect(played).not.toContain('stop')
    alarm.carrier(false)
    vi.advanceTimersByTime(30_000)
    alarm.carrier(true)
    expect(played.at(-1)).toBe('p1')
  })
})
