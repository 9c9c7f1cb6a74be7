import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import { dialKey } from '#shared/domain/dial/normalise.ts'

/** Numbers of one length between two ends, both included. `group` is one length with or without a plus. */
export type NumberRange = { group: number; from: number; to: number }

export function rangeOf(from: string, to: string, dial: DialPlan): NumberRange | undefined {
  const first = pointOf(dialKey(from, dial))
  const last = pointOf(dialKey(to, dial))
  if (!first || !last || first.group !== last.group || first.at > last.at) return undefined
  return { group: first.group, from: first.at, to: last.at }
}

/** Fifteen digits are the longest number there is (E.164), and still exact as a number. */
const longest = 15
const plus = 43
const zero = 48

/** Nothing when the key is not all digits. Asked for every call. */
export function pointOf(key: string): { group: number; at: number } | undefined {
  const abroad = key.charCodeAt(0) === plus ? 1 : 0
  const digits = key.length - abroad
  if (digits < 1 || digits > longest) return undefined
  let at = 0
  for (let i = abroad; i < key.length; i++) {
    const digit = key.charCodeAt(i) - zero
    if (digit < 0 || digit > 9) return undefined
    at = at * 10 + digit
  }
  return { group: key.length * 2 + abroad, at }
}
