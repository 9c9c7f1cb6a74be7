import type { Dimension, ReportKind, ReportRequest, WindowSpec } from '#shared/ipc/journal-view.ts'
import type { ServiceLevelProfile } from '#shared/domain/statistics/service-level.ts'
import { fromSiteTime } from '#renderer/i18n/site-clock.ts'

/** What is chosen on the report screen, and the question that it makes. */
export type ReportChoice = {
  kind: ReportKind
  window: 'today' | 'yesterday' | 'this-week' | 'last-week' | 'this-month' | 'last-month' | 'shift' | 'range'
  /** Site times of the free range, as the browser's field gives them. */
  from: string
  to: string
  dimension: string
  profile: ServiceLevelProfile
  compare: '' | 'before' | 'week-before'
}

export const reportKinds: ReportKind[] = [
  'day',
  'waits',
  'service-level',
  'outcomes',
  'heat-map',
  'seats',
  'classes',
  'top-callers',
  'response-times',
]
export const windows: ReportChoice['window'][] = [
  'today',
  'yesterday',
  'shift',
  'this-week',
  'last-week',
  'this-month',
  'last-month',
  'range',
]

export const firstChoice: ReportChoice = {
  kind: 'day',
  window: 'today',
  from: '',
  to: '',
  dimension: 'total',
  profile: 'negative',
  compare: 'week-before',
}

const dayMs = 86_400_000

/** Undefined while a free range is not complete or the wrong way round. */
export function requestOf(choice: ReportChoice, now: number, timeZone: string | undefined): ReportRequest | undefined {
  const window = windowOf(choice, now, timeZone)
  if (!window) return undefined
  const request: ReportRequest = {
    kind: choice.kind,
    window,
    dimension: dimensionOf(choice.dimension),
    profile: choice.profile,
  }
  return choice.compare === '' ? request : { ...request, compare: choice.compare }
}

function windowOf(choice: ReportChoice, now: number, timeZone: string | undefined): WindowSpec | undefined {
  switch (choice.window) {
    case 'today':
      return { kind: 'day', at: now }
    case 'yesterday':
      return { kind: 'day', at: now - dayMs }
    case 'shift':
      return { kind: 'shift', at: now }
    case 'this-week':
      return { kind: 'week', at: now }
    case 'last-week':
      return { kind: 'week', at: now - 7 * dayMs }
    case 'this-month':
      return { kind: 'month', at: now }
    case 'last-month':
      return { kind: 'month', at: now - 31 * dayMs }
    case 'range': {
      const from = fromSiteTime(choice.from, timeZone)
      const to = fromSiteTime(choice.to, timeZone)
      return from !== undefined && to !== undefined && from < to ? { kind: 'range', from, to } : undefined
    }
  }
}

export function dimensionOf(text: string): Dimension {
  const [kind, ...rest] = text.split(':')
  const value = rest.join(':')
  if (kind === 'area') return { kind, area: value }
  if (kind === 'class') return { kind, classId: value }
  if (kind === 'vdn') return { kind, vdn: value }
  return { kind: 'total' }
}
