import { needsOutcome, type AlertOfCall } from '#shared/domain/alert/alert-book.ts'
import type { Call } from '#shared/domain/call/call.ts'
import type { Seat } from '#shared/domain/call/call-event.ts'
import { openLeg, openTalk, stageOf } from '#shared/domain/call/transitions.ts'
import type { Core, CoreSettings } from '#shared/domain/core.ts'
import { figuresOf } from '#shared/domain/statistics/statistics.ts'
import type { AlertView, AreaView, TotalsView } from '#shared/ipc/view.ts'
import type { Settings } from '#shared/settings/schema.ts'

/** Makes what a screen shows out of the core. Pure; nothing here is kept. */

export function projectAlert(known: AlertOfCall, core: Core, settings: CoreSettings, listVersion: number): AlertView {
  const { alert, call } = known
  const leg = openLeg(call)
  const lastLeg = call.queueLegs.at(-1)
  const talk = openTalk(call)
  const position = leg ? (core.book.areas.get(leg.area)?.indexOf(call.id) ?? -1) + 1 : 0
  const ringing = leg ? leg.rings.filter((r) => r.rangMs === undefined).map((r) => r.seat.name) : []
  const area = lastLeg?.area
  const view: AlertView = {
    id: alert.id,
    severity: alert.match.severity,
    classId: alert.match.classId,
    callerNumber: call.caller.number,
    callerName: call.caller.name,
    dialledNumber: call.dialledNumber,
    stage: stageOf(call),
    seats: talk ? [talk.seat.name] : ringing,
    rule: {
      name: alert.match.ruleName,
      because: alert.match.because,
      alsoMatched: alert.match.alsoMatched,
      listVersion,
    },
    raisedAt: alert.raisedAt,
    waitingSince: lastLeg?.enteredAt ?? call.arrivedAt,
    limitMs: settings.limitMs(area ?? ''),
    needsOutcome: needsOutcome(alert),
  }
  if (call.transferCode !== undefined) view.transferCode = call.transferCode
  if (call.vdn !== undefined) view.vdn = call.vdn
  if (area !== undefined) view.area = area
  if (position > 0) view.position = position
  const waitEndedAt = endOfWait(call)
  if (waitEndedAt !== undefined) view.waitEndedAt = waitEndedAt
  if (alert.acknowledged) view.acknowledged = alert.acknowledged
  if (alert.returned) view.returned = alert.returned
  if (alert.outcome) view.outcome = alert.outcome
  return view
}

function endOfWait(call: Call): number | undefined {
  const leg = call.queueLegs.at(-1)
  return leg ? leg.endedAt : call.endedAt
}

export function projectAreas(core: Core, settings: CoreSettings, site: Settings, now: number): AreaView[] {
  const seats = seatsByArea(core)
  const names = new Map(site.areas.map((a) => [a.area, a.name]))
  const order = new Map(site.areas.map((a, i) => [a.area, i]))
  const areas = [...core.book.areas].map(([area, line]): AreaView => {
    const view: AreaView = {
      area,
      name: names.get(area) ?? { zh: area, en: area },
      waiting: line.length,
      listedWaiting: line.filter((id) => isListed(core, id)).length,
      seats: countSeats(seats.get(area) ?? []),
      limitSeconds: settings.limitMs(area) / 1000,
      listed: listedBy(site, area),
      ...figuresOf(core.statistics, area, now, settings),
    }
    const oldest = oldestEntry(core, line)
    if (oldest !== undefined) view.oldestEnteredAt = oldest
    return view
  })
  // The utility's own order first, then the switch's areas that it has not named.
  return areas.sort((a, b) => (order.get(a.area) ?? 1e9) - (order.get(b.area) ?? 1e9) || (a.area < b.area ? -1 : 1))
}

/** The rule that lists the whole area, as the Connection screen sets it. */
function listedBy(site: Settings, area: string): AreaView['listed'] {
  const rule = site.list.rules.find(
    ({ condition, enabled }) => enabled && condition.kind === 'queue-area' && condition.area === area,
  )
  return rule ? { classId: rule.classId, severity: rule.severity } : null
}

const isListed = (core: Core, callId: string): boolean => {
  const known = core.alerts.alerts.get(callId)
  return known !== undefined && known.alert.returned === undefined
}

function oldestEntry(core: Core, line: string[]): number | undefined {
  let oldest: number | undefined
  for (const id of line) {
    const leg = core.book.calls.get(id)?.queueLegs.at(-1)
    if (leg && (oldest === undefined || leg.enteredAt < oldest)) oldest = leg.enteredAt
  }
  return oldest
}

function seatsByArea(core: Core): Map<string, Seat[]> {
  const byArea = new Map<string, Seat[]>()
  for (const seat of core.book.seats.values()) {
    const seats = byArea.get(seat.area)
    if (seats) seats.push(seat)
    else byArea.set(seat.area, [seat])
  }
  return byArea
}

function countSeats(seats: Seat[]): AreaView['seats'] {
  const count = (...states: Seat['state'][]): number => seats.filter((s) => states.includes(s.state)).length
  return {
    free: count('free'),
    ringing: count('ringing'),
    talking: count('talking', 'held', 'wrap-up'),
    paused: count('paused'),
    staffed: count('free', 'ringing', 'talking', 'held', 'wrap-up'),
    states: seats.map(({ id, name, state }) => ({ id, name, state })),
  }
}

export function projectTotals(core: Core, settings: CoreSettings, areas: AreaView[], now: number): TotalsView {
  const waitingByVdn: Record<string, number> = {}
  const waitingByClass: Record<string, number> = {}
  for (const line of core.book.areas.values()) {
    for (const id of line) {
      const vdn = core.book.calls.get(id)?.vdn
      if (vdn !== undefined) waitingByVdn[vdn] = (waitingByVdn[vdn] ?? 0) + 1
      const known = core.alerts.alerts.get(id)
      if (known && !known.alert.returned) {
        const { classId } = known.alert.match
        waitingByClass[classId] = (waitingByClass[classId] ?? 0) + 1
      }
    }
  }
  const oldest = areas.flatMap((a) => (a.oldestEnteredAt === undefined ? [] : [a.oldestEnteredAt]))
  const totals: TotalsView = {
    waiting: areas.reduce((sum, a) => sum + a.waiting, 0),
    listedWaiting: areas.reduce((sum, a) => sum + a.listedWaiting, 0),
    waitingByVdn,
    waitingByClass,
    ...figuresOf(core.statistics, undefined, now, settings),
    calls: core.book.calls.size,
  }
  if (oldest.length > 0) totals.oldestEnteredAt = Math.min(...oldest)
  return totals
}
