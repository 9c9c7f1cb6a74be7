import type { Call } from '#shared/domain/call/call.ts'
import { openLeg, outcomeOf } from '#shared/domain/call/transitions.ts'
import type { AlertChange, CallListing, Decision } from '#shared/domain/journal/call-record.ts'
import type { Match } from '#shared/domain/priority/rule.ts'
import { sameMatch } from '#shared/domain/priority/same-match.ts'
import { severityOrder } from '#shared/domain/priority/strength.ts'
import type { Alert, ReturnReason } from './alert.ts'

/**
 * The alerts of the wall. An alert is raised when a rule lists a call that nobody has answered, returns when the call is
 * answered or gone, and leaves only when a person has seen it (states: docs/definitions.md). Every function changes the
 * book in place, asks no clock, and answers whether something changed; what changed is noted for the journal.
 */
export type AlertBook = {
  alerts: Map<string, AlertOfCall>
  raised: number
  hits: Hits
  /** What the list said last of each live call; missing: nothing. */
  judged: Map<string, Match>
  /** How each live call was listed, by the strongest rule of its life. */
  listed: Map<string, CallListing>
}

/** Calls that each rule listed since the beginning of the site's day, by rule id. */
export type Hits = { since: number; byRule: Map<string, number> }

/** The call is kept with its alert after it ended: the wall still shows it. */
export type AlertOfCall = { alert: Alert; call: Call }

export const createAlertBook = (): AlertBook => ({
  alerts: new Map(),
  raised: 0,
  hits: { since: 0, byRule: new Map() },
  judged: new Map(),
  listed: new Map(),
})

export type Judge = {
  /** What the list says of a call that nobody has answered; undefined: no rule lists it. */
  match(call: Call): Match | undefined
  now: number
  /** Set when the list is another than when the call was judged last, and nothing about the call is. */
  listVersion?: number
  note: NoteChange
}
export type NoteChange = (change: AlertChange) => void
const noNote: NoteChange = () => undefined

/** Call this after every change of a call, and for every live call after a change of the list. */
export function judgeCall(book: AlertBook, call: Call, judge: Judge): boolean {
  const known = book.alerts.get(call.id)
  if (!isUnanswered(call)) return known ? giveBack(book, known, call, judge) : false
  const found = judge.match(call)
  if (!found) return known ? withdraw(book, known, judge) : false
  noteListing(book, call.id, found)
  if (known) return renew(book, known, found, judge)
  const raised = { alert: { id: call.id, match: found, raisedAt: judge.now }, call }
  book.alerts.set(call.id, raised)
  book.raised++
  countHit(book, found)
  judge.note(changeOf(raised.alert, 'raised', judge.now))
  return true
}

/** The call is over: what was kept of it while it lived is given out, for its record. */
export function takeListing(book: AlertBook, callId: string): CallListing | undefined {
  const listing = book.listed.get(callId)
  book.listed.delete(callId)
  book.judged.delete(callId)
  return listing
}

function noteListing(book: AlertBook, callId: string, match: Match): void {
  const before = book.listed.get(callId)
  if (before && severityOrder[before.severity] <= severityOrder[match.severity]) return
  const { ruleId, ruleName, classId, severity, listVersion } = match
  book.listed.set(callId, { ruleId, ruleName, classId, severity, listVersion })
}

function changeOf({ id, match }: Alert, change: AlertChange['change'], at: number): AlertChange {
  const { severity, classId, ruleName, listVersion, because } = match
  const said: AlertChange = { alertId: id, at, change, severity, classId, ruleName, listVersion }
  return change === 'raised' || change === 'stronger' ? { ...said, because } : said
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

function renew(book: AlertBook, known: AlertOfCall, match: Match, { now, note }: Judge): boolean {
  const { alert } = known
  if (alert.returned) {
    // Answered or thought lost, and waiting again (transfer, resync): a new alarm, for which nobody has answered yet.
    known.alert = { id: alert.id, match, raisedAt: now }
    book.raised++
    countHit(book, match)
    note(changeOf(known.alert, 'raised', now))
    return true
  }
  if (sameMatch(alert.match, match)) return false
  const stronger = severityOrder[match.severity] < severityOrder[alert.match.severity]
  if (match.ruleId !== alert.match.ruleId) countHit(book, match)
  alert.match = match
  if (stronger) {
    delete alert.acknowledged // what was acknowledged was something weaker
    book.raised++
    note(changeOf(alert, 'stronger', now))
  }
  return true
}

function giveBack(book: AlertBook, known: AlertOfCall, call: Call, { now, note }: Judge): boolean {
  if (known.alert.returned) return false
  const reason = reasonOf(call)
  known.alert.returned = { at: now, reason }
  note(changeOf(known.alert, reason, now))
  leaveIfDone(book, known, now, note)
  return true
}

function reasonOf(call: Call): Exclude<ReturnReason, 'unlisted'> {
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
function withdraw(book: AlertBook, known: AlertOfCall, { now, listVersion, note }: Judge): boolean {
  if (known.alert.returned) return false
  known.alert.returned = { at: now, reason: 'unlisted' }
  if (listVersion !== undefined) known.alert.returned.listVersion = listVersion
  const change = changeOf(known.alert, 'unlisted', now)
  note(listVersion === undefined ? change : { ...change, listVersion })
  leaveIfDone(book, known, now, note)
  return true
}

export function acknowledge(book: AlertBook, id: string, by: string, now: number, note: NoteChange = noNote): boolean {
  const known = book.alerts.get(id)
  if (!known || known.alert.acknowledged) return false
  see(known.alert, by, now, note)
  leaveIfDone(book, known, now, note)
  return true
}

function see(alert: Alert, by: string, at: number, note: NoteChange): void {
  alert.acknowledged = { by, at }
  note({ ...changeOf(alert, 'acknowledged', at), by })
}

type OutcomeGiven = Omit<Extract<Decision, { kind: 'outcome' }>, 'kind' | 'alertId'>

/**
 * Gives a lost caller an outcome. A person who does so has also seen the alert; one that the console gives by itself stays
 * on the wall until somebody has. False when the caller is still there, or when the console comes too late.
 */
export function setOutcome(book: AlertBook, id: string, given: OutcomeGiven, note: NoteChange = noNote): boolean {
  const known = book.alerts.get(id)
  const { at, by, outcome, note: text, duplicateOf } = given
  if (!known?.alert.returned || (by === '' && known.alert.outcome)) return false
  const { alert } = known
  alert.outcome = { by, at, outcome }
  if (text !== '') alert.outcome.note = text
  if (duplicateOf !== undefined) alert.outcome.duplicateOf = duplicateOf
  if (by !== '' && !alert.acknowledged) see(alert, by, at, note)
  note({ ...changeOf(alert, 'outcome', at), by, outcome, ...(text !== '' && { note: text }) })
  leaveIfDone(book, known, at, note)
  return true
}

/** Nobody talked with the caller in the end, or nobody knows. */
export function needsOutcome(alert: Alert): boolean {
  const reason = alert.returned?.reason
  return reason === 'abandoned' || reason === 'lost' || reason === 'unknown'
}

/** Lost, and nobody has said yet what became of the caller: the recovery list. */
export const isOpen = (alert: Alert): boolean => needsOutcome(alert) && alert.outcome === undefined

function leaveIfDone(book: AlertBook, { alert }: AlertOfCall, now: number, note: NoteChange): void {
  const done = alert.returned && alert.acknowledged && (!needsOutcome(alert) || alert.outcome)
  if (!done) return
  book.alerts.delete(alert.id)
  note(changeOf(alert, 'left', now))
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
