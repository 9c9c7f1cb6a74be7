import type { Because, PriorityRule, Severity } from './rule.ts'

/** What can be said about a list: what is wrong with a rule, which rule wins and why, what a change would do. Times: epoch ms. */

export type ChangeCounts = { added: number; changed: number; removed: number; classes: number; dial: boolean }

/** What is noticed about a rule. `error` forbids publishing; the others are for the admin to judge. */
export type Finding =
  | { kind: 'error'; issue: RuleIssue }
  | { kind: 'never-wins'; because: string; becauseId: string }
  | { kind: 'overlaps'; with: string; withId: string; count: number }
  | { kind: 'duplicate'; of: string; ofId: string }
  | { kind: 'expired'; since: string }
  | { kind: 'unusual-number'; number: string }

/** What is wrong with a rule, and where. The screen puts it into words; `value` is what was typed. */
export type RuleIssue = { field: RuleField; code: RuleIssueCode; value?: string }
export type RuleField =
  | 'id'
  | 'name'
  | 'class'
  | 'severity'
  | 'condition'
  | 'number'
  | 'enabled'
  | 'valid-from'
  | 'valid-to'
  | 'hours'
  | 'owner'
  | 'note'
  | 'sound'
  | 'ladder'
  | 'handling'
export type RuleIssueCode =
  | 'missing'
  | 'too-long'
  | 'unknown-class'
  | 'unknown-word'
  | 'not-a-number'
  | 'not-a-prefix'
  | 'range-reversed'
  | 'range-lengths'
  | 'list-empty'
  | 'too-many-numbers'
  | 'two-lists'
  | 'too-deep'
  | 'not-a-date'
  | 'dates-reversed'
  | 'not-hours'
  | 'repeat-limits'
  | 'silent-p1'
  | 'duplicate-id'
  /** The same condition stands in an earlier row of the file; `value` is that row's number. */
  | 'duplicate-row'

export type TryInput = {
  callerNumber: string
  dialledNumber: string
  transferCode: string
  vdn: string
  area: string
  /** Site time of the arrival. */
  at: number
  /** How often the same caller called within the last minutes before, for repeat-caller rules. */
  callsBefore: number
}

export type TryAnswer = {
  /** How the caller was understood: what it is compared as, and whether it looks like a number at all. */
  caller: { key: string; kind: 'withheld' | 'international' | 'mobile' | 'fixed' | 'short' | 'extension' | 'odd' }
  /** VDN and area as used: typed, or learned from calls that keyed the same code. */
  used: { vdn?: string; area?: string; learned: boolean }
  winner?: TryRule & { because: Because }
  /** Others that matched but are weaker, then those that only a date, an hour or the switch `enabled` kept out. Strongest first; at most 50. */
  others: (TryRule & { because: Because; why: LosesBecause })[]
}
export type TryRule = { ruleId: string; name: string; classId: string; severity: Severity }
export type LosesBecause =
  | 'lower-severity'
  | 'wider-condition'
  | 'later-in-list'
  | 'disabled'
  | 'not-yet-valid'
  | 'no-longer-valid'
  | 'outside-hours'

/** What the draft (or an older version) would have done with the calls that the console remembers. */
export type DryRun = {
  calls: number
  from?: number
  to?: number
  listedBefore: number
  listedAfter: number
  newly: DryRunCall[]
  newlyCount: number
  noLonger: DryRunCall[]
  noLongerCount: number
  /** Listed by both, with another class or severity. */
  differently: DryRunCall[]
  differentlyCount: number
  perClass: { classId: string; before: number; after: number }[]
}
export type DryRunCall = {
  callId: string
  at: number
  callerNumber: string
  vdn?: string
  area?: string
  before?: TryRule
  after?: TryRule
}

/** `numbers`: a number list changed by so many; everything else as values of the two rules. */
export type FieldDifference =
  | { field: 'numbers'; added: number; removed: number; examples: { added: string[]; removed: string[] } }
  | { field: 'position'; before: number; after: number }
  | { field: keyof Omit<PriorityRule, 'id'>; before: unknown; after: unknown }
