import { useEffect } from 'react'
import { I18nProvider } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { assertNever } from '#shared/std/assert-never.ts'
import { resolveLanguage, useText, type Language } from '#renderer/i18n/text.ts'
import { usePreferences, useShell, type ViewName } from '#renderer/state/screen.tsx'
import { useTheme } from '#renderer/theme/use-theme.ts'
import { CallsView } from '#renderer/views/calls/CallsView.tsx'
import { Connection } from '#renderer/views/connection/Connection.tsx'
import { ListView } from '#renderer/views/list/ListView.tsx'
import { People } from '#renderer/views/people/People.tsx'
import { RecoveryView } from '#renderer/views/recovery/RecoveryView.tsx'
import { ReportsView } from '#renderer/views/reports/ReportsView.tsx'
import { SidePanel } from '#renderer/views/side/SidePanel.tsx'
import { Wall } from '#renderer/views/wall/Wall.tsx'
import { AccessStrip } from './AccessStrip.tsx'
import { Announcer } from './Announcer.tsx'
import { Notices } from './Notices.tsx'
import { ProblemStrip } from './ProblemStrip.tsx'
import { ShortcutsHelp } from './ShortcutsHelp.tsx'
import { TopBar } from './TopBar.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import './app.css'
import './forms.css'

export function App() {
  const preferences = usePreferences((state) => state.preferences)
  const textScale = usePreferences((state) => state.textScale)
  const view = useShell((state) => state.view)
  useTheme(preferences.theme, textScale)
  const language = useLanguage(preferences.language)
  useShortcuts()
  return (
    <I18nProvider locale={language === 'zh' ? 'zh-CN' : 'en-GB'}>
      <div className="app">
        <TopBar />
        <ProblemStrip />
        <AccessStrip />
        <View name={view} />
        <SidePanel />
        <Notices />
        <Announcer />
        <ShortcutsHelp />
      </div>
    </I18nProvider>
  )
}

function View({ name }: { name: ViewName }) {
  switch (name) {
    case 'wall':
      return <Wall />
    case 'calls':
      return <CallsView />
    case 'recovery':
      return <RecoveryView />
    case 'reports':
      return <ReportsView />
    case 'list':
      return <ListView />
    case 'connection':
      return <Connection />
    case 'people':
      return <People />
    default:
      return assertNever(name)
  }
}

function useLanguage(preferred: Language | 'system'): Language {
  const { i18n } = useTranslation()
  const { t } = useText()
  const language = resolveLanguage(preferred, navigator.language)
  useEffect(() => {
    void i18n.changeLanguage(language)
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [i18n, language])
  const title = t('app.title')
  useEffect(() => {
    document.title = title
  }, [title])
  return language
}
