import {
  acknowledge,
  countHitsSince,
  createAlertBook,
  judgeCall,
  keepUnfinished,
  setOutcome,
  takeListing,
  type AlertBook,
  type Judge,
} from '#shared/domain/alert/alert-book.ts'
import { createCallBook, type CallBook } from '#shared/domain/call/book-state.ts'
import { applyCallEvent } from '#shared/domain/call/call-book.ts'
import type { Call } from '#shared/domain/call/call.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import type { BookChange } from '#shared/domain/call/transitions.ts'
import {
  createCallerTimes,
  forgetCallers,
  historyOf,
  rememberCall,
  type CallerTimes,
} from '#shared/domain/call/caller-history.ts'
import type { AlertChange, CallRecord, Decision } from '#shared/domain/journal/call-record.ts'
import type { ListLookup } from '#shared/domain/priority/compile.ts'
import { factsOf } from '#shared/domain/priority/facts.ts'
import type { Match } from '#shared/domain/priority/rule.ts'
import { sameMatch } from '#shared/domain/priority/same-match.ts'
import type { SeatSpan } from '#shared/domain/statistics/seat-time.ts'
import {
  countCall,
  countChange,
  countSeats,
  createStatistics,
  forgetOld,
  type Statistics,
  type StatisticsSettings,
} from '#shared/domain/statistics/statistics.ts'

/**
 * The heart of the console: calls, alerts and figures, built from CallEvents and decisions, and nothing else. The same
 * ones in the same order give the same core, so that a journal of them brings it back, without the list that judged them.
 */
export type Core = {
  book: CallBook
  alerts: AlertBook
  statistics: Statistics
  /** Who called in the last 24 hours. */
  callers: CallerTimes
  sight: Sight
}

/** What of the present day was seen at all. A gap without `to` lasts. */
export type Sight = { countingSince?: number; gaps: { from: number; to?: number }[] }

/** Without a `lookup` each call stays as the list judged it last: while no list is in force yet, and when it is played back. */
export type CoreSettings = StatisticsSettings & { lookup?: ListLookup | undefined }

/** What changed, for whoever shows it, and for the journal. `urgent`: an alert was raised or changed its state. */
export type CoreChanges = {
  urgent: boolean
  calls: Set<string>
  areas: boolean
  /** What the list said; in the journal it comes before the event that made it say so. */
  judged: Decision[]
  /** What follows from the event, in order. */
  alerts: AlertChange[]
  ended: CallRecord[]
  spans: SeatSpan[]
}

export const createCore = (): Core => ({
  book: createCallBook(),
  alerts: createAlertBook(),
  statistics: createStatistics(),
  callers: createCallerTimes(),
  sight: { gaps: [] },
})

export const noChanges = (): CoreChanges => ({
  urgent: false,
  calls: new Set(),
  areas: false,
  judged: [],
  alerts: [],
  ended: [],
  spans: [],
})

export function applyToCore(core: Core, event: CallEvent, settings: CoreSettings, changes: CoreChanges): void {
  watchSight(core, event, settings)
  countHitsSince(core.alerts, settings.dayStart(event.at))
  follow(core, applyCallEvent(core.book, event), judgeAt(core, event.at, settings, changes), settings, changes)
  for (const span of countSeats(core.statistics, event, settings)) changes.spans.push(span)
}

function follow(
  core: Core,
  bookChanges: BookChange[],
  judge: Judge,
  settings: CoreSettings,
  changes: CoreChanges,
): void {
  for (const change of bookChanges) {
    if (change.kind !== 'call') continue
    const { id, caller, arrivedAt } = change.call
    rememberCall(core.callers, id, caller.number, arrivedAt)
  }
  for (const change of bookChanges) {
    switch (change.kind) {
      case 'call':
      case 'call-ended':
        touch(core, change.call, judge, settings, changes)
        break
      case 'call-opened':
        break
      case 'areas':
      case 'seats':
        changes.areas = true
        break
      default:
        countChange(core.statistics, change, settings)
        changes.areas = true
    }
  }
}

/** Judges and counts one call; a call that is over leaves its record. */
function touch(core: Core, call: Call, judge: Judge, settings: CoreSettings, changes: CoreChanges): void {
  if (judgeCall(core.alerts, call, judge)) changes.urgent = true
  changes.calls.add(call.id)
  const finished = countCall(core.statistics, call, core.alerts.listed.get(call.id)?.classId, settings)
  if (!finished) return
  const listing = takeListing(core.alerts, call.id)
  changes.ended.push({ call, ...finished, ...(listing && { listing }) })
}

