import { useEffect, useSyncExternalStore } from 'react'
import type { Preferences } from '#shared/settings/schema.ts'

const light = '(prefers-color-scheme: light)'

/** Puts the theme and the text size on the page; `system` follows the machine while it runs. */
export function useTheme(theme: Preferences['theme'], textScale: number): void {
  const systemIsLight = useSyncExternalStore(
    (changed) => {
      const query = matchMedia(light)
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => matchMedia(light).matches,
  )
  useEffect(() => {
    const { dataset } = document.documentElement
    dataset.theme = theme === 'system' ? (systemIsLight ? 'light' : 'dark') : theme
    dataset.scale = String(textScale)
  }, [theme, systemIsLight, textScale])
}
