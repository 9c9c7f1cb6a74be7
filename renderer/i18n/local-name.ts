import type { LocalText } from '#shared/domain/priority/rule.ts'
import type { Language } from './text.ts'

/** A name that the utility gave; in its other language, or the fall-back, when this one was left empty. */
export const localName = (name: LocalText, language: Language, fallback: string): string =>
  name[language] || name.zh || name.en || fallback
