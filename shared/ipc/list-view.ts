import type { Role } from './problem.ts'
import type { DialPlan } from '#shared/domain/dial/dial-plan.ts'
import type { ChangeCounts, FieldDifference, Finding, RuleIssue } from '#shared/domain/priority/list-answers.ts'
import type {
  ClassColour,
  ClassShape,
  Condition,
  PriorityClass,
  PriorityRule,
  Severity,
} from '#shared/domain/priority/rule.ts'

/** What screens see of the priority reception list: its versions, its draft, one page of rules at a time. Times: epoch ms. */

export type ListState = {
  published: VersionMeta
  draft: DraftState
  /** Publishing needs a second person. */
  approval: boolean
  dial: DialPlan
  /** The draft's classes, with how many of the draft's rules each has. */
  classes: (PriorityClass & { rules: number; rev: number })[]
  rules: number
  /** Numbers in all number lists and exact-number rules of the draft. */
  numbers: number
}

export type VersionMeta = {
  version: number
  at: number
  by: string
  why: string
  /** `first`: what the program began with. `area`: set on the Connection screen. `undone`: an older version published again. */
  kind: 'first' | 'published' | 'undone' | 'area' | 'backup'
  /** Of `undone`: whose content it has. */
  fromVersion?: number
  approvedBy?: string
  rules: number
  /** Against the version before. */
  changes: ChangeCounts
}

export type DraftState = {
  /** Counts up with each change. Whoever publishes says which revision he has seen. */
  revision: number
  basedOn: number
  changedAt?: number
  changedBy?: string
  /** Against the published version; all zero = nothing to publish. */
  changes: ChangeCounts
  /** Of all kinds, and those that forbid publishing. */
  findings: number
  errors: number
  /** Waits for a second person. The draft cannot be changed meanwhile. */
  pending?: { by: string; at: number; why: string }
}

/** A rule as a screen gets it: of a number list at most `shownNumbers`, with the count of all. */
export type RuleView = Omit<PriorityRule, 'condition'> & { condition: ConditionView }
export type ConditionView =
  | Exclude<Condition, { kind: 'caller-list' | 'all' | 'any' | 'not' }>
  | { kind: 'caller-list'; numbers: string[]; count: number }
  | { kind: 'all' | 'any'; of: ConditionView[] }
  | { kind: 'not'; of: ConditionView }
export const shownNumbers = 1000

/** A rule as a screen sends it: `numbers: null` keeps the list that the stored rule has. */
export type ConditionInput =
  | Exclude<Condition, { kind: 'caller-list' | 'all' | 'any' | 'not' }>
  | { kind: 'caller-list'; numbers: string[] | null }
  | { kind: 'all' | 'any'; of: ConditionInput[] }
  | { kind: 'not'; of: ConditionInput }
export type RuleInput = Omit<PriorityRule, 'condition'> & { condition: ConditionInput }

export type RuleRow = {
  rule: RuleView
  /** Place in the admin's order, from 1. */
  position: number
  /** The draft revision that last changed it; 0 = as published. Sent back with a change, so that nobody's is overwritten unseen. */
  rev: number
  change: 'same' | 'new' | 'changed'
  findings: Finding[]
  /** Calls of today that this rule listed. Only for the draft and the published version. */
  hitsToday?: number
}

export type RulePage = { rows: RuleRow[]; total: number; all: number; revision: number }

export type RuleFilter = {
  text?: string
  classId?: string
  severity?: Severity
  enabled?: boolean
  /** Only rules that differ from the published version, or that have a finding. */
  only?: 'changed' | 'findings'
}
export type RuleColumn = 'position' | 'severity' | 'name' | 'class' | 'condition' | 'validity' | 'owner' | 'enabled'
export type RuleSort = { column: RuleColumn; descending: boolean }

export type DifferenceEntry =
  | { kind: 'added' | 'removed'; rule: RuleView }
  | { kind: 'changed'; ruleId: string; name: string; fields: FieldDifference[] }
  | { kind: 'class'; classId: string; before?: PriorityClass; after?: PriorityClass }
  | { kind: 'dial'; before: DialPlan; after: DialPlan }
export type Difference = { counts: ChangeCounts; entries: DifferenceEntry[]; total: number }

export type AuditEntry = {
  id: number
  at: number
  by: string
  role: Role
  kind: AuditKind
  /** Facts to show beside the words of `kind`: version, why, rule name, counts. Never a PIN, never a caller's number. */
  facts: Record<string, string | number | boolean>
}
export type AuditKind =
  | 'draft-changed'
  | 'draft-imported'
  | 'draft-discarded'
  | 'draft-rebased'
  | 'approval-asked'
  | 'approval-refused'
  | 'published'
  | 'undone'
  | 'exported'
  | 'signed-in'
  | 'signed-out'
  | 'sign-in-failed'
  | 'person-changed'
  | 'person-removed'
  | 'access-changed'
  | 'backup-exported'
  | 'backup-restored'
export type AuditPage = { entries: AuditEntry[]; total: number }

/** A file that waits in the console to be fetched piece by piece (`files.read`). */
export type FileOffer = { fileId: string; name: string; bytes: number }

export type ImportColumn = { index: number; header: string; samples: string[] }
/** What a column of the file means. */
export type ImportField =
  | 'id'
  | 'name'
  | 'class'
  | 'severity'
  | 'condition-kind'
  | 'condition'
  | 'enabled'
  | 'valid-from'
  | 'valid-to'
  | 'hours'
  | 'owner'
  | 'note'
  | 'sound'
  | 'ladder'
  | 'handling'
  | 'ignore'
export type ImportTable = {
  format: 'csv' | 'xlsx'
  /** Of a CSV: what it was read as. */
  encoding?: 'utf-8' | 'utf-16' | 'gb18030'
  sheets: string[]
  sheet?: string
  rows: number
  columns: ImportColumn[]
  /** The field that each column most likely holds, by its header. */
  suggested: ImportField[]
}
/** For columns that the file lacks. */
export type ImportDefaults = { classId: string; severity: Severity | 'class'; conditionKind: Condition['kind'] }
export type ImportRowState = 'new' | 'changed' | 'same' | 'wrong'
export type ImportCounts = Record<ImportRowState, number> & { rows: number; missing: number }
export type ImportRow = {
  /** As the spreadsheet numbers it: the header is row 1. */
  row: number
  state: ImportRowState
  cells: string[]
  /** Where and why, for `wrong`; `column` is the file's column index. */
  issues: (RuleIssue & { column?: number })[]
  /** For `changed`: which fields. */
  fields?: ImportField[]
}
export type ImportRowPage = { rows: ImportRow[]; total: number }

export type ClassLook = { colour: ClassColour; shape: ClassShape }
