import type { CallSummary, Dimension, TrailStep } from '#shared/ipc/journal-view.ts'
import type { LegEnd, SeatRef } from '#shared/domain/call/call-event.ts'
import type { CallOutcome } from '#shared/domain/call/call.ts'
import type {
  Action,
  AlertChange,
  CallRecord,
  Gap,
  JournalEvent,
  LinkChange,
} from '#shared/domain/journal/call-record.ts'
import type { CallFacts, Severity } from '#shared/domain/priority/rule.ts'
import type { WindowFigures } from '#shared/domain/statistics/figures.ts'
import type { Handling } from '#shared/domain/statistics/handling.ts'
import type { Limits } from '#shared/domain/statistics/limits.ts'
import type { LegSelector } from '#shared/domain/statistics/parts.ts'
import type { ServiceLevelProfile } from '#shared/domain/statistics/service-level.ts'
import type { ImportPlan } from './import-match.ts'
import type { TallyRow } from '#shared/domain/statistics/tally.ts'

/**
 * What the journal can be asked. Windows: `from` belongs to them, `to` does not. Cursors: what `next` was, to go on; null
 * at the end. Numbers come whole: whoever shows them masks them by right.
 */
export type Span = { from: number; to: number }
/** Buckets of one group are counted together (a heat map: 365 Mondays at nine o'clock). Without one, each is its own: its index. */
export type Bucket = Span & { group?: number }

export type SearchQuery = {
  kind: 'search'
  /** The number, or its last digits. What is no digit is left out. */
  number?: string
  /** Only the whole number. */
  exact?: boolean
  from?: number
  to?: number
  area?: string
  vdn?: string
  classId?: string
  /** Its id, the number in it, or the name that it had in its last call. */
  seat?: string
  outcome?: CallOutcome['kind']
  listed?: boolean
  before: string | null
  limit: number
}
/** Newest first. `searchedFrom`: how far back was looked; older calls with `next`, also when the page is not full. */
export type SearchAnswer = { calls: CallSummary[]; next: string | null; searchedFrom: number }

export type TrailAnswer =
  | {
      record: CallRecord
      summary: CallSummary
      steps: TrailStep[]
      changes: AlertChange[]
      actions: Action[]
      gaps: Gap[]
      /** Other calls of the same number, newest first: up to five before and five after. */
      sameCaller: CallSummary[]
      hasRaw: boolean
    }
  | undefined

/** Legs of one area that a figure counts; an area that is not named has no such legs. */
export type AreaSelectors = { area: string; selectors: LegSelector[] }
export type LegsQuery = Span & {
  kind: 'legs'
  dimension: Dimension
  /** Missing: every leg. `areas`: by area, since limits are an area's; `others`: of every other area. */
  select?: { areas: AreaSelectors[]; others: LegSelector[] }
  before: string | null
  limit: number
}
export type LegLineOf = {
  callId: string
  area: string
  enteredAt: number
  endedAt: number
  end: LegEnd
  waitMs: number
  callerNumber: string
  seat?: SeatRef
  vdn?: string
  classId?: string
}
export type LegsAnswer = { legs: LegLineOf[]; next: string | null; total: number }

export type TalliesQuery = {
  kind: 'tallies'
  dimension: Dimension
  buckets: Bucket[]
  /** Waits are then only told apart at these limits (ms, per area), which makes an answer of many groups small; percentiles are lost. */
  apartAt?: { byArea: Record<string, number[]>; others: number[] }
  /** One row per distinct millisecond instead of per second: percentiles exact to the ms. For windows of days, not of years. */
  exact?: boolean
}
export type GroupTallies = { group: number; areas: { area: string; rows: TallyRow[] }[] }

export type FiguresQuery = {
  kind: 'figures'
  dimension: Dimension
  buckets: Bucket[]
  exact?: boolean
  rules: { profile: ServiceLevelProfile; limits: { byArea: Record<string, Limits>; others: Limits } }
  /** Also average handling time and occupancy. */
  handling?: boolean
  live?: { group: number; slices: { area: string; rows: TallyRow[] }[]; handling?: Handling }[]
}

export type HandlingQuery = { kind: 'handling'; dimension: Dimension; buckets: Bucket[] }
export type PartsQuery = Span & { kind: 'parts'; of: 'areas' | 'vdns' | 'classes' }
export type SeatsAnswer = { seat: SeatRef; handling: Handling }[]

export type RecoveryEntryOf = {
  callId: string
  lostAt: number
  how: 'abandoned' | 'lost' | 'unknown'
  /** Missing when the program ended between the alert and the end of its call. */
  record?: CallRecord
  summary?: CallSummary
  changes: AlertChange[]
  closed?: { at: number; by: string; outcome?: AlertChange['outcome']; note: string; other?: string }
  /** Later calls of the same number, oldest first, up to five. */
  again: { callId: string; at: number; answered: boolean }[]
}

