import type { AlertOutcome } from '#shared/domain/alert/alert.ts'
import type { Call } from '#shared/domain/call/call.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import type { Because, Match, Severity } from '#shared/domain/priority/rule.ts'

/** What the journal keeps, and gives back. Times: epoch ms on the console's clock. */

/** How a call was listed: by the strongest rule of its life. */
export type CallListing = { ruleId: string; ruleName: string; classId: string; severity: Severity; listVersion: number }

/**
 * A call that is over. `imported`: it was missed and came from the switch's own log. `legVdns`: for which VDN each queue leg
 * counts (null: none), as the live figures counted it; missing: the call's own for all of them.
 */
export type CallRecord = { call: Call; listing?: CallListing; imported?: true; legVdns?: (string | null)[] }

/**
 * What is not the switch's doing and yet makes the core what it is; applied to it in the same order as the events, so that
 * both together bring back the same core. A person acknowledges or gives an outcome (`by` is empty where the console did it
 * itself: the same caller was answered later). `judged`: what the list says of a call from the next event on, or, with
 * `listVersion`, at once, since another list came into force; the list itself is not needed to play it back. `switched`:
 * the console turned to another switch.
 */
export type Decision =
  | { kind: 'acknowledged'; at: number; alertId: string; by: string }
  | {
      kind: 'outcome'
      at: number
      alertId: string
      by: string
      outcome: AlertOutcome
      note: string
      duplicateOf?: string
    }
  | { kind: 'judged'; at: number; callId: string; match: Match | null; listVersion?: number }
  | { kind: 'switched'; at: number }

export type JournalEvent = { kind: 'event'; event: CallEvent } | { kind: 'decision'; decision: Decision }

/** One change of an alert's state, for its history and for response times. */
export type AlertChange = {
  alertId: string
  at: number
  change:
    | 'raised'
    | 'stronger'
    | 'acknowledged'
    | 'answered'
    | 'abandoned'
    | 'lost'
    | 'unknown'
    | 'unlisted'
    | 'outcome'
    | 'left'
  severity: Severity
  classId: string
  ruleName: string
  listVersion: number
  by?: string
  outcome?: AlertOutcome
  note?: string
  /** Why it is listed; of `raised` and `stronger`. */
  because?: Because
}

/**
 * Why nothing was seen for a while: `console-closed` since it was stopped, `console-off` since its last entry, when it ended
 * without being stopped, `reopened` since it let go of a switch for another, `journal-…` what was seen was not kept.
 */
export type Gap = { from: number; to: number; switchId: string; why: string }

export type LinkChange = { at: number; switchId: string; state: string; detail: string }
export type Action = { at: number; by: string; role: string; command: string; target: string; result: string }
