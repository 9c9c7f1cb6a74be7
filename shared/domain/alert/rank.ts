import type { ReturnReason } from './alert.ts'
import type { Severity } from '#shared/domain/priority/rule.ts'

/** What the order of the wall depends on. Nothing in it moves with the clock, so cards do not change places by themselves. */
export type RankInput = {
  id: string
  severity: Severity
  waitingSince: number
  raisedAt: number
  acknowledged?: unknown
  returned?: { at: number; reason: ReturnReason } | undefined
  needsOutcome: boolean
  outcome?: unknown
}

/**
 * The order of the wall, a total order, weakest reason last:
 *   1. callers still there, before callers that are gone and need an outcome, before answered ones nobody has looked at
 *   2. severity: P1, P2, P3
 *   3. not yet acknowledged before acknowledged
 *   4. the longest wait
 *   5. the id, so that two equal ones never swap
 */
export function compareAlerts(a: RankInput, b: RankInput): number {
  return (
    standing(a) - standing(b) ||
    order(a.severity, b.severity) ||
    Number(Boolean(a.acknowledged)) - Number(Boolean(b.acknowledged)) ||
    a.waitingSince - b.waitingSince ||
    order(a.id, b.id)
  )
}

function standing(alert: RankInput): 0 | 1 | 2 {
  if (!alert.returned) return 0
  return alert.needsOutcome && !alert.outcome ? 1 : 2
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
