import { useSyncExternalStore } from 'react'

const usual = 16

/** Pixels in a rem, for what must be told in pixels. Follows the size of the window and of the text. */
export function useRem(): number {
  return useSyncExternalStore(subscribe, measure)
}

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-scale'] })
  addEventListener('resize', changed)
  return () => {
    observer.disconnect()
    removeEventListener('resize', changed)
  }
}

const measure = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || usual
