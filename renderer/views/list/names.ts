import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useText } from '#renderer/i18n/text.ts'
import { useConsole, useScreen } from '#renderer/state/screen.tsx'
import { createNames, type Names } from '#renderer/views/wall/alert-words.ts'

/** What the utility calls its queue areas, and the classes of the draft, in the language of the screen. */
export function useNames(): Names {
  const { list } = useScreen()
  const { language } = useText()
  const classes = useStore(list, (state) => state.list?.classes)
  const areas = useConsole((state) => state.view?.areas)
  return useMemo(() => createNames(areas ?? [], classes ?? [], language), [areas, classes, language])
}
