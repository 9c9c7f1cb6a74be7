import { useLayoutEffect, useState, type RefObject } from 'react'

/** The height of an element in rem; 0 before it is known. Follows the window and the text size. */
export function useHeightInRem(ref: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element || typeof ResizeObserver === 'undefined') return
    const measure = (): void => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      setHeight(rem > 0 ? Math.round((element.clientHeight / rem) * 10) / 10 : 0)
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [ref])
  return height
}
