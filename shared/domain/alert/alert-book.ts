import type { Call } from '#shared/domain/call/call.ts'
import { openLeg, outcomeOf } from '#shared/domain/call/transitions.ts'
import type { ListLookup } from '#shared/domain/priority/compile.ts'
import { factsOf } from '#shared/domain/priority/facts.ts'
import { sameMatch } from '#shared/domain/priority/same-match.ts'
import type { CallerHistory, Match } from '#shared/domain/priority/rule.ts'
import { severityOrder } from '#shared/domain/priority/strength.ts'
import type { Alert, AlertOutcome, ReturnReason } from './alert.ts'

/**
 * The alerts of the wall. An alert is raised when a rule lists a call that nobody has answered, returns when the call is
 * answered or gone, and leaves only when a person has seen it (states: docs/definitions.md). Every function changes the
 * book in place, asks no clock, and answers whether something changed.
 */
export type AlertBook = { alerts: Map<string, AlertOfCall>; raised: number; hits: Hits }

/** Calls that each rule listed since the beginning of the site's day, by rule id. */
export type Hits = { since: number; byRule: Map<string, number> }

/** The call is kept with its alert after it ended: the wall still shows it. */
export type AlertOfCall = { alert: Alert; call: Call }

export const createAlertBook = (): AlertBook => ({
  alerts: new Map(),
  raised: 0,
  hits: { since: 0, byRule: new Map() },
})

/** `listChanged`: the list is another than when the call was judged last, and nothing about the call is. */
export type Judge = { lookup: ListLookup; callers: CallerHistory; now: number; listChanged?: boolean }

/** Call this after every change of a call, and for every live call after a change of the list. */
export function judgeCall(book: AlertBook, call: Call, judge: Judge): boolean {
  const known = book.alerts.get(call.id)
  if (!isUnanswered(call)) return known ? giveBack(book, known, call, judge.now) : false
  const found = judge.lookup.match(factsOf(call), judge.callers)
  if (!found) return known ? withdraw(book, known, judge) : false
  if (!known) {
    book.alerts.set(call.id, { alert: { id: call.id, match: found, raisedAt: judge.now }, call })
    book.raised++
    countHit(book, found)
    return true
  }
  return renew(book, known, found, judge.now)
}

function countHit({ hits }: AlertBook, { ruleId }: Match): void {
  hits.byRule.set(ruleId, (hits.byRule.get(ruleId) ?? 0) + 1)
}

/** At the site's midnight the count begins anew. */
export function countHitsSince({ hits }: AlertBook, dayStart: number): void {
  if (hits.since === dayStart) return
  hits.since = dayStart
  hits.byRule.clear()
}

/** True while somebody waits for a first answer: no seat has talked with the caller, or the caller queues again. */
export function isUnanswered(call: Call): boolean {
  if (call.endedAt !== undefined) return false
  return openLeg(call) !== undefined || call.talkLegs.length === 0
}

function renew(book: AlertBook, known: AlertOfCall, match: Match, now: number): boolean {
  const { alert } = known
  if (alert.returned) {
    // Answered or thought lost, and waiting again (transfer, resync): a new alarm, for which nobody has answered yet.
    known.alert = { id: alert.id, match, raisedAt: now }
    book.raised++
    countHit(book, match)
    return true
  }
  if (sameMatch(alert.match, match)) return false
  const stronger = severityOrder[match.severity] < severityOrder[alert.match.severity]
  if (match.ruleId !== alert.match.ruleId) countHit(book, match)
  alert.match = match
  if (stronger) {
    delete alert.acknowledged // what was acknowledged was something weaker
    book.raised++
  }
  return true
}

function giveBack(book: AlertBook, known: AlertOfCall, call: Call, now: number): boolean {
  if (known.alert.returned) return false
  known.alert.returned = { at: now, reason: reasonOf(call) }
  leaveIfDone(book, known)
  return true
}

function reasonOf(call: Call): ReturnReason {
  const outcome = outcomeOf(call)
  switch (outcome.kind) {
    case 'answered':
    case 'abandoned':
    case 'lost':
    case 'unknown':
      return outcome.kind
    case 'left-in-ivr':
      return 'abandoned'
  }
}

/** The list changed, or the call went where no rule lists it, before anybody answered. */
function withdraw(book: AlertBook, known: AlertOfCall, { lookup, now, listChanged }: Judge): boolean {
  if (known.alert.returned) return false
  known.alert.returned = { at: now, reason: 'unlisted' }
  if (listChanged) known.alert.returned.listVersion = lookup.version
  leaveIfDone(book, known)
  return true
}

export function acknowledge(book: AlertBook, id: string, by: string, now: number): boolean {
  const known = book.alerts.get(id)
  if (!known || known.alert.acknowledged) return false
  known.alert.acknowledged = { by, at: now }
  leaveIfDone(book, known)
  return true
}

/** Gives a lost caller an outcome; whoever does so has also seen the alert. False when the caller is still there. */
export function setOutcome(book: AlertBook, id: string, outcome: AlertOutcome, by: string, now: number): boolean {
  const known = book.alerts.get(id)
  if (!known?.alert.returned) return false
  known.alert.outcome = { by, at: now, outcome }
  known.alert.acknowledged ??= { by, at: now }
  leaveIfDone(book, known)
  return true
}

/** Nobody talked with the caller in the end, or nobody knows. */
export function needsOutcome(alert: Alert): boolean {
  const reason = alert.returned?.reason
  return reason === 'abandoned' || reason === 'lost' || reason === 'unknown'
}

function leaveIfDone(book: AlertBook, { alert }: AlertOfCall): void {
  const done = alert.returned && alert.acknowledged && (!needsOutcome(alert) || alert.outcome)
  if (done) book.alerts.delete(alert.id)
}

/**
 * The console turns to another switch: callers of the old one that nobody has dealt with stay on the wall, since nobody
 * else will remember them. What became of those who were still waiting cannot be known any more.
 */
export function keepUnfinished(book: AlertBook, now: number): AlertBook {
  const kept = createAlertBook()
  kept.raised = book.raised
  for (const [id, known] of book.alerts) {
    known.alert.returned ??= { at: now, reason: 'unknown' }
    known.call.endedAt ??= now
    if (needsOutcome(known.alert)) kept.alerts.set(id, known)
  }
  return kept
}
