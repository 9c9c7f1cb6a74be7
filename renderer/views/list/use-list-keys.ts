import { useEffect } from 'react'
import { focusGrid } from './focus.ts'

/**
 * The keys of the whole rules page, wherever on it the focus is. Not while something is typed, nor in a dialog. Ctrl N is for where the browser
 * leaves it to the page; Insert works everywhere.
 */
export type ListKeys = { create?: (() => void) | undefined; filter: () => void; tryCall: () => void }

export function useListKeys({ create, filter, tryCall }: ListKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || event.altKey || isTyping(event.target)) return
      const control = event.ctrlKey || event.metaKey
      if (event.target === document.body && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
        event.preventDefault()
        return focusGrid()
      }
      const action = actionOf(event.key, control)
      if (!action) return
      event.preventDefault()
      action()
    }
    function actionOf(key: string, control: boolean): (() => void) | undefined {
      if (control) return key.toLowerCase() === 'n' ? create : undefined
      if (key === 'Insert') return create
      if (key === '/') return filter
      return key.toLowerCase() === 't' ? tryCall : undefined
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [create, filter, tryCall])
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input, select, textarea, [role="dialog"], [role="alertdialog"], [role="menu"]') !== null
