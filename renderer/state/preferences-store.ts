import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge } from '#shared/ipc/bridge.ts'
import type { Preferences } from '#shared/settings/schema.ts'

export type TextScale = 100 | 115 | 130 | 150
export const textScales: TextScale[] = [100, 115, 130, 150]

/**
 * Preferences of the console, and those that belong to this screen alone: the text size always, and language and theme
 * where the screen may not change the console's (a wall screen that may only look).
 */
export type PreferencesState = {
  preferences: Preferences
  loaded: boolean
  textScale: TextScale
}

export type PreferencesStore = StoreApi<PreferencesState> & {
  start: () => () => void
  change: (changes: Partial<Preferences>) => ReturnType<typeof answerOf>
  setTextScale: (scale: TextScale) => void
}

const storageKey = 'firstline.screen'
type ScreenOwn = { textScale?: TextScale; language?: Preferences['language']; theme?: Preferences['theme'] }
const initial: Preferences = { language: 'system', theme: 'system', deskName: '' }
const answerOf = (bridge: Bridge, changes: Partial<Preferences>) => bridge.call('preferences.set', changes)

export function createPreferencesStore(
  bridge: Bridge,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): PreferencesStore {
  let own = readOwn(storage)
  const store = createStore<PreferencesState>(() => ({
    preferences: withOwn(initial, own),
    loaded: false,
    textScale: own.textScale ?? 100,
  }))
  const take = (preferences: Preferences): void =>
    store.setState({ preferences: withOwn(preferences, own), loaded: true })
  const keep = (changes: ScreenOwn): void => {
    own = { ...own, ...changes }
    storage.setItem(storageKey, JSON.stringify(own))
  }

  async function load(): Promise<void> {
    const result = await bridge.call('preferences.get', {})
    if (result.ok) take(result.value)
  }

  async function change(changes: Partial<Preferences>): ReturnType<typeof answerOf> {
    const result = await answerOf(bridge, changes)
    if (result.ok) {
      store.setState(({ preferences }) => ({ preferences: { ...preferences, ...changes } }))
      return result
    }
    const { deskName, ...ofScreen } = changes
    if (result.error.kind !== 'forbidden' || deskName !== undefined) return result
    keep(ofScreen)
    store.setState(({ preferences }) => ({ preferences: { ...preferences, ...ofScreen } }))
    return { ok: true, value: null }
  }

  return Object.assign(store, {
    start: () => {
      const stops = [
        bridge.on('preferences.changed', take),
        bridge.onConnection((connected) => {
          if (connected) void load()
        }),
      ]
      void load()
      return () => stops.forEach((stop) => stop())
    },
    change,
    setTextScale: (textScale: TextScale) => {
      keep({ textScale })
      store.setState({ textScale })
    },
  })
}

const withOwn = (preferences: Preferences, { language, theme }: ScreenOwn): Preferences => ({
  ...preferences,
  ...(language && { language }),
  ...(theme && { theme }),
})

function readOwn(storage: Pick<Storage, 'getItem'>): ScreenOwn {
  try {
    const value: unknown = JSON.parse(storage.getItem(storageKey) ?? '{}')
    if (typeof value !== 'object' || value === null) return {}
    const { textScale, language, theme } = value as Record<string, unknown>
    return {
      ...(textScales.includes(textScale as TextScale) && { textScale: textScale as TextScale }),
      ...((language === 'zh' || language === 'en' || language === 'system') && { language }),
      ...((theme === 'dark' || theme === 'light' || theme === 'system') && { theme }),
    }
  } catch {
    return {} // somebody edited it; the screen's own wishes are not worth an error
  }
}
