import type { Match } from '#shared/domain/priority/rule.ts'

/** Why an alert is no longer active: what became of the call it is about. */
export type ReturnReason = 'answered' | 'abandoned' | 'lost' | 'unlisted' | 'unknown'

/** What a person decided became of a listed call that nobody answered. */
export type AlertOutcome = 'called-back' | 'called-again' | 'duplicate' | 'false-call'

/**
 * The alert of one listed call. Two independent facts: is it active (`returned` missing), and has a person
 * acknowledged it. An alert leaves the wall when it is returned, acknowledged and, if the caller was lost, has an outcome.
 */
export type Alert = {
  /** The call's id: a listed call has one alert for its whole life. */
  id: string
  match: Match
  raisedAt: number
  acknowledged?: { by: string; at: number }
  /** `listVersion`: the version of the list that no longer lists the call, when that was the reason. */
  returned?: { at: number; reason: ReturnReason; listVersion?: number }
  /** `by` is empty where the same caller was answered later; `duplicateOf` then names that call. */
  outcome?: { by: string; at: number; outcome: AlertOutcome; note?: string; duplicateOf?: string }
}
