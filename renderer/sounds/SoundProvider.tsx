import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { useScreen } from '#renderer/state/screen.tsx'
import { createAlarm } from './alarm.ts'
import { browserAudio, createSpeaker, type WebSpeaker } from './speaker.ts'

const SpeakerContext = createContext<WebSpeaker | undefined>(undefined)

/** Connects the console's wish to the speaker for as long as the screen is open. */
export function SoundProvider({ children }: { children: ReactNode }) {
  const { console: store, clock } = useScreen()
  const [speaker, setSpeaker] = useState<WebSpeaker>()

  useEffect(() => {
    const made = createSpeaker(browserAudio)
    const alarm = createAlarm(made, clock.now)
    const obey = (): void => {
      const { view } = store.getState()
      if (view) alarm.obey(view.sound)
    }
    const stopStore = store.subscribe((state, before) => {
      if (state.view?.sound !== before.view?.sound) obey()
      if (state.connected !== before.connected) alarm.carrier(state.connected)
    })
    const stopSpeaker = made.onChange(() => {
      if (!made.blocked()) obey()
    })
    obey()
    setSpeaker(made)
    return () => {
      stopStore()
      stopSpeaker()
      alarm.close()
      made.close()
    }
  }, [store, clock])

  useUnblockOnTouch(speaker)
  return <SpeakerContext value={speaker}>{children}</SpeakerContext>
}

/** A browser gives sound back with the first touch or key, wherever it happens. */
function useUnblockOnTouch(speaker: WebSpeaker | undefined): void {
  useEffect(() => {
    if (!speaker) return
    const unblock = (): void => {
      if (speaker.blocked()) speaker.unblock()
    }
    document.addEventListener('pointerdown', unblock)
    document.addEventListener('keydown', unblock)
    return () => {
      document.removeEventListener('pointerdown', unblock)
      document.removeEventListener('keydown', unblock)
    }
  }, [speaker])
}

const never = (): (() => void) => () => undefined

export function useSpeaker(): { blocked: boolean; speaker: WebSpeaker | undefined } {
  const speaker = useContext(SpeakerContext)
  const blocked = useSyncExternalStore(speaker?.onChange ?? never, () => speaker?.blocked() ?? false)
  return { blocked, speaker }
}
