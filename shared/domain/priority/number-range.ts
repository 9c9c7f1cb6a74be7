import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import { dialKey } from '#shared/domain/dial/normalise.ts'

/** Numbers of one length between two ends, both included. `group` is one length with or without a plus. */
export type NumberRange = { group: number; from: number; to: number }

/** Fifteen digits are the longest number there is (E.164), and still exact as a number. */
const wholeNumber = /^\+?\d{1,15}$/

export function rangeOf(from: string, to: string, dial: DialPlan): NumberRange | undefined {
  const first = pointOf(dialKey(from, dial))
  const last = pointOf(dialKey(to, dial))
  if (!first || !last || first.group !== last.group || first.at > last.at) return undefined
  return { group: first.group, from: first.at, to: last.at }
}

export function pointOf(key: string): { group: number; at: number } | undefined {
  if (!wholeNumber.test(key)) return undefined
  return { group: groupOf(key), at: Number(key) }
}

/** Told apart by length and plus sign. */
const groupOf = (key: string): number => key.length * 2 + (key.startsWith('+') ? 1 : 0)
