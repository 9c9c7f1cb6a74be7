import { createAlertBook, judgeCall, type AlertBook } from '#shared/domain/alert/alert-book.ts'
import { createCallBook, type CallBook } from '#shared/domain/call/book-state.ts'
import { applyCallEvent } from '#shared/domain/call/call-book.ts'
import type { CallEvent } from '#shared/domain/call/call-event.ts'
import type { Matcher } from '#shared/domain/priority/match.ts'
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
  sight: Sight
}

/** What of the present day was seen at all. A gap without `to` lasts. */
export type Sight = { countingSince?: number; gaps: { from: number; to?: number }[] }

export type CoreSettings = StatisticsSettings & { match: Matcher }

/** What changed, for whoever shows it. `urgent`: an alert was raised or changed its state. */
export type CoreChanges = { urgent: boolean; calls: Set<string>; areas: boolean }

export const createCore = (): Core => ({
  book: createCallBook(),
  alerts: createAlertBook(),
  statistics: createStatistics(),
  sight: { gaps: [] },
})

export const noChanges = (): CoreChanges => ({ urgent: false, calls: new Set(), areas: false })

export function applyToCore(core: Core, event: CallEvent, settings: CoreSettings, changes: CoreChanges): void {
  watchSight(core, event, settings)
  for (const change of applyCallEvent(core.book, event)) {
    switch (change.kind) {
      case 'call':
      case 'call-ended':
        if (judgeCall(core.alerts, change.call, settings.match, event.at)) changes.urgent = true
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
  for (const call of core.book.calls.values()) {
    if (judgeCall(core.alerts, call, settings.match, now)) changes.urgent = true
    changes.calls.add(call.id)
  }
}

/** Drops what no screen shows any more. */
export function tidyCore(core: Core, settings: CoreSettings, now: number): void {
  forgetOld(core.statistics, now, settings)
  const today = settings.dayStart(now)
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
