import type { SoundView } from '#shared/ipc/view.ts'
import { burstMs, repeatMs, type Pattern } from './pulses.ts'

/**
 * Decides when the speaker sounds. Obeys the console: which pattern, until when it is paused, and `raised`, which means
 * at once. Owns one timer. Each burst is short and scheduled on its own, so a frozen window stops by itself; and when the
 * console has been out of reach for ten seconds the alarm stops, because nobody could silence it any more.
 */
export type Speaker = { play: (pattern: Pattern) => void; stop: () => void }
export type Alarm = {
  obey: (sound: SoundView) => void
  carrier: (connected: boolean) => void
  close: () => void
}

export const silentAfterLossMs = 10_000

export function createAlarm(speaker: Speaker, now: () => number): Alarm {
  let sound: SoundView = { raised: 0 }
  let playing: Pattern | undefined
  let burstEndsAt = 0
  let lost = false
  let repeat: ReturnType<typeof setTimeout> | undefined
  let pauseEnd: ReturnType<typeof setTimeout> | undefined
  let loss: ReturnType<typeof setTimeout> | undefined

  function wanted(): Pattern | undefined {
    if (lost) return undefined
    return sound.pausedUntil !== undefined && sound.pausedUntil > now() ? undefined : sound.play
  }

  function burst(): void {
    clearTimeout(repeat)
    const pattern = wanted()
    if (!pattern) return hush()
    playing = pattern
    burstEndsAt = now() + burstMs(pattern)
    speaker.play(pattern)
    repeat = setTimeout(burst, repeatMs[pattern])
  }

  function hush(): void {
    clearTimeout(repeat)
    if (playing) speaker.stop()
    playing = undefined
    burstEndsAt = 0
  }

  function decide(isNew: boolean): void {
    const pattern = wanted()
    if (!pattern) return hush()
    if (pattern !== playing) {
      hush()
      burst()
    } else if (isNew && now() >= burstEndsAt) burst()
  }

  return {
    obey(next) {
      const isNew = next.raised > sound.raised
      sound = next
      clearTimeout(pauseEnd)
      const pauseMs = (next.pausedUntil ?? 0) - now()
      if (pauseMs > 0) pauseEnd = setTimeout(() => decide(false), pauseMs)
      decide(isNew)
    },
    carrier(connected) {
      clearTimeout(loss)
      if (connected) {
        lost = false
        decide(false)
        return
      }
      loss = setTimeout(() => {
        lost = true
        hush()
      }, silentAfterLossMs)
    },
    close() {
      clearTimeout(pauseEnd)
      clearTimeout(loss)
      hush()
    },
  }
}
