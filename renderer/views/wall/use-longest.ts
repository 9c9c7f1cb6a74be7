import { durationText, nothing } from '#renderer/i18n/format.ts'
import { useShownValue } from './shown-now.ts'

/** How long the oldest caller has waited; "–" when nobody waits. */
export const useLongest = (oldestEnteredAt: number | undefined): string =>
  useShownValue((now) =>
    oldestEnteredAt === undefined ? nothing : durationText(Math.max(0, now - oldestEnteredAt) / 1000),
  )
