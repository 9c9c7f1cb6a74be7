import { stepsOf } from '#electron/journal/query-trail.ts'
import { summaryOf } from '#electron/journal/query-calls.ts'
import { isSeatCalled } from '#shared/domain/call/seat-text.ts'
import { outcomeOf } from '#shared/domain/call/transitions.ts'
import type { Call } from '#shared/domain/call/call.ts'
import type { Core } from '#shared/domain/core.ts'
import type { AlertChange } from '#shared/domain/journal/call-record.ts'
import type { CommandInput } from '#shared/ipc/contract.ts'
import type { CallSummary, TrailStep } from '#shared/ipc/journal-view.ts'

/** Calls that are not over, told like those that the journal keeps. */

export function liveSummary(core: Core, call: Call): CallSummary {
  const listing = core.alerts.listed.get(call.id)
  return summaryOf(listing ? { call, listing } : { call })
}

/** Newest first. A live call has no outcome yet: it is found by none. */
export function findLive(core: Core, query: CommandInput<'calls.search'> & { exact?: boolean }): CallSummary[] {
  if (query.outcome !== undefined) return []
  const digits = query.number?.replace(/\D/g, '')
  const hasDigits = (number: string): boolean =>
    digits !== '' && (query.exact ? number === digits : number.endsWith(digits ?? ''))
  return [...core.book.calls.values()]
    .filter((call) => {
      const listing = core.alerts.listed.get(call.id)
      return (
        (digits === undefined || hasDigits(call.caller.number.replace(/\D/g, ''))) &&
        call.arrivedAt >= (query.from ?? 0) &&
        call.arrivedAt < (query.to ?? Infinity) &&
        (query.area === undefined || call.queueLegs.some(({ area }) => area === query.area)) &&
        (query.vdn === undefined || call.vdn === query.vdn) &&
        (query.classId === undefined || listing?.classId === query.classId) &&
        (query.seat === undefined || call.talkLegs.some(({ seat }) => isSeatCalled(seat, query.seat ?? ''))) &&
        (query.listed === undefined || (listing !== undefined) === query.listed)
      )
    })
    .sort((a, b) => b.arrivedAt - a.arrivedAt || (a.id < b.id ? 1 : -1))
    .map((call) => liveSummary(core, call))
}

/** Live calls of this number beside this one. */
export const liveOf = (core: Core, number: string, notId: string): Call[] =>
  number === '' ? [] : [...core.book.calls.values()].filter((one) => one.caller.number === number && one.id !== notId)

export const isAnswered = (call: Call): boolean => outcomeOf(call).kind === 'answered'

export function liveSteps(core: Core, call: Call): TrailStep[] {
  const changes = liveChanges(core, call.id).map((change): TrailStep => ({ kind: 'alert', at: change.at, change }))
  return [...stepsOf(call), ...changes].sort((a, b) => a.at - b.at)
}

/** What the alert on the wall knows of its own story. */
function liveChanges(core: Core, callId: string): AlertChange[] {
  const alert = core.alerts.alerts.get(callId)?.alert
  if (!alert) return []
  const { severity, classId, ruleName, listVersion } = alert.match
  const said = { alertId: alert.id, severity, classId, ruleName, listVersion }
  const changes: AlertChange[] = [{ ...said, at: alert.raisedAt, change: 'raised' }]
  if (alert.acknowledged) changes.push({ ...said, ...alert.acknowledged, change: 'acknowledged' })
  if (alert.returned) {
    const { at, reason, listVersion: version = listVersion } = alert.returned
    changes.push({ ...said, at, change: reason, listVersion: version })
  }
  return changes
}
