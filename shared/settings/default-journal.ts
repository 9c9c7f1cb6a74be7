import type { FigureRulesSettings, RetentionSettings } from './journal-schema.ts'

/** What a console starts with, and what settings of before had not. A year of a busy desk is some 3 GB. */
export const defaultRetention: RetentionSettings = { days: 400, megabytes: 10_000, rawDays: 7 }
export const defaultFigureRules: FigureRulesSettings = { norm: 'eighty-twenty', shortAbandonSeconds: 5, shifts: [] }
