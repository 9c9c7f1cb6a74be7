import type { AlertChange, CallListing } from '#shared/domain/journal/call-record.ts'
import type { AlertOutcome } from '#shared/domain/alert/alert.ts'
import type { LegEnd, SeatRef, TalkEndedBy } from '#shared/domain/call/call-event.ts'
import type { CallOutcome } from '#shared/domain/call/call.ts'
import type { Because, Severity } from '#shared/domain/priority/rule.ts'
import type { NormId } from '#shared/domain/statistics/norms.ts'
import type { Provenance } from '#shared/domain/statistics/provenance.ts'
import type { ServiceLevelProfile } from '#shared/domain/statistics/service-level.ts'

/** What screens see of the journal: calls, trails, the recovery list, where figures come from, reports. Times: epoch ms; numbers masked by right. */

export type CallSummary = {
  callId: string
  arrivedAt: number
  /** Missing while the call is live. */
  endedAt?: number
  callerNumber: string
  callerName: string
  dialledNumber: string
  transferCode?: string
  vdn?: string
  /** Of the last queue visit. */
  area?: string
  /** From first joining a queue to the answer, or to the end. */
  waitMs?: number
  talkMs?: number
  seat?: SeatRef
  outcome: CallOutcome
  listing?: CallListing
  imported: boolean
}
export type CallSearchPage = { calls: CallSummary[]; next: string | null; searchedFrom: number }

/** One line of a call's story, in order of time. */
export type TrailStep =
  | { kind: 'arrived'; at: number }
  | { kind: 'ivr'; at: number }
  | { kind: 'code-refused'; at: number; code: string }
  | { kind: 'routed'; at: number; vdn: string; code?: string }
  | {
      kind: 'queue'
      at: number
      area: string
      position?: number
      priority?: number
      leftAt?: number
      end?: LegEnd
      waitMs: number
    }
  | { kind: 'rang'; at: number; seat: SeatRef; area: string; rangMs?: number; answered: boolean }
  | {
      kind: 'talk'
      at: number
      seat: SeatRef
      area?: string
      endedAt?: number
      endedBy?: TalkEndedBy
      holds: { from: number; to?: number }[]
    }
  | { kind: 'transfer'; at: number; how: 'blind' | 'attended' | 'redirect'; to: string }
  | { kind: 'ended'; at: number; byCaller: boolean }
  | { kind: 'alert'; at: number; change: AlertChange }
  | { kind: 'action'; at: number; by: string; command: string; result: string }
  | { kind: 'gap'; at: number; to: number; why: string }

export type CallTrail = {
  call: CallSummary
  steps: TrailStep[]
  /** Why it was listed, as the alert said. */
  because?: Because
  /** Other calls of the same number: before and after. */
  sameCaller: CallSummary[]
  /** Files or addresses of its recordings as the switch told them; '' where it only said that it records. */
  recordings: string[]
  hasRaw: boolean
}
export type RawMessages = { messages: { at: number; text: string }[]; truncated: boolean }

/** A listed call that nobody talked with, until somebody says what became of it. */
export type RecoveryEntry = {
  callId: string
  arrivedAt: number
  lostAt: number
  callerNumber: string
  callerName: string
  area?: string
  vdn?: string
  waitMs: number
  how: 'abandoned' | 'lost' | 'unknown'
  listing: CallListing
  acknowledged?: { by: string; at: number }
  outcome?: {
    by: string
    at: number
    outcome: AlertOutcome
    note: string
    duplicateOf?: string
    calledAgainAs?: string
  }
  /** Live or later calls of the same number. */
  again: { callId: string; at: number; answered: boolean }[]
}
export type RecoveryPage = { entries: RecoveryEntry[]; open: number; next: string | null }

export type Dimension =
  | { kind: 'total' }
  | { kind: 'area'; area: string }
  | { kind: 'vdn'; vdn: string }
  | { kind: 'class'; classId: string }
  | { kind: 'seat'; seatId: string }

/** `siteNorm`: the one that the site has picked. `imported`: calls of the window that came out of the switch's own log, counted too. */
export type FigureProvenance = Provenance & { siteNorm: NormId | null; imported: number }

/** `from`/`to` of a window are its exact edges; `to` is not included. */
export type WindowSpec =
  | { kind: 'last'; minutes: 15 | 30 | 60 }
  | { kind: 'day' | 'week' | 'month'; at: number }
  | { kind: 'shift'; at: number }
  | { kind: 'half-hour'; at: number }
  | { kind: 'range'; from: number; to: number }

export type LegLine = {
  callId: string
  area: string
  enteredAt: number
  endedAt?: number
  end?: LegEnd
  waitMs: number
  callerNumber: string
  seat?: SeatRef
  vdn?: string
  classId?: string
}

export type ReportKind =
  | 'day'
  | 'waits'
  | 'service-level'
  | 'outcomes'
  | 'heat-map'
  | 'seats'
  | 'classes'
  | 'top-callers'
  | 'response-times'

export type ReportRequest = {
  kind: ReportKind
  window: WindowSpec
  dimension: Dimension
  profile: ServiceLevelProfile
  /** Against what the window is laid: the window before, or the same weekday a week before. */
  compare?: 'before' | 'week-before'
}

export type ReportColumn = { key: string; unit: 'count' | 'ms' | 'pct' | 'text' | 'time' }
/** Cells of unit `text` that name something known stand for it: the columns `outcome` (a kind of outcome), `class` (its id), `severity`, `weekday` (1 = Monday … 7). */
export type ReportTable = { columns: ReportColumn[]; rows: (string | number | null)[][] }
export type Report = {
  request: ReportRequest
  window: { from: number; to: number }
  compareWindow?: { from: number; to: number }
  /** The window is not over: its single figures are laid against the other one up to this time. The table shows the whole. */
  comparedUntil?: number
  madeAt: number
  gaps: { from: number; to: number }[]
  /** Single figures on top. */
  headline: { key: string; unit: ReportColumn['unit']; value: number | null; compare?: number | null }[]
  /** Of a report on the service level: the norm whose target stands beside it. */
  norm?: NormId
  table: ReportTable
  compareTable?: ReportTable
  imported: number
}

export type SavedReport = {
  id: string
  name: string
  request: Omit<ReportRequest, 'window'> & { window: 'yesterday' | 'last-week' | 'last-month' | 'today' | 'last-shift' }
  /** Site time; missing = only by hand. */
  schedule?: { days: number[]; at: string; folder: string; format: 'csv' | 'xlsx' }
  lastRun?: { at: number; file?: string; problem?: string }
}

export type Handover = {
  from: number
  to: number
  openAlerts: {
    callId: string
    severity: Severity
    classId: string
    callerNumber: string
    raisedAt: number
    by?: string
  }[]
  recovery: RecoveryEntry[]
  gaps: { from: number; to: number; why: string }[]
  notable: CallSummary[]
  figures: { offered: number; answered: number; abandoned: number; serviceLevelPct?: number; longestWaitMs: number }
  /** Calls of the window that came out of the switch's own log; the figures count them. */
  imported: number
}

export type JournalView = {
  bytes: number
  oldestAt?: number
  calls: number
  waiting: number
  dropped: number
  retention: { days: number; megabytes: number; rawDays: number }
  lastPurge?: { at: number; calls: number; events: number }
  recompute?: { at: number; rows: number; differences: number }
}
export type LogImportCounts = {
  lines: number
  calls: number
  known: number
  fresh: number
  wrong: number
  firstWrong: { line: number; why: string }[]
}
