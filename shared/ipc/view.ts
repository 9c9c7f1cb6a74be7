import type { NormId, Verdict } from '#shared/domain/statistics/norms.ts'
import type { Alert, ReturnReason } from '#shared/domain/alert/alert.ts'
import type { CallStage } from '#shared/domain/call/call.ts'
import type { SeatState } from '#shared/domain/call/call-event.ts'
import type { Because, LocalText, Match, PriorityClass, Severity } from '#shared/domain/priority/rule.ts'
import type { Figures } from '#shared/domain/statistics/figures.ts'
import type { AmiSettings } from '#shared/settings/schema.ts'

/**
 * What a screen shows, and nothing more. Every time is epoch ms on the console's clock; waits are computed on the screen
 * from them. Ages and clocks: `snapshot.sentAt` is the console's clock when it was sent, so that a screen on another
 * machine can correct its own.
 */
export type ConsoleView = {
  site: SiteView
  link: LinkView
  /** Keyed by alert id. The screen sorts with `compareAlerts` (shared/domain/alert/rank.ts). */
  alerts: Record<string, AlertView>
  areas: AreaView[]
  totals: TotalsView
  sound: SoundView
  classes: PriorityClass[]
  list: ListView
  problems: ConsoleProblem[]
}

export type ConsoleSnapshot = { revision: number; sentAt: number; view: ConsoleView }

/** `from` is the revision this patch applies to. Sections that did not change are missing; `alerts` holds changed ones, null = left the wall. */
export type ConsolePatch = {
  from: number
  revision: number
  sentAt: number
  changes: Partial<Omit<ConsoleView, 'alerts'>> & { alerts?: Record<string, AlertView | null> }
}

/** The version in force. Missing parts: the list is still being loaded; until then nothing can be listed. */
export type ListView = { version?: number; publishedAt?: number; by?: string; rules: number }

export type SiteView = {
  name: string
  hotline: string
  timeZone: string
  practice: boolean
  /** How fast the practice switch runs; only there. */
  practiceSpeed?: number
  /** To be added to every time of day that is shown: how far the wall clock was set since the console started. */
  wallOffsetMs: number
}

/** A link's state, published as it is. */
export type LinkState =
  | { kind: 'idle' }
  | { kind: 'connecting'; attempt: number; step: 'reaching' | 'logging-in' | 'loading' }
  | { kind: 'up'; since: number }
  | { kind: 'waiting'; until: number; attempt: number; why: LinkProblem }
  | { kind: 'stopped'; why: LinkProblem }

/** Why a link is not up, as words of a table and not of an exception. `detail` is for the log and the help line: no secrets. */
export type LinkProblem = { kind: LinkProblemKind; detail: string }

export type LinkProblemKind =
  | 'unreachable'
  | 'host-not-found'
  | 'refused'
  | 'timed-out'
  | 'not-ami'
  | 'tls-failed'
  | 'certificate-untrusted'
  | 'fingerprint-mismatch'
  | 'wrong-credentials'
  | 'no-permission'
  | 'never-booted'
  | 'silent'
  | 'closed'
  | 'garbled'
  | 'too-much-data'
  | 'switch-shut-down'
  | 'no-secret'
  | 'unknown'

export type LinkView = {
  name: string
  state: LinkState
  /** When the last byte of the switch arrived; the age of everything on the screen. Missing before the first one. */
  lastHeardAt?: number
  /** Since when the figures count; a gap before it is not known. */
  countingSince?: number
  /** Times in the statistics window of today in which the switch was not seen. `to` is missing while it lasts. */
  gaps: { from: number; to?: number }[]
  switchVersion?: string
}

export type AlertView = {
  id: string
  severity: Severity
  classId: string
  /** As the screen may show it ('' = withheld). */
  callerNumber: string
  callerName: string
  dialledNumber: string
  transferCode?: string
  vdn?: string
  area?: string
  position?: number
  stage: CallStage
  /** The seats that ring now, or the one that talks. */
  seats: string[]
  rule: { id: string; name: string; because: Because; alsoMatched: string[]; listVersion: number }
  /** Suggested to whoever takes the call; '' = nothing. */
  handling: string
  sound: Match['sound']
  raisedAt: number
  /** Start of the wait that the countdown shows: entry of the present queue leg, else the arrival. */
  waitingSince: number
  /** End of the wait, once answered or gone. */
  waitEndedAt?: number
  /** The area's limit for a timely answer, ms. */
  limitMs: number
  acknowledged?: { by: string; at: number }
  /** `listVersion`: the version of the list that no longer lists it, when that was the reason. */
  returned?: { at: number; reason: ReturnReason; listVersion?: number }
  /** `by` is empty where the same caller was answered later: in the call that `duplicateOf` names. */
  outcome?: NonNullable<Alert['outcome']>
  /** True when the caller was lost, so that the alert also needs an outcome. */
  needsOutcome: boolean
}

