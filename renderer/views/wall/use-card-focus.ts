import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react'

/**
 * Keeps the keyboard where the person left it. A card that leaves the wall hands the focus to the one that takes its
 * place, and says so, because nobody has chosen that one; a card that moves, or loses the button that was pressed, gets
 * it back. A click elsewhere lets go.
 */
export function useCardFocus(list: RefObject<HTMLElement | null>, order: string[], onHandedOn: () => void): void {
  const last = useRef<{ id: string; index: number }>(undefined)

  useEffect(() => {
    const onFocus = (event: FocusEvent): void => {
      const id = cardOf(event.target, list.current)
      last.current = id === undefined ? undefined : { id, index: indexOfCard(list.current, id) }
    }
    const onPointer = (event: PointerEvent): void => {
      if (cardOf(event.target, list.current) === undefined) last.current = undefined
    }
    document.addEventListener('focusin', onFocus)
    document.addEventListener('pointerdown', onPointer)
    return () => {
      document.removeEventListener('focusin', onFocus)
      document.removeEventListener('pointerdown', onPointer)
    }
  }, [list])

  useLayoutEffect(() => {
    const kept = last.current
    if (!kept) return
    const still = order.indexOf(kept.id)
    if (still >= 0) kept.index = still
    if (document.activeElement && document.activeElement !== document.body) return
    const id = still >= 0 ? kept.id : order[Math.min(kept.index, order.length - 1)]
    if (id !== kept.id) onHandedOn()
    if (id !== undefined) focusCard(list.current, id)
    else list.current?.focus()
  })
}

export function focusCard(list: HTMLElement | null, id: string): void {
  cards(list)
    .find((card) => card.dataset.alertId === id)
    ?.focus()
}

export const cards = (list: HTMLElement | null): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>('[data-alert-id]') ?? []),
]

const indexOfCard = (list: HTMLElement | null, id: string): number =>
  cards(list).findIndex((card) => card.dataset.alertId === id)

export function cardOf(target: EventTarget | null, list: HTMLElement | null): string | undefined {
  if (!(target instanceof Element) || !list?.contains(target)) return undefined
  return target.closest<HTMLElement>('[data-alert-id]')?.dataset.alertId
}
