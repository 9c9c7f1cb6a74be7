import type { Preferences } from '#shared/settings/schema.ts'

/** The few words outside of the page: tray and menu. */
const words = {
  zh: { open: '打开 Firstline', quit: '退出', view: '视图', edit: '编辑', fullScreen: '全屏' },
  en: { open: 'Open Firstline', quit: 'Quit', view: 'View', edit: 'Edit', fullScreen: 'Full screen' },
}
export type Words = (typeof words)['en']

export function wordsFor(language: Preferences['language'], locale: string): Words {
  if (language !== 'system') return words[language]
  return locale.toLowerCase().startsWith('zh') ? words.zh : words.en
}
