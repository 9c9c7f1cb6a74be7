import type { Speaker } from './alarm.ts'
import { bursts, type Pattern, type Pulse } from './pulses.ts'

/**
 * Pulses through Web Audio. A browser may keep the sound blocked until somebody touches the page: `blocked` says so, and
 * `unblock` is to be called from a click or a key.
 */
export type WebSpeaker = Speaker & {
  blocked: () => boolean
  unblock: () => void
  onChange: (listener: () => void) => () => void
  close: () => void
}

/** The part of AudioContext that is used, so that a test can listen. */
export type AudioLike = Pick<
  AudioContext,
  'state' | 'currentTime' | 'destination' | 'createGain' | 'createOscillator' | 'resume' | 'close'
> & { onstatechange: unknown }

const loudness = 0.5
const attack = 0.015
/** A fundamental with its harmonics carries further, and is found more easily in a room, than a pure tone. */
const harmonics = [1, 0.5, 0.35, 0.2]

export function createSpeaker(createAudio: () => AudioLike | undefined): WebSpeaker {
  const listeners = new Set<() => void>()
  const audio = createAudio()
  let sounding: OscillatorNode[] = []
  const tell = (): void => listeners.forEach((listener) => listener())
  if (audio) audio.onstatechange = tell

  function stop(): void {
    for (const oscillator of sounding) oscillator.stop()
    sounding = []
  }

  function play(pattern: Pattern): void {
    if (audio?.state !== 'running') return tell()
    stop()
    for (const pulse of bursts[pattern]) schedule(audio, pulse)
  }

  function schedule(context: AudioLike, { at, seconds, hertz }: Pulse): void {
    const start = context.currentTime + at
    const gain = context.createGain()
    gain.gain.setValueAtTime(0, start)
    gain.gain.linearRampToValueAtTime(loudness, start + attack)
    gain.gain.setValueAtTime(loudness, start + seconds - attack)
    gain.gain.linearRampToValueAtTime(0, start + seconds)
    gain.connect(context.destination)
    harmonics.forEach((strength, index) => {
      const oscillator = context.createOscillator()
      const share = context.createGain()
      share.gain.setValueAtTime(strength / 2, start)
      oscillator.frequency.setValueAtTime(hertz * (index + 1), start)
      oscillator.connect(share)
      share.connect(gain)
      oscillator.start(start)
      oscillator.stop(start + seconds)
      sounding.push(oscillator)
    })
  }

  return {
    play,
    stop,
    blocked: () => audio !== undefined && audio.state !== 'running',
    unblock: () => void audio?.resume().then(tell, tell),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      stop()
      void audio?.close()
    },
  }
}

/** Missing where the machine has no Web Audio at all. */
export const browserAudio = (): AudioLike | undefined =>
  typeof AudioContext === 'undefined' ? undefined : new AudioContext()
