import { compareAlerts } from '#shared/domain/alert/rank.ts'
import type { AlertView } from '#shared/ipc/view.ts'

/**
 * What a card says about its alert: `active` flashes and sounds; `acknowledged` is steady; `lost` had a caller that nobody
 * talked with and needs an outcome; `returned` was dealt with before anybody acknowledged it.
 */
export type Standing = 'active' | 'acknowledged' | 'lost' | 'returned'

export function standingOf(alert: AlertView): Standing {
  if (!alert.returned) return alert.acknowledged ? 'acknowledged' : 'active'
  return alert.needsOutcome && !alert.outcome ? 'lost' : 'returned'
}

/** The three parts of the wall, each in the order of `compareAlerts`. */
export type AlertGroups = { present: AlertView[]; lost: AlertView[]; returned: AlertView[] }

export function groupAlerts(alerts: Record<string, AlertView>): AlertGroups {
  const groups: AlertGroups = { present: [], lost: [], returned: [] }
  for (const alert of Object.values(alerts).sort(compareAlerts)) {
    const standing = standingOf(alert)
    groups[standing === 'active' || standing === 'acknowledged' ? 'present' : standing].push(alert)
  }
  return groups
}

/** Whole seconds, so that waited + left is the limit on every card. */
export type Wait = { waited: number; left: number; over: boolean; running: boolean }

/** `now` is the console's clock, or the moment of the last data when the switch cannot be seen. */
export function waitOf(alert: AlertView, now: number): Wait {
  const endedAt = alert.waitEndedAt ?? alert.returned?.at
  const waitedMs = Math.max(0, (endedAt ?? now) - alert.waitingSince)
  const waited = Math.floor(waitedMs / 1000)
  return {
    waited,
    left: Math.floor(alert.limitMs / 1000) - waited,
    over: waitedMs > alert.limitMs,
    running: endedAt === undefined,
  }
}

export type Summary = {
  count: number
  bySeverity: Record<AlertView['severity'], number>
  /** Whole seconds; looks at every alert once, and not again for every `now`. */
  longestWait: (now: number) => number
}

export function summarise(alerts: AlertView[]): Summary {
  const bySeverity = { P1: 0, P2: 0, P3: 0 }
  let ended = 0
  let oldest: AlertView | undefined
  for (const alert of alerts) {
    bySeverity[alert.severity] += 1
    const wait = waitOf(alert, alert.waitingSince)
    if (!wait.running) ended = Math.max(ended, wait.waited)
    else if (!oldest || alert.waitingSince < oldest.waitingSince) oldest = alert
  }
  const longestWait = (now: number): number => Math.max(ended, oldest ? waitOf(oldest, now).waited : 0)
  return { count: alerts.length, bySeverity, longestWait }
}

/** Why a card stands below the one above it: the first of the wall's reasons in which the two differ. */
export type RankReason = 'first' | 'severity' | 'acknowledged' | 'wait' | 'arrival'

export function rankReason(alert: AlertView, above: AlertView | undefined): RankReason {
  if (!above) return 'first'
  if (alert.severity !== above.severity) return 'severity'
  if (Boolean(alert.acknowledged) !== Boolean(above.acknowledged)) return 'acknowledged'
  return alert.waitingSince === above.waitingSince ? 'arrival' : 'wait'
}
