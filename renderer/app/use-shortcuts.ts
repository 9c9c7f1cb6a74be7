import { useEffect } from 'react'
import { isTyping } from '#renderer/components/is-typing.ts'
import { useScreen } from '#renderer/state/screen.tsx'

export const pauseByKeyMinutes = 2

/** The keys that work on every view. Those of the cards live with the cards. */
export function useShortcuts(): void {
  const { shell, commands, console: store, clock, session } = useScreen()
  useEffect(() => {
    const toggleSound = (): void => {
      const pausedUntil = store.getState().view?.sound.pausedUntil ?? 0
      if (pausedUntil > clock.now()) void commands.run('sound.resume', {})
      else void commands.run('sound.pause', { minutes: pauseByKeyMinutes })
    }
    const actions: Record<string, () => void> = {
      '?': () => shell.setState({ helpOpen: true }),
      m: toggleSound,
      f: () => void commands.toggleFullScreen(),
      w: () => shell.setState({ view: 'wall' }),
      h: () => shell.setState({ view: 'calls' }),
      b: () => shell.setState({ view: 'recovery' }),
      r: () => shell.setState({ view: 'reports' }),
      l: () => shell.setState({ view: 'list' }),
      c: () => shell.setState({ view: 'connection' }),
      s: () => {
        const { session: known } = session.getState()
        if (known?.access === 'pins' && !known.person) session.openPanel()
      },
      p: () => shell.setState({ view: 'people' }),
    }
    const onKey = (event: KeyboardEvent): void => {
      if (
        event.defaultPrevented ||
        event.repeat ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTyping(event.target)
      )
        return
      const action = actions[event.key.toLowerCase()]
      if (!action) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [shell, commands, store, clock, session])
}
