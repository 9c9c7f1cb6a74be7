import type { Dimension, ReportKind, ReportRequest, SavedReport, WindowSpec } from '#shared/ipc/journal-view.ts'
import type { ServiceLevelProfile } from '#shared/domain/statistics/service-level.ts'
import { fromSiteTime, toSiteTime, type SiteClock } from '#renderer/i18n/site-clock.ts'

/** What is chosen on the report screen, and the question that it makes. */
export type ReportChoice = {
  kind: ReportKind
  window: 'today' | 'yesterday' | 'this-week' | 'last-week' | 'this-month' | 'last-month' | 'shift' | 'range'
  /** Site times of the free range, as the browser's field gives them. */
  from: string
  to: string
  /** `total`, `vdn`, or a kind and a name: `area:repair`, `class:media`, `seat:PJSIP/1001`. */
  dimension: string
  vdn: string
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
  vdn: '',
  profile: 'negative',
  compare: 'week-before',
}

/** What keeps a choice from being a question. */
export type Missing = 'range' | 'vdn'

export function missingIn(choice: ReportChoice, siteClock: SiteClock): Missing | undefined {
  if (choice.window === 'range' && !rangeOf(choice, siteClock)) return 'range'
  return choice.dimension === 'vdn' && choice.vdn.trim() === '' ? 'vdn' : undefined
}

/** Undefined while something is missing. */
export function requestOf(choice: ReportChoice, now: number, siteClock: SiteClock): ReportRequest | undefined {
  const window = windowOf(choice, Math.floor(now), siteClock) // the screen's clock knows fractions of a ms
  if (!window || missingIn(choice, siteClock)) return undefined
  const request = { kind: choice.kind, window, dimension: dimensionOf(choice), profile: choice.profile }
  return choice.compare === '' ? request : { ...request, compare: choice.compare }
}

function windowOf(choice: ReportChoice, now: number, siteClock: SiteClock): WindowSpec | undefined {
  const noonOf = (change: (date: Date) => void): number => noon(now, siteClock, change)
  switch (choice.window) {
    case 'today':
      return { kind: 'day', at: now }
    case 'yesterday':
      return { kind: 'day', at: noonOf((date) => date.setUTCDate(date.getUTCDate() - 1)) }
    case 'shift':
      return { kind: 'shift', at: now }
    case 'this-week':
      return { kind: 'week', at: now }
    case 'last-week':
      return { kind: 'week', at: noonOf((date) => date.setUTCDate(date.getUTCDate() - 7)) }
    case 'this-month':
      return { kind: 'month', at: now }
    case 'last-month':
      return { kind: 'month', at: noonOf((date) => date.setUTCDate(0)) }
    case 'range':
      return rangeOf(choice, siteClock)
  }
}

/** Noon of another day of the site's calendar: no clock change moves it into the next one. */
function noon(now: number, siteClock: SiteClock, change: (date: Date) => void): number {
  const date = new Date(`${toSiteTime(now, siteClock).slice(0, 10)}T12:00:00Z`)
  change(date)
  return fromSiteTime(date.toISOString().slice(0, 16), siteClock) ?? now
}

function rangeOf({ from, to }: ReportChoice, siteClock: SiteClock): WindowSpec | undefined {
  const [start, end] = [fromSiteTime(from, siteClock), fromSiteTime(to, siteClock)]
  return start !== undefined && end !== undefined && start < end ? { kind: 'range', from: start, to: end } : undefined
}

export function dimensionOf({ dimension, vdn }: Pick<ReportChoice, 'dimension' | 'vdn'>): Dimension {
  const at = dimension.indexOf(':')
  const [kind, name] = at < 0 ? [dimension, ''] : [dimension.slice(0, at), dimension.slice(at + 1)]
  switch (kind) {
    case 'area':
      return { kind, area: name }
    case 'class':
      return { kind, classId: name }
    case 'seat':
      return { kind, seatId: name }
    case 'vdn':
      return { kind, vdn: vdn.trim() }
    default:
      return { kind: 'total' }
  }
}

function dimensionText(dimension: Dimension): Pick<ReportChoice, 'dimension' | 'vdn'> {
  switch (dimension.kind) {
    case 'total':
      return { dimension: 'total', vdn: '' }
    case 'area':
      return { dimension: `area:${dimension.area}`, vdn: '' }
    case 'class':
      return { dimension: `class:${dimension.classId}`, vdn: '' }
    case 'seat':
      return { dimension: `seat:${dimension.seatId}`, vdn: '' }
    case 'vdn':
      return { dimension: 'vdn', vdn: dimension.vdn }
  }
}

/** Windows that mean something whenever the report is made; a shift is made when it is over. */
const savable: Partial<Record<ReportChoice['window'], SavedReport['request']['window']>> = {
  today: 'today',
  yesterday: 'yesterday',
  shift: 'last-shift',
  'last-week': 'last-week',
  'last-month': 'last-month',
}

/** Undefined when it cannot be saved. */
export function savedRequestOf(choice: ReportChoice): SavedReport['request'] | undefined {
  const window = savable[choice.window]
  if (!window || (choice.dimension === 'vdn' && choice.vdn.trim() === '')) return undefined
  const request = { kind: choice.kind, profile: choice.profile, window, dimension: dimensionOf(choice) }
  return choice.compare === '' ? request : { ...request, compare: choice.compare }
}

export function choiceOf({ request }: SavedReport): ReportChoice {
  const { kind, profile, dimension, compare } = request
  const window = request.window === 'last-shift' ? 'shift' : request.window
  return { ...firstChoice, kind, profile, window, ...dimensionText(dimension), compare: compare ?? '' }
}
