import { useEffect, type RefObject } from 'react'
import type { AlertOutcome } from '#shared/domain/alert/alert.ts'
import { isTyping } from '#renderer/components/is-typing.ts'
import { cardOf, cards } from './use-card-focus.ts'

export const outcomes: AlertOutcome[] = ['called-back', 'called-again', 'duplicate', 'false-call']

export type CardKeys = {
  acknowledge: (id: string) => void
  acknowledgeReturned: () => void
  setOutcome: (id: string, outcome: AlertOutcome) => void
  /** Asked to go below the last card that is drawn; true when there is more. */
  goBeyond: () => boolean
}

/** The keys of the wall. A key that acts needs a card with the focus: nothing is acknowledged by a stray hand. */
export function useCardKeys(list: RefObject<HTMLElement | null>, keys: CardKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (handle(event, list.current, keys)) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [list, keys])
}

function handle(event: KeyboardEvent, list: HTMLElement | null, keys: CardKeys): boolean {
  const focused = cardOf(event.target, list)
  switch (event.key) {
    case 'ArrowDown':
    case 'j':
    case 'J':
      return move(list, focused, 1, keys)
    case 'ArrowUp':
    case 'k':
    case 'K':
      return move(list, focused, -1, keys)
    case 'n':
    case 'N':
      return focusFirst(list, '[data-state="active"]')
    case 'A':
    case 'a':
      if (event.shiftKey) keys.acknowledgeReturned()
      else if (focused === undefined) return focusFirst(list, '[data-alert-id]')
      else keys.acknowledge(focused)
      return true
    case 'Enter':
      if (!(event.target instanceof HTMLElement) || event.target.dataset.alertId === undefined) return false
      keys.acknowledge(event.target.dataset.alertId)
      return true
    default:
      return chooseOutcome(event, list, keys)
  }
}

function move(list: HTMLElement | null, focused: string | undefined, step: 1 | -1, keys: CardKeys): boolean {
  const all = cards(list)
  if (all.length === 0) return false
  const at = all.findIndex((card) => card.dataset.alertId === focused)
  const next = all[at < 0 ? 0 : at + step]
  if (next) next.focus()
  else if (step === 1) return keys.goBeyond()
  return true
}

function focusFirst(list: HTMLElement | null, selector: string): boolean {
  const card = list?.querySelector<HTMLElement>(selector)
  card?.focus()
  return Boolean(card)
}

function chooseOutcome(event: KeyboardEvent, list: HTMLElement | null, keys: CardKeys): boolean {
  const outcome = outcomes[Number(event.key) - 1]
  const card = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-state="lost"]') : null
  if (!outcome || !card?.dataset.alertId || !list?.contains(card)) return false
  keys.setOutcome(card.dataset.alertId, outcome)
  return true
}
