import { useMemo } from 'react'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole } from '#renderer/state/screen.tsx'
import { createNames, type Names } from './alert-words.ts'

/** Names of areas and classes as the utility gave them, in the language of the screen. */
export function useNames(): Names {
  const { language } = useText()
  const areas = useConsole((state) => state.view?.areas)
  const classes = useConsole((state) => state.view?.classes)
  return useMemo(() => createNames(areas ?? [], classes ?? [], language), [areas, classes, language])
}
