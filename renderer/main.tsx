import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { App } from './app/App.tsx'
import { createTexts, resolveLanguage } from './i18n/text.ts'
import { SoundProvider } from './sounds/SoundProvider.tsx'
import { findBridge } from './state/bridge.ts'
import { createScreen, ScreenProvider } from './state/screen.tsx'
import './theme/tokens.css'
import './theme/base.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

const screen = createScreen(findBridge(), localStorage, sessionStorage)
const texts = createTexts(resolveLanguage(screen.preferences.getState().preferences.language, navigator.language))
screen.start()

createRoot(root).render(
  <StrictMode>
    <ScreenProvider value={screen}>
      <I18nextProvider i18n={texts}>
        <SoundProvider>
          <App />
        </SoundProvider>
      </I18nextProvider>
    </ScreenProvider>
  </StrictMode>,
)
