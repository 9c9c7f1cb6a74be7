import { describe, expect, test, vi } from 'vitest'
import { bursts } from './pulses.ts'
import { createSpeaker, type AudioLike } from './speaker.ts'

function fakeAudio(state: AudioContextState) {
  const starts: number[] = []
  const stops: (number | undefined)[] = []
  const param = { setValueAtTime: vi.fn(), linearRampToValueAtTime: vi.fn() }
  const audio = {
    state,
    currentTime: 100,
    destination: {},
    onstatechange: null as unknown,
    createGain: () => ({ gain: param, connect: vi.fn() }),
    createOscillator: () => ({
      frequency: param,
      connect: vi.fn(),
      start: (at: number) => starts.push(at),
      stop: (at?: number) => stops.push(at),
    }),
    resume: async () => {
      audio.state = 'running'
    },
    close: async () => undefined,
  }
  return { audio: audio as unknown as AudioLike, starts, stops }
}

describe('the speaker', () => {
  test.each([
    ['p1', 5],
    ['p2', 3],
    ['p3', 1],
  ] as const)('%s is a burst of %d', (pattern, pulses) => {
    const { audio, starts } = fakeAudio('running')
    createSpeaker(() => audio).play(pattern)
    expect(new Set(starts).size).toBe(pulses)
    expect(Math.min(...starts)).toBe(100)
  })

  test('p1 has the rhythm three and two', () => {
    const at = bursts.p1.map((pulse) => pulse.at)
    const gaps = at.slice(1).map((time, index) => time - (at[index] ?? 0))
    expect(gaps.map((gap) => gap > 0.5)).toEqual([false, false, true, false])
  })

  test('every pulse is scheduled with its end, so that a frozen window falls silent', () => {
    const { audio, starts, stops } = fakeAudio('running')
    createSpeaker(() => audio).play('p1')
    expect(stops).toHaveLength(starts.length)
    expect(Math.max(...stops.map(Number))).toBeLessThan(103)
  })

  test('says that the browser blocks the sound until somebody touches the page', async () => {
    const { audio, starts } = fakeAudio('suspended')
    const speaker = createSpeaker(() => audio)
    const heard: boolean[] = []
    speaker.onChange(() => heard.push(speaker.blocked()))
    speaker.play('p1')
    expect([speaker.blocked(), starts]).toEqual([true, []])
    speaker.unblock()
    await Promise.resolve()
    await Promise.resolve()
    expect(heard.at(-1)).toBe(false)
  })

  test('a machine without Web Audio is silent, not broken', () => {
    const speaker = createSpeaker(() => undefined)
    speaker.play('p1')
    expect(speaker.blocked()).toBe(false)
  })
})
