/**
 * Decides whether a key may act on the card that has the focus. A key that is held acts once; and after the focus was
 * moved by the program nobody can have meant the card that has it now, so no key acts for half a second, and a key that
 * was down meanwhile not before it was let go.
 */
export type KeyGate = {
  /** To be told of every keydown; true when that key may act. */
  pressed: (key: PressedKey) => boolean
  released: (key: Pick<PressedKey, 'code' | 'key'>) => void
  /** The focus went to another card without a person asking for it. */
  focusMoved: () => void
  /** No keyup is heard while another window has the keyboard. */
  forget: () => void
}
export type PressedKey = Pick<KeyboardEvent, 'code' | 'key' | 'repeat'>

export const settleMs = 500

export function createKeyGate(now: () => number): KeyGate {
  const down = new Set<string>()
  const heldOver = new Set<string>()
  let movedAt = -Infinity
  return {
    pressed: (key) => {
      down.add(nameOf(key))
      return !key.repeat && !heldOver.has(nameOf(key)) && now() - movedAt >= settleMs
    },
    released: (key) => {
      down.delete(nameOf(key))
      heldOver.delete(nameOf(key))
    },
    focusMoved: () => {
      movedAt = now()
      down.forEach((name) => heldOver.add(name))
    },
    forget: () => {
      down.clear()
      heldOver.clear()
    },
  }
}

/** The place on the keyboard: Shift may be let go before the letter. */
const nameOf = ({ code, key }: Pick<PressedKey, 'code' | 'key'>): string => code || key.toLowerCase()
