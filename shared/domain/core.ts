import { countHitsSince, createAlertBook, judgeCall, type AlertBook } from '#shared/domain/alert/alert-book.ts'
import { createCallBook, type CallBook } from '#shared/domain/call/book-state.ts'
import { applyCallEvent } from '#shared/domain/call/call-book.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import {
  createCallerTimes,
  forgetCallers,
  historyOf,
  rememberCall,
  type CallerTimes,
} from '#shared/domain/call/caller-history.ts'
import type { ListLookup } from '#shared/domain/priority/compile.ts'
import {
  countChange,
  createStatistics,
  forgetOld,
  type Statistics,
  type StatisticsSettings,
} from '#shared/domain/statistics/statistics.ts'

/**
 * The heart of the console: calls, alerts and figures, built from CallEvents and nothing else. The same events give the
 * same core, so a replay of recorded events gives the same figures.
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

export type CoreSettings = StatisticsSettings & { lookup: ListLookup }

/** What changed, for whoever shows it. `urgent`: an alert was raised or changed its state. */
export type CoreChanges = { urgent: boolean; calls: Set<string>; areas: boolean }

export const createCore = (): Core => ({
  book: createCallBook(),
  alerts: createAlertBook(),
  statistics: createStatistics(),
  callers: createCallerTimes(),
  sight: { gaps: [] },
})

export const noChanges = (): CoreChanges => ({ urgent: false, calls: new Set(), areas: false })

export function applyToCore(core: Core, event: CallEvent, settings: CoreSettings, changes: CoreChanges): void {
  watchSight(core, event, settings)
  countHitsSince(core.alerts, settings.dayStart(event.at))
  const judge = { lookup: settings.lookup, callers: historyOf(core.callers), now: event.at }
  const bookChanges = applyCallEvent(core.book, event)
  for (const change of bookChanges) {
    if (change.kind !== 'call') continue
    const { id, caller, arrivedAt } = change.call
    rememberCall(core.callers, id, caller.number, arrivedAt)
  }
  for (const change of bookChanges) {
    switch (change.kind) {
      case 'call':
      case 'call-ended':
        if (judgeCall(core.alerts, change.call, judge)) changes.urgent = true
        changes.calls.add(change.call.id)
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

/** The list changed while calls are live: each is judged anew. */
export function judgeAll(core: Core, settings: CoreSettings, now: number, changes: CoreChanges): void {
  countHitsSince(core.alerts, settings.dayStart(now))
  const judge = { lookup: settings.lookup, callers: historyOf(core.callers), now, listChanged: true }
  for (const call of core.book.calls.values()) {
    if (judgeCall(core.alerts, call, judge)) changes.urgent = true
    changes.calls.add(call.id)
  }
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