export type AreaView = {
  area: string
  /** The utility's own name of it, else `area` in both languages. */
  name: LocalText
  waiting: number
  listedWaiting: number
  oldestEnteredAt?: number
  seats: {
    free: number
    ringing: number
    talking: number
    paused: number
    staffed: number
    states: { id: string; name: string; state: SeatState }[]
  }
  limitSeconds: number
  /** How every call of this area is listed; null = only by other rules, if at all. */
  listed: { classId: string; severity: Severity } | null
  today: Figures
  last30Minutes: Figures
}

export type TotalsView = {
  waiting: number
  listedWaiting: number
  oldestEnteredAt?: number
  waitingByVdn: Record<string, number>
  waitingByClass: Record<string, number>
  today: Figures
  last30Minutes: Figures
  /** Live calls of any stage. */
  calls: number
  /** Listed callers who were lost and have no outcome yet. */
  recoveryOpen: number
  /** Calls of today that came out of the switch's own log: these figures are without them. Missing: none. */
  importedToday?: number
  /** How today stands against the norm of the site; missing where it has picked none. */
  norm?: { id: NormId; verdict: Verdict }
}

/** What the speaker should do now. The main process decides; a screen that plays sound obeys. */
export type SoundView = {
  /** The strongest pattern among active, unacknowledged alerts. Missing: silence. */
  play?: 'p1' | 'p2' | 'p3'
  /** Sound is paused by a person until then. */
  pausedUntil?: number
  /** Counts up with each newly raised alert, so that a screen sounds at once and not at the next repeat. */
  raised: number
}

/** Something that the user of every screen must know about the console itself. */
export type ConsoleProblem =
  | { kind: 'settings-set-aside'; file: string; at: number }
  | { kind: 'secret-unreadable'; at: number }
  | { kind: 'settings-not-saved'; detail: string; at: number }
  | { kind: 'right-missing'; right: string; at: number }
  /**
   * The file of people cannot be used: nobody can sign in, every screen has the base role. `file`: the damaged one's copy, or the file itself.
   */
  | { kind: 'access-locked'; file: string; why: 'damaged' | 'newer' | 'unreadable'; at: number }
  /** The list's file was damaged. `fallback`: what is in force instead, the copy of the last published version or the program's own list. */
  | { kind: 'list-set-aside'; file: string; fallback: 'copy' | 'default'; at: number }
  /** The list cannot be written or loaded; `inForce` tells whether calls are still being listed. */
  | { kind: 'list-not-kept'; detail: string; inForce: boolean; at: number }
  /** The journal cannot be written; entries wait in memory, `dropped` of them could not even do that. */
  | { kind: 'journal-not-kept'; cause: NotKeptCause; detail: string; dropped: number; at: number }
  /** The journal's file was damaged, and a new one was begun. */
  | { kind: 'journal-set-aside'; file: string; at: number }

/** `stopped`: its thread ended by itself. `newer`: a newer program's file, left alone. `refused`: anything else, in `detail`. */
export type NotKeptCause = 'full' | 'read-only' | 'stopped' | 'slow' | 'newer' | 'refused'

/** One step of the connection test. */
export type TestStepName = 'reached' | 'tls' | 'greeting' | 'logged-in' | 'rights' | 'booted' | 'queues' | 'vdn-source'
export type TestStep = {
  step: TestStepName
  result: 'ok' | 'failed' | 'warning' | 'skipped'
  /** Facts to show: version, number of queues, names. Never a secret. */
  facts: Record<string, string | number>
  /** Set when failed or warning: which cure the screen explains. */
  cure?: CureKind
}
export type CureKind = LinkProblemKind | 'right-missing' | 'no-queues' | 'vdn-source-unseen' | 'tls-off'

/** The connection settings as a screen may see them: the secret itself never leaves the main process. */
export type ConnectionView = { mode: 'practice' | 'asterisk'; ami: AmiSettings; hasSecret: boolean }
