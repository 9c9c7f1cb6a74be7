import { z } from 'zod'
import { retentionSchema, savedReportSchema } from '#shared/ipc/journal-contract.ts'
import type { NormId } from '#shared/domain/statistics/norms.ts'

/** How long the journal is kept, how figures are judged, and the reports that are written by the clock. */

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
export type FigureRulesSettings = z.infer<typeof figureRulesSchema>

const time = z.number().int().min(0).max(8.64e15)

/** Times of a saved report are those of the wall clock: it outlives the run of the console. */
export const storedReportSchema = savedReportSchema.extend({
  savedAt: time,
  lastRun: z
    .object({ at: time, file: z.string().max(2000).optional(), problem: z.string().max(300).optional() })
    .optional(),
})
export type StoredReport = z.infer<typeof storedReportSchema>
export const mostReports = 100

export { retentionSchema }
export type RetentionSettings = z.infer<typeof retentionSchema>
