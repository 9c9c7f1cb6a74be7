import { useEffect, useRef, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'

/** A4 between the margins of print.css: 186 mm in px. */
const paperPx = 703

/** The width of an element in px, and again when it changes; that of the paper while the page is printed, which no observer hears of in time. */
export function useWidth(): [RefObject<HTMLDivElement | null>, number] {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    let onPaper = false
    const measure = (): void => setWidth(onPaper ? paperPx : element.clientWidth)
    const turn = (paper: boolean): void => {
      onPaper = paper
      flushSync(measure)
    }
    const before = (): void => turn(true)
    const after = (): void => turn(false)
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    measure()
    return () => {
      observer.disconnect()
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
    }
  }, [])
  return [frame, width]
}
