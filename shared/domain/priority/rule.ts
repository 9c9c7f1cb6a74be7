/**
 * The priority reception list: rules that say which calls come first, and why.
 *
 * Order of strength between the rules that match one call, written once and used everywhere (`match.ts`):
 *   1. higher severity (P1 before P2 before P3)
 *   2. narrower condition: caller number exact > caller prefix (longer first) > VDN > transfer code > queue area > dialled number
 *   3. the admin's order in the list
 */
export type Severity = 'P1' | 'P2' | 'P3'

export type Condition =
  | { kind: 'caller-number'; number: string }
  | { kind: 'caller-prefix'; prefix: string }
  | { kind: 'vdn'; vdn: string }
  | { kind: 'transfer-code'; code: string }
  | { kind: 'queue-area'; area: string }
  | { kind: 'dialled-number'; number: string }

export type PriorityRule = {
  id: string
  name: string
  classId: string
  severity: Severity
  condition: Condition
  enabled: boolean
}

/** A class of listed calls: emergency repair, complaint, or one the utility defines. */
export type PriorityClass = { id: string; name: LocalText }

/** A name that a utility gives, in both languages of the screen. */
export type LocalText = { zh: string; en: string }

export type PriorityList = { version: number; classes: PriorityClass[]; rules: PriorityRule[] }

/** Which rule of which list version lists a call, which others matched, and what in the call made the winner match. */
export type Match = {
  ruleId: string
  ruleName: string
  classId: string
  severity: Severity
  because: Condition
  alsoMatched: string[]
  listVersion: number
}
