import type { AlertOutcome } from '#shared/domain/alert/alert.ts'
import type { Call } from '#shared/domain/call/call.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import type { Severity } from '#shared/domain/priority/rule.ts'

/** What the journal keeps, and gives back. Times: epoch ms on the console's clock. */

/** How a call was listed: by the strongest rule of its life. */
export type CallListing = { ruleId: string; ruleName: string; classId: string; severity: Severity; listVersion: number }

/** A call that is over. `imported`: it was missed and came from the switch's own log. */
export type CallRecord = { call: Call; listing?: CallListing; imported?: true }

/** What a person decided about an alert; applied to the core in the same order as the events. */
export type Decision =
  | { kind: 'acknowledged'; at: number; alertId: string; by: string }
  | { kind: 'outcome'; at: number; alertId: string; by: string; outcome: AlertOutcome; note: string; duplicateOf?: string }

export type JournalEvent = { kind: 'event'; event: CallEvent } | { kind: 'decision'; decision: Decision }

/** One change of an alert's state, for its history and for response times. */
export type AlertChange = {
  alertId: string
  at: number
  change: 'raised' | 'stronger' | 'acknowledged' | 'answered' | 'abandoned' | 'lost' | 'unknown' | 'unlisted' | 'outcome' | 'left'
  severity: Severity
  classId: string
  ruleName: string
  listVersion: number
  by?: string
  outcome?: AlertOutcome
  note?: string
}

/** Why nothing was seen for a while. `console-off`: between the last entry and the next start. */
export type Gap = { from: number; to: number; switchId: string; why: string }

export type LinkChange = { at: number; switchId: string; state: string; detail: string }
export type Action = { at: number; by: string; role: string; command: string; target: string; result: string }
