import { z } from 'zod'
import { figureRulesSchema, retentionSchema, savedReportSchema } from '#shared/ipc/journal-contract.ts'

/** How long the journal is kept, how figures are judged, and the reports that are written by the clock. */

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

export { figureRulesSchema, retentionSchema }
export type RetentionSettings = z.infer<typeof retentionSchema>
