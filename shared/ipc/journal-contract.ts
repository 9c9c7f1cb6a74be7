import { z } from 'zod'
import { command, id, nothing } from './command.ts'
import type { NormId } from '#shared/domain/statistics/norms.ts'
import type {
  CallSearchPage,
  CallTrail,
  FigureProvenance,
  Handover,
  JournalView,
  LegLine,
  LogImportCounts,
  RawMessages,
  RecoveryPage,
  Report,
  SavedReport,
} from './journal-view.ts'
import type { FileOffer } from './list-view.ts'

/** Commands of the journal: calls and their trails, the recovery list, where figures come from, reports, and the journal itself. */

/** As far as the journal's keys reach. */
const time = z
  .number()
  .int()
  .min(0)
  .max(Date.UTC(2248, 0, 1))
/** Longer than calls are ever kept: a report makes rows of what it is asked for, also where nothing is. */
const longestRangeMs = 4018 * 86_400_000
const cursor = z.string().min(1).max(200).nullable()
const limit = z.number().int().min(1).max(200)
const name = z.string().trim().min(1).max(100)
const profile = z.enum(['negative', 'ignore-early-abandons', 'positive', 'answered-only', 'accepted'])

export const dimensionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('total') }).strict(),
  z.object({ kind: z.literal('area'), area: name }).strict(),
  z.object({ kind: z.literal('vdn'), vdn: name }).strict(),
  z.object({ kind: z.literal('class'), classId: name }).strict(),
  z.object({ kind: z.literal('seat'), seatId: name }).strict(),
])

export const windowSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('last'), minutes: z.union([z.literal(15), z.literal(30), z.literal(60)]) }).strict(),
  z.object({ kind: z.enum(['day', 'week', 'month']), at: time }).strict(),
  z.object({ kind: z.literal('shift'), at: time }).strict(),
  z.object({ kind: z.literal('half-hour'), at: time }).strict(),
  z
    .object({ kind: z.literal('range'), from: time, to: time })
    .strict()
    .refine(({ from, to }) => to - from <= longestRangeMs, { path: ['to'], error: '> 4018 d' }),
])

const reportRequest = z
  .object({
    kind: z.enum([
      'day',
      'waits',
      'service-level',
      'outcomes',
      'heat-map',
      'seats',
      'classes',
      'top-callers',
      'response-times',
    ]),
    window: windowSchema,
    dimension: dimensionSchema,
    profile,
    compare: z.enum(['before', 'week-before']).optional(),
  })
  .strict()

const normIds = [
  'hotline-95598',
  'gbt-33358',
  'twenty-seconds',
  'nena',
  'nfpa-1225',
  'eighty-twenty',
] as const satisfies NormId[]

export const figureRulesSchema = z
  .object({
    /** The norm that service levels are laid against; null: none. */
    norm: z.enum(normIds).nullable(),
    /** Who gives up within this time hardly waited; an area may say otherwise. */
    shortAbandonSeconds: z.number().int().min(0).max(60),
    /** Empty: the day is the shift. */
    shifts: z
      .array(
        z
          .object({ name: z.string().trim().min(1).max(40), start: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) })
          .strict(),
      )
      .max(8),
  })
  .strict()
export const retentionSchema = z
  .object({
    days: z.number().int().min(7).max(3660),
    megabytes: z.number().int().min(100).max(1_000_000),
    rawDays: z.number().int().min(0).max(60),
  })
  .strict()

export const savedReportSchema = z
  .object({
    id,
    name,
    request: reportRequest
      .omit({ window: true })
      .extend({ window: z.enum(['today', 'yesterday', 'last-shift', 'last-week', 'last-month']) })
      .strict(),
    schedule: z
      .object({
        days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
        at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
        folder: z.string().min(1).max(1000),
        format: z.enum(['csv', 'xlsx']),
      })
      .strict()
      .optional(),
  })
  .strict()

export const journalCommands = {
  'calls.search': command<CallSearchPage>()(
    'reception',
    z
      .object({
        number: z.string().trim().max(40).optional(),
        from: time.optional(),
        to: time.optional(),
        area: name.optional(),
        vdn: name.optional(),
        classId: name.optional(),
        seat: name.optional(),
        outcome: z.enum(['answered', 'abandoned', 'left-in-ivr', 'lost', 'unknown']).optional(),
        listed: z.boolean().optional(),
        before: cursor,
        limit,
      })
      .strict(),
  ),
  'calls.trail': command<CallTrail>()('reception', z.object({ callId: id }).strict()),
  'calls.raw': command<RawMessages>()('supervisor', z.object({ callId: id }).strict()),

  'recovery.list': command<RecoveryPage>()(
    'reception',
    z.object({ show: z.enum(['open', 'closed']), before: cursor, limit }).strict(),
  ),
  /** Who gives an outcome has also seen the alert. A note says more; a duplicate names the call that it repeats. */
  'recovery.setOutcome': command<null>()(
    'reception',
    z
      .object({
        callId: id,
        outcome: z.enum(['called-back', 'called-again', 'duplicate', 'false-call']),
        note: z.string().trim().max(500),
        duplicateOf: id.optional(),
      })
      .strict(),
  ),

  'figures.provenance': command<FigureProvenance>()(
    'reception',
    z.object({ figure: z.string().min(1).max(40), dimension: dimensionSchema, window: windowSchema, profile }).strict(),
  ),
  /** The queue legs of one part of a figure, newest first. */
  'figures.calls': command<{ legs: LegLine[]; next: string | null; total: number }>()(
    'reception',
    z
      .object({
        part: z.string().min(1).max(40),
        dimension: dimensionSchema,
        window: windowSchema,
        before: cursor,
        limit,
      })
      .strict(),
  ),

  /** The norm, the limit of short abandons, and the shifts. They hold for calls of before too: no limit is in a count. */
  'figures.rules': command<z.infer<typeof figureRulesSchema>>()('reception', nothing),
  'figures.setRules': command<null>()('admin', figureRulesSchema),

  'reports.run': command<Report>()('supervisor', reportRequest),
  'reports.export': command<FileOffer>()(
    'supervisor',
    z.object({ request: reportRequest, format: z.enum(['csv', 'xlsx']), language: z.enum(['zh', 'en']) }).strict(),
  ),
  'reports.saved': command<{ reports: SavedReport[] }>()('supervisor', nothing),
  'reports.save': command<null>()('supervisor', savedReportSchema),
  'reports.remove': command<null>()('supervisor', z.object({ id }).strict()),
  'handover.sheet': command<Handover>()('reception', z.object({ from: time, to: time }).strict()),

  'journal.state': command<JournalView>()('reception', nothing),
  'journal.retain': command<null>()('admin', retentionSchema),
  /** Counts everything anew from the calls and reports any difference. */
  'journal.recompute': command<{ rows: number; differences: { what: string; was: number; is: number }[] }>()(
    'admin',
    nothing,
  ),
  /** Looks at a queue_log or a CDR file of the switch; changes nothing. */
  'journal.openLog': command<LogImportCounts>()(
    'admin',
    z.object({ fileId: id, kind: z.enum(['queue-log', 'cdr']), from: time, to: time }).strict(),
  ),
  'journal.importLog': command<{ calls: number }>()('admin', z.object({ fileId: id }).strict()),
} as const
