import type { Dimension, WindowSpec } from '#shared/ipc/journal-view.ts'
import type { LegPart } from '#shared/domain/statistics/parts.ts'
import type { FigureName } from '#shared/domain/statistics/provenance.ts'
import type { ServiceLevelProfile } from '#shared/domain/statistics/service-level.ts'

/**
 * What the panel beside the view shows: where a figure comes from, one call's trail, or the form for a lost caller's outcome. No alarm waits
 * for it.
 */
export type Side =
  | {
      kind: 'figure'
      figure: FigureName
      dimension: Dimension
      window: WindowSpec
      profile: ServiceLevelProfile
      /** Whose calls are listed. */
      part?: LegPart | undefined
    }
  | { kind: 'now'; figure: NowFigure; area?: string | undefined }
  /** `from`: where its way back leads. */
  | { kind: 'trail'; callId: string; from?: Side | undefined }
  | { kind: 'outcome'; callId: string }

/** Figures of this moment, which no window holds. */
export type NowFigure = 'waiting' | 'listed-waiting' | 'longest-waiting' | 'calls' | 'seats'
