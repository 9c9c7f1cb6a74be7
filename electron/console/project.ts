import type { Alert } from '#shared/domain/alert/alert.ts'
import { isOpen, needsOutcome, type AlertOfCall } from '#shared/domain/alert/alert-book.ts'
import type { Seat } from '#shared/domain/call/call-event.ts'
import { openLeg, openTalk, stageOf } from '#shared/domain/call/transitions.ts'
import { currentWait } from '#shared/domain/call/wait.ts'
import type { Core, CoreSettings } from '#shared/domain/core.ts'
import { figuresOf } from '#shared/domain/statistics/statistics.ts'
import type { AlertView, AreaView, ConsoleView, TotalsView } from '#shared/ipc/view.ts'
import type { Settings } from '#shared/settings/schema.ts'

/** Makes what a screen shows out of the core. Pure; nothing here is kept. */

export function projectAlert(known: AlertOfCall, core: Core, settings: CoreSettings): AlertView {
  const { alert, call } = known
  const leg = openLeg(call)
  const lastLeg = call.queueLegs.at(-1)
  const talk = openTalk(call)
  const position = leg ? (core.book.areas.get(leg.area)?.indexOf(call.id) ?? -1) + 1 : 0
  const ringing = leg ? leg.rings.filter((r) => r.rangMs === undefined).map((r) => r.seat.name) : []
  const area = lastLeg?.area
  const wait = currentWait(call)
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
      id: alert.match.ruleId,
      name: alert.match.ruleName,
      because: alert.match.because,
      alsoMatched: alert.match.alsoMatched,
      listVersion: alert.match.listVersion,
    },
    handling: alert.match.handling,
    sound: alert.match.sound,
    raisedAt: alert.raisedAt,
    waitingSince: wait.since,
    // An overflow gives nobody more time: the strictest limit of the queues that this wait went through.
    limitMs: Math.min(
      ...(wait.legs.length > 0 ? wait.legs.map((one) => settings.limitMs(one.area)) : [settings.limitMs('')]),
    ),
    needsOutcome: needsOutcome(alert),
  }
  const routeCounts = !call.answeredSinceRouted || alert.returned
  if (routeCounts && call.transferCode !== undefined) view.transferCode = call.transferCode
  if (routeCounts && call.vdn !== undefined) view.vdn = call.vdn
  if (area !== undefined) view.area = area
  if (position > 0) view.position = position
  if (wait.endedAt !== undefined) view.waitEndedAt = wait.endedAt
  if (alert.acknowledged) view.acknowledged = alert.acknowledged
  if (alert.returned) view.returned = alert.returned
  if (alert.outcome) view.outcome = alert.outcome
  return view
}

/**
 * The alerts of the wall. Those whose call is over are projected again only when a person did something with them: an
 * unattended wall may hold thousands.
 */
export function createAlertProjection(): (core: Core, settings: CoreSettings) => ConsoleView['alerts'] {
  let kept = new Map<string, { alert: Alert; view: AlertView }>()
  return (core, settings) => {
    const next = new Map<string, { alert: Alert; view: AlertView }>()
    const views: ConsoleView['alerts'] = {}
    for (const [id, known] of core.alerts.alerts) {
      const before = kept.get(id)
      const same = before && known.call.endedAt !== undefined && sameAlert(before.alert, known.alert)
      const entry = same ? before : { alert: { ...known.alert }, view: projectAlert(known, core, settings) }
      if (known.call.endedAt !== undefined) next.set(id, entry)
      views[id] = entry.view
    }
    kept = next
    return views
  }
}

const sameAlert = (a: Alert, b: Alert): boolean =>
  a.match === b.match && a.acknowledged === b.acknowledged && a.returned === b.returned && a.outcome === b.outcome

/** `listed`: how each area is listed by a rule of its own, in the version in force. */
export function projectAreas(
  core: Core,
  settings: CoreSettings,
  site: Settings,
  now: number,
  listed: ReadonlyMap<string, NonNullable<AreaView['listed']>> = new Map(),
): AreaView[] {
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
      listed: listed.get(area) ?? null,
      ...figuresOf(core.statistics, area, now, settings),
    }
    const oldest = oldestEntry(core, line)
    if (oldest !== undefined) view.oldestEnteredAt = oldest
    return view
  })
  // The utility's own order first, then the switch's areas that it has not named.
  return areas.sort((a, b) => (order.get(a.area) ?? 1e9) - (order.get(b.area) ?? 1e9) || (a.area < b.area ? -1 : 1))
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
  // Names come from the switch: an object with a prototype would know some of them already.
  const waitingByVdn = Object.create(null) as Record<string, number>
  const waitingByClass = Object.create(null) as Record<string, number>
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
    recoveryOpen: [...core.alerts.alerts.values()].filter(({ alert }) => isOpen(alert)).length,
  }
  if (oldest.length > 0) totals.oldestEnteredAt = Math.min(...oldest)
  return totals
}
