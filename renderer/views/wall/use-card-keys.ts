import { useEffect, type RefObject } from 'react'
import type { AlertOutcome } from '#shared/domain/alert/alert.ts'
import { isTyping } from '#renderer/components/is-typing.ts'
import type { KeyGate } from './key-gate.ts'
import { cardOf, cards } from './use-card-focus.ts'

export const outcomes: AlertOutcome[] = ['called-back', 'called-again', 'duplicate', 'false-call']

export type CardKeys = {
  acknowledge: (id: string) => void
  acknowledgeReturned: () => void
  setOutcome: (id: string, outcome: AlertOutcome) => void
  openTrail: (id: string) => void
  /** Asked to go below the last card that is drawn; true when there is more. */
  goBeyond: () => boolean
}

/** The keys of the wall. A key that acts needs a card with the focus: nothing is acknowledged by a stray hand. */
export function useCardKeys(list: RefObject<HTMLElement | null>, keys: CardKeys, gate: KeyGate): void {
  useEffect(() => {
    // In the capture phase, so that a button inside a card does not hear a key that may not act either.
    const onEveryKey = (event: KeyboardEvent): void => {
      if (gate.pressed(event) || !acts(event, list.current)) return
      event.preventDefault()
      event.stopPropagation()
    }
    document.addEventListener('keydown', onEveryKey, true)
    document.addEventListener('keyup', gate.released, true)
    window.addEventListener('blur', gate.forget)
    return () => {
      document.removeEventListener('keydown', onEveryKey, true)
      document.removeEventListener('keyup', gate.released, true)
      window.removeEventListener('blur', gate.forget)
    }
  }, [list, gate])

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || hasModifier(event) || isTyping(event.target)) return
      if (handle(event, list.current, keys)) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [list, keys])
}

const hasModifier = (event: KeyboardEvent): boolean => event.ctrlKey || event.metaKey || event.altKey

/** Whether a key would change something on the wall; moving about does not. */
function acts(event: KeyboardEvent, list: HTMLElement | null): boolean {
  if (hasModifier(event) || isTyping(event.target)) return false
  if (event.key === 'Enter' || event.key === ' ')
    return event.target instanceof Node && Boolean(list?.contains(event.target))
  return event.key === 'a' || event.key === 'A' || outcomeOf(event) !== undefined
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
      if (event.shiftKey) acknowledgeReturned(list, keys)
      else if (focused === undefined) return focusFirst(list, '[data-alert-id]')
      else keys.acknowledge(focused)
      return true
    case 't':
    case 'T':
      if (focused === undefined) return false
      keys.openTrail(focused)
      return true
    case 'Enter':
      if (!(event.target instanceof HTMLElement) || event.target.dataset.alertId === undefined) return false
      keys.acknowledge(event.target.dataset.alertId)
      return true
    default:
      return chooseOutcome(event, list, keys)
  }
}

/** Only what a person can see is acknowledged in one go: not under an open panel, and not what is cut off or scrolled away. */
function acknowledgeReturned(list: HTMLElement | null, keys: CardKeys): void {
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return
  const shown = list?.querySelectorAll('[data-group="returned"] .group-title, [data-group="returned"] [data-alert-id]')
  const box = list?.getBoundingClientRect()
  if (!shown || !box) return
  const inSight = [...shown].some((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return bottom <= box.bottom && top >= box.top
  })
  if (inSight) keys.acknowledgeReturned()
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

const outcomeOf = (event: KeyboardEvent): AlertOutcome | undefined => outcomes[Number(event.key) - 1]

function chooseOutcome(event: KeyboardEvent, list: HTMLElement | null, keys: CardKeys): boolean {
  const outcome = outcomeOf(event)
  const card = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-state="lost"]') : null
  if (!outcome || !card?.dataset.alertId || !list?.contains(card)) return false
  keys.setOutcome(card.dataset.alertId, outcome)
  return true
}
