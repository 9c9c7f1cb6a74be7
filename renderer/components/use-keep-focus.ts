import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react'

/**
 * A row that goes away takes the keyboard with it. Then it goes to the row that came in its place, or to the heading when none is left.
 * `rows` says which rows there are; a row is found by `selector`, its first button takes the keyboard.
 */
export function useKeepFocus(
  frame: RefObject<HTMLElement | null>,
  heading: RefObject<HTMLElement | null>,
  selector: string,
  rows: string,
): { onFocus: () => void; onBlur: (event: FocusEvent) => void } {
  /** Which row has the keyboard; −1: none. */
  const at = useRef(-1)
  useLayoutEffect(() => {
    const now = document.activeElement
    if (now !== null && now !== document.body) return
    if (at.current < 0) return
    const all = [...(frame.current?.querySelectorAll<HTMLElement>(selector) ?? [])]
    const next = all[Math.min(at.current, all.length - 1)]
    const button = next?.querySelector<HTMLElement>('button')
    if (button) button.focus()
    else heading.current?.focus()
  }, [frame, heading, selector, rows])
  return {
    onFocus: () => {
      const all = [...(frame.current?.querySelectorAll<HTMLElement>(selector) ?? [])]
      at.current = all.findIndex((row) => row.contains(document.activeElement))
    },
    // Left by a person: the row is still there then.
    onBlur: ({ target }) =>
      queueMicrotask(() => {
        if (target.isConnected && !frame.current?.contains(document.activeElement)) at.current = -1
      }),
  }
}
