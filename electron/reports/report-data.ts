import type { CallOutcome } from '#shared/domain/call/call.ts'
import type { SeatRef } from '#shared/domain/call/call-event.ts'
import type { Severity } from '#shared/domain/priority/rule.ts'
import type { Calendar } from '#shared/domain/statistics/calendar.ts'
import type { FigureInput } from '#shared/domain/statistics/figures.ts'
import type { Handling } from '#shared/domain/statistics/handling.ts'
import type { LimitsOf } from '#shared/domain/statistics/limits.ts'
import type { Norm } from '#shared/domain/statistics/norms.ts'
import type { Shift, SightGap } from '#shared/domain/statistics/windows.ts'
import type { Dimension } from '#shared/ipc/journal-view.ts'

/** What reports are made of: rules of the site, and questions to the journal with the calls that live. */
export type Span = { from: number; to: number }
export type Bucket = Span & { group?: number }

export type ReportData = {
  now: number
  calendar: Calendar
  shifts: readonly Shift[]
  limits: LimitsOf
  norm: Norm | undefined
  /** One for each group of buckets, in their order. `exact`: waits to the millisecond; `coarse`: counts alone. */
  tallies(dimension: Dimension, buckets: readonly Bucket[], how: 'exact' | 'seconds' | 'coarse'): Promise<FigureInput[]>
  seats(window: Span): Promise<{ seat: SeatRef; handling: Handling }[]>
  classes(window: Span): Promise<string[]>
  outcomes(
    window: Span,
    dimension: Dimension,
  ): Promise<{ outcome: CallOutcome['kind']; calls: number; listed: number }[]>
  topCallers(
    window: Span,
    dimension: Dimension,
    limit: number,
  ): Promise<{ number: string; calls: number; answered: number; abandoned: number; listed: number; lastAt: number }[]>
  /** Alarms of the window, and how long until somebody acknowledged them, by whole seconds (rounded up). */
  responses(window: Span): Promise<
    {
      severity: Severity
      classId: string
      raised: number
      acknowledged: { waitSeconds: number; count: number; sumMs: number; maxMs: number }[]
    }[]
  >
  /** Listed callers who were lost in the window; `closed`: somebody said what became of them. */
  lost(window: Span): Promise<{ classId: string; closed: boolean }[]>
  gaps(window: Span): Promise<SightGap[]>
  imported(window: Span): Promise<number>
}
