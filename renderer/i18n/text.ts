import i18next, { type i18n } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsole } from '#renderer/state/screen.tsx'
import { en } from './en.ts'
import { createFormat, type Format } from './format.ts'
import { zh } from './zh.ts'

export type Language = 'zh' | 'en'

/** A key as the views write it: plural forms go by their base. */
export type MessageKey = BaseOf<keyof typeof zh>
type BaseOf<K> = K extends `${infer Base}_other` ? Base : K

export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string
export type Text = Format & { t: Translate; language: Language }

export function createTexts(language: Language): i18n {
  const texts = i18next.createInstance()
  void texts.init({
    lng: language,
    fallbackLng: false,
    resources: { zh: { translation: zh }, en: { translation: en } },
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false }, // React escapes
  })
  return texts
}

export const resolveLanguage = (preferred: Language | 'system', ofSystem: string): Language =>
  preferred !== 'system' ? preferred : ofSystem.toLowerCase().startsWith('zh') ? 'zh' : 'en'

/** Everything on the screen has the same one: it takes milliseconds to make, and a report has hundreds of figures that can be asked. */
let latest: { key: string; format: Format } | undefined

function formatOf(language: Language, timeZone: string | undefined, ahead: number): Format {
  const key = `${language} ${timeZone} ${ahead}`
  if (latest?.key !== key) latest = { key, format: createFormat(language, timeZone, ahead) }
  return latest.format
}

/** Words, numbers and times in the language of the screen and the time zone of the site. */
export function useText(): Text {
  const { t, i18n } = useTranslation()
  const timeZone = useConsole((state) => state.view?.site.timeZone)
  const ahead = useConsole((state) => state.view?.site.wallOffsetMs ?? 0)
  const language: Language = i18n.language === 'en' ? 'en' : 'zh'
  return useMemo(() => {
    const translate: Translate = (key, values) => t(key, values ?? {})
    return { t: translate, language, ...formatOf(language, timeZone, ahead) }
  }, [t, language, timeZone, ahead])
}