export type Response = {
  alertId: string
  severity: Severity
  classId: string
  raisedAt: number
  acknowledgedAt?: number
  answeredAt?: number
}

export type QueryMap = {
  search: { ask: SearchQuery; answer: SearchAnswer }
  trail: { ask: { kind: 'trail'; callId: string }; answer: TrailAnswer }
  /** What the core was told of one call, as long as it is kept. */
  events: { ask: { kind: 'events'; callId: string }; answer: { events: JournalEvent[] } }
  raw: {
    ask: { kind: 'raw'; callId: string; maxBytes?: number }
    answer: { messages: { at: number; text: string }[]; truncated: boolean }
  }
  legs: { ask: LegsQuery; answer: LegsAnswer }
  tallies: { ask: TalliesQuery; answer: GroupTallies[] }
  /**
   * Figures under given rules, of each group and of all together (buckets must not overlap for that). `live`: rows of what
   * still lives, to be counted with the journal's.
   */
  figures: { ask: FiguresQuery; answer: { whole: WindowFigures; groups: { group: number; figures: WindowFigures }[] } }
  handling: { ask: HandlingQuery; answer: { group: number; handling: Handling }[] }
  /** Every seat that did anything in the window. */
  seats: { ask: Span & { kind: 'seats' }; answer: SeatsAnswer }
  /** Names that have legs in the window. */
  parts: { ask: PartsQuery; answer: string[] }
  /** Calls by what became of them, counted by arrival; `lost` by how the last queue visit ended. */
  outcomes: {
    ask: Span & { kind: 'outcomes'; dimension: Dimension }
    answer: { outcome: CallOutcome['kind']; calls: number; listed: number; imported: number }[]
  }
  'top-callers': {
    ask: Span & { kind: 'top-callers'; dimension: Dimension; limit: number }
    answer: { number: string; calls: number; answered: number; abandoned: number; listed: number; lastAt: number }[]
  }
  /** Alerts raised in the window, oldest first. */
  responses: { ask: Span & { kind: 'responses'; limit: number }; answer: { alerts: Response[]; truncated: boolean } }
  /** How long until somebody acknowledged them, by whole seconds (rounded up), per class and severity. */
  'response-times': {
    ask: Span & { kind: 'response-times' }
    answer: {
      classId: string
      severity: Severity
      raised: number
      acknowledged: { waitSeconds: number; count: number; sumMs: number; maxMs: number }[]
    }[]
  }
  recovery: {
    ask: { kind: 'recovery'; show: 'open' | 'closed'; before: string | null; limit: number }
    answer: { entries: RecoveryEntryOf[]; open: number; next: string | null }
  }
  /** Lost in the window, and somebody said what became of them: how many, by class. */
  'closed-losses': { ask: Span & { kind: 'closed-losses' }; answer: { classId: string; count: number }[] }
  gaps: { ask: Span & { kind: 'gaps' }; answer: Gap[] }
  links: { ask: Span & { kind: 'links'; limit: number }; answer: LinkChange[] }
  actions: { ask: Span & { kind: 'actions'; target?: string; limit: number }; answer: Action[] }
  /** What a list's dry run needs of past calls, oldest first; go on with `after`. */
  facts: {
    ask: Span & { kind: 'facts'; after: string | null; limit: number }
    answer: { calls: (CallFacts & { callId: string; listed: boolean })[]; next: string | null }
  }
  /** How often a number called in a window (both ends included), as the switch gives it. */
  'count-calls': { ask: Span & { kind: 'count-calls'; number: string }; answer: number }
  /** Calls of that number that arrived then or later, oldest first, up to five. */
  'called-again': {
    ask: { kind: 'called-again'; number: string; after: number }
    answer: { callId: string; at: number; answered: boolean }[]
  }
  imported: { ask: Span & { kind: 'imported' }; answer: number }
  'plan-import': { ask: ImportQuery; answer: ImportPlan }
}
/**
 * `text`: the file. Times of a CDR are those of the site's clock unless they say otherwise. `seats`: those that the switch has now; one log
 * calls them by their names, the other by their devices.
 */
export type ImportQuery = Span & {
  kind: 'plan-import'
  format: 'queue-log' | 'cdr'
  text: string
  switchId: string
  timeZone: string
  seats: SeatRef[]
}
export type QueryKind = keyof QueryMap
export type Query = QueryMap[QueryKind]['ask']
export type QueryAnswer<Q extends Query> = QueryMap[Q['kind']]['answer']
