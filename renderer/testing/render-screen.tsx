import { act, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { createTexts, type Language } from '#renderer/i18n/text.ts'
import { createScreen, ScreenProvider, type Screen } from '#renderer/state/screen.tsx'
import type { MemoryBridge } from './memory-bridge.ts'

const noStorage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined }

/** A screen on a bridge in memory, with its first snapshot taken. */
export async function renderScreen(bridge: MemoryBridge, children: ReactNode, language: Language = 'en') {
  const screen: Screen = createScreen(bridge, noStorage, noStorage)
  const stop = screen.start()
  const rendered = render(
    <ScreenProvider value={screen}>
      <I18nextProvider i18n={createTexts(language)}>{children}</I18nextProvider>
    </ScreenProvider>,
  )
  await act(async () => undefined)
  return { ...rendered, screen, stop }
}
