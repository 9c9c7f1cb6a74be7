import type { AlertBook } from '#shared/domain/alert/alert-book.ts'
import type { SoundView } from '#shared/ipc/view.ts'
import type { Clock } from './ports.ts'

/**
 * What should be heard: the strongest pattern of the active alerts that nobody has acknowledged. It is decided here and not in a window,
 * so that a window that hangs or hides neither rings for ever nor decides to be silent.
 */
export function createSound(clock: Clock, alerts: () => AlertBook) {
  let pausedUntil: number | undefined

  return {
    view(): SoundView {
      const view: SoundView = { raised: alerts().raised }
      const play = strongest(alerts())
      if (play !== undefined) view.play = play
      if (pausedUntil !== undefined) view.pausedUntil = pausedUntil
      return view
    },
    pause(minutes: number): void {
      pausedUntil = clock.now() + minutes * 60_000
    },
    resume(): void {
      pausedUntil = undefined
    },
    /** Ends a pause that is over. */
    tick(): void {
      if (pausedUntil !== undefined && pausedUntil <= clock.now()) pausedUntil = undefined
    },
  }
}

/** A rule or its class may choose another pattern than its severity's, or none. */
function strongest(book: AlertBook): SoundView['play'] {
  let found: SoundView['play']
  for (const { alert } of book.alerts.values()) {
    if (alert.returned || alert.acknowledged) continue
    const { sound } = alert.match
    if (sound !== 'silent' && (found === undefined || sound < found)) found = sound
  }
  return found
}
