import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react'
import { cards } from './use-card-focus.ts'

/**
 * Ignores a press on a button of a card that only just came to lie under a resting pointer: an acknowledged card sinks
 * at once, and the second click of a double click would acknowledge the caller that took its place. A pointer that
 * moved there since is aimed, and counts.
 */
export const steadyAfterMs = 600
/** A hand that double-clicks trembles; that is not aiming. */
const tremblePx = 8

export function useSteadyPress(list: RefObject<HTMLElement | null>): void {
  const places = useRef(new Map<string, { place: string; since: number }>())

  useLayoutEffect(() => {
    const now = performance.now()
    const before = places.current
    places.current = new Map()
    for (const card of cards(list.current)) {
      const id = card.dataset.alertId ?? ''
      // Offsets do not change when a person scrolls: that is aiming, too.
      const place = `${list.current?.offsetTop} ${card.offsetTop} ${card.offsetHeight}`
      const known = before.get(id)
      places.current.set(id, known?.place === place ? known : { place, since: now })
    }
  })

  useEffect(() => {
    let pointer: { x: number; y: number; since: number } | undefined
    let ignored = false
    const follow = ({ clientX: x, clientY: y }: PointerEvent): void => {
      if (pointer && Math.hypot(x - pointer.x, y - pointer.y) < tremblePx) return
      pointer = { x, y, since: performance.now() }
    }
    const slippedUnder = (target: EventTarget | null): boolean => {
      if (!(target instanceof Element) || !list.current?.contains(target)) return false
      const id = target.closest('button')?.closest<HTMLElement>('[data-alert-id]')?.dataset.alertId
      const since = id === undefined ? undefined : places.current.get(id)?.since
      if (since === undefined || !pointer) return false
      return since > pointer.since && performance.now() - since < steadyAfterMs
    }
    const onDown = (event: PointerEvent): void => {
      follow(event)
      ignored = slippedUnder(event.target)
      if (ignored) swallow(event)
    }
    // detail 0: a screen reader's or a script's click, which names its button and has no place.
    const onClick = (event: MouseEvent): void => {
      if (event.detail > 0 && ignored) swallow(event)
      ignored = false
    }
    // Before any other listener, so that no button hears of it.
    document.addEventListener('pointermove', follow, true)
    document.addEventListener('pointerdown', onDown, true)
    document.addEventListener('click', onClick, true)
    return () => {
      document.removeEventListener('pointermove', follow, true)
      document.removeEventListener('pointerdown', onDown, true)
      document.removeEventListener('click', onClick, true)
    }
  }, [list])
}

function swallow(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}