function judgeAt(core: Core, now: number, { lookup }: CoreSettings, changes: CoreChanges, listVersion?: number): Judge {
  const { judged } = core.alerts
  const said = listVersion === undefined ? {} : { listVersion }
  const match = (call: Call): Match | undefined => {
    if (!lookup) return judged.get(call.id)
    const found = lookup.match(factsOf(call), historyOf(core.callers))
    const before = judged.get(call.id)
    if (found === before || (found && before && sameVersionToo(found, before))) return before
    if (found) judged.set(call.id, found)
    else judged.delete(call.id)
    changes.judged.push({ kind: 'judged', at: now, callId: call.id, match: found ?? null, ...said })
    return found
  }
  return { match, now, note: (change) => changes.alerts.push(change), ...said }
}

const sameVersionToo = (a: Match, b: Match): boolean => a.listVersion === b.listVersion && sameMatch(a, b)

/** The list changed while calls are live: each is judged anew. */
export function judgeAll(core: Core, settings: CoreSettings, now: number, changes: CoreChanges): void {
  const { lookup } = settings
  if (!lookup) return
  countHitsSince(core.alerts, settings.dayStart(now))
  const judge = judgeAt(core, now, settings, changes, lookup.version)
  for (const call of core.book.calls.values()) touch(core, call, judge, settings, changes)
}

/** Answers whether it changed anything. */
export function decide(core: Core, decision: Decision, settings: CoreSettings, changes: CoreChanges): boolean {
  const note = (change: AlertChange): void => void changes.alerts.push(change)
  switch (decision.kind) {
    case 'acknowledged':
      if (!acknowledge(core.alerts, decision.alertId, decision.by, decision.at, note)) return false
      break
    case 'outcome':
      if (!setOutcome(core.alerts, decision.alertId, decision, note)) return false
      break
    case 'judged':
      judgedBefore(core, decision, settings, changes)
      return true
    case 'switched':
      turnToAnother(core, decision.at, settings, changes)
  }
  changes.urgent = true
  return true
}

/** What the list said then, where it was not asked by an event: at once. Else the event that comes next asks. */
function judgedBefore(
  core: Core,
  { at, callId, match, listVersion }: Extract<Decision, { kind: 'judged' }>,
  settings: CoreSettings,
  changes: CoreChanges,
): void {
  if (match) core.alerts.judged.set(callId, match)
  else core.alerts.judged.delete(callId)
  if (listVersion === undefined) return
  countHitsSince(core.alerts, settings.dayStart(at))
  const call = core.book.calls.get(callId)
  const recorded = { ...settings, lookup: undefined }
  if (call) touch(core, call, judgeAt(core, at, recorded, changes, listVersion), settings, changes)
}

/** Another switch: its calls and figures are not those of the last one, of whose live calls nothing more will be known. */
function turnToAnother(core: Core, at: number, settings: CoreSettings, changes: CoreChanges): void {
  const judge = judgeAt(core, at, settings, changes)
  const nothing = { calls: [], areas: [], seats: [] }
  for (const switchId of new Set([...core.book.calls.keys()].map((id) => id.slice(0, id.indexOf('/'))))) {
    const gone: CallEvent = { kind: 'picture-taken', at, switchId, picture: nothing }
    follow(core, applyCallEvent(core.book, gone), judge, settings, changes)
  }
  Object.assign(core, createCore(), { alerts: keepUnfinished(core.alerts, at) })
  changes.areas = true
}

/** Drops what no screen shows any more. */
export function tidyCore(core: Core, settings: CoreSettings, now: number): void {
  forgetOld(core.statistics, now, settings)
  forgetCallers(core.callers, now)
  const today = settings.dayStart(now)
  countHitsSince(core.alerts, today)
  core.sight.gaps = core.sight.gaps.filter((gap) => gap.to === undefined || gap.to >= today)
}

function watchSight(core: Core, event: CallEvent, settings: CoreSettings): void {
  const { sight } = core
  const gap = sight.gaps.at(-1)
  if (event.kind === 'sight-lost') {
    if (sight.countingSince !== undefined && (!gap || gap.to !== undefined)) sight.gaps.push({ from: event.at })
  } else if (event.kind === 'picture-taken') {
    sight.countingSince ??= event.at
    if (gap && gap.to === undefined) gap.to = event.at
    tidyCore(core, settings, event.at)
  }
}
